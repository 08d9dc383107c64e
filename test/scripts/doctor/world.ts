/**
 * A deployment to be looked at: the whole local system with its real edge, and the zones that a deployment has,
 * signed, in the simulated internet. A test changes what it is about and looks again.
 */
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { BlockList } from 'node:net';

import { loadOrCreateAuthority, type Authority } from '../../../infra/local/internet/certificates.ts';
import { PolicyHost } from '../../../infra/local/internet/policy-host.ts';
import type { ZoneRecord } from '../../../infra/local/internet/zones.ts';
import { deploymentNamed, type Deployment, type SigningKey } from '../../../scripts/doctor/deployment.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { dkimDnsRecord } from '../../../shared/mail/dkim-keys.ts';
import { examineDeployment } from '../../../scripts/doctor/examination.ts';
import type { Finding } from '../../../scripts/doctor/finding.ts';
import { keyDigestOf } from '../../../scripts/doctor/tlsa.ts';
import type { Ports } from '../../../scripts/doctor/mail-server.ts';
import { X509Certificate } from 'node:crypto';
import { startBench, type Bench } from '../../e2e/local-system.ts';
import { simulatedDns } from '../../world/simulated-dns.ts';

export const ALIAS = 'secure.example.org';
export const RECEIVING = 'mx.secure.example.org';
export const SENDING = 'out.secure.example.org';
const EDGE_ADDRESS = '127.0.0.1';
const POLICY_ADDRESS = '127.10.0.81';

export interface World {
  readonly bench: Bench;
  readonly authority: Authority;
  readonly policies: PolicyHost;
  readonly ports: Ports;
  /** SHA-256 of the edge's public key. */
  readonly keyDigest: string;
  /** Publishes the zone of the alias domain, with changes to its records. */
  publish(change?: (records: readonly ZoneRecord[]) => readonly ZoneRecord[], signed?: boolean): void;
  publishReverse(target: string | null): void;
  publishPolicy(mx: readonly string[], mode?: 'enforce' | 'testing'): void;
  readonly keys: readonly SigningKey[];
  look(change?: Partial<Deployment>, ports?: Ports): Promise<readonly Finding[]>;
  close(): Promise<void>;
}

const txt = (name: string, data: string): ZoneRecord => ({ name, type: 'TXT', data });

export async function startWorld(): Promise<World> {
  const bench = await startBench({ ALIAS_DOMAINS: `${ALIAS}=example.org` });
  const { system, directory, world } = bench;
  const authority = await loadOrCreateAuthority(directory);
  const policies = await PolicyHost.start(POLICY_ADDRESS, 0);
  const { raw } = new X509Certificate(readFileSync(join(directory, 'tls/server.pem')));
  const keyDigest = keyDigestOf([raw]) ?? '';
  const { mx, submissions, submission } = system.ports;
  const ports = { mx, submissions, submission };
  const keys = system.dkimKeys
    .filter(({ domain }) => domain === ALIAS)
    .map((key) => ({ ...dkimDnsRecord(key), domain: key.domain }));
  const service = (name: string, port: number): ZoneRecord => ({
    name: `_${name}._tcp.${ALIAS}`,
    type: 'SRV',
    data: { priority: 0, weight: 1, port, target: RECEIVING },
  });
  const tlsa = (port: number): ZoneRecord => ({
    name: `_${port}._tcp.${RECEIVING}`,
    type: 'TLSA',
    data: { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.from(keyDigest, 'hex') },
  });
  const right: readonly ZoneRecord[] = [
    { name: ALIAS, type: 'MX', data: { preference: 10, exchange: RECEIVING } },
    { name: RECEIVING, type: 'A', data: EDGE_ADDRESS },
    { name: SENDING, type: 'A', data: '127.0.0.9' },
    txt(SENDING, 'v=spf1 a -all'),
    txt(ALIAS, `v=spf1 a:${SENDING} -all`),
    ...keys.map(({ name, value }) => txt(name, value)),
    txt(`_dmarc.${ALIAS}`, `v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:postmaster@${ALIAS}`),
    txt(`_smtp._tls.${ALIAS}`, `v=TLSRPTv1; rua=mailto:postmaster@${ALIAS}`),
    txt(`_mta-sts.${ALIAS}`, 'v=STSv1; id=1'),
    { name: `mta-sts.${ALIAS}`, type: 'A', data: POLICY_ADDRESS },
    service('submissions', 465),
    service('submission', 587),
    tlsa(25),
    tlsa(465),
    tlsa(587),
  ];
  const certificate = await authority.issue({ names: [`mta-sts.${ALIAS}`] });
  const allowedNetworks = new BlockList();
  allowedNetworks.addSubnet('127.0.0.0', 8);
  const publish: World['publish'] = (change = (records) => records, signed = true) => {
    world.nameServer.setRecords({ origin: 'org', records: [], signed });
    world.nameServer.setRecords({ origin: ALIAS, records: change(right), signed });
  };
  const publishReverse: World['publishReverse'] = (target) => {
    const records: ZoneRecord[] =
      target === null ? [] : [{ name: '9.0.0.127.in-addr.arpa', type: 'PTR', data: target }];
    world.nameServer.setRecords({ origin: '127.in-addr.arpa', records });
  };
  const publishPolicy: World['publishPolicy'] = (mx, mode = 'enforce') => {
    policies.publish(ALIAS, { mode, mx }, [], certificate);
  };
  publish();
  publishReverse(SENDING);
  publishPolicy([RECEIVING]);
  return {
    bench,
    authority,
    policies,
    ports,
    keyDigest,
    keys,
    publish,
    publishReverse,
    publishPolicy,
    async look(change = {}, at = ports) {
      // A resolver of its own each time: nothing is remembered from before a change.
      const dns = simulatedDns(world);
      try {
        return await examineDeployment(
          {
            ...deploymentNamed([ALIAS as Domain], RECEIVING as Domain, SENDING as Domain, keys),
            ...change,
          },
          {
            ...dns,
            allowedNetworks,
            clientName: 'doctor.example',
            ports: at,
            authorities: bench.authority,
            policyPort: policies.port,
            milliseconds: 10_000,
            now: new Date(),
          },
        );
      } finally {
        dns.close();
      }
    },
    async close() {
      await policies.close();
      await bench.close();
    },
  };
}
