/**
 * A notice of our own as a page: what happened and what it means, what one can do, then the details. Only what the
 * API calls a notice comes here; a stranger's message that looks like one is a message.
 */
import { useState } from 'preact/hooks';

import { Button, ButtonLink } from '../../design/button.tsx';
import { CopyButton } from '../../design/copy-button.tsx';
import { Card, Details, Notice, Skeleton } from '../../design/surface.tsx';
import { useDelivery } from '../../deliveries/running.ts';
import { DeliveryCard } from '../../deliveries/delivery-card.tsx';
import type { Delivery } from '../../deliveries/steps.ts';
import { levelWords } from '../../levels/words.ts';
import { english } from '../../../shared/mail/words/english.ts';
import { german } from '../../../shared/mail/words/german.ts';
import { whySentence } from '../../../shared/mail/words/words.ts';
import { useFormats, useLanguage, useWords } from '../../words/words.ts';
import type { Message } from '../plain.ts';
import { failuresOf, namesOf } from './failures.ts';
import { resend, type Resent } from './resend.ts';
import { TextBody } from './text-body.tsx';
import { words } from './words.ts';

export function NoticeBody({ message }: { readonly message: Message }) {
  const t = useWords(words);
  const isDelay = message.kind === 'delay-notice';
  return (
    <>
      {message.deliveryId === null ? (
        <Notice title={isDelay ? t.delayedTitle : t.failedTitle}>{t.detailsMissing}</Notice>
      ) : (
        <About id={message.deliveryId} isDelay={isDelay} text={message.text ?? ''} />
      )}
      {message.text !== null && (
        <Card label={t.original}>
          <h2>{t.original}</h2>
          <TextBody text={message.text} />
        </Card>
      )}
    </>
  );
}

function About(props: { readonly id: string; readonly isDelay: boolean; readonly text: string }) {
  const t = useWords(words);
  const f = useFormats();
  const { id, isDelay, text } = props;
  const { value, state } = useDelivery(id);
  if (value === undefined)
    return state === 'loading' ? (
      <Skeleton label={t.loading} />
    ) : (
      <Notice title={isDelay ? t.delayedTitle : t.failedTitle}>{t.detailsMissing}</Notice>
    );
  const names = namesOf(failuresOf(value).failures, t.andMore);
  const failedTitle = names === '' ? t.failedTitle : t.failedFor(names);
  return (
    <>
      <Notice kind={isDelay ? 'info' : 'warning'} title={isDelay ? t.delayedTitle : failedTitle}>
        {isDelay && <p>{t.delayedSays}</p>}
        {isDelay && value.nextAttemptAt !== null && <p>{t.stillWaiting(f.time(value.nextAttemptAt))}</p>}
      </Notice>
      {!isDelay && <Failures delivery={value} />}
      <Actions delivery={value} isDelay={isDelay} text={text} />
      <Details summary={t.technical}>
        <DeliveryCard delivery={value} />
      </Details>
    </>
  );
}

function Failures({ delivery }: { readonly delivery: Delivery }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const language = useLanguage();
  const say = language === 'de' ? german : english;
  const { domain, level } = delivery;
  const { failures, advice, isSetting } = failuresOf(delivery);
  return (
    <Card label={t.whatFailed}>
      <h2>{t.whatFailed}</h2>
      <ul class="stack-tight">
        {failures.map(({ address, why }) => (
          <li key={address}>
            <strong>
              <bdi>{address}</bdi>
            </strong>
            <p>{whySentence(say, domain, why)}</p>
          </li>
        ))}
      </ul>
      {isSetting && (
        <p>
          {t.setting}: <strong>{levels.name[level]}</strong> <code class="quiet small">{level}</code>
        </p>
      )}
      <h2>{t.whatToDo}</h2>
      <ul class="message-advice">
        {advice.map((each) => (
          <li key={each}>{say.advice[each](domain)}</li>
        ))}
      </ul>
    </Card>
  );
}

/** No level is below encrypt: there a setting has nothing to offer. */
function canBeLowered(delivery: Delivery): boolean {
  return delivery.level !== 'encrypt' && failuresOf(delivery).isSetting;
}

function Actions(props: { readonly delivery: Delivery; readonly isDelay: boolean; readonly text: string }) {
  const t = useWords(words);
  const [busy, setBusy] = useState(false);
  const [resent, setResent] = useState<Resent | null>(null);
  const [already, setAlready] = useState(false);
  const { delivery, isDelay, text } = props;
  const helps = failuresOf(delivery).advice.includes('try-later');
  const again = async (): Promise<void> => {
    setBusy(true);
    const answer = await resend(delivery);
    const before = resent?.kind === 'sent' ? resent.id : null;
    setAlready(answer.kind === 'sent' && answer.id === before);
    setResent(answer);
    setBusy(false);
  };
  return (
    <div class="stack">
      <div class="row">
        {!isDelay && (
          <Button kind={helps ? 'primary' : 'secondary'} busy={busy} onPress={() => void again()}>
            {t.sendAgain}
          </Button>
        )}
        {canBeLowered(delivery) && (
          <ButtonLink href={`/settings?domain=${delivery.domain}`}>
            {t.changeLevel(delivery.domain)}
          </ButtonLink>
        )}
        <CopyButton text={text} words={{ copy: t.copy, copied: t.copied, failed: t.copyFailed }} />
        <ButtonLink href={`/deliveries/${delivery.id}`}>{t.openDelivery}</ButtonLink>
      </div>
      {resent?.kind === 'failed' && (
        <Notice kind="bad" title={t.resendFailed} live>
          {resent.why !== null && <p>{resent.why}</p>}
        </Notice>
      )}
      {resent?.kind === 'sent' && (
        <Notice kind="good" title={already ? t.sentAlready : t.sentAgain} live>
          <a href={`/mail/sent/${resent.id}`}>{t.sentAgainLink}</a>
        </Notice>
      )}
    </div>
  );
}
