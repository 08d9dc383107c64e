/** Comparing what the servers show with what one was told, choosing what to trust, until when, and why. */
import { useEffect, useRef, useState } from 'preact/hooks';

import { api, ask } from '../../../api/client.ts';
import { Button } from '../../../design/button.tsx';
import { Field } from '../../../design/field.tsx';
import { Card, Notice } from '../../../design/surface.tsx';
import { toast } from '../../../design/toast.tsx';
import { useWords } from '../../../words/words.ts';
import { NO_COMPLAINTS } from '../../../api/complaints.ts';
import { beside, complaintsOf } from '../../complaints.ts';
import { operatorWords } from '../../words.ts';
import { compare, holdsPrivateKey, type PresentedHost } from '../digest.ts';
import {
  bodyOf,
  candidatesOf,
  digestOf,
  EMPTY_FORM,
  hasPassed,
  keyOf,
  OTHER,
  type Form,
} from '../new-entry.ts';
import type { TrustEntry } from '../standing.ts';
import { ChoiceField } from './choice-field.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { GivenField } from './given-field.tsx';
import { words } from './words.ts';

const FIELDS = ['/pem', '/sha256', '/kind', '/notAfter', '/note'];

export function AddCard(props: {
  readonly domain: string;
  readonly hosts: readonly PresentedHost[];
  readonly entries: readonly TrustEntry[];
  /** The digest that somebody was given, as pasted. */
  readonly given: string;
  readonly onGiven: (given: string) => void;
  readonly onAdded: () => void;
}) {
  const { domain, hosts, entries, given, onGiven, onAdded } = props;
  const t = useWords(words);
  const o = useWords(operatorWords);
  const [form, setForm] = useState<Form>(EMPTY_FORM);
  const [tried, setTried] = useState(0);
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [complaints, setComplaints] = useState(NO_COMPLAINTS);
  const formElement = useRef<HTMLFormElement>(null);

  const candidates = candidatesOf(hosts, entries);
  const comparison = compare(given, hosts);
  const chosen = digestOf(form, candidates);
  const isCompared = 'hex' in comparison && comparison.hex === chosen;
  const isAnother = 'hex' in comparison && chosen !== null && comparison.hex !== chosen;
  const hasKey = holdsPrivateKey(form.pasted);
  const body = bodyOf(domain, form, candidates);
  const isOver = hasPassed(form.until, Date.now());
  const isUnexplained = form.note.trim() === '';
  /** A digest of what is still to come differs from all that is shown, and that is as it should be. */
  const shownComparison =
    comparison.kind === 'different' && form.choice === OTHER && !isAnother
      ? ({ kind: 'nothing' } as const)
      : comparison;

  // Where something does not fit, the first such field gets the focus.
  useEffect(() => {
    formElement.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [complaints, tried]);

  const change = (part: Partial<Form>): void => {
    setForm({ ...form, ...part });
  };
  const compareWith = (text: string): void => {
    onGiven(text);
    const result = compare(text, hosts);
    if (result.kind !== 'same') return;
    const same = candidates.find(({ sha256, onFile }) => sha256 === result.hex && !onFile);
    if (same !== undefined) change({ choice: keyOf(same) });
  };
  const submit = (): void => {
    setTried(tried + 1);
    setComplaints(NO_COMPLAINTS);
    const isReadable = shownComparison.kind === 'nothing' || 'hex' in shownComparison;
    const isGiven = isReadable && !isAnother && comparison.kind !== 'private-key';
    if (body !== null && isGiven && !hasKey && !isOver && !isUnexplained) setAsking(true);
  };
  const add = async (): Promise<void> => {
    if (body === null) return;
    setBusy(true);
    const answer = await ask(api.POST('/v1/admin/trust', { body }));
    setBusy(false);
    setAsking(false);
    if (answer.kind !== 'ok') {
      setComplaints(complaintsOf(answer, o.noAnswer));
      // It may have been done all the same: what is on file says so.
      if (answer.kind === 'offline') onAdded();
      return;
    }
    toast(t.addedToast(domain));
    setForm(EMPTY_FORM);
    setTried(0);
    onGiven('');
    onAdded();
  };

  const material = complaints.get('/pem') ?? complaints.get('/sha256');
  return (
    <Card label={t.title}>
      <h2>{t.title}</h2>
      <form
        class="stack"
        ref={formElement}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <GivenField
          value={given}
          onInput={compareWith}
          comparison={shownComparison}
          tried={tried > 0}
          notChosen={isAnother}
        />
        <ChoiceField
          form={form}
          candidates={candidates}
          onChange={change}
          error={body === null && tried > 0 ? t.chooseFirst : form.choice === OTHER ? undefined : material}
          materialError={hasKey ? t.privateKey : form.choice === OTHER ? material : undefined}
        />
        <Field
          kind="date"
          label={t.until}
          hint={t.untilHint}
          error={tried > 0 && isOver ? t.untilPassed : complaints.get('/notAfter')}
          value={form.until}
          onInput={(until) => {
            change({ until });
          }}
        />
        <Field
          label={t.note}
          hint={t.noteHint}
          error={tried > 0 && isUnexplained ? t.noteMissing : complaints.get('/note')}
          value={form.note}
          onInput={(note) => {
            change({ note });
          }}
        />
        {beside(complaints, FIELDS).map((sentence) => (
          <Notice key={sentence} kind="bad" title={o.notDone} live>
            <p>{sentence}</p>
          </Notice>
        ))}
        <div class="row">
          <Button type="submit" kind="primary">
            {t.submit}
          </Button>
        </div>
      </form>
      {asking && body !== null && (
        <ConfirmDialog
          body={body}
          digest={chosen}
          compared={isCompared}
          busy={busy}
          onClose={() => {
            setAsking(false);
          }}
          onConfirm={() => void add()}
        />
      )}
    </Card>
  );
}
