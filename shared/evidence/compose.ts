/**
 * From a stored delivery to the claims of its evidence. Pure. Nothing of the message goes in but its Message-ID, its
 * digests, and its subject, which is there because the document is the owner's own and people know their letters
 * by it; whoever passes the document on can have it made without.
 */
import type { AttemptRecord, Delivery, Receipt, RecipientRecord } from '../store/delivery.ts';
import {
  EVIDENCE_VERSION,
  STATEMENT,
  type AttemptClaim,
  type EvidenceClaims,
  type EvidenceEvent,
  type RecipientClaim,
  type RelayClaim,
} from './claims.ts';

export interface EvidenceOccasion {
  readonly delivery: Delivery;
  /** The owner's alias. */
  readonly sender: string;
  /** Public URL of this system. */
  readonly issuer: string;
  readonly withSubject: boolean;
  /** Milliseconds. */
  readonly now: number;
}

export type Composition =
  | { readonly kind: 'claims'; readonly claims: EvidenceClaims }
  /** It has not ended: nothing can be said of it that stays true. */
  | { readonly kind: 'not-finished' };

function relayClaim({ reply, messageSha256, acceptedSha256, ...receipt }: Receipt): RelayClaim {
  const { at, host, address, tls, certificate, dnssec, dane, trust, sts, requireTls } = receipt;
  return {
    at,
    host,
    address,
    tls,
    certificate,
    dnssec,
    dane,
    trust,
    sts,
    requireTls,
    reply,
    messageSha256: messageSha256 ?? null,
    acceptedSha256: acceptedSha256 ?? null,
  };
}

function attemptClaim({ smtp, ...attempt }: AttemptRecord): AttemptClaim {
  const { at, host, address, outcome, reason, detail, tls } = attempt;
  const reply =
    smtp === null ? null : [smtp.code, smtp.status, smtp.text].filter((part) => part !== null).join(' ');
  return { at, host, address, outcome, reason, detail, reply, tls };
}

/** What an end means in the words of EN 319 522-2. */
function eventOf({ state, reason }: RecipientRecord, inside: boolean): EvidenceEvent {
  if (state === 'delivered') return inside ? 'ContentConsignment' : 'RelayAcceptance';
  switch (reason) {
    case 'recipient-refused':
    case 'home-refused':
      return 'RelayRejection';
    case 'unknown-local-recipient':
      return 'ContentConsignmentFailure';
    case null:
    case 'starttls-not-supported':
    case 'validation-failure':
    case 'dane-required':
    case 'dnssec-invalid':
    case 'tlsa-invalid':
    case 'certificate-not-trusted':
    case 'sts-policy-invalid':
    case 'sts-webpki-invalid':
    case 'requiretls':
    case 'no-mail-server':
    case 'needs-8bitmime':
    case 'needs-smtputf8':
    case 'message-too-large':
    case 'retry-lifetime-exceeded':
      return 'RelayFailure';
  }
}

/**
 * The receipt that is about a recipient. One from before recipients were noted is theirs only where there was one
 * handing over in all; a receipt that may be somebody else's proves nothing.
 */
function relayOf(address: string, receipts: readonly Receipt[], handings: number): number | null {
  const named = receipts.findLastIndex(({ recipients }) => recipients?.includes(address) ?? false);
  if (named >= 0) return named;
  return receipts.length === 1 && receipts[0]?.recipients === undefined && handings <= 1 ? 0 : null;
}

/** Composes the claims of a finished delivery. The same delivery gives the same claims but for the time of signing. */
export function composeEvidence(occasion: EvidenceOccasion): Composition {
  const { delivery, sender, issuer, withSubject, now } = occasion;
  const { receipt, earlierReceipts = [], attempts, finishedAt } = delivery;
  if (finishedAt === null) return { kind: 'not-finished' };
  const receipts = receipt === null ? [] : [...earlierReceipts, receipt];
  const handings = attempts.filter(({ outcome }) => outcome === 'met');
  const inside = receipts.length === 0 && handings.some(({ host }) => host === null);
  const recipients = delivery.recipients.map((record): RecipientClaim => {
    const { address, status, reason, detail } = record;
    const relay = record.state === 'delivered' ? relayOf(address, receipts, handings.length) : null;
    return { address, event: eventOf(record, inside), status, reason, detail, relay };
  });
  const events = new Set(recipients.map(({ event }) => event));
  const [event = null] = events;
  return {
    kind: 'claims',
    claims: {
      iss: issuer,
      jti: delivery.id,
      iat: Math.floor(now / 1000),
      version: EVIDENCE_VERSION,
      statement: STATEMENT,
      event: events.size === 1 ? event : null,
      submittedAt: new Date(delivery.createdAt).toISOString(),
      eventTime: new Date(finishedAt).toISOString(),
      sender,
      domain: delivery.domain,
      level: delivery.level,
      levelSource: delivery.levelSource,
      nothingLeft: !delivery.exposed && receipts.length === 0,
      message: { messageId: delivery.headerMessageId, subject: withSubject ? delivery.subject : null },
      recipients,
      relays: receipts.map(relayClaim),
      attempts: attempts.map(attemptClaim),
    },
  };
}
