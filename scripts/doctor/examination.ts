/** Looks at a whole deployment and gives the findings in the order in which one would mend them. */
import type { BlockList } from 'node:net';

import { dnsLookup } from '../../functions/home-delivery/authentication.ts';
import type { Lookup } from '../../shared/dns/lookup.ts';
import type { SecureResolver } from '../../shared/dns/secure-resolver.ts';
import { policyFetcher } from '../../shared/mta-sts/fetch-policy.ts';
import { readStsRecord } from '../../shared/mta-sts/record.ts';
import { recordsOf, type Deployment, type RecordsFor } from './deployment.ts';
import { look, lookAddresses, lookAuthorizations, lookText, reverseName, type Look } from './dns.ts';
import { judgeAuthorization, judgeDmarc, judgeReporting, judgeService } from './domain-policies.ts';
import { about, type Finding } from './finding.ts';
import { lookAtServer, type ProbeOptions, type SeenPort, type SeenServer } from './mail-server.ts';
import { judgeMx, judgeReceivingHost, judgeSendingHost } from './routing.ts';
import { evaluateSpf } from './spf-evaluation.ts';
import { judgeSpf } from './sender-policy.ts';
import { judgeServer } from './sessions.ts';
import { judgeKey, judgeSelectors, usualSelectors } from './signing-keys.ts';
import { judgeSts, type SeenSts } from './sts.ts';
import { judgeSignedRoute, judgeTlsa, keyDigestOf } from './tlsa.ts';

export interface Instruments extends ProbeOptions {
  readonly lookup: Lookup;
  readonly resolver: SecureResolver;
  readonly allowedNetworks: BlockList;
  /** The port of MTA-STS policy hosts. */
  readonly policyPort: number;
  readonly now: Date;
}

const MOST_ADDRESSES = 4;

const recordsIn = <T>(seen: Look<T>): readonly T[] => (seen.kind === 'records' ? seen.records : []);

/** Never rejects for anything that DNS, the network or the servers do. */
export async function examineDeployment(deployment: Deployment, tools: Instruments): Promise<Finding[]> {
  const { receiving, sending, aliases } = deployment;
  const { lookup } = tools;
  const [edge, outgoing] = await Promise.all([
    lookAddresses(lookup, receiving),
    lookAddresses(lookup, sending),
  ]);
  const [firstAlias = receiving] = aliases;
  const servers = await Promise.all(
    recordsIn(edge)
      .slice(0, MOST_ADDRESSES)
      .map((address) => lookAtServer(receiving, address, firstAlias, tools)),
  );
  const reverse = new Map<string, Look<string>>();
  for (const address of recordsIn(outgoing)) {
    const seen = await look(lookup, reverseName(address), 'PTR');
    const names =
      seen.kind === 'records' ? { ...seen, records: seen.records.map(({ target }) => target) } : seen;
    reverse.set(address, names);
  }
  const records = recordsOf(deployment, {
    edgeAddresses: recordsIn(edge),
    outgoingAddresses: recordsIn(outgoing),
    dkim: new Map(),
    keyDigest: null,
    policyDomains: aliases,
  });
  const findings = [
    ...judgeReceivingHost(receiving, edge, records),
    ...servers.flatMap((seen) => judgeServer(receiving, seen, tools.ports, tools.now)),
    ...(await tlsaFindings(deployment, edge, servers, tools)),
    ...(await authorizationFindings(deployment, tools)),
    ...judgeSendingHost(sending, outgoing, reverse),
    await spfFinding(sending, recordsIn(outgoing), records, tools),
  ];
  for (const alias of aliases)
    findings.push(...(await domainFindings(alias, deployment, recordsIn(outgoing), records, tools)));
  if (servers.length === 0)
    findings.push(
      about('mail server', receiving)('unseen', 'without an address there was nothing to connect to'),
    );
  return findings;
}

