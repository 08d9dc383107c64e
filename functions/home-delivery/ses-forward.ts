/**
 * A message as SES carries it home (docs/decisions/0023-ses-home.md). SES sends only from domains that are
 * verified, so the header From has to be ours; who wrote it stands in its display name with the full address,
 * and in Reply-To, so that an answer goes where it should. Text and attachments keep their octets.
 *
 * Pure. Not done here: encoding 8-bit text anew, signing (SES does).
 */
import { isAscii } from 'node:buffer';

import type { Domain } from '../../shared/address/domain.ts';
import { parseAddressList, type NamedMailbox } from '../../shared/mail/address-list.ts';
import {
  fieldsNamed,
  serialize,
  withFieldsFirst,
  withoutFields,
  type HeaderSection,
} from '../../shared/mail/header-section.ts';
import { bareAddress, composeDisplayName, foldField, oneAsciiLine } from '../../shared/mail/header-text.ts';

/** Names the home that a copy was sent to, as a keyed hash: whoever sees it again knows a loop. */
export const LOOP_FIELD = 'X-Secure-Alias-Home';

/**
 * Fields that do not go on. SES checks Sender against its identities, signs anew, and takes X-SES-* for orders:
 * a stranger's could choose another configuration set, one without TlsPolicy REQUIRE.
 */
const DROPPED = [
  'Return-Path',
  'Sender',
  'From',
  'Reply-To',
  'References',
  'DKIM-Signature',
  'Resent-From',
  'Resent-Sender',
  'Bcc',
  'Original-From',
  'Original-Message-ID',
  LOOP_FIELD,
];

/** Of these SES refuses a second one (its Developer Guide, "header fields"), or RFC 5322 section 3.6 does. */
const SINGLE = new Set(
  (
    'to cc accept-language acceptlanguage archived-at auto-submitted bounces-to comments ' +
    'content-alternative content-base content-class content-description content-disposition ' +
    'content-duration content-id content-language content-length content-location content-md5 ' +
    'content-transfer-encoding content-type date delivered-to disposition-notification-options ' +
    'disposition-notification-to domainkey-signature errors-to importance in-reply-to keywords ' +
    'list-archive list-help list-id list-owner list-post list-subscribe list-unsubscribe ' +
    'list-unsubscribe-post message-context message-id mime-version organization original-recipient ' +
    'original-subject precedence priority return-receipt-to solicitation sensitivity subject ' +
    'thread-index thread-topic user-agent vbr-info'
  ).split(' '),
);

const MOST_REPLY_TO = 20;
const MOST_REFERENCES = 20;

export interface ForwardOptions {
  /** The address that was written to. */
  readonly recipient: string;
  readonly aliasDomain: Domain;
  readonly mark: string;
}

/** Without fields that are orders to SES, and without the second of what must be one. */
function acceptable(section: HeaderSection): HeaderSection {
  const seen = new Set<string>();
  const fields = section.fields.filter(({ name }) => {
    const lower = name.toLowerCase();
    if (lower.startsWith('x-ses-')) return false;
    if (!SINGLE.has(lower)) return true;
    if (seen.has(lower)) return false;
    seen.add(lower);
    return true;
  });
  return { ...section, fields };
}

function mailboxesIn(section: HeaderSection, name: 'From' | 'Reply-To'): readonly NamedMailbox[] {
  return fieldsNamed(section, name).flatMap(({ value }) => {
    const list = parseAddressList(value);
    return list.kind === 'fault' ? [] : list.mailboxes;
  });
}

/** `Carol Smith (carol at out.example)`: a name alone is anybody's to choose, so the address is there, too. */
function shownAuthor(section: HeaderSection): string {
  const [author] = mailboxesIn(section, 'From');
  if (author === undefined) return 'Unknown sender';
  const address = author.mailbox.address.replace(/@([^@]*)$/, ' at $1');
  // A name that holds an address, too, would only say it twice, or another one.
  const name = author.name.replaceAll('@', ' at ');
  return name === '' ? address : `${name.slice(0, 80)} (${address})`;
}

/**
 * `alice+forwarded@secure.example.org`: hers, so that an answer of a program that ignores Reply-To comes back
 * to her and to nobody else. An address that ASCII cannot write is postmaster's.
 */
function forwardingAddress(recipient: string, aliasDomain: Domain): string {
  const local = recipient.slice(0, recipient.lastIndexOf('@'));
  const plain = /^[\w.!#$%&'*/=?^`{|}~-]+/.exec(local)?.[0] ?? 'postmaster';
  return `${isAscii(Buffer.from(local)) ? plain : 'postmaster'}+forwarded@${aliasDomain}`;
}

function replyTo(section: HeaderSection): string {
  const asked = mailboxesIn(section, 'Reply-To');
  const mailboxes = (asked.length > 0 ? asked : mailboxesIn(section, 'From'))
    // SES takes ASCII addresses only; where none is left, the address in the display name is what there is.
    .filter(({ mailbox }) => isAscii(Buffer.from(mailbox.address)))
    .slice(0, MOST_REPLY_TO)
    .map(({ name, mailbox }) => {
      const address = `<${bareAddress(mailbox.address)}>`;
      return name === '' ? address : `${composeDisplayName(name, 80)} ${address}`;
    });
  return mailboxes.length === 0 ? '' : `Reply-To: ${mailboxes.join(',\r\n ')}\r\n`;
}

/**
 * SES gives every message a Message-ID of its own. The real one goes into References, where an answer carries it
 * back, so that the conversation stays one at both ends.
 */
function threading(section: HeaderSection): string {
  const idsIn = (name: string): string[] =>
    fieldsNamed(section, name).flatMap(
      ({ value }) => value.match(/<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>/g) ?? [],
    );
  const own = idsIn('Message-ID').slice(0, 1);
  const ids = [...idsIn('References').slice(-MOST_REFERENCES), ...own];
  const references = ids.length === 0 ? '' : `${foldField(`References: ${ids.join(' ')}`)}\r\n`;
  return own.length === 0 ? references : `${references}Original-Message-ID: ${own.join('')}\r\n`;
}

function originalFrom(section: HeaderSection): string {
  const value = fieldsNamed(section, 'From')[0]?.value ?? '';
  return value === '' ? '' : `${foldField(`Original-From: ${oneAsciiLine(value, 500)}`)}\r\n`;
}

/** Mail from outside in the form in which SES carries it. */
export function forwardedForm(section: HeaderSection, options: ForwardOptions): Buffer {
  const { recipient, aliasDomain, mark } = options;
  const from = `${composeDisplayName(shownAuthor(section), 300)}\r\n <${forwardingAddress(recipient, aliasDomain)}>`;
  const fields =
    `${LOOP_FIELD}: ${mark}\r\nFrom: ${from}\r\n${replyTo(section)}` +
    `${threading(section)}${originalFrom(section)}`;
  return serialize(withFieldsFirst(withoutFields(acceptable(section), ...DROPPED), fields));
}

/** A notice of ours: from postmaster of the alias domain already, so only the mark is added. */
export function noticeForm(section: HeaderSection, mark: string): Buffer {
  const rest = withoutFields(acceptable(section), 'Return-Path', LOOP_FIELD);
  return serialize(withFieldsFirst(rest, `${LOOP_FIELD}: ${mark}\r\n`));
}
