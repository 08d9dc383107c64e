/** Two windows changed the settings: the second is told, sees both versions, and chooses. */
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Facts } from '../design/table.tsx';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { settingsOf, type Alias, type Saving, type Settings } from './saving.ts';
import { words } from './words.ts';

export function ConflictDialog(props: {
  readonly mine: Settings;
  readonly theirs: Alias;
  readonly saving: Saving;
}) {
  const t = useWords(words);
  const resolve = (which: 'mine' | 'theirs') => () => void props.saving.resolve(which);
  return (
    <Dialog
      title={t.conflict}
      onClose={resolve('theirs')}
      actions={
        <>
          <Button onPress={resolve('theirs')}>{t.keepTheirs}</Button>
          <Button kind="primary" busy={props.saving.busy} onPress={resolve('mine')}>
            {t.keepMine}
          </Button>
        </>
      }
    >
      <p>{t.conflictSays}</p>
      <Version title={t.mine} settings={props.mine} />
      <Version title={t.theirs} settings={settingsOf(props.theirs)} />
    </Dialog>
  );
}

function Version({ title, settings }: { readonly title: string; readonly settings: Settings }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const { enabled, level, overrides } = settings;
  return (
    <section class="stack-tight" aria-label={title}>
      <h3>{title}</h3>
      <Facts
        facts={[
          [t.addressState, enabled ? t.stateOn : t.stateOff],
          [t.levelChoice, levels.name[level]],
          [
            t.overrides,
            overrides.map((each) => `${each.domain}: ${levels.name[each.level]}`).join('; ') || t.noOverrides,
          ],
        ]}
      />
    </section>
  );
}
