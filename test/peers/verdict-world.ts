/**
 * The simulated internet as other mail servers can use it, too: at port 25, with a validating resolver in front
 * of its DNS; and our own verdicts about its domains.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { isAddressInUse } from '../../infra/local/internet/listening.ts';
import { startSimulatedInternet, type SimulatedInternet } from '../../infra/local/internet/simulation.ts';
import { parseDomain } from '../../shared/address/domain.ts';
import { checkNextHop, type NextHopCheck } from '../../shared/next-hop/check.ts';
import { parseNetworks } from '../../shared/smtp/allowed-networks.ts';
import { DEFAULT_TIMEOUTS } from '../../shared/smtp/session.ts';
import type { TrustEntry, TrustKind } from '../../shared/tls/trust.ts';
import { noPolicies } from '../doubles/fixed-policies.ts';
import { simulatedDns } from '../world/simulated-dns.ts';
import { addProofDomains } from './proof-domains.ts';
import { startUnbound, type Unbound } from './unbound.ts';

export interface VerdictWorld {
  readonly world: SimulatedInternet;
  readonly unbound: Unbound;
  /** The trust store's entry for a domain: every domain has one. */
  entryOf(domain: string): TrustEntry;
  /** What our levels say, found out once over the same DNS and the same servers. */
  check(domain: string): Promise<NextHopCheck>;
  close(): Promise<void>;
}

const OTHER_DIGEST = 'ab'.repeat(32);

/** Rejects, with everything stopped again, where something does not start. */
export async function startVerdictWorld(): Promise<VerdictWorld> {
  const directory = await mkdtemp(join(tmpdir(), 'verdicts-'));
  const world = await startAtPort25(directory);
  const [unbound, anchors] = await Promise.all([
    startUnbound(world, resolverAddress(world)),
    addProofDomains(world, directory),
  ]).catch(async (error: unknown) => {
    await world.close();
    throw error;
  });
  const dns = simulatedDns(world);
  const networks = parseNetworks([world.allowedNetworks]);
  if ('bad' in networks) throw new Error(networks.bad);

  const checks = new Map<string, Promise<NextHopCheck>>();
  const entryOf = (domain: string): TrustEntry => trustEntry(world, anchors.get(domain) ?? null, domain);
  return {
    world,
    unbound,
    entryOf,
    check: (name) => {
      const domain = parseDomain(name);
      if (domain === null) throw new Error(name);
      const known = checks.get(name);
      if (known !== undefined) return known;
      const check = checkNextHop(domain, {
        resolver: dns.resolver,
        sts: noPolicies,
        trust: { entriesFor: (asked) => Promise.resolve([entryOf(asked)]) },
        authorities: world.authorityPem,
        clientName: 'mx.secure.example.org',
        port: world.smtpPort,
        allowedNetworks: networks.networks,
        timeouts: DEFAULT_TIMEOUTS,
        connectMilliseconds: 20_000,
      });
      checks.set(name, check);
      return check;
    },
    async close() {
      dns.close();
      await unbound.stop();
      await world.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** All mail servers are at port 25, so simulations beside each other need networks of their own. */
async function startAtPort25(directory: string): Promise<SimulatedInternet> {
  for (let tries = 0; ; tries++) {
    const network: `127.${number}` = `127.${20 + ((process.pid + 61 * tries) % 230)}`;
    try {
      return await startSimulatedInternet({ directory, port: 25, network });
    } catch (error) {
      if (tries === 10 || !isAddressInUse(error)) throw error;
    }
  }
}

/** Beside the simulation's name server. */
const resolverAddress = (world: SimulatedInternet): string => world.nameServer.address.replace(/\d+$/, '54');

/**
 * By the domain's name: `repinned…` has changed since it was trusted, `…-key` is trusted for its key, `ca…` for
 * the simulation's authority, `chain…` for one of its own; all others for the certificate that they have.
 */
function trustEntry(world: SimulatedInternet, anchor: string | null, domain: string): TrustEntry {
  const authority = anchor ?? (domain.startsWith('ca') ? world.authorityPem : null);
  const kind: TrustKind = authority !== null ? 'ca' : domain.includes('-key.') ? 'public-key' : 'certificate';
  const own = domain.startsWith('repinned')
    ? undefined
    : world.providers.get(domain)?.hosts[0]?.certificatePem;
  const trusted = authority ?? own;
  const sha256 = trusted === undefined ? OTHER_DIGEST : digestOf(trusted, kind);
  return { id: `entry of ${domain}`, domain, kind, sha256, pem: authority, notAfter: null };
}

function digestOf(pem: string, kind: TrustKind): string {
  const octets =
    kind === 'public-key'
      ? createPublicKey(pem).export({ format: 'der', type: 'spki' })
      : new X509Certificate(pem).raw;
  return createHash('sha256').update(octets).digest('hex');
}
