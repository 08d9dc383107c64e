/** One delivery in full: its state, its timeline, its receipt, and what one can do with it. */
import { useState } from 'preact/hooks';

import { Button, ButtonLink } from '../design/button.tsx';
import { Badge, Card } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { STATE_KIND } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useLanguage, useWords } from '../words/words.ts';
import { saveEvidence } from './evidence.ts';
import { Receipt } from './receipt.tsx';
import type { Delivery } from './steps.ts';
import { Timeline } from './timeline.tsx';
import { words } from './words.ts';

export function DeliveryCard({ delivery }: { readonly delivery: Delivery }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const { receipt, noticeId, state, level, recipients } = delivery;
  const names = recipients.map(({ address }) => address).join(', ');
  return (
    <Card label={names}>
      <div class="stack-tight">
        <div class="row">
          <Badge kind={STATE_KIND[state]}>{levels.state[state]}</Badge>
          <strong>{names}</strong>
        </div>
        <p class="quiet small">
          {levels.name[level]} <code>{level}</code>
        </p>
      </div>
      {recipients.length > 1 && state === 'mixed' && (
        <ul class="stack-tight">
          {recipients.map((recipient) => (
            <li key={recipient.address}>
              {recipient.address}: {t.recipientStates[recipient.state]}
            </li>
          ))}
        </ul>
      )}
      <Timeline delivery={delivery} />
      {receipt !== null && (
        <section class="stack" aria-label={t.receipt}>
          <h3>{t.receipt}</h3>
          <Receipt receipt={receipt} />
        </section>
      )}
      {(delivery.finishedAt !== null || noticeId !== null) && (
        <div class="row">
          {delivery.finishedAt !== null && <SaveButton id={delivery.id} />}
          {noticeId !== null && <ButtonLink href={`/mail/inbox/${noticeId}`}>{t.notice}</ButtonLink>}
        </div>
      )}
    </Card>
  );
}

function SaveButton({ id }: { readonly id: string }) {
  const t = useWords(words);
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    const isSaved = await saveEvidence(id, language);
    setBusy(false);
    if (!isSaved) toast(t.saveFailed);
  };
  return (
    <Button busy={busy} onPress={() => void save()}>
      {t.saveReceipt}
    </Button>
  );
}
