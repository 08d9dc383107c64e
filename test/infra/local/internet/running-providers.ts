/** Providers for tests: started on free ports with one certificate, and all stopped at the end. */
import { once } from 'node:events';
import { createAuthority } from '../../../../infra/local/internet/certificates.ts';
import type { Behaviour, Manner } from '../../../../infra/local/internet/manners.ts';
import { Provider } from '../../../../infra/local/internet/provider.ts';
import type { ConnectionRecord } from '../../../../infra/local/internet/transcript.ts';

const authority = await createAuthority({ commonName: 'Test authority' });
const certificate = await authority.issue({ names: ['mx.there.example'] });
const running: Provider[] = [];

export const authorityPem = authority.certificatePem;

/** Starts mx.there.example; by default on a free port of 127.0.0.1. */
export async function startProvider(
  manner: Manner,
  overrides: Partial<Behaviour> = {},
  at: { address: string; port: number } = { address: '127.0.0.1', port: 0 },
): Promise<Provider> {
  const names = { domain: 'there.example', host: 'mx.there.example' };
  const started = await Provider.start({ ...names, ...at, manner, overrides, certificate });
  running.push(started);
  return started;
}

export async function stopProviders(): Promise<void> {
  await Promise.all(running.splice(0).map((provider) => provider.close()));
}

/** The next connection to a provider that closes. */
export async function closing(provider: Provider): Promise<ConnectionRecord> {
  const signal = AbortSignal.timeout(5000);
  const [record] = (await once(provider, 'connection-closed', { signal })) as [ConnectionRecord];
  return record;
}
