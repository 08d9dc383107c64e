/**
 * One certificate from an ACME server (RFC 8555), proven by a dns-01 challenge: account, order, challenge, request,
 * chain. What the server refuses is a value with its reason; what fails on our side (Route 53) is an exception.
 */
import { setTimeout as sleep } from 'node:timers/promises';

import { Client, crypto, type Authorization, type Order } from 'acme-client';

import { AcmeRefusal, refusalIn } from './acme-transport.ts';
import { challengeRecord } from './records.ts';
import type { Pause, Zone } from './zone.ts';

export interface CertificateRequest {
  readonly directory: string;
  readonly accountKey: string;
  /** Mail addresses; the server may write to them. */
  readonly contacts: readonly string[];
  readonly host: string;
  /** The certificate's, in PEM. */
  readonly key: string;
}

export type OrderOutcome =
  | { readonly kind: 'issued'; readonly chain: string }
  | {
      readonly kind: 'refused';
      readonly type: string;
      readonly detail: string;
      readonly retryAfter: string | null;
    };

export interface OrderDependencies {
  readonly zone: Zone;
  /** For what does not stop the order. */
  readonly warn: (message: string, error: unknown) => void;
  readonly pause?: Pause;
}

const LOOKS = 60;
const BETWEEN_LOOKS = 3000;

/** Asks until it is no longer pending or processing (RFC 8555 section 7.1.6). */
async function settled<T extends { readonly status: string }>(
  ask: () => Promise<T>,
  pause: Pause,
): Promise<T> {
  for (let look = 0; look < LOOKS; look++) {
    const seen = await ask();
    if (seen.status !== 'pending' && seen.status !== 'processing') return seen;
    await pause(BETWEEN_LOOKS);
  }
  throw new AcmeRefusal('slow', 'the ACME server has not come to a result within minutes');
}

async function prove(
  client: Client,
  order: Order,
  authorization: Authorization,
  { zone, warn, pause = sleep }: OrderDependencies,
): Promise<void> {
  const challenge = authorization.challenges.find(({ type }) => type === 'dns-01');
  if (challenge === undefined)
    throw new AcmeRefusal('unsupported', 'the ACME server offers no dns-01 challenge');
  const answer = await client.getChallengeKeyAuthorization(challenge);
  const record = challengeRecord(authorization.identifier.value, answer);
  await zone.publish([record]);
  try {
    await client.completeChallenge(challenge);
    const again = async (): Promise<Authorization> => {
      const all = await client.getAuthorizations(order);
      const same = all.find(({ url }) => url === authorization.url);
      if (same === undefined) throw new AcmeRefusal('malformed', 'the order has lost its authorization');
      return same;
    };
    const seen = await settled(again, pause);
    if (seen.status !== 'valid')
      throw refusalIn(seen.challenges.find(({ type }) => type === 'dns-01')?.error, seen.status);
  } finally {
    // It proves nothing any more; left behind it does no harm, and the next run writes over it.
    await zone.withdraw([record]).catch((error: unknown) => {
      warn('the challenge record is still in the zone', error);
    });
  }
}

async function obtain(request: CertificateRequest, dependencies: OrderDependencies): Promise<string> {
  const { host, contacts, directory, accountKey, key } = request;
  const { pause = sleep } = dependencies;
  const client = new Client({ directoryUrl: directory, accountKey });
  // With a key that it knows, the server gives the account that there is (RFC 8555 section 7.3.1).
  await client.createAccount({
    termsOfServiceAgreed: true,
    contact: contacts.map((address) => `mailto:${address}`),
  });
  const order = await client.createOrder({ identifiers: [{ type: 'dns', value: host }] });
  for (const authorization of await client.getAuthorizations(order))
    // Proven not long ago, and still good.
    if (authorization.status !== 'valid') await prove(client, order, authorization, dependencies);
  const look = (): Promise<Order> => client.getOrder(order);
  const ready = await settled(look, pause);
  if (ready.status !== 'ready') throw refusalIn(ready.error, ready.status);
  const [, csr] = await crypto.createCsr({ altNames: [host] }, key);
  await client.finalizeOrder(ready, csr);
  const done = await settled(look, pause);
  if (done.status !== 'valid') throw refusalIn(done.error, done.status);
  return client.getCertificate(done);
}

/** Orders a certificate for the key. Throws where our own side fails; the server's refusals are values. */
export async function orderCertificate(
  request: CertificateRequest,
  dependencies: OrderDependencies,
): Promise<OrderOutcome> {
  try {
    return { kind: 'issued', chain: await obtain(request, dependencies) };
  } catch (error) {
    if (!(error instanceof AcmeRefusal)) throw error;
    const { type, message: detail, retryAfter } = error;
    return { kind: 'refused', type, detail, retryAfter };
  }
}
