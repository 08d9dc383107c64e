/**
 * What the list of messages shows of one: From, To and Subject as people read them (RFC 2047 decoded), bounded
 * so that a stranger's header cannot outgrow a table item. For showing only: nothing is decided by it, so a
 * field that cannot be parsed is shown as it stands, and a header section that cannot be read shows nothing.
 */
import { decodeWords } from 'postal-mime';

import { parseAddressList } from '../../shared/mail/address-list.ts';
import {
  fieldsNamed,
  readHeaderSection,
  subjectOf,
  type HeaderSection,
} from '../../shared/mail/header-section.ts';
import { oneLine } from '../../shared/mail/header-text.ts';
import { readOriginators } from '../../shared/mail/originators.ts';
import type { MailboxMessage } from '../../shared/store/mailbox.ts';

export type Listing = Pick<MailboxMessage, 'from' | 'to' | 'subject'>;

const LONGEST_ADDRESS = 320;
const LONGEST_SUBJECT = 1000;
const MOST_ADDRESSES = 100;

function named(name: string, address: string): string {
  return name === '' ? address : `${name} <${address}>`;
}

function senders(section: HeaderSection): string {
  const originators = readOriginators(fieldsNamed(section, 'From').map(({ value }) => value));
  return originators.map(({ name, address }) => named(name, address)).join(', ');
}

/** The addresses of the To fields; a field that is no address list counts as one. */
function recipients(section: HeaderSection): string[] {
  const texts: string[] = [];
  for (const { value } of fieldsNamed(section, 'To')) {
    const list = parseAddressList(value);
    if (list.kind === 'fault') texts.push(decodeWords(value.slice(0, 4 * LONGEST_ADDRESS)));
    else texts.push(...list.mailboxes.map(({ name, mailbox }) => named(name, mailbox.address)));
  }
  return texts.slice(0, MOST_ADDRESSES).map((text) => oneLine(text, LONGEST_ADDRESS));
}

/** Reads what a list shows of a message. Total. */
export function readListing(message: Buffer): Listing {
  const section = readHeaderSection(message, message.length);
  if (section.kind === 'fault') return { from: '', to: [], subject: '' };
  return {
    from: oneLine(senders(section), LONGEST_ADDRESS),
    to: recipients(section),
    subject: oneLine(subjectOf(section), LONGEST_SUBJECT),
  };
}
