/**
 * Whether mail that came in is from whom it says (SPF RFC 7208, DKIM RFC 6376, DMARC RFC 9989), written on
 * it as Authentication-Results (RFC 8601) and Received-SPF. The checking is mailauth's; this is the thin
 * layer around it: results that somebody forged in our name are removed, DNS and effort are bounded, and
 * whatever goes wrong is a `temperror`, never an exception. No ARC, no BIMI, and no verdict: what to do with
 * a failure is for the owner's mail program.
 */
import { authenticate, type AuthenticateResult } from 'mailauth';

import { fieldsNamed, readHeaderSection, serialize, type HeaderSection } from './header-section.ts';

/** Asks DNS as `dns.promises.resolve` does: gives records, or rejects with a `code` such as ENOTFOUND. */
export type DnsLookup = (name: string, recordType: string) => Promise<string[] | string[][]>;

export interface AuthenticationInput {
  readonly clientAddress: string;
  readonly helo: string;
  /** Null for the null sender `<>`. */
  readonly envelopeSender: string | null;
  /** Our authserv-id: the host name that is also in our Received field. */
  readonly hostName: string;
  readonly resolver: DnsLookup;
}

export interface Authentication {
  /** Authentication-Results and Received-SPF, each with its CRLF, to be put before `message`. */
  readonly headers: string;
  /** The message without forged results; the same Buffer where there were none. */
  readonly message: Buffer;
  /** Result words of RFC 8601 section 2.7; for DKIM one per signature, at least one. */
  readonly spf: string;
  readonly dkim: readonly string[];
  readonly dmarc: string;
}

/** Signatures beyond this many are not looked at: each costs a DNS lookup and perhaps a pass over the body. */
const MOST_SIGNATURES = 8;
const DNS_MILLISECONDS = 20_000;

/** The authserv-id of an Authentication-Results value, or null where none can be read (RFC 8601 2.2). */
function authservIdOf(value: string): string | null {
  let text = value;
  for (let comment = /^\s*\([^()]*\)/.exec(text); comment !== null; comment = /^\s*\([^()]*\)/.exec(text)) {
    text = text.slice(comment[0].length);
  }
  const [, quoted, token] = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"()]+))/.exec(text) ?? [];
  return quoted?.replaceAll(/\\(.)/g, '$1') ?? token ?? null;
}

/** Without every Authentication-Results that claims to be ours, or whose claim is unreadable (RFC 8601 5). */
function withoutForgedResults(section: HeaderSection, hostName: string): HeaderSection {
  const own = hostName.toLowerCase();
  const forged = new Set(
    fieldsNamed(section, 'Authentication-Results').filter(({ value }) => {
      const id = authservIdOf(value)?.toLowerCase();
      return id === undefined || id === own;
    }),
  );
  return { ...section, fields: section.fields.filter((field) => !forged.has(field)) };
}

/** The message for mailauth to look at: the same, but for signatures over the limit. */
function withFewSignatures(section: HeaderSection, message: Buffer): Buffer {
  const surplus = new Set(fieldsNamed(section, 'DKIM-Signature').slice(MOST_SIGNATURES));
  if (surplus.size === 0) return message;
  return serialize({ ...section, fields: section.fields.filter((field) => !surplus.has(field)) });
}

/** One allowance of time for all questions about a message; afterwards each is answered ETIMEOUT. */
function boundedLookup(resolver: DnsLookup): { lookup: DnsLookup; stop: () => void } {
  const allowance = Promise.withResolvers<never>();
  allowance.promise.catch(() => undefined);
  const timer = setTimeout(() => {
    allowance.reject(Object.assign(new Error('DNS took too long'), { code: 'ETIMEOUT' }));
  }, DNS_MILLISECONDS);
  return {
    lookup: (name, recordType) => Promise.race([resolver(name, recordType), allowance.promise]),
    stop: () => {
      clearTimeout(timer);
    },
  };
}

function failure(hostName: string, message: Buffer): Authentication {
  const headers = `Authentication-Results: ${hostName};\r\n spf=temperror; dkim=temperror; dmarc=temperror\r\n`;
  return { headers, message, spf: 'temperror', dkim: ['temperror'], dmarc: 'temperror' };
}

function resultsOf(result: AuthenticateResult, message: Buffer): Authentication {
  return {
    headers: result.headers,
    message,
    spf: result.spf === false ? 'none' : result.spf.status.result,
    dkim: result.dkim.results.map(({ status }) => status.result),
    dmarc: result.dmarc === false ? 'none' : result.dmarc.status.result,
  };
}

/**
 * Takes a message as it came in, before anything of ours but the Received field was put on it. Never rejects.
 * rsa-sha1 signatures do not count (RFC 8301 section 3.1).
 */
export async function authenticateMessage(
  message: Buffer,
  input: AuthenticationInput,
): Promise<Authentication> {
  const section = readHeaderSection(message, message.length);
  // Acceptance refuses malformed header sections; should one arrive nonetheless, ours still stands on top.
  if (section.kind === 'fault') return failure(input.hostName, message);
  const honest = withoutForgedResults(section, input.hostName);
  const stripped = honest.fields.length === section.fields.length ? message : serialize(honest);
  const { lookup, stop } = boundedLookup(input.resolver);
  try {
    // Checked as it came: a signature may cover the fields that are about to be removed.
    const result = await authenticate(withFewSignatures(section, message), {
      ip: input.clientAddress,
      helo: input.helo,
      sender: input.envelopeSender ?? '',
      mta: input.hostName,
      resolver: lookup,
      rejectRsaSha1: true,
      disableArc: true,
      disableBimi: true,
    });
    return resultsOf(result, stripped);
  } catch {
    return failure(input.hostName, stripped);
  } finally {
    stop();
  }
}
