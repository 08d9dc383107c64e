/**
 * The signed world, alive: three NSD, an Unbound that validates, one that does not. Every run has loopback
 * addresses of its own, so that several can run at once on one machine.
 */
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { parseTrustAnchors, type TrustAnchors } from '../../../../shared/dns/dnssec/trust-anchors.ts';
import { startNsd } from './nsd.ts';
import { startUnbound, type Endpoint, type Unbound, type UnboundOptions } from './unbound.ts';
import { writeZones, type SignedZones } from './zone-signing.ts';
import { zones } from './zones.ts';

const PORT = 5300;
export const TLS_PORT = 5853;

export interface LiveWorld extends AsyncDisposable {
  /** Goes with the world. */
  readonly directory: string;
  readonly anchors: TrustAnchors;
  readonly signed: SignedZones;
  /** Follows the zones and validates nothing. */
  readonly plain: Endpoint;
  /** An address and port that nobody else has. */
  readonly freeEndpoint: () => Endpoint;
  /** Starts another Unbound, which ends with the world: over the zones themselves unless it forwards. */
  readonly startUnbound: (options: Partial<UnboundOptions>) => Promise<Unbound & Endpoint>;
}

export async function startLiveWorld(): Promise<LiveWorld> {
  const network = `127.${randomInt(64, 250)}.${randomInt(1, 255)}`;
  let host = 0;
  const freeEndpoint = (): Endpoint => ({ address: `${network}.${++host}`, port: PORT });
  const directory = await mkdtemp(join(tmpdir(), 'signed-world-'));
  await using started = new AsyncDisposableStack();
  started.defer(() => rm(directory, { recursive: true, force: true }));
  const [root, test, others] = [freeEndpoint(), freeEndpoint(), freeEndpoint()];
  const signed = await writeZones(directory, {
    root: root.address,
    test: test.address,
    others: others.address,
  });
  const serverOf = (zone: string): Endpoint => (zone === '' ? root : zone === 'test' ? test : others);
  const names = Object.keys(zones);
  for (const server of [root, test, others]) {
    const daemon = await startNsd(
      directory,
      server,
      names.filter((zone) => serverOf(zone) === server),
    );
    started.defer(daemon.stop);
  }
  const stubs = names.map((zone) => ({ zone, ...serverOf(zone) }));
  const disposers = started.move();
  const addUnbound: LiveWorld['startUnbound'] = async (options) => {
    const { address, port } = { ...freeEndpoint(), ...options };
    const endpoint = { address, port };
    const unbound = await startUnbound(directory, {
      ...endpoint,
      ...(options.forwardTo === undefined ? { stubs } : {}),
      ...options,
    });
    disposers.defer(unbound.stop);
    return { ...unbound, ...endpoint };
  };
  try {
    const plain = await addUnbound({ settings: ['minimal-responses: no'] });
    const parsed = parseTrustAnchors(signed.anchors);
    if (parsed.kind === 'malformed') throw new Error(parsed.detail);
    return {
      directory,
      anchors: parsed.anchors,
      signed,
      plain,
      freeEndpoint,
      startUnbound: addUnbound,
      [Symbol.asyncDispose]: () => disposers.disposeAsync(),
    };
  } catch (error) {
    await disposers.disposeAsync();
    throw error;
  }
}
