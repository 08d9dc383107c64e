/**
 * What the owner is sent where SES does not carry the message itself: that it has come, from whom, about what,
 * and that it is whole in the built-in mailbox. Nobody else is told: for the sender it has arrived. Pure.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { decodeWords } from 'postal-mime';

import { fieldsNamed, subjectOf, type HeaderSection } from '../../shared/mail/header-section.ts';
import { bareAddress, composeUnstructured, oneLine } from '../../shared/mail/header-text.ts';
import { encodeQuotedPrintable } from '../../shared/mail/quoted-printable.ts';
import { composeDate } from '../../shared/mail/received.ts';
import { LOOP_FIELD } from './ses-forward.ts';

export type HintReason = 'size' | 'content' | 'requiretls';

export interface Hint {
  readonly reason: HintReason;
  /** For the Message-ID: the same hint twice has the same. */
  readonly id: string;
  readonly home: HomeAddress;
  /** The address that was written to. */
  readonly recipient: string;
  readonly aliasDomain: Domain;
  readonly receivedAt: number;
  /** Octets of the message. */
  readonly size: number;
  /** Null where its header cannot be read. */
  readonly header: HeaderSection | null;
  readonly mark: string;
}

const WHY: Readonly<Record<HintReason, string>> = {
  size: 'It is too large for the service that brings your mail to this address.',
  content: 'The service that brings your mail to this address does not carry what is in it.',
  requiretls:
    'Its sender asked that every server on the way promises encryption, and the way to this address does not promise it. That is why nothing of it is shown here.',
};

function shown(header: HeaderSection, name: string): string {
  return oneLine(decodeWords((fieldsNamed(header, name)[0]?.value ?? '').slice(0, 2000)), 300);
}

/** RFC 8689: of a message with REQUIRETLS nothing goes a way that does not promise it. */
function particulars({ reason, header, receivedAt, size }: Hint): string[] {
  const megabytes = (size / 1_000_000).toFixed(1);
  const known = [`Received: ${composeDate(new Date(receivedAt))}`, `Size: ${megabytes} MB`];
  if (reason === 'requiretls' || header === null) return known;
  return [`From: ${shown(header, 'From')}`, `Subject: ${oneLine(subjectOf(header), 300)}`, ...known];
}

/** Composes it: plain text from postmaster, marked as automatic (RFC 3834). */
export function composeHint(hint: Hint): Buffer {
  const { reason, id, home, recipient, aliasDomain, receivedAt, header, mark } = hint;
  const subject = reason === 'requiretls' || header === null ? '' : subjectOf(header);
  const text = [
    `A message to ${oneLine(recipient, 320)} has arrived. ${WHY[reason]}`,
    '',
    ...particulars(hint).map((line) => `  ${line}`),
    '',
    'Nothing is lost: it is whole in your mailbox on the pages of Secure Alias. Sign in there and open the inbox.',
    'Its sender has nothing to do and has not been told.',
    '',
  ].join('\n');
  const fields =
    `${LOOP_FIELD}: ${mark}\r\n` +
    `From: "Mail Delivery" <postmaster@${aliasDomain}>\r\n` +
    `To: <${bareAddress(home)}>\r\n` +
    composeUnstructured('Subject', 'Waiting in your mailbox:', subject) +
    `Date: ${composeDate(new Date(receivedAt))}\r\n` +
    `Message-ID: <hint.${id.toLowerCase()}@${aliasDomain}>\r\n` +
    'Auto-Submitted: auto-generated\r\n' +
    'MIME-Version: 1.0\r\n' +
    'Content-Type: text/plain; charset=utf-8\r\n' +
    'Content-Transfer-Encoding: quoted-printable\r\n' +
    'Content-Language: en\r\n';
  return Buffer.from(`${fields}\r\n${encodeQuotedPrintable(text)}`);
}
