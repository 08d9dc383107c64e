/** What a suggestion makes of the settings. Pure. */
import type { components } from '../api/schema.d.ts';
import type { Level } from '../levels/kinds.ts';
import type { Settings } from './versions.ts';

export type Suggestion = components['schemas']['Suggestions']['items'][number];

export function levelOf(suggestion: Suggestion): Level {
  return suggestion.kind === 'stricter-level-works' ? suggestion.level : suggestion.suggested;
}

/** The settings with a suggestion followed. Expert mode is needed for any of them. */
export function follow(settings: Settings, suggestion: Suggestion): Settings {
  if (suggestion.kind === 'stricter-level-works')
    return { ...settings, expert: true, level: suggestion.level };
  const { domain, suggested: level } = suggestion;
  const others = settings.overrides.filter((each) => each.domain !== domain);
  return { ...settings, expert: true, overrides: [...others, { domain, level }] };
}
