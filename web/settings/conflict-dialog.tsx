/** Two windows changed the settings: the second is told, sees both versions, and chooses. */
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Facts } from '../design/table.tsx';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { LANGUAGES } from '../words/language.ts';
import type { Conflict } from './saving.ts';
import type { Settings } from './versions.ts';
import { words } from './words.ts';

export function ConflictDialog({ mine, theirs, choose }: Conflict) {
  const t = useWords(words);
  return (
    <Dialog
      title={t.conflict}
      onClose={() => {
        choose('theirs');
      }}
      actions={
        <>
          <Button
            onPress={() => {
              choose('theirs');
            }}
          >
            {t.keepTheirs}
          </Button>
          <Button
            kind="primary"
            onPress={() => {
              choose('mine');
            }}
          >
            {t.keepMine}
          </Button>
        </>
      }
    >
      <p>{t.conflictSays}</p>
      <Version title={t.mine} settings={mine} />
      <Version title={t.theirs} settings={theirs} />
    </Dialog>
  );
}

function Version({ title, settings }: { readonly title: string; readonly settings: Settings }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const { enabled, expert, level, overrides, language } = settings;
  return (
    <section class="stack-tight" aria-label={title}>
      <h3>{title}</h3>
      <Facts
        facts={[
          [t.addressState, enabled ? t.stateOn : t.stateOff],
          [t.expert, expert ? t.modeOpen : t.modeClosed],
          [t.levelChoice, levels.name[level]],
          [
            t.overrides,
            overrides.map((each) => `${each.domain}: ${levels.name[each.level]}`).join('; ') || t.noOverrides,
          ],
          [t.language, LANGUAGES[language]],
        ]}
      />
    </section>
  );
}
