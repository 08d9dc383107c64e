/** The simulated domains with MTA-STS, as a worker finds their policies: DNS, HTTPS, certificate and all. */
import { deepEqual, equal } from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';

import { standardDomains } from '../../../../infra/local/internet/domains.ts';
import { startSimulatedInternet } from '../../../../infra/local/internet/simulation.ts';
import type { SimulatedInternet } from '../../../../infra/local/internet/simulation.ts';
import { createClient } from '../../../../shared/dns/client.ts';
import { parseTrustAnchors } from '../../../../shared/dns/dnssec/trust-anchors.ts';
import { secureResolver } from '../../../../shared/dns/secure-resolver.ts';
import { validatingLookup } from '../../../../shared/dns/validating-lookup.ts';
import { policyFetcher } from '../../../../shared/mta-sts/fetch-policy.ts';
import { createStsPolicies } from '../../../../shared/mta-sts/policies.ts';
import type { StsPolicies } from '../../../../shared/mta-sts/policy.ts';
import { askOverHttps } from '../../../../shared/https/request.ts';
import { parseNetworks } from '../../../../shared/smtp/allowed-networks.ts';
import { memoryStsPolicies } from '../../../doubles/sts-policies.ts';

describe('MTA-STS in the simulated internet', () => {
  let directory = '';
  let internet: SimulatedInternet;
  let policies: StsPolicies;
  let resolver: ReturnType<typeof secureResolver>;
  let close = (): void => undefined;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'internet-'));
    const domains = standardDomains.filter(({ domain }) => /^(sts.*|good)\.example$/.test(domain));
    internet = await startSimulatedInternet({ directory, domains });
    const [address = '', port] = internet.dnsServers.split(':');
    const client = createClient({ servers: [{ address, port: Number(port), transport: 'udp' }] });
    close = client.close;
    const anchors = parseTrustAnchors(internet.trustAnchors);
    if (anchors.kind === 'malformed') throw new Error(anchors.detail);
    resolver = secureResolver(
      validatingLookup({
        anchors: anchors.anchors,
        ask: (name, type, milliseconds) => client.ask({ name, type, checking: 'disabled' }, milliseconds),
      }),
    );
    policies = createStsPolicies({
      resolver,
      store: memoryStsPolicies(),
      fetch: policyFetcher({ ...trusting(), port: internet.policyPort }),
      now: Date.now,
      onFault: (_message, error) => {
        throw error;
      },
    });
  });
  after(async () => {
    close();
    await internet.close();
    await rm(directory, { recursive: true });
  });

  const trusting = () => {
    const parsed = parseNetworks([internet.allowedNetworks]);
    if ('bad' in parsed) throw new Error(parsed.bad);
    return { resolver, allowedNetworks: parsed.networks, authorities: internet.authorityPem };
  };

  for (const [domain, mode] of [
    ['sts.example', 'enforce'],
    ['sts-broken.example', 'enforce'],
    ['sts-testing.example', 'testing'],
  ] as const)
    test(`${domain}: mode ${mode}`, async () => {
      deepEqual(await policies.policyOf(domain), {
        kind: 'policy',
        policy: { id: '1', mode, mx: [`mx.${domain}`], maxAge: 7 * 24 * 3600 },
      });
    });

  test('good.example has none, and asks for TLS reports', async () => {
    deepEqual(await policies.policyOf('good.example'), { kind: 'none' });
    const dns = new Resolver();
    dns.setServers([internet.dnsServers]);
    deepEqual(await dns.resolveTxt('_smtp._tls.good.example'), [
      ['v=TLSRPTv1; rua=mailto:tls-reports@good.example'],
    ]);
  });

  test('nothing else is served', async () => {
    const outcome = await askOverHttps(
      {
        method: 'GET',
        host: 'mta-sts.sts.example',
        port: internet.policyPort,
        path: '/',
        most: 1000,
        deadline: Date.now() + 10_000,
      },
      trusting(),
    );
    equal(outcome.kind === 'answered' && outcome.status, 404);
  });
});
