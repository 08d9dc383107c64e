/** After sending: what becomes of the message, recipient by recipient, as it happens. */
import { useEffect } from 'preact/hooks';

import { DeliveryCard } from '../deliveries/delivery-card.tsx';
import { useDeliveriesOf } from '../deliveries/running.ts';
import { ButtonLink } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { Spinner } from '../design/surface.tsx';
import { announce } from '../design/toast.tsx';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

/** `id`: of the message. */
export function Sent({ id }: { readonly id: string }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const { value } = useDeliveriesOf(id);
  const items = value?.items ?? [];
  const states = items.map(({ domain, state }) => `${domain}: ${levels.state[state]}`).join('. ');
  useEffect(() => {
    if (states !== '') announce(states);
  }, [states]);
  const isOver = items.length > 0 && items.every(({ phase }) => phase === 'finished');
  return (
    <Page title={isOver ? t.finishedTitle : t.sentTitle}>
      {items[0] !== undefined && (
        <p>
          <strong>
            <bdi>{items[0].subject || t.noSubject}</bdi>
          </strong>
        </p>
      )}
      <p class="quiet">{isOver ? t.finished : t.sentSays}</p>
      <div class="row">
        <ButtonLink href={`/mail/sent/${id}`}>{t.openSent}</ButtonLink>
        <ButtonLink href="/compose">{t.another}</ButtonLink>
      </div>
      {items.length === 0 && <Spinner label={t.waiting} />}
      {items.map((delivery) => (
        <DeliveryCard key={delivery.id} delivery={delivery} />
      ))}
    </Page>
  );
}
