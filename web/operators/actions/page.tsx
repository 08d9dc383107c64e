/** Operators: who did what, newest first, all of it or what concerns one domain. */
import { useLocation } from 'preact-iso';

import { Fetching, More } from '../../design/fetching.tsx';
import { Page } from '../../design/page.tsx';
import { Card, EmptyState } from '../../design/surface.tsx';
import { useWords } from '../../words/words.ts';
import { SearchForm } from '../search-form.tsx';
import { operatorWords } from '../words.ts';
import { ActionList } from './action-list.tsx';
import { useActions } from './reading.ts';
import { words } from './words.ts';
import '../operators.css';

export default function ActionsPage() {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const { query } = useLocation();
  const domain = query['domain'] ?? '';
  const actions = useActions(domain);
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <SearchForm
        key={domain}
        path="/operators/actions"
        name="domain"
        asked={domain}
        words={{ label: t.domain, hint: t.domainHint, search: t.show, showAll: t.showAll }}
        error={actions.error}
      />
      {actions.error === null && (
        <Fetching state={actions.list.state} words={o} onAgain={actions.list.reload} />
      )}
      {actions.list.state === 'ready' && actions.list.items.length === 0 && actions.list.next === null && (
        <EmptyState title={domain === '' ? t.none : t.noneSuch(domain)}>
          {domain === '' ? t.noneSays : undefined}
        </EmptyState>
      )}
      {actions.list.items.length > 0 && (
        <Card label={t.title}>
          <ActionList actions={actions.list.items} />
        </Card>
      )}
      <More list={actions.list} label={o.more} />
    </Page>
  );
}
