/**
 * What a provider's mail servers show now. Kept for a minute, so that going from the list to a provider's page does not
 * connect to its servers once more.
 */
import { useEffect, useState } from 'preact/hooks';

import { api, ask, type Answer } from '../../api/client.ts';
import type { TrustPreview } from './standing.ts';

const KEPT_MILLISECONDS = 60_000;
/** How long the list says how a provider stood when somebody looked. */
const TOLD_MILLISECONDS = 600_000;

const kept = new Map<string, { readonly at: number; readonly answer: Answer<TrustPreview> }>();

/** Looks, or gives what was seen within the last minute; `anew` looks in any case. */
export async function look(domain: string, anew = false): Promise<Answer<TrustPreview>> {
  const known = kept.get(domain);
  if (!anew && known !== undefined && Date.now() - known.at < KEPT_MILLISECONDS) return known.answer;
  const answer = await ask(api.POST('/v1/admin/trust/preview', { body: { domain } }));
  if (answer.kind === 'ok') {
    for (const name of [domain, answer.value.domain]) kept.set(name, { at: Date.now(), answer });
  }
  return answer;
}

/** What was seen within the last minutes; null for nothing. */
export function lastSeen(domain: string): TrustPreview | null {
  const known = kept.get(domain);
  if (known?.answer.kind !== 'ok' || Date.now() - known.at > TOLD_MILLISECONDS) return null;
  return known.answer.value;
}

export interface Looking {
  /** Of the last time that it worked; null until then. */
  readonly preview: TrustPreview | null;
  readonly running: boolean;
  /** Of the last time, where it did not work. */
  readonly failure: Exclude<Answer<TrustPreview>, { kind: 'ok' }> | null;
  readonly again: () => Promise<void>;
}

export function useLooking(domain: string): Looking {
  const [preview, setPreview] = useState(lastSeen(domain));
  const [running, setRunning] = useState(true);
  const [failure, setFailure] = useState<Looking['failure']>(null);
  const run = async (anew: boolean): Promise<void> => {
    setRunning(true);
    const answer = await look(domain, anew);
    setRunning(false);
    setFailure(answer.kind === 'ok' ? null : answer);
    if (answer.kind === 'ok') setPreview(answer.value);
  };
  useEffect(() => void run(false), [domain]);
  return { preview, running, failure, again: () => run(true) };
}
