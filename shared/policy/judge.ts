/**
 * The decision table, one host at a time: what was observed up to and including the TLS handshake, under
 * the owner's level. Nothing of the message has been sent when this is asked. RFC 3207 section 4 and
 * Postfix's TLS_README for `encrypt`, RFC 7672 section 2.2 for `dane-only`, the trust store's entries for
 * `verify`; RFC 8461 section 5 for MTA-STS, RFC 8689 section 4.2.1 for REQUIRETLS.
 */
import type { CertificateSummary, DnssecSteps, Evidence, TlsSession } from '../tls/evidence.ts';
import type { DaneFinding, StsFinding, TrustFinding } from './findings.ts';
import type { Level } from './level.ts';
import type { TlsReason } from './reason.ts';

/** An SMTP reply as received, one line of text (RFC 5321 section 4.2, RFC 2034 for the enhanced status). */
export interface Reply {
  readonly code: number;
  /** Enhanced status such as `4.7.0`, or null where the server gave none. */
  readonly status: string | null;
  readonly text: string;
}

/** A connection that is encrypted, with what vouches for the server at its other end. */
export interface EncryptedHost {
  readonly kind: 'encrypted';
  readonly tls: TlsSession;
  readonly certificate: CertificateSummary;
  readonly dnssec: DnssecSteps;
  readonly dane: DaneFinding;
  readonly trust: TrustFinding;
  readonly sts: StsFinding;
  /** Whether the server offers REQUIRETLS over this connection. */
  readonly offersRequireTls: boolean;
}

export type Observation = { readonly host: string; readonly address: string | null } &
  /** `noRoute`: we have no way to addresses of this family at all, which says nothing about the host. */
  (
    | { readonly kind: 'unreachable'; readonly detail: string; readonly noRoute?: boolean }
    | { readonly kind: 'address-not-allowed' }
    /** MX or address lookup; `ownFault` where not DNS but we ourselves are in trouble (trust anchor, clock). */
    | {
        readonly kind: 'lookup-failed';
        readonly detail: string;
        readonly ownFault: boolean;
        readonly security?: 'bogus' | null;
      }
    | { readonly kind: 'greeting-refused'; readonly reply: Reply }
    | { readonly kind: 'conversation-broken'; readonly detail: string }
    | { readonly kind: 'starttls-missing' }
    | { readonly kind: 'starttls-refused'; readonly reply: Reply }
    | { readonly kind: 'starttls-deferred'; readonly reply: Reply }
    | { readonly kind: 'tls-unacceptable'; readonly detail: string }
    | { readonly kind: 'handshake-broken'; readonly detail: string }
    /** Looked up before any connection: what a level that needs DANE is told where there is none to match. */
    | {
        readonly kind: 'dane-unavailable';
        readonly dane: Extract<DaneFinding, { kind: 'absent' | 'failed' | 'unusable' }>;
      }
    /** Known before any connection: `verify` sends to listed domains only. */
    | { readonly kind: 'domain-not-listed'; readonly detail: string }
    | EncryptedHost
  );

export type HostOutcome =
  | { readonly kind: 'met'; readonly evidence: Evidence; readonly detail: string }
  | { readonly kind: 'policy'; readonly reason: TlsReason; readonly status: string; readonly detail: string }
  | {
      readonly kind: 'temporary';
      readonly reason: TlsReason | null;
      readonly status: string;
      readonly detail: string;
      /** True where only a few tries are worth it: three in about two minutes, then it counts as policy. */
      readonly shortCap: boolean;
      /** Where the trouble is on our side: a fault of ours, or only that we have no way to such an address. */
      readonly ours?: 'fault' | 'no-route';
    }
  | {
      readonly kind: 'refused';
      readonly status: string;
      readonly detail: string;
      readonly reply: Reply | null;
    };

type NotMet = Exclude<HostOutcome, { kind: 'met' }>;

/** What the owner chose, and whether the message itself asks for REQUIRETLS all the way. */
export interface Demand {
  readonly level: Level;
  readonly requireTls: boolean;
}

function policy(reason: TlsReason, status: string, detail: string): NotMet {
  return { kind: 'policy', reason, status, detail };
}

function temporary(detail: string, status = '4.4.1'): Extract<NotMet, { kind: 'temporary' }> {
  return { kind: 'temporary', reason: null, status, detail, shortCap: false };
}

/** A fault of our own is never a verdict about somebody's mail. */
function ownFault(detail: string): NotMet {
  return { ...temporary(detail, '4.4.3'), ours: 'fault' };
}

/** The reply as it reads in a notice: `454 4.7.0 TLS not available`. */
export function replyText(reply: Reply): string {
  return [String(reply.code), reply.status, reply.text]
    .filter((part) => part !== null && part !== '')
    .join(' ');
}

/**
 * Decides what one host's observation means under a demand. Total over both arguments; an unknown mix is a
 * type error, not a default.
 */
