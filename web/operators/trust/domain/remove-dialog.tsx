/** Removing an entry: first what it does to people's mail. */
import { useState } from 'preact/hooks';

import { api, ask, ifMatch } from '../../../api/client.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { Notice } from '../../../design/surface.tsx';
import { Facts } from '../../../design/table.tsx';
import { toast } from '../../../design/toast.tsx';
import { useFormats, useWords } from '../../../words/words.ts';
import { complaintsOf } from '../../complaints.ts';
import { operatorWords } from '../../words.ts';
import { removalOf, type TrustEntry, type TrustPreview } from '../standing.ts';
import { readEntry, type EntryDialogProps } from './change-dialog.tsx';
import { entryWords } from './words.ts';

export function RemoveDialog(
  props: EntryDialogProps & {
    readonly domain: string;
    readonly entries: readonly TrustEntry[];
    readonly preview: TrustPreview | null;
  },
) {
  const { domain, entries, preview, onClose, onChanged, onAnother } = props;
  const t = useWords(entryWords);
  const o = useWords(operatorWords);
  const f = useFormats();
  const [entry, setEntry] = useState(props.entry);
  const [busy, setBusy] = useState(false);
  const [complaint, setComplaint] = useState<string | null>(null);
  const removal = removalOf(entry, entries, preview, Date.now());
  const hasConsequence = removal === 'last' || removal === 'only-match' || removal === 'others-not-seen';

  const remove = async (): Promise<void> => {
    setBusy(true);
    const answer = await ask(
      api.DELETE('/v1/admin/trust/{id}', {
        params: { path: { id: entry.id }, header: ifMatch(entry.etag) },
      }),
    );
    setBusy(false);
    const isGone = answer.kind === 'problem' && answer.problem.status === 404;
    if (answer.kind === 'ok' || isGone) {
      toast(isGone ? t.gone : t.removed);
      onClose();
      onChanged();
      return;
    }
    const saved = answer.kind === 'changed' ? await readEntry(entry) : 'unknown';
    if (saved === null || saved === 'unknown') {
      setComplaint(saved === null ? t.gone : ([...complaintsOf(answer, o.noAnswer).values()][0] ?? null));
    } else {
      setEntry(saved);
      setComplaint(t.changedMeanwhile);
    }
    if (answer.kind !== 'problem') onAnother();
  };

  return (
    <Dialog
      title={t.remove(domain)}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{o.cancel}</Button>
          <Button kind="danger" busy={busy} onPress={() => void remove()}>
            {t.removeIt}
          </Button>
        </>
      }
    >
      <Notice kind={hasConsequence ? 'warning' : 'info'}>
        <p>{t.removal[removal]}</p>
      </Notice>
      <p>{t.removeSays}</p>
      {complaint !== null && (
        <>
          <Notice kind="bad" title={complaint} live />
          <Facts
            facts={[
              [t.until, entry.notAfter === null ? t.noEnd : f.exact(entry.notAfter)],
              [t.note, entry.note || '–'],
            ]}
          />
        </>
      )}
    </Dialog>
  );
}
