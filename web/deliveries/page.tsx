/** All deliveries, newest first, with what became of each. */
import { useLocation } from 'preact-iso';

import { Button, ButtonLink } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { Badge, Card, EmptyState, Notice, Skeleton } from '../design/surface.tsx';
import type { components } from '../api/schema.d.ts';
import { api, ask } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import { STATE_KIND } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useFormats, useWords } from '../words/words.ts';
import type { Delivery } from './steps.ts';
import { words } from './words.ts';
import './list.css';

type State = Delivery['state'];
const FILTERS = ['queued', 'delayed', 'delivered', 'bounced'] as const satisfies readonly State[];

export default function DeliveriesPage() {
  const t = useWords(words);
  const { query } = useLocation();
  const state = FILTERS.find((each) => each === query['state']);
  const list = usePages<components['schemas']['Deliveries']['items'][number]>(
    `deliveries:${state ?? ''}`,
    (cursor) =>
      ask(
        api.GET('/v1/deliveries', {
          params: { query: { limit: 25, ...(state && { state }), ...(cursor && { cursor }) } },
        }),
      ),
    { every: 10_000 },
  );
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <nav class="tabs" aria-label={t.filter}>
        {[undefined, ...FILTERS].map((each) => (
          <a
            key={each ?? 'all'}
            class="tab"
            href={each === undefined ? '/deliveries' : `/deliveries?state=${each}`}
            aria-current={each === state ? 'page' : undefined}
          >
            {each === undefined ? t.all : t[each]}
          </a>
        ))}
      </nav>
      {list.state === 'loading' && <Skeleton label={t.loading} />}
      {list.state === 'failed' && (
        <Notice kind="bad" title={t.failed} live>
          <Button onPress={list.reload}>{t.again}</Button>
        </Notice>
      )}
      {list.state === 'ready' && list.items.length === 0 && (
        <EmptyState
          title={state === undefined ? t.none : t.noneSuch}
          action={
            state === undefined && (
              <ButtonLink href="/compose" kind="primary">
                {t.write}
              </ButtonLink>
            )
          }
        >
          {state === undefined ? t.noneSays : undefined}
        </EmptyState>
      )}
      {list.items.length > 0 && (
        <Card>
          <ul class="list">
            {list.items.map((delivery) => (
              <DeliveryRow key={delivery.id} delivery={delivery} />
            ))}
          </ul>
        </Card>
      )}
      {list.next !== null && (
        <div class="row">
          <Button busy={list.busy} onPress={list.more}>
            {t.more}
          </Button>
        </div>
      )}
    </Page>
  );
}

function DeliveryRow({ delivery }: { readonly delivery: Delivery }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const f = useFormats();
  const { id, subject, recipients, state, createdAt } = delivery;
  return (
    <li class="list-row">
      <a class="list-link" href={`/deliveries/${id}`}>
        {subject || t.noSubject}
      </a>
      <span class="list-who">{recipients.map(({ address }) => address).join(', ')}</span>
      <span class="list-facts">
        <Badge kind={STATE_KIND[state]}>{levels.state[state]}</Badge>
        <time class="quiet small" dateTime={createdAt}>
          {f.time(createdAt)}
        </time>
      </span>
    </li>
  );
}
