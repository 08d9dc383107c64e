/** Setting a level for one domain, page by page where it is for everybody, until the end or the first thing that fails. */
import { useState } from 'preact/hooks';

import { api, ask } from '../../api/client.ts';
import type { Level } from '../../levels/kinds.ts';
import { useWords } from '../../words/words.ts';
import { NO_COMPLAINTS, type Complaints } from '../../api/complaints.ts';
import { complaintsOf } from '../complaints.ts';
import { operatorWords } from '../words.ts';
import type { Outcome } from './outcomes.ts';

export interface Wish {
  readonly domain: string;
  readonly level: Level;
  /** Null for everybody. */
  readonly homes: readonly string[] | null;
}

export interface Setting {
  readonly busy: boolean;
  /** What was done so far; null before anything was. */
  readonly outcomes: readonly Outcome[] | null;
  readonly complaints: Complaints;
  /** True where it came to its end. */
  set(wish: Wish): Promise<boolean>;
}

export function useSetting(): Setting {
  const o = useWords(operatorWords);
  const [busy, setBusy] = useState(false);
  const [outcomes, setOutcomes] = useState<readonly Outcome[] | null>(null);
  const [complaints, setComplaints] = useState(NO_COMPLAINTS);

  const set = async ({ domain, level, homes }: Wish): Promise<boolean> => {
    setBusy(true);
    setOutcomes(null);
    setComplaints(NO_COMPLAINTS);
    const done: Outcome[] = [];
    let cursor: string | null = null;
    do {
      const body = { homes: homes === null ? null : [...homes], overrides: [{ domain, level }], cursor };
      const answer: Awaited<ReturnType<typeof post>> = await post(body);
      if (answer.kind !== 'ok') {
        setComplaints(complaintsOf(answer, o.noAnswer));
        setBusy(false);
        return false;
      }
      done.push(...answer.value.items);
      setOutcomes([...done]);
      cursor = answer.value.next;
    } while (cursor !== null);
    setBusy(false);
    return true;
  };
  return { busy, outcomes, complaints, set };
}

function post(body: {
  homes: string[] | null;
  overrides: Pick<Wish, 'domain' | 'level'>[];
  cursor: string | null;
}) {
  return ask(api.POST('/v1/admin/aliases/overrides', { body }));
}
