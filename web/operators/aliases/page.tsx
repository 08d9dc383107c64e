/** Operators: all secure addresses and their settings, and the one thing that operators can set in them. */
import { useLocation } from 'preact-iso';

import { api, ask } from '../../api/client.ts';
import { usePages } from '../../api/pages.ts';
import type { components } from '../../api/schema.d.ts';
import { Fetching, More } from '../../design/fetching.tsx';
import { Page } from '../../design/page.tsx';
import { Badge, Card, Details, EmptyState } from '../../design/surface.tsx';
import { Table } from '../../design/table.tsx';
import { levelWords } from '../../levels/words.ts';
import { useFormats, useWords } from '../../words/words.ts';
import { SearchForm } from '../search-form.tsx';
import { operatorWords } from '../words.ts';
import { SetLevelCard } from './set-level-card.tsx';
import { words } from './words.ts';
import '../operators.css';

type Alias = components['schemas']['Aliases']['items'][number];

export default function AliasesPage() {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const { query } = useLocation();
  const prefix = query['prefix'] ?? '';
  const list = usePages<Alias & { readonly id: string }>(`operators:aliases:${prefix}`, async (cursor) => {
    const answer = await ask(
      api.GET('/v1/admin/aliases', {
        params: { query: { limit: 50, ...(prefix !== '' && { prefix }), ...(cursor && { cursor }) } },
      }),
    );
    if (answer.kind !== 'ok') return answer;
    const { items, next } = answer.value;
    return { ...answer, value: { items: items.map((item) => ({ ...item, id: item.address })), next } };
  });
  const isEmpty = list.state === 'ready' && list.items.length === 0 && list.next === null;
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <SearchForm
        key={prefix}
        path="/operators/aliases"
        name="prefix"
        asked={prefix}
        words={{ label: t.prefix, hint: t.prefixHint, search: t.search, showAll: t.showAll }}
      />
      <Fetching state={list.state} words={o} onAgain={list.reload} />
      {isEmpty && (
        <EmptyState title={prefix === '' ? t.none : t.noneSuch(prefix)}>
          {prefix === '' ? t.noneSays : undefined}
        </EmptyState>
      )}
      {list.items.length > 0 && (
        <Card label={t.title}>
          <AliasTable aliases={list.items} />
        </Card>
      )}
      <More list={list} label={o.more} />
      <SetLevelCard onDone={list.reload} />
    </Page>
  );
}

function AliasTable({ aliases }: { readonly aliases: readonly Alias[] }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const f = useFormats();
  const { columns } = t;
  return (
    <Table
      caption={t.title}
      rows={aliases}
      keyOf={({ address }) => address}
      columns={[
        {
          label: columns.address,
          cell: ({ address, name, home }) => (
            <span class="unbroken">
              {address} <span class="quiet small">{name === '' ? home : `${name}, ${home}`}</span>
            </span>
          ),
        },
        {
          label: columns.state,
          cell: ({ enabled }) => (
            <span class="unbroken">
              <Badge kind={enabled ? 'good' : 'neutral'}>{enabled ? t.on : t.off}</Badge>
            </span>
          ),
        },
        {
          label: columns.level,
          cell: ({ level, expert }) => (
            <>
              {levels.name[level]} <code class="quiet small">{level}</code>
              {expert && <span class="quiet small">, {t.expert}</span>}
            </>
          ),
        },
        {
          label: columns.overrides,
          cell: ({ overrides }) =>
            overrides.length === 0 ? (
              t.noOverrides
            ) : (
              <Details summary={t.overrides(overrides.length)}>
                {overrides.map(({ domain, level }) => (
                  <span key={domain}>{t.override(domain, levels.name[level])}</span>
                ))}
              </Details>
            ),
        },
        { label: columns.changed, cell: ({ updatedAt }) => f.time(updatedAt) },
      ]}
    />
  );
}
