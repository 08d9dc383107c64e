/** The last look before something is trusted: what, until when, and whether it was compared. */
import { useState } from 'preact/hooks';

import { Button } from '../../../design/button.tsx';
import { Check } from '../../../design/choice.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { Notice } from '../../../design/surface.tsx';
import { Facts } from '../../../design/table.tsx';
import { useFormats, useWords } from '../../../words/words.ts';
import { operatorWords } from '../../words.ts';
import { Digest } from '../digest.tsx';
import type { NewTrustEntry } from '../new-entry.ts';
import { words as domainWords } from '../domain/words.ts';
import { words } from './words.ts';

export function ConfirmDialog(props: {
  readonly body: NewTrustEntry;
  /** Null where it is only in the PEM that was pasted. */
  readonly digest: string | null;
  readonly compared: boolean;
  readonly busy: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}) {
  const { body, digest, compared, busy, onClose, onConfirm } = props;
  const t = useWords(words);
  const d = useWords(domainWords);
  const o = useWords(operatorWords);
  const f = useFormats();
  const [isMarked, setMarked] = useState(false);
  const [isMissing, setMissing] = useState(false);
  const confirm = (): void => {
    if (compared || isMarked) onConfirm();
    else setMissing(true);
  };
  return (
    <Dialog
      title={t.confirm(body.domain)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{o.cancel}</Button>
          <Button kind="primary" busy={busy} onPress={confirm}>
            {t.add}
          </Button>
        </>
      }
    >
      <p>{t.confirmSays(body.domain)}</p>
      <Facts
        facts={[
          [t.what, o.kind[body.kind]],
          [t.digest, digest === null ? t.fromPem : <Digest key="digest" hex={digest} />],
          [d.ends, body.notAfter === null ? d.noEnd : f.exact(body.notAfter)],
          [d.note, body.note || d.noNote],
        ]}
      />
      {compared ? (
        <Notice kind="good">
          <p>{t.compared}</p>
        </Notice>
      ) : (
        <>
          <Notice kind="warning">
            <p>{t.notCompared}</p>
          </Notice>
          <Check label={t.comparedElsewhere} checked={isMarked} onChange={setMarked} />
          {isMissing && !isMarked && (
            <p class="field-error" role="alert">
              {t.comparedMissing}
            </p>
          )}
        </>
      )}
    </Dialog>
  );
}
