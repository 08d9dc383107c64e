/** Operators: who did what, newest first, all of it or what concerns one domain. */
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';

import { Button, ButtonLink } from '../../design/button.tsx';
import { Fetching, More } from '../../design/fetching.tsx';
import { Field } from '../../design/field.tsx';
import { Page } from '../../design/page.tsx';
import { Card, EmptyState } from '../../design/surface.tsx';
import { useWords } from '../../words/words.ts';
import { operatorWords } from '../words.ts';
import { ActionList } from './action-list.tsx';
import { useActions } from './reading.ts';
import { words } from './words.ts';
import '../operators.css';

export default function ActionsPage() {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const { query, route } = useLocation();
  const domain = query['domain'] ?? '';
  const [typed, setTyped] = useState(domain);
  const actions = useActions(domain);
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <form
        class="look-form"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          const wanted = typed.trim();
          route(
            wanted === '' ? '/operators/actions' : `/operators/actions?domain=${encodeURIComponent(wanted)}`,
          );
        }}
      >
        <Field
          kind="search"
          label={t.domain}
          hint={t.domainHint}
          error={actions.error}
          value={typed}
          onInput={setTyped}
          spellcheck={false}
        />
        <Button type="submit">{t.show}</Button>
        {domain !== '' && <ButtonLink href="/operators/actions">{t.showAll}</ButtonLink>}
      </form>
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
