/**
 * Levels that operators set for single domains, merged into an owner's own settings: an import may make a
 * level stricter or name it where the owner named none, and never makes it weaker. Pure.
 */
import type { Domain } from '../../shared/address/domain.ts';
import { LEVELS, type Level } from '../../shared/policy/level.ts';
import type { AliasSettings } from '../../shared/store/aliases.ts';
import { say } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

export interface Override {
  readonly domain: Domain;
  readonly level: Level;
}

export interface Merge {
  /** The owner's overrides as they are going to be, in their order, new ones last. */
  readonly overrides: readonly Override[];
  readonly changed: readonly { readonly domain: Domain; readonly from: Level | null; readonly to: Level }[];
  readonly kept: readonly { readonly domain: Domain; readonly level: Level; readonly detail: Sentence }[];
}

const isStricter = (one: Level, other: Level): boolean => LEVELS.indexOf(one) > LEVELS.indexOf(other);

/** Merges. `imported` names each domain once. */
export function mergeOverrides(
  settings: Pick<AliasSettings, 'level' | 'overrides'>,
  imported: readonly Override[],
): Merge {
  const merged = new Map(settings.overrides.map(({ domain, level }) => [domain, level]));
  const changed: Merge['changed'][number][] = [];
  const kept: Merge['kept'][number][] = [];
  for (const { domain, level } of imported) {
    const own = merged.get(domain) ?? null;
    if (own === level) {
      kept.push({ domain, level, detail: say('this is the level already') });
    } else if (own !== null && isStricter(own, level)) {
      kept.push({ domain, level: own, detail: say("the owner's own level for this domain is stricter") });
    } else if (own === null && isStricter(settings.level, level)) {
      kept.push({
        domain,
        level: settings.level,
        detail: say("the owner's level for all domains is stricter"),
      });
    } else {
      merged.set(domain, level);
      changed.push({ domain, from: own, to: level });
    }
  }
  return { overrides: [...merged].map(([domain, level]) => ({ domain, level })), changed, kept };
}
