/**
 * The header fields of final delivery (RFC 5321 section 4.4): Return-Path with the envelope sender, which
 * replaces whatever Return-Path the message came with, and Delivered-To with each address under which this
 * home was written to. Everything else of the message keeps its octets.
 */
import { readHeaderSection, serialize, withoutFields } from '../../shared/mail/header-section.ts';

/** An envelope address in a header field: whatever it is, it stays one line and inside its brackets. */
function inline(address: string): string {
  return address.replaceAll(/[\p{Cc}<>]/gu, '');
}

/** Gives the message as the mailbox keeps it. `sender` is empty for the null reverse-path. */
export function withFinalTrace(message: Buffer, sender: string, recipients: readonly string[]): Buffer {
  const fields = [
    `Return-Path: <${inline(sender)}>\r\n`,
    ...recipients.map((recipient) => `Delivered-To: ${inline(recipient)}\r\n`),
  ];
  const section = readHeaderSection(message, message.length);
  // A header section that cannot be read is not touched: the message goes home unharmed.
  const rest = section.kind === 'fault' ? message : serialize(withoutFields(section, 'Return-Path'));
  return Buffer.concat([Buffer.from(fields.join(''), 'utf8'), rest]);
}
