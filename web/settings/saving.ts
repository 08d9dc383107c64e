/**
 * How a change of the settings gets there: always as a whole, and only over the version that one has seen (If-Match).
 * Changes are saved one after the other. Where somebody else was first, both versions are kept until one is chosen;
 * where no answer came, nobody knows whether it was done, and the change is kept for another try.
 */
import { useRef, useState } from 'preact/hooks';

import { api, ask, ifMatch } from '../api/client.ts';
import { complaintsIn, NO_COMPLAINTS, type Complaints } from '../api/complaints.ts';
import { useResource, type Resource } from '../api/resource.ts';
import { meet, settingsOf, whileSaving, type Alias, type Change, type Settings } from './versions.ts';

export interface Conflict {
  readonly mine: Settings;
  readonly theirs: Settings;
  readonly choose: (which: 'mine' | 'theirs') => void;
}

export interface Saving {
  readonly alias: Resource<Alias>;
  /** What the controls show: the wish while it is being saved, what is saved at any other time. */
  readonly shown: Settings | undefined;
  readonly busy: boolean;
  readonly complaints: Complaints;
  readonly conflict: Conflict | null;
  /** The last change, where no answer came; a new object each time that none did. */
  readonly unanswered: { readonly change: Change } | null;
  /** True once it is saved, be it after a choice between two versions. */
  save(change: Change): Promise<boolean>;
}

type Outcome = 'saved' | 'not-saved' | 'unanswered';
type Known = Pick<Resource<Alias>, 'value' | 'etag'>;

export function useSaving(): Saving {
  const alias = useResource('alias', () => ask(api.GET('/v1/alias')));
  const known = useRef<Known>(alias);
  if (alias.etag !== known.current.etag) known.current = alias;
  const tail = useRef<Promise<unknown>>(Promise.resolve());
  const waiting = useRef(0);
  const [wish, setWish] = useState<Settings | null>(null);
  const [complaints, setComplaints] = useState(NO_COMPLAINTS);
  const [conflict, setConflict] = useState<Conflict | null>(null);
  const [unanswered, setUnanswered] = useState<Saving['unanswered']>(null);

  const learn = (value: Alias, etag: string | null): void => {
    known.current = { value, etag };
    alias.set(value, etag);
  };

  /** Which of the two is to be saved; null where it is what is saved already. */
  const choose = (mine: Settings, theirs: Settings): Promise<'mine' | 'theirs'> => {
    const { promise, resolve } = Promise.withResolvers<'mine' | 'theirs'>();
    setConflict({ mine, theirs, choose: resolve });
    return promise;
  };

  const put = async (seen: Settings, mine: Settings): Promise<Outcome> => {
    const header = ifMatch(known.current.etag);
    const answer = await ask(api.PUT('/v1/alias', { body: mine, params: { header } }));
    switch (answer.kind) {
      case 'ok':
        learn(answer.value, answer.etag);
        return 'saved';
      case 'changed':
        return settle(seen, mine);
      case 'problem':
      case 'busy':
        setComplaints(complaintsIn(answer.problem));
        return 'not-saved';
      case 'offline':
      case 'signed-out':
        return 'unanswered';
    }
  };

  /** Somebody else was first. */
  const settle = async (seen: Settings, mine: Settings): Promise<Outcome> => {
    const now = await ask(api.GET('/v1/alias'));
    if (now.kind !== 'ok') return 'unanswered';
    learn(now.value, now.etag);
    const theirs = settingsOf(now.value);
    const meeting = meet(seen, mine, theirs);
    switch (meeting.kind) {
      case 'saved':
        return 'saved';
      case 'again':
        return put(theirs, meeting.settings);
      case 'choose': {
        const chosen = await choose(mine, theirs);
        setConflict(null);
        return chosen === 'mine' ? put(theirs, mine) : 'not-saved';
      }
    }
  };

  const attempt = async (change: Change): Promise<boolean> => {
    const { value } = known.current;
    if (value === undefined) return false;
    setComplaints(NO_COMPLAINTS);
    const seen = settingsOf(value);
    const outcome = await put(seen, change(seen));
    setUnanswered(outcome === 'unanswered' ? { change } : null);
    return outcome === 'saved';
  };

  const save = async (change: Change): Promise<boolean> => {
    const { value } = known.current;
    if (value !== undefined) setWish((wished) => change(wished ?? settingsOf(value)));
    waiting.current += 1;
    const before = tail.current;
    const saved = before.then(() => attempt(change));
    tail.current = saved.catch(() => false);
    try {
      return await saved;
    } finally {
      waiting.current -= 1;
      // Shown again as it is: a control must not say what is not so.
      if (waiting.current === 0) setWish(null);
    }
  };

  const saved = alias.value === undefined ? undefined : settingsOf(alias.value);
  return {
    alias,
    shown: saved !== undefined && wish !== null ? whileSaving(saved, wish) : saved,
    busy: wish !== null,
    complaints,
    conflict,
    unanswered,
    save,
  };
}
