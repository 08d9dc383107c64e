/**
 * The settings as they are saved, and how a change gets there: always as a whole, and only over the version that
 * one has seen (If-Match). Where somebody else was first, both versions are kept until one is chosen.
 */
import { useState } from 'preact/hooks';

import { api, ask, ifMatch, type Answer } from '../api/client.ts';
import { useResource, type Resource } from '../api/resource.ts';
import type { components } from '../api/schema.d.ts';

export type Alias = components['schemas']['Alias'];
export type Settings = Pick<Alias, 'enabled' | 'expert' | 'level' | 'overrides' | 'language'>;

export function settingsOf({ enabled, expert, level, overrides, language }: Alias): Settings {
  return { enabled, expert, level, overrides, language };
}

/** The API's own sentences by the place they are about, such as `/overrides/0/domain`; '' for the whole. */
export type Complaints = ReadonlyMap<string, string>;

const NONE: Complaints = new Map();

export interface Saving {
  readonly alias: Resource<Alias>;
  readonly busy: boolean;
  readonly complaints: Complaints;
  /** What one wanted, where somebody else was first. */
  readonly conflict: { readonly mine: Settings; readonly theirs: Alias } | null;
  /** True once it is saved. */
  save(settings: Settings): Promise<boolean>;
  /** Ends a conflict: with one's own version, or with what is saved. */
  resolve(which: 'mine' | 'theirs'): Promise<void>;
  forget(): void;
}

export function useSaving(): Saving {
  const alias = useResource('alias', () => ask(api.GET('/v1/alias')));
  const [busy, setBusy] = useState(false);
  const [complaints, setComplaints] = useState<Complaints>(NONE);
  const [conflict, setConflict] = useState<Saving['conflict']>(null);

  const put = async (settings: Settings, etag: string | null): Promise<boolean> => {
    setBusy(true);
    const answer = await ask(api.PUT('/v1/alias', { body: settings, params: { header: ifMatch(etag) } }));
    setBusy(false);
    switch (answer.kind) {
      case 'ok':
        alias.set(answer.value, answer.etag);
        setComplaints(NONE);
        setConflict(null);
        return true;
      case 'changed': {
        const now = await ask(api.GET('/v1/alias'));
        if (now.kind !== 'ok') return false;
        alias.set(now.value, now.etag);
        setConflict({ mine: settings, theirs: now.value });
        return false;
      }
      case 'problem':
      case 'busy':
      case 'offline':
      case 'signed-out':
        setComplaints(complaintsOf(answer));
        return false;
    }
  };

  return {
    alias,
    busy,
    complaints,
    conflict,
    save: (settings) => put(settings, alias.etag),
    resolve: async (which) => {
      if (which === 'mine' && conflict !== null) await put(conflict.mine, alias.etag);
      else setConflict(null);
    },
    forget: () => {
      setComplaints(NONE);
    },
  };
}

/** Nothing to say where the shell says it already: no network, signed out. */
function complaintsOf(answer: Exclude<Answer<unknown>, { kind: 'ok' | 'changed' }>): Complaints {
  if (answer.kind !== 'problem') return NONE;
  const { errors, detail } = answer.problem;
  if (errors.length === 0) return new Map([['', detail]]);
  return new Map(errors.map((error) => [error.pointer, error.detail]));
}