export function judge(demand: Demand, seen: Observation): HostOutcome {
  const { level } = demand;
  switch (seen.kind) {
    case 'unreachable':
      return seen.noRoute === true ? { ...temporary(seen.detail), ours: 'no-route' } : temporary(seen.detail);
    case 'lookup-failed':
      if (seen.ownFault) return ownFault(seen.detail);
      return level === 'dane-only' ? dnssecInvalid(seen.detail) : temporary(seen.detail, '4.4.3');
    case 'conversation-broken':
      return temporary(seen.detail, '4.4.2');
    case 'address-not-allowed':
      return {
        kind: 'refused',
        status: '5.4.4',
        detail: `${seen.host} has only a private or reserved address, and no mail is sent there`,
        reply: null,
      };
    case 'greeting-refused':
      return greetingRefused(seen.host, seen.reply);
    case 'starttls-missing':
      return policy('starttls-not-supported', '5.7.4', `${seen.host}: no STARTTLS in the answer to EHLO`);
    case 'starttls-refused':
      return policy(
        'starttls-not-supported',
        '5.7.4',
        `${seen.host} refused STARTTLS: ${replyText(seen.reply)}`,
      );
    case 'starttls-deferred':
      return temporary(`${seen.host} cannot do STARTTLS right now: ${replyText(seen.reply)}`, '4.7.4');
    case 'tls-unacceptable':
      return policy('validation-failure', '5.7.5', `${seen.host}: ${seen.detail}`);
    case 'handshake-broken':
      return {
        kind: 'temporary',
        reason: 'validation-failure',
        status: '4.7.5',
        detail: `${seen.host}: ${seen.detail}`,
        shortCap: true,
      };
    case 'dane-unavailable':
      return judgeDane(seen.host, seen.dane);
    case 'domain-not-listed':
      return policy('certificate-not-trusted', '5.7.4', seen.detail);
    case 'encrypted':
      return judgeEncrypted(demand, seen);
  }
}

/** RFC 5321 section 3.1 and 4.2.1: 4yz at the greeting or EHLO may pass, 5yz says "no mail service for you". */
function greetingRefused(host: string, reply: Reply): NotMet {
  const detail = `${host} turned us away before any mail: ${replyText(reply)}`;
  return reply.code >= 500
    ? { kind: 'refused', status: reply.status ?? '5.3.2', detail, reply }
    : temporary(detail, reply.status ?? '4.3.2');
}

/** Bogus data or no answer: under `dane-only` worth a few tries, then as good as a refusal. */
function dnssecInvalid(detail: string): NotMet {
  return { kind: 'temporary', reason: 'dnssec-invalid', status: '4.7.5', detail, shortCap: true };
}

/** What a finding means where the level stands and falls with it. */
function judgeDane(host: string, dane: Exclude<DaneFinding, { kind: 'matched' }>): NotMet {
  const detail = `${host}: ${dane.detail}`;
  switch (dane.kind) {
    case 'absent':
      return policy('dane-required', '5.7.4', detail);
    case 'failed':
      return dane.ownFault ? ownFault(detail) : dnssecInvalid(detail);
    case 'unusable':
      return policy('tlsa-invalid', '5.7.5', detail);
    case 'mismatch':
      return policy('validation-failure', '5.7.5', detail);
  }
}

type SeenEncrypted = Extract<Observation, { kind: 'encrypted' }>;

/** Why a connection that is encrypted does not meet the level, or null where it does. */
function unmet(level: Level, { host, dane, trust, sts, dnssec }: SeenEncrypted): NotMet | null {
  switch (level) {
    case 'encrypt':
      // Free upgrades: a proof that fails is never ignored, one that is not there is not asked for. A host
      // that DANE proves needs no other proof (RFC 8461 section 2).
      if (dane.kind === 'mismatch') return judgeDane(host, dane);
      if (dane.kind === 'matched' || sts.kind !== 'violated') return null;
      return policy(sts.reason, '5.7.5', `${host}: ${sts.detail}`);
    case 'dane-only':
      if (dane.kind !== 'matched') return judgeDane(host, dane);
      // RFC 7672 section 2.2.1: records of a host that unsigned DNS pointed us to prove the wrong thing.
      return dnssec.mx === 'secure'
        ? null
        : policy('dane-required', '5.7.4', `${host}: the MX records that name it are not signed`);
    case 'verify':
      switch (trust.kind) {
        case 'matched':
          return null;
        case 'not-listed':
          return policy('certificate-not-trusted', '5.7.4', trust.detail);
        case 'no-match':
          return policy('certificate-not-trusted', '5.7.5', `${host}: ${trust.detail}`);
      }
  }
}

/** RFC 8689 section 4.2.1: both the name of the next hop and its certificate must have been verified. */
function isVerified({ dane, trust, sts, dnssec }: SeenEncrypted, level: Level): boolean {
  if (level === 'verify') return trust.kind === 'matched';
  return (dane.kind === 'matched' && dnssec.mx === 'secure') || sts.kind === 'satisfied';
}

/** What vouches for the server, as the end of a sentence; empty where nothing does beyond the encryption. */
function voucher(level: Level, { dane, trust, sts }: SeenEncrypted): string {
  if (level === 'verify') {
    return trust.kind === 'matched' ? '; its certificate is one that our operators have checked' : '';
  }
  if (dane.kind === 'matched') return `; proven by the signed TLSA record at ${dane.evidence.base}`;
  return sts.kind === 'satisfied' ? '; verified as its MTA-STS policy asks' : '';
}

function judgeEncrypted({ level, requireTls }: Demand, seen: SeenEncrypted): HostOutcome {
  const { host, tls, certificate, dnssec, dane, trust, sts, offersRequireTls } = seen;
  const failure = unmet(level, seen);
  if (failure !== null) return failure;
  const sentOn = offersRequireTls && isVerified(seen, level);
  if (requireTls && !sentOn) {
    const lacks = offersRequireTls
      ? 'nothing proves that it is the right server'
      : 'it does not offer REQUIRETLS';
    return policy('requiretls', '5.7.30', `${host}: ${lacks}`);
  }
  return {
    kind: 'met',
    evidence: {
      tls,
      certificate,
      dnssec,
      dane: dane.kind === 'matched' ? dane.evidence : null,
      trust: level === 'verify' && trust.kind === 'matched' ? trust.evidence : null,
      sts: sts.kind === 'satisfied' ? sts.evidence : null,
      requireTls: sentOn,
    },
    detail: `${host}: ${tls.version}, ${tls.cipher}${voucher(level, seen)}`,
  };
}
