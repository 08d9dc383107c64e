/** What an action of an operator changed, from how it was and how it was going to be. Pure. */
import type { components } from '../../api/schema.d.ts';

export type OperatorAction = components['schemas']['OperatorActions']['items'][number];

export interface Change {
  /** A name of the record, such as `notAfter`, or a domain where levels were set. */
  readonly name: string;
  /** Null: there was nothing of the kind. */
  readonly from: string | null;
  readonly to: string | null;
}

/** Names that every entry of the trust store has, in the order in which they are told. */
const ORDER = ['kind', 'sha256', 'notAfter', 'note', 'expert'];

function place(name: string): number {
  const index = ORDER.indexOf(name);
  return index === -1 ? ORDER.length : index;
}

/** What is different; all that there is of what was added or removed. */
export function changesOf({ before, after }: Pick<OperatorAction, 'before' | 'after'>): Change[] {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  return names
    .map((name): Change => ({ name, from: before?.[name] ?? null, to: after?.[name] ?? null }))
    .filter(({ from, to }) => from !== to)
    .sort((one, other) => place(one.name) - place(other.name) || one.name.localeCompare(other.name));
}

/** Which kind of thing was trusted; null where the action is not about such. */
export function kindOf({ before, after }: Pick<OperatorAction, 'before' | 'after'>): string | null {
  return after?.['kind'] ?? before?.['kind'] ?? null;
}
