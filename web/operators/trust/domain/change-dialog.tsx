/** Another end or another note. Where somebody else was first, both versions are shown and one is chosen. */
import { useState } from 'preact/hooks';

import { api, ask, ifMatch } from '../../../api/client.ts';
import { Button } from '../../../design/button.tsx';
import { Dialog } from '../../../design/dialog.tsx';
import { Field } from '../../../design/field.tsx';
import { Notice } from '../../../design/surface.tsx';
import { Facts } from '../../../design/table.tsx';
import { toast } from '../../../design/toast.tsx';
import { useFormats, useWords } from '../../../words/words.ts';
import { NO_COMPLAINTS } from '../../../api/complaints.ts';
import { beside, complaintsOf } from '../../complaints.ts';
import { operatorWords } from '../../words.ts';
import { changeOf, dayOf, wishOf, type Wish } from '../new-entry.ts';
import type { TrustEntry } from '../standing.ts';
import { entryWords } from './words.ts';

export interface EntryDialogProps {
  readonly entry: TrustEntry;
  readonly onClose: () => void;
  readonly onChanged: () => void;
  readonly onAnother: () => void;
}

/** An entry as it is saved now; null where it is gone. */
export async function readEntry({ id, domain }: TrustEntry): Promise<TrustEntry | null | 'unknown'> {
  const answer = await ask(api.GET('/v1/admin/trust', { params: { query: { domain, limit: 100 } } }));
  if (answer.kind !== 'ok') return 'unknown';
  return answer.value.items.find((each) => each.id === id) ?? null;
}

export function ChangeDialog({ entry, onClose, onChanged, onAnother }: EntryDialogProps) {
  const t = useWords(entryWords);
  const o = useWords(operatorWords);
  const [until, setUntil] = useState(dayOf(entry.notAfter));
  const [note, setNote] = useState(entry.note);
  const [busy, setBusy] = useState(false);
  const [complaints, setComplaints] = useState(NO_COMPLAINTS);
  const [theirs, setTheirs] = useState<TrustEntry | null>(null);

  const mine = wishOf(entry, { until, note });

  /** `saved` is the version that one has seen. */
  const save = async (saved: TrustEntry): Promise<void> => {
    setBusy(true);
    const answer = await ask(
      api.PATCH('/v1/admin/trust/{id}', {
        body: changeOf(saved, mine),
        params: { path: { id: entry.id }, header: ifMatch(saved.etag) },
      }),
    );
    setBusy(false);
    if (answer.kind === 'ok') {
      toast(t.saved);
      onClose();
      onChanged();
      return;
    }
    const isGone = answer.kind === 'problem' && answer.problem.status === 404;
    const now = isGone ? null : answer.kind === 'changed' ? await readEntry(entry) : 'unknown';
    if (now === null) setComplaints(new Map([['', t.gone]]));
    else if (now === 'unknown') setComplaints(complaintsOf(answer, o.noAnswer));
    else setTheirs(now);
    if (answer.kind !== 'problem' || isGone) onAnother();
  };

  if (theirs !== null)
    return (
      <Dialog
        title={t.conflict}
        onClose={onClose}
        actions={
          <>
            <Button onPress={onClose}>{t.keepTheirs}</Button>
            <Button kind="primary" busy={busy} onPress={() => void save(theirs)}>
              {t.keepMine}
            </Button>
          </>
        }
      >
        <p>{t.conflictSays}</p>
        <Version title={t.mine} version={mine} />
        <Version title={t.theirs} version={theirs} />
        {beside(complaints, []).map((sentence) => (
          <Notice key={sentence} kind="bad" title={sentence} live />
        ))}
      </Dialog>
    );
  return (
    <Dialog
      title={t.change}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{o.cancel}</Button>
          <Button kind="primary" busy={busy} onPress={() => void save(entry)}>
            {t.save}
          </Button>
        </>
      }
    >
      <Field
        kind="date"
        label={t.until}
        hint={t.untilHint}
        error={complaints.get('/notAfter')}
        value={until}
        onInput={setUntil}
      />
      <Field label={t.note} error={complaints.get('/note')} value={note} onInput={setNote} />
      {beside(complaints, ['/notAfter', '/note']).map((sentence) => (
        <Notice key={sentence} kind="bad" title={sentence} live />
      ))}
    </Dialog>
  );
}

function Version(props: { readonly title: string; readonly version: Wish }) {
  const t = useWords(entryWords);
  const f = useFormats();
  const { title, version } = props;
  return (
    <section class="stack-tight" aria-label={title}>
      <h3>{title}</h3>
      <Facts
        facts={[
          [t.until, version.notAfter === null ? t.noEnd : f.exact(version.notAfter)],
          [t.note, version.note || '–'],
        ]}
      />
    </section>
  );
}
