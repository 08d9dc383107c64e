/** The form of a message: everything typed is kept, and a message that was not taken says why at its fields. */
import { useEffect, useRef, useState } from 'preact/hooks';

import { forget } from '../api/resource.ts';
import { authorized } from '../api/transport.ts';
import { Button, ButtonLink } from '../design/button.tsx';
import { Check } from '../design/choice.tsx';
import { Field } from '../design/field.tsx';
import { Card, Details, Notice } from '../design/surface.tsx';
import { announce, toast } from '../design/toast.tsx';
import type { Alias } from '../settings/versions.ts';
import { useAccount } from '../sign-in/account.ts';
import { useWords } from '../words/words.ts';
import { AttachmentsField } from './attachments-field.tsx';
import { useAttachments } from './attachments.ts';
import { dropDraft, EMPTY, keepDraft, type Attempt, type Draft } from '../drafts/drafts.ts';
import { FromField } from './from-field.tsx';
import type { Message } from './original.ts';
import { Recipients } from './recipients-fields.tsx';
import { attemptFor, digestOf, messageOf, send, type Accepted, type Complaints } from './sending.ts';
import { words } from './words.ts';

export interface Beginning {
  readonly draft: Draft;
  readonly attempt: Attempt | null;
  /** Whether it is a draft from before. */
  readonly restored: boolean;
}

const NONE: Complaints = {};

export function Form(props: {
  readonly alias: Alias;
  readonly addresses: readonly string[];
  readonly context: string;
  readonly begin: () => Beginning;
  /** Whose attachments go along. */
  readonly forwarded: Message | null;
  readonly onSent: (accepted: Accepted, subject: string) => void;
}) {
  const t = useWords(words);
  const { email } = useAccount();
  const { alias, addresses, context, begin, forwarded, onSent } = props;
  const [start] = useState(begin);
  const [draft, setDraft] = useState(start.draft);
  const [isRestored, setRestored] = useState(start.restored);
  const [complaints, setComplaints] = useState(NONE);
  const [state, setState] = useState<'writing' | 'sending' | 'no-answer'>('writing');
  const [isKept, setKept] = useState(true);
  const attempt = useRef(start.attempt);
  const isSending = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const attachments = useAttachments((name) => {
    announce(t.attached(name));
  });
  const from = addresses.includes(draft.from) ? draft.from : (addresses[0] ?? alias.address);

  useEffect(() => {
    for (const [index, { filename, contentType, size }] of (forwarded?.attachments ?? []).entries()) {
      const path = `/v1/messages/${forwarded?.id ?? ''}/attachments/${index}`;
      attachments.addFrom({ name: filename ?? '', type: contentType, size }, async () => {
        const answer = await authorized(path);
        return answer?.ok === true ? answer.blob().catch(() => null) : null;
      });
    }
  }, []);

  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    setKept(keepDraft(email, context, { draft: next, attempt: attempt.current }, localStorage));
    const wrong = Object.keys(part) as (keyof Draft)[];
    if (wrong.some((name) => name in complaints))
      setComplaints(Object.fromEntries(Object.entries(complaints).filter(([name]) => !(name in part))));
  };

  const refuse = (found: Complaints): void => {
    setState('writing');
    setComplaints(found);
  };
  // What is marked is on the page only once it has been drawn.
  useEffect(() => {
    if (complaints === NONE || Object.keys(complaints).length === 0) return;
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [complaints]);

  const submit = async (): Promise<void> => {
    if (isSending.current || addresses.length === 0) return;
    const { items } = attachments;
    const uploads = items.flatMap((each) => (each.state.kind === 'ready' ? [each.state.uploadId] : []));
    const message = messageOf({ ...draft, from }, uploads);
    const { to, cc, bcc } = message;
    const isForNobody = to.length + cc.length + bcc.length === 0;
    if (isForNobody || uploads.length < items.length) {
      refuse(isForNobody ? { to: t.noRecipient } : { attachments: t.uploadsRunning });
      return;
    }
    isSending.current = true;
    setComplaints(NONE);
    setState('sending');
    attempt.current = attemptFor(await digestOf(message), attempt.current);
    keepDraft(email, context, { draft, attempt: attempt.current }, localStorage);
    const outcome = await send(
      message,
      attempt.current,
      items.map(({ name }) => name),
    );
    isSending.current = false;
    switch (outcome.kind) {
      case 'accepted':
        dropDraft(email, context, localStorage);
        forget('messages:');
        forget('deliveries');
        onSent(outcome.accepted, message.subject);
        break;
      case 'no-answer':
        setState('no-answer');
        break;
      case 'signed-out':
        setState('writing');
        break;
      case 'refused':
        refuse(outcome.complaints);
        if (outcome.isOff) forget('identities');
    }
  };

  const discard = (): void => {
    dropDraft(email, context, localStorage);
    for (const { id } of attachments.items) attachments.remove(id);
    attempt.current = null;
    setDraft(EMPTY);
    setRestored(false);
    setComplaints(NONE);
    toast(t.discarded);
  };

  return (
    <>
      {addresses.length === 0 && (
        <Notice title={t.off}>
          <p>{t.offSays}</p>
          <div class="row">
            <ButtonLink href="/settings">{t.toSettings}</ButtonLink>
          </div>
        </Notice>
      )}
      {isRestored && (
        <Notice title={t.restored}>
          <p>{start.attempt === null ? t.restoredSays : t.restoredUnknown}</p>
          <div class="row">
            <Button small onPress={discard}>
              {t.discard}
            </Button>
          </div>
        </Notice>
      )}
      <Card>
        <form
          class="stack compose-form"
          ref={form}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void submit();
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
              event.preventDefault();
              void submit();
            }
          }}
        >
          <FromField
            draft={draft}
            from={from}
            addresses={addresses}
            error={complaints.from}
            onChange={change}
          />
          <Recipients draft={draft} alias={alias} complaints={complaints} onChange={change} />
          <Field
            label={t.subject}
            name="subject"
            value={draft.subject}
            error={complaints.subject}
            autocomplete="off"
            onInput={(subject) => {
              change({ subject });
            }}
          />
          <Field
            kind="textarea"
            label={t.text}
            name="text"
            rows={12}
            value={draft.text}
            error={complaints.text}
            onInput={(text) => {
              change({ text });
            }}
          />
          <AttachmentsField attachments={attachments} error={complaints.attachments} />
          <Details summary={t.options} open={draft.requireTls}>
            <Check
              label={t.requireTls}
              checked={draft.requireTls}
              onChange={(requireTls) => {
                change({ requireTls });
              }}
            />
            <p class="quiet small">{t.requireTlsSays}</p>
            {complaints.requireTls !== undefined && <p class="field-error">{complaints.requireTls}</p>}
          </Details>
          {state === 'no-answer' && (
            <Notice kind="warning" title={t.noAnswer} live>
              <p>{t.noAnswerSays}</p>
            </Notice>
          )}
          {complaints.whole !== undefined && (
            <Notice kind="bad" title={t.lookAgain} live>
              <p>{complaints.whole}</p>
            </Notice>
          )}
          <div class="row">
            <Button kind="primary" type="submit" busy={state === 'sending' || addresses.length === 0}>
              {t.send}
            </Button>
            <span class="quiet small">{t.sendHint}</span>
          </div>
          <p class="quiet small">{isKept ? t.kept : t.notKept}</p>
        </form>
      </Card>
    </>
  );
}
