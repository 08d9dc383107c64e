/** The level, and behind a warning that has to be acknowledged everything that makes mail come back more often. */
import { useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { Check, RadioCards } from '../design/choice.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Card, Notice } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { LEVELS } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { Overrides } from './overrides.tsx';
import { settingsOf, type Alias, type Saving, type Settings } from './saving.ts';
import { words } from './words.ts';

export function ExpertCard({ alias, saving }: { readonly alias: Alias; readonly saving: Saving }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const [asking, setAsking] = useState<'open' | 'close' | null>(null);
  const save = async (change: Partial<Settings>): Promise<void> => {
    if (await saving.save({ ...settingsOf(alias), ...change })) toast(t.saved);
  };
  const close = (): void => {
    setAsking(null);
  };
  return (
    <Card label={t.expertIs}>
      <h2>{t.expertIs}</h2>
      {alias.expert ? (
        <>
          <RadioCards
            legend={t.level}
            value={alias.level}
            options={LEVELS.map((level) => ({
              value: level,
              title: levels.name[level],
              technical: level,
              description: levels.consequence[level],
            }))}
            onChange={(level) => void save({ level })}
          />
          <Overrides alias={alias} saving={saving} />
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
      {asking === 'open' && <OpenDialog onClose={close} onOpen={() => save({ expert: true })} />}
      {asking === 'close' && (
        <Dialog
          title={t.expertClose}
          onClose={close}
          actions={
            <>
              <Button onPress={close}>{t.cancel}</Button>
              <Button
                kind="primary"
                onPress={() => {
                  close();
                  void save({ expert: false, level: 'encrypt', overrides: [] });
                }}
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

function OpenDialog(props: { readonly onClose: () => void; readonly onOpen: () => Promise<void> }) {
  const t = useWords(words);
  const [isUnderstood, setUnderstood] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const open = (): void => {
    if (!isUnderstood) {
      setMissing(true);
      return;
    }
    props.onClose();
    void props.onOpen();
  };
  return (
    <Dialog
      title={t.expert}
      onClose={props.onClose}
      actions={
        <>
          <Button onPress={props.onClose}>{t.cancel}</Button>
          <Button kind="primary" onPress={open}>
            {t.expertOpen}
          </Button>
        </>
      }
    >
      <Notice kind="warning">
        <p>{t.expertWarning}</p>
      </Notice>
      <Check label={t.expertUnderstood} checked={isUnderstood} onChange={setUnderstood} />
      {isMissing && !isUnderstood && (
        <p class="field-error" role="alert">
          {t.expertMissing}
        </p>
      )}
    </Dialog>
  );
}
