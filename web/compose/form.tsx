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
import { dropDraft, isDraft, keepDraft, type Attempt, type Draft } from '../drafts/drafts.ts';
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

/** Whether the same draft was changed or sent in another window. */
function useElsewhere(owner: string, context: string): boolean {
  const [isElsewhere, setElsewhere] = useState(false);
  useEffect(() => {
    const listener = ({ key }: StorageEvent): void => {
      if (isDraft(key, owner, context)) setElsewhere(true);
    };
    addEventListener('storage', listener);
    return () => {
      removeEventListener('storage', listener);
    };
  }, [owner, context]);
  return isElsewhere;
}

export function Form(props: {
  readonly alias: Alias;
  readonly addresses: readonly string[];
  readonly context: string;
  readonly begin: () => Beginning;
  /** Whose attachments go along. */
  readonly forwarded: Message | null;
  readonly onSent: (accepted: Accepted) => void;
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
  const isElsewhere = useElsewhere(email, context);
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

  const isBusy = state === 'sending' || attachments.items.some(({ state: { kind } }) => kind === 'uploading');
  useEffect(() => {
    if (!isBusy) return;
    const ask = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    addEventListener('beforeunload', ask);
    return () => {
      removeEventListener('beforeunload', ask);
    };
  }, [isBusy]);

  const change = (part: Partial<Draft>): void => {
    const next = { ...draft, ...part };
    setDraft(next);
    setKept(keepDraft(email, context, { draft: next, attempt: attempt.current }, localStorage));
    const wrong = Object.keys(part) as (keyof Draft)[];
    if (wrong.some((name) => name in complaints))
      setComplaints(Object.fromEntries(Object.entries(complaints).filter(([name]) => !(name in part))));
  };

  /** It was not sent, for certain: nothing is left to find out about the attempt. */
  const refuse = (found: Complaints): void => {
    attempt.current = null;
    setKept(keepDraft(email, context, { draft, attempt: null }, localStorage));
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
    if (to.length + cc.length + bcc.length === 0) {
      refuse({ to: t.noRecipient });
      return;
    }
    if (uploads.length < items.length) {
      const hasFailed = items.some((each) => each.state.kind === 'failed');
      refuse({ attachments: hasFailed ? t.uploadsFailed : t.uploadsRunning });
      return;
    }
    isSending.current = true;
    // The fields do not take anything while it is being sent, so the focus goes to what does.
    form.current?.querySelector<HTMLElement>('button[type=submit]')?.focus();
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
        onSent(outcome.accepted);
        break;
      case 'no-answer':
        setState('no-answer');
        break;
      case 'signed-out':
        refuse({ whole: t.signedOut });
        break;
      case 'refused':
        refuse(outcome.complaints);
        if (outcome.isOff) forget('identities');
    }
  };

  const discard = (): void => {
    dropDraft(email, context, localStorage);
    attempt.current = null;
    setDraft(begin().draft);
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
      {isElsewhere && (
        <Notice kind="warning" title={t.elsewhere} live>
          <p>{t.elsewhereSays}</p>
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
          <div class="stack" inert={state === 'sending'}>
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
          </div>
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
            <span class="quiet small compose-keys">{t.sendHint}</span>
          </div>
          <p class="quiet small">{isKept ? t.kept : t.notKept}</p>
        </form>
      </Card>
    </>
  );
}
