/**
 * What would happen to mail for a domain, asked of `/v1/checks` while recipients are typed: after a pause, each domain
 * once in a while, and never in anybody's way. What cannot be found out is "not known", which stops nothing either.
 */
import { useEffect, useState } from 'preact/hooks';

import { api, ask } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import type { Recipient } from './recipients.ts';

export type Check = components['schemas']['Check'];

export type Seen =
  | { readonly kind: 'looking' }
  | { readonly kind: 'seen'; readonly check: Check }
  | { readonly kind: 'unknown' };

/** Milliseconds without a key before anything is asked. */
const PAUSE = 400;
/** Milliseconds for which an answer is believed: a provider that changed a minute ago is rare. */
const FRESH = 120_000;

interface Known {
  readonly seen: Seen;
  readonly at: number;
}

const LOOKING: Seen = { kind: 'looking' };
const known = new Map<string, Known>();
/** Whoever shows verdicts: a look may end after the recipients have changed. */
const listeners = new Set<() => void>();

function learn(domain: string, seen: Seen): void {
  known.set(domain, { seen, at: Date.now() });
  for (const listener of [...listeners]) listener();
}

/** About a domain as a whole: its postmaster is everywhere (RFC 5321 section 4.5.1), and no one's address is told. */
async function look(domain: string): Promise<void> {
  learn(domain, LOOKING);
  const answer = await ask(api.POST('/v1/checks', { body: { recipient: `postmaster@${domain}` } }));
  learn(domain, answer.kind === 'ok' ? { kind: 'seen', check: answer.value } : { kind: 'unknown' });
}

function isFresh(domain: string): boolean {
  const before = known.get(domain);
  if (before === undefined || before.seen.kind === 'unknown') return false;
  return before.seen.kind === 'looking' || Date.now() - before.at < FRESH;
}

/** By domain, for all of the recipients that have one. */
export function useVerdicts(recipients: readonly Recipient[]): ReadonlyMap<string, Seen> {
  const [, redraw] = useState(0);
  useEffect(() => {
    const listener = (): void => {
      redraw((count) => count + 1);
    };
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  }, []);
  const domains = [...new Set(recipients.flatMap(({ domain }) => domain ?? []))];
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const domain of domains) if (!isFresh(domain)) void look(domain);
    }, PAUSE);
    return () => {
      clearTimeout(timer);
    };
  }, [domains.join(' ')]);
  return new Map(domains.map((domain) => [domain, known.get(domain)?.seen ?? LOOKING]));
}
