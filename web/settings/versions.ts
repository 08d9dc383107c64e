/**
 * Versions of the settings: what is saved, what somebody wants, and what is to be done where the two were made from
 * different things. Pure.
 */
import type { Complaints } from '../api/complaints.ts';
import type { components } from '../api/schema.d.ts';

export type Alias = components['schemas']['Alias'];
export type Settings = Pick<Alias, 'enabled' | 'expert' | 'level' | 'overrides' | 'language'>;
export type Override = Settings['overrides'][number];

/** What one wants, as a step from what is saved by then: changes that follow quickly are done one on the other. */
export type Change = (saved: Settings) => Settings;

export function settingsOf({ enabled, expert, level, overrides, language }: Settings): Settings {
  return { enabled, expert, level, overrides, language };
}

/** Overrides are a set: their order and the spelling of their domains say nothing. */
function canonical({ overrides, ...others }: Settings): Settings {
  const sorted = overrides
    .map(({ domain, level }) => ({ domain: domain.trim().toLowerCase(), level }))
    .sort((one, other) => (one.domain < other.domain ? -1 : 1));
  return { ...others, overrides: sorted };
}

export function isSame(one: Settings, other: Settings): boolean {
  const [a, b] = [canonical(one), canonical(other)];
  return (
    a.enabled === b.enabled &&
    a.expert === b.expert &&
    a.level === b.level &&
    a.language === b.language &&
    a.overrides.length === b.overrides.length &&
    a.overrides.every(
      ({ domain, level }, index) =>
        domain === b.overrides[index]?.domain && level === b.overrides[index].level,
    )
  );
}

/** What the controls show while a wish is being saved: what comes or goes as a whole does so once that is done. */
export function whileSaving(saved: Settings, wish: Settings): Settings {
  const wished = new Map(wish.overrides.map(({ domain, level }) => [domain, level]));
  const overrides = saved.overrides.map(({ domain, level }) => ({
    domain,
    level: wished.get(domain) ?? level,
  }));
  return { ...wish, expert: saved.expert, overrides };
}

export type Meeting =
  /** What is saved is what was wanted: an earlier try had worked, though its answer got lost. */
  | { readonly kind: 'saved' }
  /** Only the language is another one, which was not what the change is about: on top of that, then. */
  | { readonly kind: 'again'; readonly settings: Settings }
  /** The person has to choose. */
  | { readonly kind: 'choose' };

/** `seen` was changed to `mine`, and meanwhile somebody else has saved `theirs`. */
export function meet(seen: Settings, mine: Settings, theirs: Settings): Meeting {
  if (isSame(mine, theirs)) return { kind: 'saved' };
  const { language } = theirs;
  if (mine.language === seen.language && isSame({ ...seen, language }, theirs))
    return { kind: 'again', settings: { ...mine, language } };
  return { kind: 'choose' };
}

/** What is said at the field for a further domain, which would be the last of so many. */
export function aboutNewOverride(complaints: Complaints, count: number): string | undefined {
  return complaints.get(`/overrides/${String(count)}/domain`) ?? complaints.get('/overrides');
}

/** What has no field to stand at: said for the page as a whole, so that no sentence gets lost. */
export function aboutTheRest(complaints: Complaints, count: number): readonly string[] {
  const placed = aboutNewOverride(complaints, count);
  return [...complaints.values()].filter((sentence) => sentence !== placed);
}
