/** Inbox and sent messages, newest first. */
import { useLocation } from 'preact-iso';
import { useEffect, useRef, useState } from 'preact/hooks';

import { api, ask } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { Button, ButtonLink } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Fetching, More } from '../design/fetching.tsx';
import { Page } from '../design/page.tsx';
import { Card, EmptyState } from '../design/surface.tsx';
import { TabLinks } from '../design/tabs.tsx';
import { useWords } from '../words/words.ts';
import { MessageList } from './message-list.tsx';
import type { Summary } from './plain.ts';
import { words } from './words.ts';
import '../deliveries/list.css';
import './mail.css';

const FOLDERS = ['inbox', 'sent'] as const;
const LONGEST_SEARCH = 100;

export default function MailPage(props: { readonly folder?: string | undefined }) {
  const t = useWords(words);
  const { query, route } = useLocation();
  const folder = props.folder === 'sent' ? 'sent' : 'inbox';
  const search = (query['search'] ?? '').trim().slice(0, LONGEST_SEARCH);
  const [removed, setRemoved] = useState<ReadonlySet<string>>(new Set());
  const form = useRef<HTMLFormElement>(null);
  const list = usePages<Summary>(
    `messages:${folder}:${search}`,
    (cursor) =>
      ask(
        api.GET('/v1/messages', {
          params: { query: { folder, limit: 25, ...(search && { search }), ...(cursor && { cursor }) } },
        }),
      ),
    { every: 10_000 },
  );
  const items = list.items.filter(({ id }) => !removed.has(id));
  const go = (text: string): void => {
    route(`/mail/${folder}${text === '' ? '' : `?search=${encodeURIComponent(text)}`}`);
  };
  return (
    <Page
      title={t.title}
      actions={
        <ButtonLink href="/compose" kind="primary">
          {t.write}
        </ButtonLink>
      }
    >
      <TabLinks
        label={t.folders}
        links={FOLDERS.map((each) => ({ href: `/mail/${each}`, label: t[each], current: each === folder }))}
      />
      <SearchForm key={`${folder}:${search}`} search={search} form={form} onSearch={go} />
      <Fetching state={list.state} words={t} onAgain={list.reload} />
      {list.state === 'ready' && items.length === 0 && list.next === null && (
        <EmptyState title={search === '' ? t.none : t.noneFound}>
          {search !== '' ? t.noneFoundSays : folder === 'inbox' ? t.noneInbox : t.noneSent}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Card>
          <MessageList
            folder={folder}
            items={items}
            onSearch={() => form.current?.querySelector('input')?.focus()}
            onDeleted={(id) => {
              setRemoved((known) => new Set([...known, id]));
              list.reload();
            }}
          />
        </Card>
      )}
      <More list={list} label={t.more} />
    </Page>
  );
}

function SearchForm(props: {
  readonly search: string;
  readonly form: { current: HTMLFormElement | null };
  readonly onSearch: (text: string) => void;
}) {
  const t = useWords(words);
  const [text, setText] = useState(props.search);
  useEffect(() => {
    setText(props.search);
  }, [props.search]);
  return (
    <form
      class="message-search"
      role="search"
      ref={props.form}
      onSubmit={(event) => {
        event.preventDefault();
        props.onSearch(text.trim().slice(0, LONGEST_SEARCH));
      }}
    >
      <Field kind="search" label={t.search} value={text} onInput={setText} />
      <Button type="submit">{t.searchButton}</Button>
      {props.search !== '' && (
        <Button
          kind="quiet"
          onPress={() => {
            props.onSearch('');
          }}
        >
          {t.showAll}
        </Button>
      )}
    </form>
  );
}
