/** Settings: the secure address with its switch, the level under which mail leaves, and a way to try it. */
import { useEffect } from 'preact/hooks';

import { Fetching } from '../design/fetching.tsx';
import { Button } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { Notice } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { useWords } from '../words/words.ts';
import { AddressCard } from './address-card.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { ExpertCard } from './expert-card.tsx';
import { LanguageCard } from './language-card.tsx';
import { useSaving, type Saving } from './saving.ts';
import { Suggestions } from './suggestions.tsx';
import { TryCard } from './try-card.tsx';
import { aboutTheRest, type Change } from './versions.ts';
import { words } from './words.ts';

export default function SettingsPage() {
  const t = useWords(words);
  const saving = useSaving();
  const alias = saving.alias.value;
  const { shown, conflict, complaints, unanswered } = saving;
  useEffect(() => {
    // The notice is at the top of the page, which may be out of sight.
    if (unanswered !== null) toast(t.unsaved);
  }, [unanswered]);
  return (
    <Page title={t.title}>
      <Fetching state={saving.alias.state} words={t} onAgain={saving.alias.reload} />
      {aboutTheRest(complaints, alias?.overrides.length ?? 0).map((sentence) => (
        <Notice key={sentence} kind="bad" title={sentence} live />
      ))}
      {unanswered !== null && <Unsaved change={unanswered.change} saving={saving} />}
      {alias !== undefined && shown !== undefined && (
        <>
          <AddressCard alias={alias} shown={shown} saving={saving} />
          {alias.enabled && <Suggestions shown={shown} saving={saving} />}
          {alias.enabled && <ExpertCard shown={shown} saving={saving} />}
          {alias.enabled && <TryCard />}
          <LanguageCard saving={saving} />
        </>
      )}
      {conflict !== null && <ConflictDialog {...conflict} />}
    </Page>
  );
}

/** No answer came: whether the change was saved is not known, so it is not tried again without being asked. */
function Unsaved({ change, saving }: { readonly change: Change; readonly saving: Saving }) {
  const t = useWords(words);
  const tryAgain = async (): Promise<void> => {
    if (!(await saving.save(change))) return;
    toast(t.saved);
    // The notice goes away, and the button with it.
    document.querySelector<HTMLElement>('main h1')?.focus();
  };
  return (
    <Notice kind="warning" title={t.unsaved}>
      <p>{t.unsavedSays}</p>
      <div class="row">
        <Button small busy={saving.busy} onPress={() => void tryAgain()}>
          {t.saveAgain}
        </Button>
      </div>
    </Notice>
  );
}
