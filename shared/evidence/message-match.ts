/**
 * Whether a message at hand is the one that evidence is about. The recipient's copy has grown on the way: servers
 * put fields in front of it (RFC 5321 section 4.4). So each beginning of a header field is tried as the first octet
 * of what was sent. WebCrypto only, for browsers too.
 */
import type { RelayClaim } from './claims.ts';

/** Fields that servers may have put in front: far more than any way of mail adds. */
const MOST_FIELDS = 300;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const SPACE = 0x20;
const TAB = 0x09;

export type MessageMatch =
  /** As the recipient's server got it. */
  | { readonly kind: 'sent'; readonly relay: number }
  /** As its author handed it in. */
  | { readonly kind: 'accepted'; readonly relay: number }
  | { readonly kind: 'other' };

/** CRLF throughout: mail programs save with the line ends of their system. */
function withNetworkLineEnds(message: Uint8Array): Uint8Array<ArrayBuffer> {
  let bare = 0;
  for (let at = 0; at < message.length; at += 1)
    if (message[at] === LINE_FEED && message[at - 1] !== CARRIAGE_RETURN) bare += 1;
  const whole = new Uint8Array(message.length + bare);
  let to = 0;
  for (let at = 0; at < message.length; at += 1) {
    const octet = message[at] ?? 0;
    if (octet === LINE_FEED && message[at - 1] !== CARRIAGE_RETURN) whole[to++] = CARRIAGE_RETURN;
    whole[to++] = octet;
  }
  return whole;
}

/** Where header fields begin, until the empty line. */
function fieldStarts(message: Uint8Array): number[] {
  const starts = [0];
  for (let at = message.indexOf(LINE_FEED); at >= 0; at = message.indexOf(LINE_FEED, at + 1)) {
    const next = message[at + 1];
    if (next === undefined || next === CARRIAGE_RETURN || starts.length >= MOST_FIELDS) break;
    if (next !== SPACE && next !== TAB) starts.push(at + 1);
  }
  return starts;
}

async function digest(octets: Uint8Array<ArrayBuffer>): Promise<string> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', octets));
  return Array.from(hash, (octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** Looks for the message among those that the relays took. */
export async function matchMessage(
  message: Uint8Array,
  relays: readonly RelayClaim[],
): Promise<MessageMatch> {
  const whole = withNetworkLineEnds(message);
  for (const start of fieldStarts(whole)) {
    const found = await digest(whole.subarray(start));
    const sent = relays.findIndex(({ messageSha256 }) => messageSha256 === found);
    if (sent >= 0) return { kind: 'sent', relay: sent };
    const accepted = relays.findIndex(({ acceptedSha256 }) => acceptedSha256 === found);
    if (accepted >= 0) return { kind: 'accepted', relay: accepted };
  }
  return { kind: 'other' };
}
