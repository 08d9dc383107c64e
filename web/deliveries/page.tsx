/** All deliveries, newest first, with what became of each. */
import { useLocation } from 'preact-iso';

import { ButtonLink } from '../design/button.tsx';
import { Fetching, More } from '../design/fetching.tsx';
import { Page } from '../design/page.tsx';
import { Badge, Card, EmptyState } from '../design/surface.tsx';
import { TabLinks } from '../design/tabs.tsx';
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
const FILTERS = ['queued', 'delayed', 'delivered', 'mixed', 'bounced'] as const satisfies readonly State[];

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
      <TabLinks
        label={t.filter}
        links={[
          { href: '/deliveries', label: t.all, current: state === undefined },
          ...FILTERS.map((each) => ({
            href: `/deliveries?state=${each}`,
            label: t[each],
            current: each === state,
          })),
        ]}
      />
      <Fetching state={list.state} words={t} onAgain={list.reload} />
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
      <More list={list} label={t.more} />
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
