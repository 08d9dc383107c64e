/**
 * What DANE has to say about a host before any connection to it: which TLSA records decide, if any do (RFC 7672
 * section 2.2). Addresses come first, records second (section 2.1.1): where neither the addresses nor the host's
 * own alias is proven there is nothing to look for.
 */
import type { Domain } from '../address/domain.ts';
import type { Found, FoundAddresses } from '../dns/mx-hosts.ts';
import type { SecureResolver } from '../dns/secure-resolver.ts';
import type { DaneFinding } from '../policy/findings.ts';
import type { DnssecStatus } from '../tls/evidence.ts';
import { tlsaBases, type TlsaBase } from '../tls/tlsa-bases.ts';
import { assessTlsa, type TlsaRecord } from '../tls/tlsa.ts';

export type DanePlan =
  | { readonly kind: 'records'; readonly base: TlsaBase; readonly records: readonly TlsaRecord[] }
  | Extract<DaneFinding, { kind: 'absent' | 'failed' | 'unusable' }>;

export interface PlannedDane {
  readonly plan: DanePlan;
  /** Status of the TLSA answer that decided; null where none was asked for or none came. */
  readonly tlsa: DnssecStatus;
}

/** TLSA records of SMTP are at the port of MX hosts (RFC 7672 section 2.2.3), wherever a test may listen. */
const SMTP = 25;

/** For a level that does not look at DANE. */
export const notAsked: PlannedDane = {
  plan: { kind: 'absent', detail: 'this level does not look for TLSA records' },
  tlsa: null,
};

const stepsOf = ({ aliases }: Found): { target: string; secure: boolean }[] =>
  aliases.map(({ to, security }) => ({ target: to, secure: security === 'secure' }));

/** Looks the records up, base domain after base domain; the first with secure records decides. Never rejects. */
export async function planDane(
  host: string,
  found: FoundAddresses,
  nextHop: { readonly domain: Domain; readonly found: Found },
  resolver: SecureResolver,
): Promise<PlannedDane> {
  const bases = tlsaBases(
    { name: host, aliases: stepsOf(found), addressesSecure: found.security === 'secure' },
    {
      name: nextHop.domain,
      aliases: stepsOf(nextHop.found),
      secure: nextHop.found.security === 'secure',
    },
    SMTP,
  );
  if (bases.length === 0) {
    return {
      plan: { kind: 'absent', detail: 'its name is not signed in DNS, so nothing can be proven about it' },
      tlsa: null,
    };
  }
  let tlsa: DnssecStatus = null;
  for (const base of bases) {
    const answer = await resolver.tlsa(base.base, SMTP);
    if (answer.kind === 'failed') {
      const { detail, ownFault, security } = answer;
      return { plan: { kind: 'failed', detail, ownFault }, tlsa: security };
    }
    tlsa ??= answer.security;
    if (answer.kind !== 'records' || answer.security !== 'secure') continue;
    return { plan: planOf(base, answer.records), tlsa: 'secure' };
  }
  const unsigned = tlsa === 'insecure' ? 'no signed TLSA record' : 'no TLSA record';
  return { plan: { kind: 'absent', detail: `there is ${unsigned} at ${bases[0]?.query ?? host}` }, tlsa };
}

function planOf(base: TlsaBase, records: readonly TlsaRecord[]): DanePlan {
  const assessments = records.map(assessTlsa);
  if (assessments.some(({ kind }) => kind === 'usable')) return { kind: 'records', base, records };
  const [first] = assessments;
  const why = first?.kind === 'unusable' ? first.why : 'there is none';
  return { kind: 'unusable', detail: `no TLSA record at ${base.query} is usable: ${why}` };
}
