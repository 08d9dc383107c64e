/**
 * The decision table, one host at a time: what was observed up to and including the TLS handshake, under
 * the owner's level. Nothing of the message has been sent when this is asked. RFC 3207 section 4 and
 * Postfix's TLS_README for `encrypt`, RFC 7672 section 2.2 for `dane-only`; the rows of `verify` fail closed
 * until there is a trust store.
 */
import type { CertificateSummary, Evidence, TlsSession } from '../tls/evidence.ts';
import type { Level } from './level.ts';
import type { TlsReason } from './reason.ts';

/** An SMTP reply as received, one line of text (RFC 5321 section 4.2, RFC 2034 for the enhanced status). */
export interface Reply {
  readonly code: number;
  /** Enhanced status such as `4.7.0`, or null where the server gave none. */
  readonly status: string | null;
  readonly text: string;
}

/** What DNSSEC-signed records say about a host's certificate (RFC 7672). */
export type DaneFinding =
  /** MX, address or TLSA not DNSSEC-secure, or no TLSA record: nothing is proven either way. */
  | { readonly kind: 'absent'; readonly detail: string }
  /** The TLSA lookup failed or its answer was bogus. */
  | { readonly kind: 'failed'; readonly detail: string }
  /** Secure records, none of them usable (RFC 7671 section 4, RFC 7672 section 3.1). */
  | { readonly kind: 'unusable'; readonly detail: string }
  | { readonly kind: 'mismatch'; readonly detail: string }
  /** `record` in presentation form, `3 1 1 …`. */
  | { readonly kind: 'matched'; readonly base: string; readonly record: string };

export type Observation = { readonly host: string; readonly address: string | null } & (
  | { readonly kind: 'unreachable'; readonly detail: string }
  | { readonly kind: 'address-not-allowed' }
  | { readonly kind: 'lookup-failed'; readonly detail: string }
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
  | {
      readonly kind: 'encrypted';
      readonly tls: TlsSession;
      readonly certificate: CertificateSummary;
      readonly dane: DaneFinding;
    }
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
    }
  | {
      readonly kind: 'refused';
      readonly status: string;
      readonly detail: string;
      readonly reply: Reply | null;
    };

type NotMet = Exclude<HostOutcome, { kind: 'met' }>;

function policy(reason: TlsReason, status: string, detail: string): NotMet {
  return { kind: 'policy', reason, status, detail };
}

function temporary(detail: string, status = '4.4.1'): NotMet {
  return { kind: 'temporary', reason: null, status, detail, shortCap: false };
}

/** The reply as it reads in a notice: `454 4.7.0 TLS not available`. */
export function replyText(reply: Reply): string {
  return [String(reply.code), reply.status, reply.text]
    .filter((part) => part !== null && part !== '')
    .join(' ');
}

/**
 * Decides what one host's observation means under a level. Total over both arguments; an unknown mix is a
 * type error, not a default.
 */
export function judge(level: Level, seen: Observation): HostOutcome {
  switch (seen.kind) {
    case 'unreachable':
      return temporary(seen.detail);
    case 'lookup-failed':
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
    case 'encrypted':
      return judgeEncrypted(level, seen);
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
      return dnssecInvalid(detail);
    case 'unusable':
      return policy('tlsa-invalid', '5.7.5', detail);
    case 'mismatch':
      return policy('validation-failure', '5.7.5', detail);
  }
}

function judgeEncrypted(level: Level, seen: Extract<Observation, { kind: 'encrypted' }>): HostOutcome {
  const { host, tls, certificate, dane } = seen;
  const met: HostOutcome = {
    kind: 'met',
    evidence: {
      tls,
      certificate,
      dane: dane.kind === 'matched' ? { base: dane.base, record: dane.record, secure: true } : null,
      trust: null,
      requireTls: false,
    },
    detail: `${host}: ${tls.version}, ${tls.cipher}`,
  };
  switch (level) {
    case 'encrypt':
      // A free upgrade: a proof that fails is never ignored, one that is not there is not asked for.
      return dane.kind === 'mismatch' ? judgeDane(host, dane) : met;
    case 'dane-only':
      return dane.kind === 'matched' ? met : judgeDane(host, dane);
    case 'verify':
      return policy(
        'level-not-available',
        '5.7.4',
        `the level ${level} cannot be proven by this version, so nothing was sent`,
      );
  }
}
