/** Counted TLS sessions in memory, by the rules of the table. */
import { dayOf, MOST_REPORT_TRIES, type TlsResultStore } from '../../shared/store/tls-results.ts';
import {
  fingerprintOf,
  overflowOf,
  placesOf,
  tally,
  type TallyRow,
} from '../../shared/tls-reporting/tally.ts';

interface Claim {
  tries: number;
  leaseUntil: number;
  settled: boolean;
}

export interface MemoryTlsResults extends TlsResultStore {
  /** By `<day> <domain>`, then by place. */
  readonly rows: Map<string, Map<string, TallyRow>>;
  readonly claims: Map<string, Claim>;
}

export function memoryTlsResults(): MemoryTlsResults {
  const rows: MemoryTlsResults['rows'] = new Map();
  const claims: MemoryTlsResults['claims'] = new Map();
  const claimOf = (day: string, domain: string): Claim =>
    claims.get(`${day} ${domain}`) ?? { tries: 0, leaseUntil: 0, settled: false };
  return {
    rows,
    claims,
    record: (domain, at, results) => {
      const key = `${dayOf(at)} ${domain}`;
      const places = rows.get(key) ?? new Map<string, TallyRow>();
      rows.set(key, places);
      for (const row of tally(domain, results)) {
        const fingerprint = fingerprintOf(row);
        const free = placesOf(fingerprint).find((place) => {
          const there = places.get(place);
          return there === undefined || fingerprintOf(there) === fingerprint;
        });
        const found = free === undefined ? overflowOf(domain, row) : { place: free, row };
        const sessions = (places.get(found.place)?.sessions ?? 0) + row.sessions;
        places.set(found.place, { ...found.row, sessions });
      }
      return Promise.resolve();
    },
    async *collect(day) {
      for (const [key, places] of [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1))) {
        const [ofDay, domain = ''] = key.split(' ');
        if (ofDay === day) yield await Promise.resolve({ domain, rows: [...places.values()] });
      }
    },
    claimReport: (day, domain, now, until) => {
      const claim = claimOf(day, domain);
      if (claim.settled || claim.leaseUntil > now || claim.tries >= MOST_REPORT_TRIES)
        return Promise.resolve(null);
      claims.set(`${day} ${domain}`, { ...claim, tries: claim.tries + 1, leaseUntil: until });
      return Promise.resolve(claim.tries + 1);
    },
    settleReport: (day, domain) => {
      claims.set(`${day} ${domain}`, { ...claimOf(day, domain), settled: true });
      return Promise.resolve();
    },
    releaseReport: (day, domain) => {
      claims.set(`${day} ${domain}`, { ...claimOf(day, domain), leaseUntil: 0 });
      return Promise.resolve();
    },
  };
}
