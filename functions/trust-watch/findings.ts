/**
 * The rule of the daily watch: from what a domain's servers present, the domain's entries in the trust store
 * and the time to what operators should know. Pure.
 *
 * - `changed`: a host presents what no current entry matches. Mail under `verify` comes back from there.
 * - `entry-ending`, `certificate-ending`: within three weeks. What has ended already is not said again as such:
 *   its consequence is, as `changed` or `lapsed`. An entry that no host needs any more, as after a rotation,
 *   is no finding either.
 * - `lapsed`: every entry of the domain has ended.
 * - `unchecked`: no server of the domain could be looked at. Nothing is known to have changed.
 */
import { createHash } from 'node:crypto';

import type { Domain } from '../../shared/address/domain.ts';
import type { Presented, PresentedHost } from '../../shared/next-hop/presented.ts';
import type { StoredTrustEntry } from '../../shared/store/trust-entries.ts';
import { readCertificate } from '../../shared/tls/certificate.ts';
import { currentEntries, verifyTrust } from '../../shared/tls/trust.ts';

const DAY = 24 * 3600 * 1000;
/** How long before its end an entry or its certificate is a finding. */
export const ENDING_DAYS = 21;

interface About {
  readonly domain: Domain;
  /** The same finding has the same key day after day. */
  readonly key: string;
  /** The entry on which it is remembered. */
  readonly entry: StoredTrustEntry;
}

export type Finding = About &
  (
    | {
        readonly kind: 'changed';
        readonly host: string;
        readonly address: string | null;
        /** Lower-case hex of the end certificate and its key; the key's null where it cannot be read. */
        readonly sha256: string;
        readonly spkiSha256: string | null;
        readonly detail: string;
      }
    /** `others`: current entries of the domain that do not end soon. */
    | { readonly kind: 'entry-ending'; readonly at: string; readonly others: number }
    | { readonly kind: 'certificate-ending'; readonly at: string; readonly others: number }
    | { readonly kind: 'lapsed'; readonly at: string }
    | { readonly kind: 'unchecked'; readonly detail: string }
  );

export interface WatchedDomain {
  readonly domain: Domain;
  /** All entries of the domain, also those that have ended. */
  readonly entries: readonly StoredTrustEntry[];
  readonly now: Date;
}

/** Whether there is anything to look at: without a current entry nothing that is presented would count. */
export function isTrustedNow({ domain, entries, now }: WatchedDomain): boolean {
  return currentEntries(entries, domain, now).length > 0;
}

const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');

function endsSoon(at: string | null, now: Date): at is string {
  if (at === null) return false;
  const left = Date.parse(at) - now.getTime();
  return left > 0 && left <= ENDING_DAYS * DAY;
}

/** Findings that the calendar alone makes. */
function findEnds({ domain, entries, now }: WatchedDomain): Finding[] {
  const current = entries.filter((entry) => currentEntries([entry], domain, now).length > 0);
  const isEnding = ({ notAfter, certificateNotAfter }: StoredTrustEntry): boolean =>
    endsSoon(notAfter, now) || endsSoon(certificateNotAfter, now);
  const others = current.filter((entry) => !isEnding(entry)).length;
  return current.flatMap((entry): Finding[] => {
    const { notAfter, certificateNotAfter } = entry;
    const about = { domain, entry, others };
    if (endsSoon(notAfter, now)) {
      return [{ ...about, kind: 'entry-ending', key: `entry-ending ${notAfter}`, at: notAfter }];
    }
    if (endsSoon(certificateNotAfter, now)) {
      const key = `certificate-ending ${certificateNotAfter}`;
      return [{ ...about, kind: 'certificate-ending', key, at: certificateNotAfter }];
    }
    return [];
  });
}

function findChange(
  { host, address, chain }: PresentedHost,
  { domain, entries, now }: WatchedDomain,
  entry: StoredTrustEntry,
): Finding[] {
  const [end] = chain;
  if (end === undefined) return [];
  const verdict = verifyTrust({ entries, chain, mxHost: host, domain, now });
  if (verdict.kind !== 'no-match') return [];
  const certificate = readCertificate(end);
  const digest = sha256(end);
  return [
    {
      kind: 'changed',
      domain,
      // Another certificate is another finding, and told at once.
      key: `changed ${host} ${digest}`,
      entry,
      host,
      address,
      sha256: digest,
      spkiSha256: certificate === null ? null : sha256(certificate.spki),
      detail: verdict.detail,
    },
  ];
}

function whyUnchecked(hosts: readonly PresentedHost[]): string {
  const reasons = hosts.slice(0, 3).map(({ host, problem }) => `${host}: ${problem ?? 'no certificate'}`);
  return [...reasons, ...(hosts.length > 3 ? [`and ${hosts.length - 3} more`] : [])].join('; ');
}

/** Everything that operators should know of one domain. `presented` is null where nobody looked. */
export function findAll(watched: WatchedDomain, presented: Presented | null): Finding[] {
  const { domain, entries } = watched;
  const byAge = entries.toSorted((one, other) => one.addedAt.localeCompare(other.addedAt));
  if (!isTrustedNow(watched)) {
    const [last] = entries.toSorted((one, other) => (other.notAfter ?? '').localeCompare(one.notAfter ?? ''));
    if (last?.notAfter === null || last === undefined) return [];
    return [{ kind: 'lapsed', domain, key: `lapsed ${last.notAfter}`, entry: last, at: last.notAfter }];
  }
  const [oldest] = byAge;
  const ends = findEnds(watched);
  if (oldest === undefined || presented === null) return ends;
  if (presented.kind === 'no-hosts') {
    return [
      { kind: 'unchecked', domain, key: 'unchecked', entry: oldest, detail: presented.detail },
      ...ends,
    ];
  }
  if (presented.hosts.every(({ chain }) => chain.length === 0)) {
    const detail = whyUnchecked(presented.hosts);
    return [{ kind: 'unchecked', domain, key: 'unchecked', entry: oldest, detail }, ...ends];
  }
  return [...presented.hosts.flatMap((host) => findChange(host, watched, oldest)), ...ends];
}
