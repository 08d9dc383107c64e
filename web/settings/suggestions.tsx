/** What the deliveries of the last 90 days suggest: a stricter level that would have done, or one that was too strict. */
import { useState } from 'preact/hooks';

import { api, ask } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { ExpertDialog } from './expert-dialog.tsx';
import { follow, levelOf, type Suggestion } from './following.ts';
import type { Saving } from './saving.ts';
import type { Settings } from './versions.ts';
import { words } from './words.ts';

export function Suggestions({ shown, saving }: { readonly shown: Settings; readonly saving: Saving }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const suggestions = useResource('suggestions', () => ask(api.GET('/v1/suggestions')));
  const [asking, setAsking] = useState<Suggestion | null>(null);
  const use = async (suggestion: Suggestion): Promise<void> => {
    setAsking(null);
    if (!(await saving.save((settings) => follow(settings, suggestion)))) return;
    toast(t.saved);
    // The suggestion goes away, and the button with it.
    document.querySelector<HTMLElement>('main h1')?.focus();
    suggestions.reload();
  };
  const sentence = (suggestion: Suggestion): string => {
    const { level, messages } = suggestion;
    return suggestion.kind === 'stricter-level-works'
      ? t.stricter(levels.name[level], suggestion.domains, messages)
      : t.cameBack(suggestion.domain, levels.name[level], messages, levels.name[suggestion.suggested]);
  };
  return (
    <>
      {suggestions.value?.items.map((suggestion) => (
        <Notice key={JSON.stringify(suggestion)} title={t.suggestion}>
          <p>{sentence(suggestion)}</p>
          <div class="row">
            <Button
              small
              busy={saving.busy}
              onPress={() => {
                if (shown.expert) void use(suggestion);
                else setAsking(suggestion);
              }}
            >
              {t.use(levels.name[levelOf(suggestion)])}
            </Button>
          </div>
        </Notice>
      ))}
      {asking !== null && (
        <ExpertDialog
          onClose={() => {
            setAsking(null);
          }}
          onOpen={() => void use(asking)}
        />
      )}
    </>
  );
}
