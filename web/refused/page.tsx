/** Who was turned away for want of encryption, and a text with which to ask them to mend it. */
import { api, ask } from '../api/client.ts';
import { usePages } from '../api/pages.ts';
import type { components } from '../api/schema.d.ts';
import { CopyButton } from '../design/copy-button.tsx';
import { Fetching, More } from '../design/fetching.tsx';
import { Page } from '../design/page.tsx';
import { Badge, Card, Details, EmptyState } from '../design/surface.tsx';
import { Facts } from '../design/table.tsx';
import { useFormats, useWords } from '../words/words.ts';
import { mailtoLink } from './mailto.ts';
import { words } from './words.ts';
import './refused.css';

type Refusal = components['schemas']['Refusals']['items'][number];

function keyOf({ firstAt, recipient, sender, client, reason }: Refusal): string {
  return [firstAt, recipient, sender ?? '', client.address, reason].join(' ');
}

export default function RefusedPage() {
  const t = useWords(words);
  const list = usePages<Refusal & { readonly id: string }>(
    'refusals',
    async (cursor) => {
      const answer = await ask(
        api.GET('/v1/refusals', { params: { query: { limit: 50, ...(cursor && { cursor }) } } }),
      );
      if (answer.kind !== 'ok') return answer;
      const { items, next } = answer.value;
      return { ...answer, value: { items: items.map((item) => ({ ...item, id: keyOf(item) })), next } };
    },
    { every: 10_000 },
  );
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <Fetching state={list.state} words={t} onAgain={list.reload} />
      {list.state === 'ready' && list.items.length === 0 && (
        <EmptyState title={t.none}>{t.noneSays}</EmptyState>
      )}
      {list.items.length > 0 && (
        <ul class="stack">
          {list.items.map((refusal) => (
            <li key={refusal.id}>
              <RefusalCard refusal={refusal} />
            </li>
          ))}
        </ul>
      )}
      <More list={list} label={t.more} />
    </Page>
  );
}

function RefusalCard({ refusal }: { readonly refusal: Refusal }) {
  const t = useWords(words);
  const f = useFormats();
  const { sender, at, count, client, reason, recipient } = refusal;
  const who = sender === null ? t.unknownSender : sender === '' ? t.nullSender : sender;
  return (
    <Card label={who}>
      <div class="row">
        <Badge kind="bad">{t.reasons[reason]}</Badge>
        <strong>{who}</strong>
      </div>
      <Facts
        facts={[
          [t.when, f.time(at)],
          [t.times, t.count(count)],
          [t.to, recipient],
          [t.server, client.helo === null ? client.address : `${client.helo} [${client.address}]`],
        ]}
      />
      {sender !== '' && <HowToAsk sender={sender} recipient={recipient} />}
    </Card>
  );
}

function HowToAsk({ sender, recipient }: { readonly sender: string | null; readonly recipient: string }) {
  const t = useWords(words);
  const text = t.text(recipient, `${location.origin}/why-refused`);
  const mailto = mailtoLink(sender ?? '', t.subject, text);
  return (
    <Details summary={t.ask}>
      <p>{t.askSays}</p>
      <pre class="ready-text">{text}</pre>
      <div class="row">
        <CopyButton text={text} words={{ copy: t.copy, copied: t.copied, failed: t.copyFailed }} />
        <a href={mailto}>{t.mail}</a>
      </div>
    </Details>
  );
}
