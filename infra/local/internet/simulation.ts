/**
 * The simulated internet: one name server and a handful of mail providers with different manners, all on
 * loopback addresses 127.10.x.y, so that a newcomer sees a delivery and a bounce without an account anywhere,
 * and tests see what a provider sees. All mail servers share one SMTP port on addresses of their own, as on the
 * real internet; simulations beside each other differ in their ports.
 *
 * The DNS has a signed root of its own: what providers publish about their certificates can be proven from it.
 *
 * Messages and transcripts are forgotten when it closes; certificates and zone keys stay in its directory, so
 * that trust survives a restart. Needs a system on which all of 127.0.0.0/8 is loopback without set-up, as on Linux.
 */
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { writeWhole } from '../whole-files.ts';
import { loadOrCreateAuthority } from './certificates.ts';
import { oneServer, standardDomains } from './domains.ts';
import type { DomainPlan, HostPlan, OneServerDetails } from './domains.ts';
import { isAddressInUse } from './listening.ts';
import { behaviourOf } from './manners.ts';
import type { Manner } from './manners.ts';
import { startNameServer } from './name-server.ts';
import type { NameServer } from './name-server.ts';
import { PolicyHost, stsRecords } from './policy-host.ts';
import { hostCertificate } from './provider-certificates.ts';
import { Provider } from './provider.ts';
import type { ProviderEvents } from './provider.ts';
import type { ConnectionRecord, ReceivedMessage } from './transcript.ts';
import { loadOrCreateZoneKeys, trustAnchorLine } from './zone-keys.ts';
import { aliasZones, zonesOf } from './mail-zones.ts';
import type { AliasDomain, PlannedHost, SimulatedHost } from './mail-zones.ts';

const usualNetwork = '127.10';

export type { AliasDomain, SimulatedHost };

export interface SimulatedDomain {
  readonly domain: string;
  /** One plain sentence about what it is set up to do. */
  readonly description: string;
  /** In the order of their preference; none where the domain has no mail server. */
  readonly hosts: readonly SimulatedHost[];
  /** In a word or two: the manners of its hosts, or what the DNS says instead. */
  readonly manner: string;
}

export interface SimulatedInternet {
  /** `address:port`, as DNS_SERVERS wants it. */
  readonly dnsServers: string;
  /** The one port of all MX hosts, as SMTP_PORT wants it. */
  readonly smtpPort: number;
  /** The HTTPS port of all MTA-STS policy hosts, as MTA_STS_PORT wants it. */
  readonly policyPort: number;
  /** The network of all MX and policy hosts, as ALLOWED_NETWORKS wants it. */
  readonly allowedNetworks: string;
  /** The authority that signed the certificates of the well-behaved. */
  readonly authorityPem: string;
  /** The root zone's trust anchor, in zone-file form as Unbound's root.key. */
  readonly trustAnchors: string;
  /** The file that has it, as DNS_TRUST_ANCHORS wants it. */
  readonly trustAnchorsFile: string;
  readonly nameServer: NameServer;
  /** All domains by name, in the order to show them. */
  readonly providers: ReadonlyMap<string, SimulatedDomain>;
  /** What happens at all providers, as it happens. */
  readonly events: EventEmitter<ProviderEvents>;
  /** The messages that a domain's servers took, oldest first (the last thousand of each). */
  received(domain: string): readonly ReceivedMessage[];
  /** How many messages a domain's servers ever took. */
  receivedCount(domain: string): number;
  /** The connections to a domain's servers, oldest first (the last thousand of each). */
  transcripts(domain: string): readonly ConnectionRecord[];
  /** The first message to a domain that matches, as soon as it is there; rejects when `signal` aborts. */
  awaitMessage(
    domain: string,
    matches?: (message: ReceivedMessage) => boolean,
    signal?: AbortSignal,
  ): Promise<ReceivedMessage>;
  /** Adds a domain with one mail server of the given manner while everything runs. */
  addProvider(
    provider: { readonly domain: string; readonly manner: Manner } & OneServerDetails,
  ): Promise<SimulatedDomain>;
  /** Adds a domain of any shape while everything runs. */
  addDomain(plan: DomainPlan): Promise<SimulatedDomain>;
  close(): Promise<void>;
}

export interface SimulationOptions {
  /** Where the authority, the certificates, the root zone's key and its trust anchor are kept. */
  readonly directory: string;
  /** The common SMTP port. @default 0: one that is free on all addresses */
  readonly port?: number;
  /** The first half of all its addresses, for simulations that have to share a port. @default '127.10' */
  readonly network?: `127.${number}`;
  /** The name server's port. @default 0: a free one */
  readonly dnsPort?: number;
  /** The HTTPS port of the policy hosts. @default 0: a free one */
  readonly policyPort?: number;
  readonly aliasDomains?: readonly AliasDomain[];
  /** @default the standard ones */
  readonly domains?: readonly DomainPlan[];
}

