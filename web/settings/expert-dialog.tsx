/** The warning before expert mode, which has to be acknowledged. */
import { useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { Check } from '../design/choice.tsx';
import { Dialog } from '../design/dialog.tsx';
import { Notice } from '../design/surface.tsx';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

export function ExpertDialog(props: { readonly onClose: () => void; readonly onOpen: () => void }) {
  const t = useWords(words);
  const [isUnderstood, setUnderstood] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const open = (): void => {
    if (!isUnderstood) {
      setMissing(true);
      return;
    }
    props.onClose();
    props.onOpen();
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
