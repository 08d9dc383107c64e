/** Settings: the secure address with its switch, the level under which mail leaves, and a way to try it. */
import { Fetching } from '../design/fetching.tsx';
import { Page } from '../design/page.tsx';
import { Notice } from '../design/surface.tsx';
import { useWords } from '../words/words.ts';
import { AddressCard } from './address-card.tsx';
import { ConflictDialog } from './conflict-dialog.tsx';
import { ExpertCard } from './expert-card.tsx';
import { LanguageCard } from './language-card.tsx';
import { useSaving } from './saving.ts';
import { Suggestions } from './suggestions.tsx';
import { TryCard } from './try-card.tsx';
import { words } from './words.ts';

export default function SettingsPage() {
  const t = useWords(words);
  const saving = useSaving();
  const alias = saving.alias.value;
  const whole = saving.complaints.get('');
  return (
    <Page title={t.title}>
      <Fetching state={saving.alias.state} words={t} onAgain={saving.alias.reload} />
      {whole !== undefined && <Notice kind="bad" title={whole} live />}
      {alias !== undefined && (
        <>
          <AddressCard alias={alias} saving={saving} />
          {alias.enabled && <Suggestions alias={alias} saving={saving} />}
          {alias.enabled && <ExpertCard alias={alias} saving={saving} />}
          {alias.enabled && <TryCard />}
          <LanguageCard alias={alias} saving={saving} />
        </>
      )}
      {saving.conflict !== null && <ConflictDialog {...saving.conflict} saving={saving} />}
    </Page>
  );
}
