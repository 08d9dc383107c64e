/**
 * ESMTP parameters of MAIL and RCPT. The library ignores those it does not know; RFC 5321 section 4.1.1.11
 * wants 555. It matters most for REQUIRETLS (RFC 8689), a promise that must not be made by silence.
 */
import type { SMTPServerAddress } from 'smtp-server';

import { refuse, type Refusal } from './reply.ts';

/** AUTH= (RFC 4954 section 5) is understood and, as between strangers, given no weight. */
const OF_MAIL: readonly string[] = ['SIZE', 'BODY', 'SMTPUTF8', 'AUTH'];

function check(address: SMTPServerAddress, known: readonly string[]): Refusal | null {
  if (address.args === false) return null;
  const unknown = Object.keys(address.args).find((name) => !known.includes(name));
  return unknown === undefined
    ? null
    : refuse(555, '5.5.4', `The parameter ${unknown} is not supported here`);
}

export const checkMailParameters = (address: SMTPServerAddress): Refusal | null => check(address, OF_MAIL);
export const checkRecipientParameters = (address: SMTPServerAddress): Refusal | null => check(address, []);
