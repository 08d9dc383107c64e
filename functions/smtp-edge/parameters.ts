/**
 * ESMTP parameters of MAIL and RCPT. The library ignores those it does not know; RFC 5321 section 4.1.1.11
 * wants 555, so that nothing is promised by silence.
 *
 * REQUIRETLS (RFC 8689 section 2) is offered and taken over TLS only; the library refuses it in plaintext, with a
 * value, or twice. Not done: its counterpart, the header field `TLS-Required: No`. It asks that policies be
 * ignored, which is not its writer's to ask here, so it is passed on unread.
 */
import type { SMTPServerAddress, SMTPServerEnvelope } from 'smtp-server';

import { refuse, type Refusal } from './reply.ts';

/** AUTH= (RFC 4954 section 5) is understood and, as between strangers, given no weight. */
const OF_MAIL: readonly string[] = ['SIZE', 'BODY', 'SMTPUTF8', 'AUTH', 'REQUIRETLS'];

function check(address: SMTPServerAddress, known: readonly string[]): Refusal | null {
  if (address.args === false) return null;
  const unknown = Object.keys(address.args).find((name) => !known.includes(name));
  return unknown === undefined
    ? null
    : refuse(555, '5.5.4', `The parameter ${unknown} is not supported here`);
}

export const checkMailParameters = (address: SMTPServerAddress): Refusal | null => check(address, OF_MAIL);
export const checkRecipientParameters = (address: SMTPServerAddress): Refusal | null => check(address, []);

/**
 * Whether the message came with REQUIRETLS (RFC 8689 section 4.1). Read from the MAIL that was taken: the
 * library's own mark also stays from one that was refused before it in the same session.
 */
export function requiresTls({ mailFrom }: SMTPServerEnvelope): boolean {
  return mailFrom !== false && mailFrom.args !== false && 'REQUIRETLS' in mailFrom.args;
}
