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
  /** The API's own sentence: it is no address. */
  | { readonly kind: 'refused'; readonly sentence: string }
  | { readonly kind: 'unknown' };

/** Milliseconds without a key before anything is asked. */
const PAUSE = 400;
/** Milliseconds for which an answer is believed: a provider that changed a minute ago is rare. */
const FRESH = 120_000;

interface Known {
  readonly seen: Seen;
  readonly at: number;
}

const known = new Map<string, Known>();

async function look(recipient: string): Promise<Seen> {
  const answer = await ask(api.POST('/v1/checks', { body: { recipient } }));
  switch (answer.kind) {
    case 'ok':
      return { kind: 'seen', check: answer.value };
    case 'problem': {
      const { errors, detail, status } = answer.problem;
      return status < 500 ? { kind: 'refused', sentence: errors[0]?.detail ?? detail } : { kind: 'unknown' };
    }
    case 'changed':
    case 'busy':
    case 'offline':
    case 'signed-out':
      return { kind: 'unknown' };
  }
}

/** By domain, for all of the recipients that have one. */
export function useVerdicts(recipients: readonly Recipient[]): ReadonlyMap<string, Seen> {
  const [, redraw] = useState(0);
  const domains = new Map(recipients.flatMap(({ domain, address }) => (domain ? [[domain, address]] : [])));
  const key = [...domains.keys()].join(' ');
  useEffect(() => {
    let isGone = false;
    const timer = setTimeout(() => {
      for (const [domain, address] of domains) {
        const before = known.get(domain);
        const isGood =
          before !== undefined && Date.now() - before.at < FRESH && before.seen.kind !== 'unknown';
        if (isGood) continue;
        known.set(domain, { seen: { kind: 'looking' }, at: Date.now() });
        void look(address).then((seen) => {
          known.set(domain, { seen, at: Date.now() });
          if (!isGone) redraw((count) => count + 1);
        });
      }
    }, PAUSE);
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [key]);
  return new Map(
    [...domains.keys()].map((domain) => [domain, known.get(domain)?.seen ?? { kind: 'looking' as const }]),
  );
}
