/** Setting a level for many people: whom it is for, as typed, and what came of it, added up. Pure. */
import type { components } from '../../api/schema.d.ts';

export type Outcome = components['schemas']['OverrideOutcome'];

/** Addresses one below the other, or with commas or semicolons between, as address books give them. */
export function homesIn(text: string): string[] {
  return [...new Set(text.split(/[\s,;]+/).filter((part) => part !== ''))];
}

/** As many as one request may name. */
export const MOST_HOMES = 100;

export interface Summary {
  readonly changed: number;
  /** It was so already, or what they have is stricter. */
  readonly unchanged: number;
  /** Those of whom nobody is known, who have too many, or who were just changing theirs: by outcome, home addresses. */
  readonly notDone: readonly {
    readonly outcome: 'unknown' | 'too-many-overrides' | 'changed-meanwhile';
    readonly homes: readonly string[];
  }[];
}

const NOT_DONE = ['unknown', 'too-many-overrides', 'changed-meanwhile'] as const;

export function summaryOf(outcomes: readonly Outcome[]): Summary {
  const of = (wanted: Outcome['outcome']): Outcome[] => outcomes.filter(({ outcome }) => outcome === wanted);
  return {
    changed: of('changed').length,
    unchanged: of('unchanged').length,
    notDone: NOT_DONE.map((outcome) => ({ outcome, homes: of(outcome).map(({ home }) => home) })).filter(
      ({ homes }) => homes.length > 0,
    ),
  };
}
