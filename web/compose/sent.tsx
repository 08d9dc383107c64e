/** After sending: what becomes of the message, recipient by recipient, as it happens. */
import { useEffect } from 'preact/hooks';

import { DeliveryCard } from '../deliveries/delivery-card.tsx';
import { useDeliveriesOf } from '../deliveries/running.ts';
import { Button, ButtonLink } from '../design/button.tsx';
import { Page } from '../design/page.tsx';
import { Spinner } from '../design/surface.tsx';
import { announce } from '../design/toast.tsx';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import type { Accepted } from './sending.ts';
import { words } from './words.ts';

export function Sent(props: {
  readonly accepted: Accepted;
  readonly subject: string;
  readonly onAnother: () => void;
}) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const { accepted, subject, onAnother } = props;
  const { value } = useDeliveriesOf(accepted.id);
  const items = value?.items ?? [];
  const states = items.map(({ domain, state }) => `${domain}: ${levels.state[state]}`).join('. ');
  useEffect(() => {
    if (states !== '') announce(states);
  }, [states]);
  const isOver = items.length > 0 && items.every(({ phase }) => phase === 'finished');
  return (
    <Page title={isOver ? t.finishedTitle : t.sentTitle}>
      <p>
        <strong>
          <bdi>{subject || t.noSubject}</bdi>
        </strong>
      </p>
      <p class="quiet">{isOver ? t.finished : t.sentSays}</p>
      <div class="row">
        <ButtonLink href={`/mail/sent/${accepted.id}`}>{t.openSent}</ButtonLink>
        <Button onPress={onAnother}>{t.another}</Button>
      </div>
      {items.length === 0 && <Spinner label={t.waiting} />}
      {items.map((delivery) => (
        <DeliveryCard key={delivery.id} delivery={delivery} />
      ))}
    </Page>
  );
}
