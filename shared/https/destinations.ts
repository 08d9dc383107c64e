/** To which addresses a request to a stranger's host may go: looked up once, and checked. */
import type { BlockList } from 'node:net';

import type { Resolver } from '../dns/resolver.ts';
import { mayConnect } from '../smtp/allowed-networks.ts';
import type { HttpsFailure } from './failure.ts';

export interface Destinations {
  readonly resolver: Pick<Resolver, 'addresses'>;
  /** Networks that may be connected to although they are not public. */
  readonly allowedNetworks: BlockList;
}

const MOST_ADDRESSES = 4;

/** The addresses to try, IPv6 first, or why there are none. */
export async function addressesOf(
  host: string,
  { resolver, allowedNetworks }: Destinations,
): Promise<readonly string[] | HttpsFailure> {
  const answers = await Promise.all([resolver.addresses(host, 6), resolver.addresses(host, 4)]);
  const found = answers.flatMap((answer) => (answer.kind === 'records' ? answer.records : []));
  if (found.length === 0) {
    const failed = answers.find((answer) => answer.kind === 'failed');
    return { kind: 'failed', step: 'name', detail: failed?.detail ?? `${host} has no address` };
  }
  const allowed = found.filter((address) => mayConnect(address, allowedNetworks));
  if (allowed.length === 0) {
    return { kind: 'failed', step: 'address', detail: `${host} has no public address` };
  }
  return allowed.slice(0, MOST_ADDRESSES);
}
