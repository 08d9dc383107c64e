/** What the deliveries of the last 90 days suggest: a stricter level that would have done, or one that was too strict. */
import { api, ask } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { components } from '../api/schema.d.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import type { Level } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { settingsOf, type Alias, type Saving, type Settings } from './saving.ts';
import { words } from './words.ts';

type Suggestion = components['schemas']['Suggestions']['items'][number];

/** The settings with a suggestion followed. Expert mode is needed for any of them. */
export function follow(settings: Settings, suggestion: Suggestion): Settings {
  if (suggestion.kind === 'stricter-level-works')
    return { ...settings, expert: true, level: suggestion.level };
  const { domain, suggested: level } = suggestion;
  const others = settings.overrides.filter((each) => each.domain !== domain);
  return { ...settings, expert: true, overrides: [...others, { domain, level }] };
}

export function Suggestions({ alias, saving }: { readonly alias: Alias; readonly saving: Saving }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const suggestions = useResource('suggestions', () => ask(api.GET('/v1/suggestions')));
  const use = async (suggestion: Suggestion): Promise<void> => {
    if (!(await saving.save(follow(settingsOf(alias), suggestion)))) return;
    toast(t.saved);
    suggestions.reload();
  };
  const sentence = (suggestion: Suggestion): string => {
    const { level, messages } = suggestion;
    return suggestion.kind === 'stricter-level-works'
      ? t.stricter(levels.name[level], suggestion.domains, messages)
      : t.cameBack(suggestion.domain, levels.name[level], messages, levels.name[suggestion.suggested]);
  };
  const levelOf = (suggestion: Suggestion): Level =>
    suggestion.kind === 'stricter-level-works' ? suggestion.level : suggestion.suggested;
  return (
    <>
      {suggestions.value?.items.map((suggestion) => (
        <Notice key={JSON.stringify(suggestion)} title={t.suggestion}>
          <p>{sentence(suggestion)}</p>
          <div class="row">
            <Button small busy={saving.busy} onPress={() => void use(suggestion)}>
              {t.use(levels.name[levelOf(suggestion)])}
            </Button>
          </div>
        </Notice>
      ))}
    </>
  );
}
