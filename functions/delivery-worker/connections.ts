/** Which addresses of which hosts a try connects to, in order. Pure. */
import type { BlockList } from 'node:net';

import type { MxHost } from '../../shared/dns/mx-hosts.ts';
import type { Observation } from '../../shared/policy/judge.ts';
import { mayConnect } from '../../shared/smtp/allowed-networks.ts';

/** Addresses tried at most in one go, over all hosts. */
const MOST_CONNECTIONS = 10;

export interface Connection {
  readonly host: string;
  readonly address: string;
}

/** What to connect to, in order, and what is already known of the rest without a connection. */
export function connectionsOf(
  hosts: readonly MxHost[],
  allowed: BlockList,
): { connections: Connection[]; known: Observation[] } {
  const connections: Connection[] = [];
  const known: Observation[] = [];
  for (const { host, addresses, lookupFailure } of hosts) {
    const usable = addresses.filter((address) => mayConnect(address, allowed));
    connections.push(...usable.map((address) => ({ host, address })));
    if (lookupFailure !== null)
      known.push({ kind: 'lookup-failed', host, address: null, detail: lookupFailure });
    else if (usable.length === 0)
      known.push({ kind: 'address-not-allowed', host, address: addresses[0] ?? null });
  }
  return { connections: connections.slice(0, MOST_CONNECTIONS), known };
}
