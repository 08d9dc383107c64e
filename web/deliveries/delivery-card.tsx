/** One delivery in full: its state, its timeline, its receipt, and what one can do with it. */
import { ButtonLink } from '../design/button.tsx';
import { Badge, Card } from '../design/surface.tsx';
import { STATE_KIND } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useWords } from '../words/words.ts';
import { Ends } from './ends.tsx';
import { Receipt } from './receipt.tsx';
import { OtherForms, SaveButton } from './save-evidence.tsx';
import type { Delivery } from './steps.ts';
import { Timeline } from './timeline.tsx';
import { words } from './words.ts';

export function DeliveryCard({ delivery }: { readonly delivery: Delivery }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const { receipt, noticeId, state, level, recipients } = delivery;
  const isOver = delivery.finishedAt !== null;
  const names = recipients.map(({ address }) => address).join(', ');
  return (
    <Card label={names}>
      <div class="stack-tight">
        <div class="row">
          <Badge kind={STATE_KIND[state]}>{levels.state[state]}</Badge>
          <h2>{names}</h2>
        </div>
        <p class="quiet small">
          {levels.name[level]} <code>{level}</code>
        </p>
      </div>
      <Ends delivery={delivery} />
      <Timeline delivery={delivery} />
      {receipt !== null && (
        <section class="stack" aria-label={t.receipt}>
          <h3>{t.receipt}</h3>
          <Receipt receipt={receipt} />
        </section>
      )}
      {isOver && recipients.length > 1 && <p>{t.namesAll}</p>}
      {(isOver || noticeId !== null) && (
        <div class="row">
          {isOver && <SaveButton id={delivery.id} form="document" label={t.saveReceipt} />}
          {noticeId !== null && <ButtonLink href={`/mail/inbox/${noticeId}`}>{t.notice}</ButtonLink>}
        </div>
      )}
      {isOver && <OtherForms id={delivery.id} />}
    </Card>
  );
}
