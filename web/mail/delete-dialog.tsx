/** Asks before a message is removed for good, and removes it. */
import { useState } from 'preact/hooks';

import { api, ask } from '../api/client.ts';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { toast } from '../design/toast.tsx';
import { useWords } from '../words/words.ts';
import { oneLine, type Summary } from './plain.ts';
import { words } from './words.ts';

export function DeleteDialog(props: {
  readonly message: Pick<Summary, 'id' | 'subject'>;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}) {
  const t = useWords(words);
  const [busy, setBusy] = useState(false);
  const { id, subject } = props.message;
  const remove = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(api.DELETE('/v1/messages/{id}', { params: { path: { id } } }));
    setBusy(false);
    // Gone already is what was wanted.
    const isGone = answer.kind === 'ok' || (answer.kind === 'problem' && answer.problem.status === 404);
    toast(isGone ? t.deleted : t.deleteFailed);
    if (isGone) props.onDeleted();
    else props.onClose();
  };
  return (
    <Dialog
      title={t.deleteTitle}
      onClose={props.onClose}
      actions={
        <>
          <Button onPress={props.onClose}>{t.keep}</Button>
          <Button kind="danger" busy={busy} onPress={() => void remove()}>
            {t.delete}
          </Button>
        </>
      }
    >
      <p>
        <bdi>{t.deleteSays(oneLine(subject) || t.noSubject)}</bdi>
      </p>
    </Dialog>
  );
}
