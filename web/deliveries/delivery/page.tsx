/** One delivery. */
import { ButtonLink } from '../../design/button.tsx';
import { Fetching } from '../../design/fetching.tsx';
import { Page } from '../../design/page.tsx';
import { Facts } from '../../design/table.tsx';
import { useWords } from '../../words/words.ts';
import { DeliveryCard } from '../delivery-card.tsx';
import { useDelivery } from '../running.ts';
import { words } from '../words.ts';

export default function DeliveryPage({ id }: { readonly id: string }) {
  const t = useWords(words);
  const delivery = useDelivery(id);
  const { value, state, answer } = delivery;
  const isMissing = answer?.kind === 'problem' && answer.problem.status === 404;
  return (
    <Page
      title={value === undefined ? t.title : t.delivery(value.subject || t.noSubject)}
      actions={<ButtonLink href="/deliveries">{t.back}</ButtonLink>}
    >
      <Fetching
        state={state}
        words={isMissing ? { ...t, failed: t.notThere } : t}
        onAgain={isMissing ? null : delivery.reload}
      />
      {value !== undefined && (
        <>
          <DeliveryCard delivery={value} />
          <p>
            <a href={`/mail/sent/${value.sentId}`}>{t.message}</a>
          </p>
          <Facts facts={[[t.facts.messageId, <code key="id">{value.messageId}</code>]]} />
          {value.finishedAt !== null && (
            <p class="quiet small">
              {t.proof} <a href="/verify">{t.verifier}</a>.
            </p>
          )}
        </>
      )}
    </Page>
  );
}
