/** The zones that publish mail: of simulated providers, and of our own alias domains. Data made of data. */
import type { DomainPlan, HostPlan } from './domains.ts';
import type { Manner } from './manners.ts';
import { tlsaRecord } from './tlsa-records.ts';
import type { Zone, ZoneRecord } from './zones.ts';

/** A domain of ours, published so that the world can write back. */
export interface AliasDomain {
  readonly domain: string;
  /** Where its MX host listens, and where its mail comes from. */
  readonly address: string;
  /** Further records, such as DKIM keys. */
  readonly records?: readonly ZoneRecord[];
}

export interface SimulatedHost {
  /** As the MX record gives it. */
  readonly name: string;
  /** Where that is an alias (CNAME): the name that it leads to. Else the same. */
  readonly canonicalName: string;
  readonly preference: number;
  readonly address: string;
  readonly manner: Manner;
  /** The certificate (with its chain) that it presents where it does TLS. */
  readonly certificatePem: string;
}

/** A host that runs, with the plan that it was started from. */
export interface PlannedHost {
  readonly host: SimulatedHost;
  readonly plan: HostPlan;
}

/** The zones of a domain: its own, and those that its hosts have to themselves; none where it does not exist. */
export function zonesOf(domainPlan: DomainPlan, hosts: readonly PlannedHost[]): Zone[] {
  const { domain, route, records = [], signed = false, brokenSignatures = [] } = domainPlan;
  if (route.kind === 'missing') return [];
  const own: ZoneRecord[] = [];
  const elsewhere: Zone[] = [];
  for (const { host, plan } of hosts) {
    if (plan.hostedAt === undefined) {
      own.push(...hostRecords(host, plan));
    } else {
      own.push({ name: host.name, type: 'CNAME', data: host.canonicalName });
      elsewhere.push({ origin: plan.hostedAt, records: hostRecords(host, plan), signed, brokenSignatures });
    }
    if (route.kind === 'mx') {
      own.push({ name: domain, type: 'MX', data: { preference: host.preference, exchange: host.name } });
    }
  }
  if (route.kind === 'null-mx') {
    own.push({ name: domain, type: 'MX', data: { preference: 0, exchange: '.' } });
  }
  return [{ origin: domain, records: [...own, ...records], signed, brokenSignatures }, ...elsewhere];
}

/** The zones of our alias domains. They are not signed, and neither are the top-level domains above them. */
export function aliasZones(aliasDomains: readonly AliasDomain[]): Zone[] {
  const topLevels = new Set(aliasDomains.map(({ domain }) => domain.replace(/^.*\./, '')));
  topLevels.delete('example'); // is there already
  return [
    ...[...topLevels].map((origin) => ({ origin, records: [] })),
    ...aliasDomains.map(({ domain, address, records = [] }): Zone => ({
      origin: domain,
      records: [
        { name: domain, type: 'MX', data: { preference: 10, exchange: `mx.${domain}` } },
        { name: `mx.${domain}`, type: 'A', data: address },
        { name: domain, type: 'TXT', data: `v=spf1 ip4:${address} -all` },
        ...records,
      ],
    })),
  ];
}

function hostRecords(host: SimulatedHost, { tlsa = [] }: HostPlan): ZoneRecord[] {
  const { canonicalName, address, certificatePem } = host;
  return [
    { name: canonicalName, type: 'A', data: address },
    ...tlsa.map((plan) => tlsaRecord(canonicalName, plan, certificatePem)),
  ];
}
