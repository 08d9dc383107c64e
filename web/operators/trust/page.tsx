/** The trust store, for operators: whom we trust by hand, and how each entry stands. */
import { useEffect, useRef, useState } from 'preact/hooks';

import { api, ask } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import { Button } from '../../design/button.tsx';
import { Fetching, More } from '../../design/fetching.tsx';
import { Field } from '../../design/field.tsx';
import { Page } from '../../design/page.tsx';
import { Card, EmptyState } from '../../design/surface.tsx';
import { Table } from '../../design/table.tsx';
import { announce } from '../../design/toast.tsx';
import { useFormats, useWords } from '../../words/words.ts';
import { operatorWords } from '../words.ts';
import { ShortDigest } from './digest.tsx';
import { lastSeen, look } from './looking.ts';
import { LookForm, pageOf } from './look-form.tsx';
import { found, inOrder, type TrustEntry } from './standing.ts';
import { StateBadge } from './state-badge.tsx';
import { words } from './words.ts';
import '../operators.css';

export default function TrustPage() {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const [filter, setFilter] = useState('');
  const [, redraw] = useState(0);
  const list = usePages<TrustEntry>('trust', (cursor) =>
    ask(api.GET('/v1/admin/trust', { params: { query: { limit: 100, ...(cursor && { cursor }) } } })),
  );
  const shown = inOrder(found(list.items, filter));
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <LookForm />
      <Fetching state={list.state} words={o} onAgain={list.reload} />
      {list.state === 'ready' && list.items.length === 0 && list.next === null && (
        <EmptyState title={t.none}>{t.noneSays}</EmptyState>
      )}
      {list.items.length > 0 && (
        <Card label={t.title}>
          <div class="look-form">
            <Field
              kind="search"
              label={t.filter}
              hint={list.next === null ? t.filterHint : `${t.filterHint}. ${t.filterPart}`}
              value={filter}
              onInput={setFilter}
              spellcheck={false}
            />
            <CheckAll
              domains={[...new Set(shown.map(({ domain }) => domain))]}
              onSeen={() => {
                redraw((count) => count + 1);
              }}
            />
          </div>
          {shown.length === 0 ? <p>{t.noneSuch}</p> : <EntryTable entries={shown} />}
        </Card>
      )}
      <More list={list} label={o.more} />
    </Page>
  );
}

function EntryTable({ entries }: { readonly entries: readonly TrustEntry[] }) {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const f = useFormats();
  const { columns } = t;
  return (
    <Table
      caption={t.title}
      rows={entries}
      keyOf={({ id }) => id}
      columns={[
        {
          label: columns.provider,
          cell: ({ domain }) => (
            <a class="unbroken" href={pageOf(domain)}>
              {domain}
            </a>
          ),
        },
        {
          label: columns.matches,
          cell: ({ kind, sha256 }) => (
            <>
              {o.kind[kind]} <ShortDigest hex={sha256} />
            </>
          ),
        },
        {
          label: columns.state,
          cell: (entry) => <StateBadge entry={entry} preview={lastSeen(entry.domain)} />,
        },
        {
          label: columns.ends,
          cell: ({ notAfter }) => (
            <span class="unbroken">{notAfter === null ? t.noEnd : f.date(notAfter)}</span>
          ),
        },
        {
          label: columns.added,
          cell: ({ addedAt, addedBy }) => t.by(f.date(addedAt), addedBy),
        },
      ]}
    />
  );
}

/** Looks at one provider after the other, so that what has changed is seen in the list. */
function CheckAll(props: { readonly domains: readonly string[]; readonly onSeen: () => void }) {
  const { domains, onSeen } = props;
  const t = useWords(words);
  const [done, setDone] = useState<number | null>(null);
  const here = useRef(true);
  useEffect(
    () => () => {
      here.current = false;
    },
    [],
  );
  const run = async (): Promise<void> => {
    for (const [index, domain] of domains.entries()) {
      if (!here.current) return;
      setDone(index);
      await look(domain, true);
      onSeen();
    }
    setDone(null);
    announce(t.checked);
  };
  return (
    <Button busy={done !== null} onPress={() => void run()}>
      {done === null ? t.checkAll : t.checking(done + 1, domains.length)}
    </Button>
  );
}
