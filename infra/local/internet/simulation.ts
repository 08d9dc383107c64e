/**
 * The simulated internet: one name server and a handful of mail providers with different manners, all on
 * loopback addresses 127.10.x.y, so that a newcomer sees a delivery and a bounce without an account anywhere,
 * and tests see what a provider sees. All mail servers share one SMTP port on addresses of their own, as on the
 * real internet; simulations beside each other differ in their ports.
 *
 * Messages and transcripts are forgotten when it closes; certificates stay in its directory, so that trust
 * survives a restart. Needs a system on which all of 127.0.0.0/8 is loopback without set-up, as on Linux.
 */
import { EventEmitter, once } from 'node:events';
import path from 'node:path';
import { loadOrCreateAuthority } from './certificates.ts';
import { oneServer, standardDomains } from './domains.ts';
import type { DomainPlan, HostPlan } from './domains.ts';
import { isAddressInUse } from './listening.ts';
import { behaviourOf } from './manners.ts';
import type { Behaviour, Manner } from './manners.ts';
import { startNameServer } from './name-server.ts';
import type { NameServer } from './name-server.ts';
import { hostCertificate } from './provider-certificates.ts';
import { Provider } from './provider.ts';
import type { ProviderEvents } from './provider.ts';
import type { ConnectionRecord, ReceivedMessage } from './transcript.ts';
import type { Zone, ZoneRecord } from './zones.ts';

const network = '127.10';
const nameServerAddress = `${network}.0.53`;

/** A domain of ours, published so that the world can write back. */
export interface AliasDomain {
  readonly domain: string;
  /** Where its MX host listens, and where its mail comes from. */
  readonly address: string;
  /** Further records, such as DKIM keys. */
  readonly records?: readonly ZoneRecord[];
}

export interface SimulatedHost {
  readonly name: string;
  readonly preference: number;
  readonly address: string;
  readonly manner: Manner;
  /** The certificate (with its chain) that it presents where it does TLS. */
  readonly certificatePem: string;
}

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
  /** The network of all MX hosts, as ALLOWED_NETWORKS wants it. */
  readonly allowedNetworks: string;
  /** The authority that signed the certificates of the well-behaved. */
  readonly authorityPem: string;
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
  addProvider(provider: {
    readonly domain: string;
    readonly manner: Manner;
    readonly overrides?: Partial<Behaviour>;
    readonly records?: readonly ZoneRecord[];
  }): Promise<SimulatedDomain>;
  /** Adds a domain of any shape while everything runs. */
  addDomain(plan: DomainPlan): Promise<SimulatedDomain>;
  close(): Promise<void>;
}

export interface SimulationOptions {
  /** Where the authority and the certificates are kept. */
  readonly directory: string;
  /** The common SMTP port. @default 0: one that is free on all addresses */
  readonly port?: number;
  /** The name server's port. @default 0: a free one */
  readonly dnsPort?: number;
  readonly aliasDomains?: readonly AliasDomain[];
  /** @default the standard ones */
  readonly domains?: readonly DomainPlan[];
}

/** Starts it all. Rejects with the system's error when a port that was asked for cannot be had. */
export async function startSimulatedInternet(options: SimulationOptions): Promise<SimulatedInternet> {
  const authority = await loadOrCreateAuthority(options.directory, 'Simulated internet authority');
  const certificates = path.join(options.directory, 'certificates');
  const nameServer = await startNameServer({
    address: nameServerAddress,
    port: options.dnsPort ?? 0,
    zones: [{ origin: 'example', records: [] }, ...(options.aliasDomains ?? []).map(aliasZone)],
  });
  const providers = new Map<string, SimulatedDomain>();
  const servers: Provider[] = [];
  const events = new EventEmitter<ProviderEvents>();
  events.setMaxListeners(0); // as many as wait for a message
  let addressesGiven = 0;
  let smtpPort = options.port ?? 0;

  const startHost = async (domain: string, name: string, plan: HostPlan): Promise<SimulatedHost> => {
    const address = `${network}.${1 + Math.floor(addressesGiven / 250)}.${1 + (addressesGiven % 250)}`;
    addressesGiven += 1;
    const { manner, overrides = {}, preference = 10 } = plan;
    const kind = behaviourOf(manner, overrides).certificate;
    const certificate = await hostCertificate(certificates, authority, name, kind);
    const port = smtpPort;
    const server = await Provider.start({
      domain,
      host: name,
      address,
      port,
      manner,
      overrides,
      certificate,
    });
    if (smtpPort === 0) smtpPort = server.port;
    servers.push(server);
    forward(server, events);
    return { name, preference, address, manner, certificatePem: server.certificatePem };
  };

  const addDomain = async (plan: DomainPlan): Promise<SimulatedDomain> => {
    const { domain, description, route } = plan;
    const hosts: SimulatedHost[] = [];
    if (route.kind === 'mx') {
      for (const host of route.hosts) {
        hosts.push(await startHost(domain, `${host.label ?? 'mx'}.${domain}`, host));
      }
    } else if (route.kind === 'address-only') {
      hosts.push(await startHost(domain, domain, route.host));
    }
    hosts.sort((one, other) => one.preference - other.preference);
    const manner = hosts.map((host) => host.manner.kind).join(', then ') || route.kind;
    const simulated = { domain, description, hosts, manner };
    if (route.kind !== 'missing') nameServer.setRecords(zoneOf(plan, hosts));
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
    await nameServer.close();
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
    allowedNetworks: `${network}.0.0/16`,
    authorityPem: authority.certificatePem,
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
      await Promise.all([nameServer.close(), stopServers()]);
    },
  };
}

function forward(server: Provider, events: EventEmitter<ProviderEvents>): void {
  server.on('message', (message) => events.emit('message', message));
  server.on('line', (connection, line) => events.emit('line', connection, line));
  server.on('connection-opened', (connection) => events.emit('connection-opened', connection));
  server.on('connection-closed', (connection) => events.emit('connection-closed', connection));
}

function zoneOf(plan: DomainPlan, hosts: readonly SimulatedHost[]): Zone {
  const { domain, route } = plan;
  const mail: ZoneRecord[] = hosts.map((host) => ({ name: host.name, type: 'A', data: host.address }));
  if (route.kind === 'mx') {
    for (const { name, preference } of hosts) {
      mail.push({ name: domain, type: 'MX', data: { preference, exchange: name } });
    }
  } else if (route.kind === 'null-mx') {
    mail.push({ name: domain, type: 'MX', data: { preference: 0, exchange: '.' } });
  }
  return { origin: domain, records: [...mail, ...(plan.records ?? [])] };
}

function aliasZone({ domain, address, records = [] }: AliasDomain): Zone {
  return {
    origin: domain,
    records: [
      { name: domain, type: 'MX', data: { preference: 10, exchange: `mx.${domain}` } },
      { name: `mx.${domain}`, type: 'A', data: address },
      { name: domain, type: 'TXT', data: `v=spf1 ip4:${address} -all` },
      ...records,
    ],
  };
}

const inOrder = <Thing extends { readonly at: Date }>(things: Thing[]): Thing[] =>
  things.sort((one, other) => one.at.getTime() - other.at.getTime());
