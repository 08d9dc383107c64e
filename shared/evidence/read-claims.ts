/**
 * Whether the payload of a verified JWS has the shape of evidence. A signature says who wrote it, not that this
 * version can read it: what does not fit is refused whole rather than shown in part. Hand-written, since a browser
 * would otherwise load a schema library for one shape.
 */
import { EVIDENCE_EVENTS, EVIDENCE_VERSION, type EvidenceClaims } from './claims.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const time: Check = (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value));
const hex: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const whole: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value);
const nullOr =
  (check: Check): Check =>
  (value) =>
    value === null || check(value);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
/** Further fields are let through: a later version may say more of the same. */
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.entries(fields).every(([name, check]) => check((value as Record<string, unknown>)[name]));

const tls = shape({ version: text, cipher: text });
const event = oneOf(...EVIDENCE_EVENTS);
const certificate = shape({ sha256: text, spkiSha256: text, subject: text, issuer: text, notAfter: text });
const place = { at: time, host: text, address: text };

const relay = shape({
  ...place,
  tls,
  certificate,
  dane: nullOr(shape({ base: text, record: text, usage: text })),
  trust: nullOr(shape({ id: text, kind: text })),
  sts: nullOr(shape({ id: text, mx: text })),
  requireTls: flag,
  reply: text,
  messageSha256: nullOr(hex),
  acceptedSha256: nullOr(hex),
});
const recipient = shape({
  address: text,
  event,
  status: nullOr(text),
  reason: nullOr(text),
  detail: nullOr(text),
  relay: nullOr(whole),
});
const attempt = shape({
  at: time,
  host: nullOr(text),
  address: nullOr(text),
  outcome: oneOf('met', 'policy', 'temporary', 'refused'),
  reason: nullOr(text),
  detail: text,
  reply: nullOr(text),
  tls: nullOr(tls),
});
const claims = shape({
  iss: text,
  jti: text,
  iat: whole,
  version: oneOf(EVIDENCE_VERSION),
  statement: text,
  event: nullOr(event),
  submittedAt: time,
  eventTime: time,
  sender: text,
  domain: text,
  level: oneOf('encrypt', 'dane-only', 'verify'),
  levelSource: oneOf('default', 'override', 'message'),
  nothingLeft: flag,
  message: shape({ messageId: text, subject: nullOr(text) }),
  recipients: listOf(recipient),
  relays: listOf(relay),
  attempts: listOf(attempt),
});

/** The claims, or null where these octets are none of this version. */
export function readClaims(payload: Uint8Array): EvidenceClaims | null {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload));
  } catch {
    return null;
  }
  if (!claims(value)) return null;
  const read = value as EvidenceClaims;
  const known = read.recipients.every(({ relay: index }) => index === null || index < read.relays.length);
  return known && read.recipients.length > 0 ? read : null;
}
