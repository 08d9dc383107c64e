/** The level, and behind a warning that has to be acknowledged everything that makes mail come back more often. */
import { useRef, useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { RadioCards } from '../design/choice.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Card } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { LEVELS } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { ExpertDialog } from './expert-dialog.tsx';
import { Overrides } from './overrides.tsx';
import type { Saving } from './saving.ts';
import type { Settings } from './versions.ts';
import { words } from './words.ts';

export function ExpertCard({ shown, saving }: { readonly shown: Settings; readonly saving: Saving }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const [asking, setAsking] = useState<'open' | 'close' | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const save = async (change: Partial<Settings>): Promise<void> => {
    if (await saving.save((settings) => ({ ...settings, ...change }))) toast(t.saved);
  };
  /** The button that it was begun with goes away: the focus goes to what takes its place. */
  const switchMode = async (change: Partial<Settings>): Promise<void> => {
    close();
    await save(change);
    heading.current?.focus();
  };
  const close = (): void => {
    setAsking(null);
  };
  return (
    <Card label={t.expertIs}>
      <h2 tabIndex={-1} ref={heading}>
        {t.expertIs}
      </h2>
      {shown.expert ? (
        <>
          <RadioCards
            legend={t.level}
            value={shown.level}
            options={LEVELS.map((level) => ({
              value: level,
              title: levels.name[level],
              technical: level,
              description: levels.consequence[level],
            }))}
            onChange={(level) => void save({ level })}
          />
          <Overrides shown={shown} saving={saving} />
          <div class="row">
            <Button
              kind="quiet"
              onPress={() => {
                setAsking('close');
              }}
            >
              {t.expertClose}
            </Button>
          </div>
        </>
      ) : (
        <>
          <p>
            <strong>{levels.name.encrypt}</strong> <code class="quiet small">encrypt</code>
          </p>
          <p>{levels.consequence.encrypt}</p>
          <div class="row">
            <Button
              onPress={() => {
                setAsking('open');
              }}
            >
              {t.expert} …
            </Button>
          </div>
        </>
      )}
      {asking === 'open' && <ExpertDialog onClose={close} onOpen={() => void switchMode({ expert: true })} />}
      {asking === 'close' && (
        <Dialog
          title={t.expertClose}
          onClose={close}
          actions={
            <>
              <Button onPress={close}>{t.cancel}</Button>
              <Button
                kind="primary"
                onPress={() => void switchMode({ expert: false, level: 'encrypt', overrides: [] })}
              >
                {t.expertClose}
              </Button>
            </>
          }
        >
          <p>{t.expertCloseSays}</p>
        </Dialog>
      )}
    </Card>
  );
}
