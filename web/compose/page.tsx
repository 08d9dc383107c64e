/** Writing a message: what it starts with, the form, and after sending what becomes of it. */
import { useLocation } from 'preact-iso';

import { api, ask } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { Button } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { Notice, Skeleton } from '../design/surface.tsx';
import { useAccount } from '../sign-in/account.ts';
import { useLanguage, useWords } from '../words/words.ts';
import { EMPTY, loadDraft } from '../drafts/drafts.ts';
import { Form, type Beginning } from './form.tsx';
import { contextOf, draftFrom, forwardedFrom, startOf, type Message, type Start } from './original.ts';
import { Sent } from './sent.tsx';
import { words } from './words.ts';
import './compose.css';

export default function ComposePage() {
  const { query } = useLocation();
  const sent = query['sent'] ?? '';
  if (sent !== '') return <Sent id={sent} />;
  const start = startOf(query);
  return <Compose key={contextOf(start)} start={start} />;
}

function titleOf(kind: Start['kind'], t: { title: string; reply: string; forward: string }): string {
  return { new: t.title, reply: t.reply, replyAll: t.reply, forward: t.forward }[kind];
}

function Compose({ start }: { readonly start: Start }) {
  const t = useWords(words);
  const language = useLanguage();
  const { route } = useLocation();
  const { email } = useAccount();
  const alias = useResource('alias', () => ask(api.GET('/v1/alias')));
  const identities = useResource('identities', () => ask(api.GET('/v1/identities')));
  const id = start.kind === 'new' ? null : start.id;
  const original = useResource(id === null ? null : `original:${id}`, () =>
    ask(
      api.GET('/v1/messages/{id}', {
        params: { path: { id: id ?? '' }, query: { attachments: 'listed' } },
      }),
    ),
  );

  const title = titleOf(start.kind, t);
  const message: Message | undefined = original.value;
  if (alias.state === 'failed' || identities.state === 'failed' || original.state === 'failed') {
    const isMissing = original.answer?.kind === 'problem' && original.answer.problem.status === 404;
    const isOriginal = original.state === 'failed';
    return (
      <Page title={title}>
        <Notice
          kind="bad"
          title={isMissing ? t.originalMissing : isOriginal ? t.originalFailed : t.failed}
          live
        >
          {!isMissing && (
            <Button
              onPress={() => {
                for (const resource of [alias, identities, original]) resource.reload();
              }}
            >
              {t.again}
            </Button>
          )}
        </Notice>
      </Page>
    );
  }
  const settings = alias.value;
  const addresses = identities.value?.identities;
  if (settings === undefined || addresses === undefined || (id !== null && message === undefined))
    return (
      <Page title={title}>
        <Skeleton label={id === null ? t.loading : t.loadingOriginal} />
      </Page>
    );

  const begin = (): Beginning => {
    const kept = loadDraft(email, contextOf(start), localStorage);
    if (kept !== null) return { draft: kept.draft, attempt: kept.attempt, restored: true };
    const own = [settings.address, settings.home];
    const draft =
      start.kind === 'new' || message === undefined
        ? { ...EMPTY, to: start.kind === 'new' ? start.to : '' }
        : draftFrom(start.kind, message, own, language);
    return { draft, attempt: null, restored: false };
  };
  return (
    <Page title={title}>
      <Form
        alias={settings}
        addresses={addresses.map(({ address }) => address)}
        context={contextOf(start)}
        begin={begin}
        forwarded={start.kind === 'forward' && message !== undefined ? forwardedFrom(message) : null}
        onSent={({ id: sentId }) => {
          // In place of the form: going back leads to where one came from, and a reload shows it again.
          route(`/compose?sent=${sentId}`, true);
        }}
      />
    </Page>
  );
}
