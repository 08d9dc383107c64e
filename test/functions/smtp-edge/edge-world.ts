/** An edge on free ports with its stores in memory, and switches to break them. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { BlockList } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { EdgeConfiguration } from '../../../functions/smtp-edge/configuration.ts';
import type { EdgeDependencies } from '../../../functions/smtp-edge/dependencies.ts';
import { startEdge, type Edge } from '../../../functions/smtp-edge/edge.ts';
import { DEFAULT_LIMITS, type EdgeLimits } from '../../../functions/smtp-edge/limits.ts';
import { createAuthority, type Authority } from '../../../infra/local/internet/certificates.ts';
import type { AliasAddress, HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type { Alias } from '../../../shared/store/aliases.ts';
import type { MetricName } from '../../../shared/observe/names.ts';
import type { HomeItem, OutboundItem } from '../../../shared/store/queues.ts';
import { memoryAliases, type MemoryAliases } from '../../doubles/aliases.ts';
import { memoryAppPasswords } from '../../doubles/app-passwords.ts';
import { memoryBodies, type MemoryBodies } from '../../doubles/bodies.ts';
import { memoryDeliveries, type MemoryDeliveries } from '../../doubles/deliveries.ts';
import { memoryObserver, type MemoryObserver } from '../../doubles/observer.ts';
import { memoryQueue, type MemoryQueue } from '../../doubles/queue.ts';
import { memoryRefusals, type MemoryRefusals } from '../../doubles/refusals.ts';

export const ALICE = 'alice@secure.example.org' as AliasAddress;
export const ALICE_HOME = 'alice@example.org' as HomeAddress;

export type Store = 'aliases' | 'app-passwords' | 'refusals' | 'home' | 'outbound' | 'bodies';

export interface World {
  readonly edge: Edge;
  readonly configuration: EdgeConfiguration;
  readonly dependencies: EdgeDependencies;
  readonly directory: string;
  readonly authority: Authority;
  /** Alice's app password. */
  readonly password: string;
  readonly aliases: MemoryAliases;
  readonly refusals: MemoryRefusals;
  readonly bodies: MemoryBodies;
  readonly home: MemoryQueue<HomeItem>;
  readonly outbound: MemoryQueue<OutboundItem>;
  readonly deliveries: MemoryDeliveries;
  /** Counts with dimensions go by the metric's name and the dimensions' values. */
  readonly observer: MemoryObserver;
  /** Keys of uploads that were begun. */
  readonly opened: string[];
  /** Keys of uploads that were given up. */
  readonly aborted: string[];
  /** Stores that are out of reach for now. */
  readonly broken: Set<Store>;
  /** Milliseconds that the clock is ahead. */
  ahead: number;
  /** A new app password of somebody else. */
  createPassword(home: HomeAddress): Promise<string>;
  /** Resolves once `condition` holds; asked again whenever something happens in a store or the log. */
  until(condition: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  readonly limits?: Partial<EdgeLimits>;
  readonly maxMessageSize?: number;
  readonly trustedProxies?: readonly string[];
  readonly drainTimeout?: number;
}