async function tlsaFindings(
  { receiving, aliases }: Deployment,
  addresses: Look<string>,
  servers: readonly SeenServer[],
  { lookup, ports, now }: Instruments,
): Promise<Finding[]> {
  const chainOf = (port: SeenPort | undefined): readonly Buffer[] | null =>
    port?.kind === 'encrypted' ? port.chain : null;
  const findings: Finding[] = [];
  const at = [
    [25, ports.mx, 'mx'],
    [465, ports.submissions, 'submissions'],
    [587, ports.submission, 'submission'],
  ] as const;
  for (const [published, , which] of at) {
    const seen = await look(lookup, `_${published}._tcp.${receiving}`, 'TLSA');
    // Each address may show another certificate; one that does not match is enough to lose mail.
    const distinct = new Map(servers.map((server) => [keyDigestOf(chainOf(server[which])), server]));
    const shown =
      distinct.size === 0 ? [null] : [...distinct.values()].map((server) => chainOf(server[which]));
    const judged = shown.map((chain) =>
      judgeTlsa(receiving, aliases, { port: published, addresses, records: seen, chain }, now),
    );
    findings.push(
      judged.find(({ verdict }) => verdict !== 'ok') ?? judged[0] ?? about('TLSA', receiving)('unseen', ''),
    );
    // Where DANE is off for the host, it is off for all ports.
    if (addresses.kind !== 'records' || !addresses.secure) break;
  }
  return findings;
}

async function authorizationFindings(
  { receiving, issuer }: Deployment,
  { lookup }: Instruments,
): Promise<Finding[]> {
  return issuer === null
    ? []
    : [judgeAuthorization(receiving, issuer, await lookAuthorizations(lookup, receiving))];
}

async function spfFinding(
  domain: string,
  addresses: readonly string[],
  records: RecordsFor,
  { lookup }: Instruments,
): Promise<Finding> {
  const ask = dnsLookup(lookup);
  const evaluations = await Promise.all(addresses.map((address) => evaluateSpf(domain, address, ask)));
  return judgeSpf(domain, await lookText(lookup, domain), evaluations, records);
}

async function domainFindings(
  alias: string,
  deployment: Deployment,
  outgoing: readonly string[],
  records: RecordsFor,
  tools: Instruments,
): Promise<Finding[]> {
  const { lookup } = tools;
  const { receiving } = deployment;
  const mx = await look(lookup, alias, 'MX');
  const service = async (name: string, port: number): Promise<Finding> => {
    const whole = `_${name}._tcp.${alias}`;
    return judgeService(whole, receiving, port, await look(lookup, whole, 'SRV'), records);
  };
  return [
    ...judgeMx(alias, receiving, mx, records),
    judgeSignedRoute(alias, mx),
    await spfFinding(alias, outgoing, records, tools),
    ...(await keyFindings(alias, deployment, tools)),
    judgeDmarc(alias, await lookText(lookup, `_dmarc.${alias}`), records),
    ...judgeSts(alias, deployment, await lookSts(alias, tools), records),
    judgeReporting(alias, await lookText(lookup, `_smtp._tls.${alias}`), records),
    await service('submissions', 465),
    await service('submission', 587),
  ];
}

async function keyFindings(
  alias: string,
  { keys }: Deployment,
  { lookup, now }: Instruments,
): Promise<Finding[]> {
  const own = keys?.filter(({ domain }) => domain === alias) ?? null;
  if (own !== null && own.length === 0)
    return [about('DKIM', alias)('wrong', 'the secret has no key for it: mail from it leaves unsigned')];
  if (own !== null)
    return Promise.all(own.map(async (key) => judgeKey(key, await lookText(lookup, key.name))));
  const seen = new Map<string, Look<string>>();
  await Promise.all(
    usualSelectors(now).map(async (selector) => {
      const name = `${selector}._domainkey.${alias}`;
      seen.set(name, await lookText(lookup, name));
    }),
  );
  return judgeSelectors(alias, seen);
}

async function lookSts(alias: string, tools: Instruments): Promise<SeenSts> {
  const { lookup, resolver, allowedNetworks, policyPort, authorities, milliseconds } = tools;
  const record = await lookText(lookup, `_mta-sts.${alias}`);
  const read = readStsRecord(recordsIn(record));
  if (read.kind === 'none') return { record, policy: null };
  const fetch = policyFetcher({
    resolver,
    allowedNetworks,
    port: policyPort,
    ...(authorities === undefined ? {} : { authorities }),
  });
  return { record, policy: await fetch(alias, read.id, Date.now() + milliseconds) };
}
