/**
 * The digests by which a receipt names a message: SHA-256 over the octets that the recipient's server gets between
 * DATA and the final dot, before dots are doubled (RFC 5321 section 4.5.2), signatures included; and over the
 * message as it was accepted, which is what its author can look at under Sent. Only digests are kept.
 */
import { createHash, type Hash } from 'node:crypto';

export interface MessageDigests {
  /** Lower-case hex over all of it, as sent. */
  readonly sent: string;
  /** Lower-case hex over the message as accepted, without the header fields that were put in front of it. */
  readonly accepted: string;
}

const LINE_FEED = 0x0a;
const LINE_END = '\r\n';

/** What ends the last line where the message does not: the line end before the final dot is part of the message. */
export function missingLineEnd(message: readonly Buffer[]): string {
  return message.at(-1)?.at(-1) === LINE_FEED ? '' : LINE_END;
}

/** Digests of a message in pieces: header fields to be added, then the message as accepted. */
export function digestMessage(message: readonly Buffer[]): MessageDigests {
  const sent = createHash('sha256');
  for (const piece of message.slice(0, -1)) sent.update(piece);
  const accepted: Hash = createHash('sha256').update(message.at(-1) ?? '');
  sent.update(message.at(-1) ?? '').update(missingLineEnd(message));
  return { sent: sent.digest('hex'), accepted: accepted.digest('hex') };
}