export function aliasOf(name: string, changes: Partial<Alias> = {}): Alias {
  return {
    address: `${name}@secure.example.org` as AliasAddress,
    home: `${name}@example.org` as HomeAddress,
    name,
    enabled: true,
    expert: false,
    level: 'encrypt',
    overrides: [],
    language: 'en',
    updatedAt: '2026-11-23T10:00:00.000Z',
    version: 1,
    ...changes,
  };
}

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const directory = await mkdtemp(path.join(tmpdir(), 'smtp-edge-'));
  const certificateFiles = {
    kind: 'files' as const,
    certificate: path.join(directory, 'certificate.pem'),
    key: path.join(directory, 'key.pem'),
  };
  const authority = await createAuthority({ commonName: 'Test authority' });
  const issued = await authority.issue({ names: ['mx.secure.example.org'], addresses: ['127.0.0.1'] });
  await writeFile(certificateFiles.certificate, issued.certificatePem);
  await writeFile(certificateFiles.key, issued.keyPem);

  const trustedProxies = new BlockList();
  for (const address of options.trustedProxies ?? []) trustedProxies.addAddress(address);
  const configuration: EdgeConfiguration = {
    aliasDomains: new Map([
      ['secure.example.org' as Domain, 'example.org' as Domain],
      ['secure.example.net' as Domain, 'example.net' as Domain],
    ]),
    operators: ['operator@example.org' as HomeAddress],
    hostName: 'mx.secure.example.org',
    publicUrl: new URL('https://localhost:8443'),
    listenAddress: '127.0.0.1',
    ports: { mx: 0, submissions: 0, submission: 0, health: 0 },
    certificate: certificateFiles,
    maxMessageSize: options.maxMessageSize ?? 1024 * 1024,
    trustedProxies,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    drainTimeout: options.drainTimeout ?? 5000,
  };

  const waiting = new Set<() => void>();
  const happened = (): void => {
    for (const wake of waiting) wake();
  };
  const aliases = memoryAliases();
  for (const alias of [aliasOf('alice'), aliasOf('bob'), aliasOf('off', { enabled: false })]) {
    aliases.items.set(alias.address, alias);
  }
  const appPasswords = memoryAppPasswords();
  const { password } = await appPasswords.create(ALICE_HOME, 'Thunderbird');
  const refusals = memoryRefusals();
  const bodies = memoryBodies();
  const home = memoryQueue<HomeItem>();
  const outbound = memoryQueue<OutboundItem>();
  const deliveries = memoryDeliveries();
  const observer = memoryObserver();
  const world = {
    directory,
    authority,
    password,
    aliases,
    refusals,
    bodies,
    home,
    outbound,
    deliveries,
    observer,
    opened: [] as string[],
    aborted: [] as string[],
    broken: new Set<Store>(),
    ahead: 0,
  };
  /** The store's own work, unless the test has put the store out of reach; then everybody looks again. */
  const through = async <T>(store: Store, work: () => Promise<T>): Promise<T> => {
    if (world.broken.has(store)) throw new Error(`${store} out of reach`);
    const result = await work();
    happened();
    return result;
  };
  const dependencies: EdgeDependencies = {
    aliases: { get: (address) => through('aliases', () => aliases.get(address)) },
    appPasswords: {
      verify: (owner, text) => through('app-passwords', () => appPasswords.verify(owner, text)),
    },
    refusals: {
      record: (alias, refusal, at) => through('refusals', () => refusals.record(alias, refusal, at)),
    },
    deliveries,
    bodies: {
      open(key) {
        const writer = bodies.open(key);
        world.opened.push(key);
        return {
          write: (chunk) => through('bodies', () => writer.write(chunk)),
          complete: () => through('bodies', () => writer.complete()),
          abort: async () => {
            await writer.abort();
            world.aborted.push(key);
            happened();
          },
        };
      },
    },
    outbound: { send: (item) => through('outbound', () => outbound.send(item)) },
    home: { send: (item) => through('home', () => home.send(item)) },
    observer: {
      ...observer,
      info: (message, fields) => {
        observer.info(message, fields);
        happened();
      },
      fault: (message, error, fields) => {
        observer.fault(message, error, fields);
        happened();
      },
      count: (metric, value, dimensions = {}) => {
        observer.count([metric, ...Object.values(dimensions)].join(' ') as MetricName, value);
        happened();
      },
    },
    now: () => Date.now() + world.ahead,
  };
  const edge = await startEdge(configuration, dependencies);
  return Object.assign(world, {
    edge,
    configuration,
    dependencies,
    createPassword: async (owner: HomeAddress) => (await appPasswords.create(owner, 'test')).password,
    until: async (condition: () => boolean) => {
      while (!condition()) {
        await new Promise<void>((resolve, reject) => {
          const wake = (): void => {
            clearTimeout(patience);
            waiting.delete(wake);
            resolve();
          };
          const patience = setTimeout(() => {
            reject(new Error(`in vain: ${JSON.stringify(observer.lines)}`));
          }, 5000);
          waiting.add(wake);
        });
      }
    },
    close: async () => {
      await edge.drain();
      await rm(directory, { recursive: true, force: true });
    },
  });
}
