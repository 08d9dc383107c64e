/** The API of the simulated internet (infra/local/simulation): no sign-in, and only on this machine. */
import type {
  LineView,
  ProviderDetails,
  ProviderView,
  SendAnswer,
  SimulationEvent,
} from '../../infra/local/simulation/shapes.ts';
import { readProblem, type Answer } from '../api/client.ts';

export type { LineView, ProviderDetails, ProviderView, SendAnswer, SimulationEvent };

async function call<Value>(path: string, init?: RequestInit): Promise<Answer<Value>> {
  try {
    const answer = await fetch(`/simulation/${path}`, init);
    const body = (await answer.json()) as unknown;
    if (answer.ok) return { kind: 'ok', value: body as Value, etag: null };
    return { kind: 'problem', problem: readProblem(body, answer.status) };
  } catch {
    return { kind: 'offline' };
  }
}

export function getProviders(): Promise<Answer<{ readonly items: readonly ProviderView[] }>> {
  return call('providers');
}

export function getProvider(domain: string): Promise<Answer<ProviderDetails>> {
  return call(`providers/${encodeURIComponent(domain)}`);
}

export interface Letter {
  readonly as: string;
  readonly to: string;
  readonly tls: 'now' | 'none' | 'outdated';
}

export function sendLetter(letter: Letter): Promise<Answer<SendAnswer>> {
  return call('send', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(letter),
  });
}