/** Starts it all. Rejects with the system's error when a port that was asked for cannot be had. */
export async function startSimulatedInternet(options: SimulationOptions): Promise<SimulatedInternet> {
  const { network = usualNetwork } = options;
  const policyHostAddress = `${network}.0.80`;
  const authority = await loadOrCreateAuthority(options.directory, 'Simulated internet authority');
  const certificates = path.join(options.directory, 'certificates');
  const keys = await loadOrCreateZoneKeys(options.directory);
  const trustAnchors = trustAnchorLine(keys.keyOf(''));
  const trustAnchorsFile = path.join(options.directory, 'root-trust-anchor.txt');
  await writeWhole(trustAnchorsFile, trustAnchors, 0o644);
  const nameServer = await startNameServer({
    address: `${network}.0.53`,
    port: options.dnsPort ?? 0,
    zones: [{ origin: 'example', records: [], signed: true }, ...aliasZones(options.aliasDomains ?? [])],
    keys,
  });
  const policyHost = await PolicyHost.start(policyHostAddress, options.policyPort ?? 0).catch(
    async (error: unknown) => {
      await nameServer.close();
      throw error;
    },
  );
  const providers = new Map<string, SimulatedDomain>();
  const servers: Provider[] = [];
  const events = new EventEmitter<ProviderEvents>();
  events.setMaxListeners(0); // as many as wait for a message
  let addressesGiven = 0;
  let smtpPort = options.port ?? 0;

  const startHost = async (domain: string, name: string, plan: HostPlan): Promise<PlannedHost> => {
    const canonicalName = plan.hostedAt === undefined ? name : `mx.${plan.hostedAt}`;
    const address = `${network}.${1 + Math.floor(addressesGiven / 250)}.${1 + (addressesGiven % 250)}`;
    addressesGiven += 1;
    const { manner, overrides = {}, preference = 10 } = plan;
    const kind = behaviourOf(manner, overrides).certificate;
    const certificate =
      plan.certificate ?? (await hostCertificate(certificates, authority, canonicalName, kind));
    const port = smtpPort;
    const server = await Provider.start({
      domain,
      host: canonicalName,
      address,
      port,
      manner,
      overrides,
      certificate,
    });
    if (smtpPort === 0) smtpPort = server.port;
    servers.push(server);
    forward(server, events);
    const { certificatePem } = certificate;
    return { plan, host: { name, canonicalName, preference, address, manner, certificatePem } };
  };

  const addDomain = async (plan: DomainPlan): Promise<SimulatedDomain> => {
    const { domain, description, route } = plan;
    const started: PlannedHost[] = [];
    if (route.kind === 'mx') {
      for (const host of route.hosts) {
        started.push(await startHost(domain, `${host.label ?? 'mx'}.${domain}`, host));
      }
    } else if (route.kind === 'address-only') {
      started.push(await startHost(domain, domain, route.host));
    }
    const hosts = started.map(({ host }) => host).sort((one, other) => one.preference - other.preference);
    const manner = hosts.map((host) => host.manner.kind).join(', then ') || route.kind;
    const simulated = { domain, description, hosts, manner };
    if (plan.sts !== undefined) {
      const certificate = await hostCertificate(certificates, authority, `mta-sts.${domain}`, 'authority');
      policyHost.publish(domain, plan.sts, hosts, certificate);
    }
    const records = [...(plan.records ?? []), ...stsRecords(plan, policyHostAddress)];
    for (const zone of zonesOf({ ...plan, records }, started)) nameServer.setRecords(zone);
    providers.set(domain, simulated);
    return simulated;
  };

  const stopServers = async (): Promise<void> => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  };

  const startDomains = async (triesLeft = 20): Promise<void> => {
    try {
      for (const plan of options.domains ?? standardDomains) await addDomain(plan);
    } catch (error) {
      await stopServers();
      // The port that was free on the first address may be taken on another: start over with another port.
      if (options.port || triesLeft === 0 || !isAddressInUse(error)) throw error;
      smtpPort = 0;
      addressesGiven = 0;
      await startDomains(triesLeft - 1);
    }
  };
  try {
    await startDomains();
  } catch (error) {
    await Promise.all([nameServer.close(), policyHost.close()]);
    throw error;
  }

  const addNew = (plan: DomainPlan): Promise<SimulatedDomain> => {
    if (providers.has(plan.domain)) throw new Error(`${plan.domain} is in the simulated internet already`);
    return addDomain(plan);
  };
  const serversOf = (domain: string): Provider[] => servers.filter((server) => server.domain === domain);
  const received = (domain: string): readonly ReceivedMessage[] =>
    inOrder(serversOf(domain).flatMap((server) => server.messages));
  return {
    dnsServers: `${nameServer.address}:${nameServer.port}`,
    smtpPort,
    policyPort: policyHost.port,
    allowedNetworks: `${network}.0.0/16`,
    authorityPem: authority.certificatePem,
    trustAnchors,
    trustAnchorsFile,
    nameServer,
    providers,
    events,
    received,
    receivedCount: (domain) => serversOf(domain).reduce((sum, server) => sum + server.messageCount, 0),
    transcripts: (domain) => inOrder(serversOf(domain).flatMap((server) => server.connections)),
    async awaitMessage(domain, matches = () => true, signal) {
      for (;;) {
        const found = received(domain).find(matches);
        if (found) return found;
        await once(events, 'message', signal ? { signal } : {});
      }
    },
    addProvider: ({ domain, manner, ...more }) => addNew(oneServer(domain, manner, more)),
    addDomain: addNew,
    async close() {
      await Promise.all([nameServer.close(), policyHost.close(), stopServers()]);
    },
  };
}

function forward(server: Provider, events: EventEmitter<ProviderEvents>): void {
  server.on('message', (message) => events.emit('message', message));
  server.on('line', (connection, line) => events.emit('line', connection, line));
  server.on('connection-opened', (connection) => events.emit('connection-opened', connection));
  server.on('connection-closed', (connection) => events.emit('connection-closed', connection));
}

const inOrder = <Thing extends { readonly at: Date }>(things: Thing[]): Thing[] =>
  things.sort((one, other) => one.at.getTime() - other.at.getTime());
