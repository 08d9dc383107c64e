/** One message, or one notice. */
import { useLocation } from 'preact-iso';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import { api, ask } from '../../api/client.ts';
import { forget, useResource } from '../../api/resource.ts';
import { Button, ButtonLink } from '../../design/button.tsx';
import { Fetching } from '../../design/fetching.tsx';
import { Page } from '../../design/page.tsx';
import { Card, Details, Notice } from '../../design/surface.tsx';
import { toast } from '../../design/toast.tsx';
import { useDeliveriesOf } from '../../deliveries/running.ts';
import { DeliveryCard } from '../../deliveries/delivery-card.tsx';
import { useWords } from '../../words/words.ts';
import { DeleteDialog } from '../delete-dialog.tsx';
import { oneLine, type Message } from '../plain.ts';
import { words as listWords } from '../words.ts';
import { Attachments } from './attachments.tsx';
import { Header } from './header.tsx';
import { HtmlBody } from './html-body.tsx';
import { NoticeBody } from './notice-page.tsx';
import { saveMessage } from './save.ts';
import { TextBody } from './text-body.tsx';
import { words } from './words.ts';
import './message.css';

async function mark(id: string, unread: boolean): Promise<boolean> {
  const answer = await ask(api.PATCH('/v1/messages/{id}', { params: { path: { id } }, body: { unread } }));
  forget('messages:');
  return answer.kind === 'ok';
}

/** Milliseconds for which a message that is not there may be about to be filed: one goes to it as soon as it is sent. */
const BEING_FILED = 8000;

export default function MessagePage({ folder, id }: { readonly folder: string; readonly id: string }) {
  const t = useWords(words);
  const begun = useMemo(() => Date.now(), [id]);
  const isEarly = Date.now() - begun < BEING_FILED;
  const message = useResource(
    `message:${id}`,
    () => ask(api.GET('/v1/messages/{id}', { params: { path: { id }, query: { attachments: 'listed' } } })),
    { every: (known) => (known === undefined && isEarly ? 1000 : undefined) },
  );
  const { value, answer } = message;
  const isMissing = answer?.kind === 'problem' && answer.problem.status === 404;
  const state = isMissing && isEarly ? 'loading' : message.state;
  // Opened once is read; marking it as unread afterwards must stand.
  const seen = useRef('');
  useEffect(() => {
    if (value === undefined || seen.current === value.id) return;
    seen.current = value.id;
    if (value.unread) void mark(value.id, false);
  }, [value]);
  const back = folder === 'sent' ? 'sent' : 'inbox';
  return (
    <Page
      title={value === undefined ? t.title : oneLine(value.subject) || t.noSubject}
      actions={<ButtonLink href={`/mail/${back}`}>{back === 'sent' ? t.backSent : t.backInbox}</ButtonLink>}
    >
      <Fetching
        state={state}
        words={isMissing ? { ...t, failed: t.notThere } : t}
        onAgain={isMissing ? null : message.reload}
      />
      {value !== undefined && <Whole key={value.id} message={value} />}
    </Page>
  );
}

function Whole({ message }: { readonly message: Message }) {
  const t = useWords(words);
  if (message.kind !== 'mail')
    return (
      <>
        <NoticeBody message={message} />
        <Actions message={message} />
      </>
    );
  return (
    <>
      <Card label={t.title}>
        <Header message={message} />
        <Actions message={message} />
      </Card>
      {message.shortened && <Notice>{t.shortened}</Notice>}
      <Card label={t.body}>
        <Body message={message} />
      </Card>
      {message.attachments.length > 0 && <Attachments message={message} />}
      {message.folder === 'sent' && <Deliveries id={message.id} />}
    </>
  );
}

function Body({ message }: { readonly message: Message }) {
  const t = useWords(words);
  const hasText = message.text !== null && message.text.trim() !== '';
  if (message.html !== null)
    return (
      <>
        <HtmlBody message={message} />
        {hasText && (
          <Details summary={t.plainText}>
            <TextBody text={message.text ?? ''} />
          </Details>
        )}
      </>
    );
  if (message.text === null || message.text.trim() === '') return <p class="quiet">{t.noBody}</p>;
  return <TextBody text={message.text} />;
}

function Deliveries({ id }: { readonly id: string }) {
  const t = useWords(words);
  const { value } = useDeliveriesOf(id);
  if (value === undefined || value.items.length === 0) return null;
  return (
    <>
      <h2>{t.deliveries}</h2>
      {value.items.map((delivery) => (
        <DeliveryCard key={delivery.id} delivery={delivery} />
      ))}
    </>
  );
}

function Actions({ message }: { readonly message: Message }) {
  const t = useWords(words);
  const list = useWords(listWords);
  const { route } = useLocation();
  const [isDoomed, setDoomed] = useState(false);
  const { id, kind, folder } = message;
  const save = async (): Promise<void> => {
    if (!(await saveMessage(id))) toast(t.saveFailed);
  };
  const unread = async (): Promise<void> => {
    toast((await mark(id, true)) ? t.markedUnread : t.markFailed);
  };
  return (
    <div class="row">
      {kind === 'mail' && (
        <>
          <ButtonLink kind="primary" href={`/compose?reply=${id}`}>
            {t.reply}
          </ButtonLink>
          <ButtonLink href={`/compose?replyAll=${id}`}>{t.replyAll}</ButtonLink>
        </>
      )}
      <ButtonLink href={`/compose?forward=${id}`}>{t.forward}</ButtonLink>
      <Button onPress={() => void save()}>{t.save}</Button>
      {folder === 'inbox' && <Button onPress={() => void unread()}>{t.markUnread}</Button>}
      <Button
        kind="danger"
        onPress={() => {
          setDoomed(true);
        }}
      >
        {list.delete}
      </Button>
      {isDoomed && (
        <DeleteDialog
          message={message}
          onClose={() => {
            setDoomed(false);
          }}
          onDeleted={() => {
            forget('messages:');
            route(`/mail/${folder}`);
          }}
        />
      )}
    </div>
  );
}
