/** What happened to a delivery, step by step; it grows by itself while the delivery goes on. */
import type { ComponentChildren } from 'preact';

import { Icon, type IconName } from '../design/icon.tsx';
import { useFormats, useWords } from '../words/words.ts';
import { detailOf, stepsOf, tlsName, type Attempt, type Delivery, type Step } from './steps.ts';
import { words } from './words.ts';
import './timeline.css';

type Translation = ReturnType<typeof useWords<(typeof words)['en']>>;
type Look = 'good' | 'bad' | 'waiting' | 'plain';

const attemptLooks: Readonly<Record<Attempt['outcome'], Look>> = {
  met: 'good',
  policy: 'bad',
  temporary: 'waiting',
  refused: 'bad',
};

function lookOf(step: Step): Look {
  switch (step.kind) {
    case 'accepted':
    case 'in-queue':
    case 'connecting':
      return 'plain';
    case 'attempt':
      return attemptLooks[step.attempt.outcome];
    case 'waiting':
      return 'waiting';
    case 'delivered':
      return 'good';
    case 'came-back':
      return 'bad';
  }
}

const icons: Readonly<Record<Look, IconName>> = {
  good: 'good',
  bad: 'bad',
  waiting: 'waiting',
  plain: 'info',
};

export function Timeline({ delivery }: { readonly delivery: Delivery }) {
  const t = useWords(words);
  const isRunning = delivery.phase !== 'finished';
  return (
    <ol class="timeline" aria-label={t.whatHappened} aria-live={isRunning ? 'polite' : undefined}>
      {stepsOf(delivery).map((step, index) => (
        <li key={`${String(index)}-${step.kind}`} class={`timeline-step timeline-${lookOf(step)}`}>
          <Icon name={icons[lookOf(step)]} />
          <StepText step={step} delivery={delivery} />
        </li>
      ))}
    </ol>
  );
}

function StepText({ step, delivery }: { readonly step: Step; readonly delivery: Delivery }) {
  const t = useWords(words);
  const f = useFormats();
  const line = (text: string, at?: string, detail?: string): ComponentChildren => (
    <div class="stack-tight">
      <span>
        {text}
        {at !== undefined && (
          <time class="quiet small" dateTime={at}>
            {' '}
            {f.time(at)}
          </time>
        )}
      </span>
      {detail !== undefined && <span class="quiet small">{detail}</span>}
    </div>
  );
  switch (step.kind) {
    case 'accepted':
      return line(t.accepted, step.at);
    case 'in-queue':
      return line(t.inQueue);
    case 'connecting':
      return line(t.connecting(delivery.domain));
    case 'waiting':
      return line(t.nextTry(step.until === null ? '' : f.ago(step.until)));
    case 'delivered':
      return line(t.deliveredAt(step.host), step.at);
    case 'came-back':
      return line(step.whole ? t.cameBack : t.someCameBack, step.at);
    case 'attempt':
      return line(
        attemptText(t, step.attempt),
        step.at,
        step.attempt.outcome === 'met' ? undefined : detailOf(step.attempt),
      );
  }
}

/** Without a host, it ended before there was a server to connect to, or the recipient is one of this house. */
function attemptText(t: Translation, { outcome, host, tls }: Attempt): string {
  if (host === null) return outcome === 'met' ? t.inHouse : t.noServer[outcome];
  if (outcome !== 'met') return t[outcome](host);
  return tls === null ? t.metPlain(host) : t.met(host, tlsName(tls.version));
}
