/**
 * The delivery rules' resolver with a security status on every answer. It is a `Resolver` as it stands, so
 * whoever does not care about the status takes it unchanged; RFC 7672 section 2.2 is for who does.
 */
import type { AliasLink, Answered, Lookup, QueryType } from './lookup.ts';
import type { Answer, MxRecord, Resolver } from './resolver.ts';
import type { TlsaData } from './wire/rdata.ts';

export type Security = 'secure' | 'insecure' | 'bogus';

interface Established {
  readonly security: 'secure' | 'insecure';
  /**
   * Where aliases lead, and each step's status. RFC 7672 section 2.2.2: an MX host that is an alias takes the
   * TLSA records of the expanded name if every step is secure, of its own name if the first one is.
   */
  readonly canonicalName: string;
  readonly aliases: readonly AliasLink[];
  /** Why it is insecure, for a person to read; empty where it is secure. */
  readonly why: string;
}

export type SecureAnswer<Record> =
  | (Exclude<Answer<Record>, { readonly kind: 'failed' }> & Established)
  | {
      readonly kind: 'failed';
      readonly detail: string;
      /** `bogus`: signatures that do not verify. Null: nothing is known, the records may be fine. */
      readonly security: 'bogus' | null;
      /** A fault of our own (trust anchor, clock): an alarm, and never a reason to judge the recipient. */
      readonly ownFault: boolean;
    };

export interface SecureResolver extends Resolver {
  mx(domain: string): Promise<SecureAnswer<MxRecord>>;
  addresses(host: string, family: 4 | 6): Promise<SecureAnswer<string>>;
  /** Takes the TLSA base domain; asks for `_25._tcp.` below it. Malformed records come with usage 255. */
  tlsa(baseDomain: string, port?: number): Promise<SecureAnswer<TlsaData>>;
  /** Each record's strings joined, as for MTA-STS and TLS reporting. */
  txt(name: string): Promise<SecureAnswer<string>>;
}

type Wanted<Record> = (answered: Answered) => readonly Record[];

async function answer<Record>(
  lookup: Lookup,
  name: string,
  type: QueryType,
  wanted: Wanted<Record>,
): Promise<SecureAnswer<Record>> {
  const looked = await lookup.lookup(name, type);
  switch (looked.kind) {
    case 'secure':
    case 'insecure': {
      const { canonicalName, aliases, kind: security, detail: why } = looked;
      const established = { security, canonicalName, aliases, why };
      return looked.found === 'records'
        ? { kind: 'records', records: wanted(looked), ...established }
        : { kind: looked.found, ...established };
    }
    case 'bogus':
      return { kind: 'failed', detail: looked.detail, security: 'bogus', ownFault: false };
    case 'failed':
      return { kind: 'failed', detail: looked.detail, security: null, ownFault: false };
    case 'own-fault':
      return { kind: 'failed', detail: looked.detail, security: null, ownFault: true };
  }
}

const addressesOf: Wanted<string> = ({ records }) =>
  records.flatMap((data) => (data.kind === 'A' || data.kind === 'AAAA' ? [data.address] : []));

/** Takes either lookup: validating, or trusting a resolver's AD. */
export function secureResolver(lookup: Lookup): SecureResolver {
  return {
    mx: (domain) =>
      answer(lookup, domain, 'MX', ({ records }) =>
        records.flatMap((data) =>
          data.kind === 'MX' ? [{ preference: data.preference, exchange: data.exchange }] : [],
        ),
      ),
    addresses: (host, family) => answer(lookup, host, family === 4 ? 'A' : 'AAAA', addressesOf),
    tlsa: (baseDomain, port = 25) =>
      answer(lookup, `_${port}._tcp.${baseDomain}`, 'TLSA', ({ records }) =>
        records.flatMap((data) => (data.kind === 'TLSA' ? [data] : [])),
      ),
    txt: (name) =>
      answer(lookup, name, 'TXT', ({ records }) =>
        records.flatMap((data) =>
          data.kind === 'TXT' ? [Buffer.concat(data.strings).toString('utf8')] : [],
        ),
      ),
  };
}
