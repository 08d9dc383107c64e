/** Mail from a simulated provider to the person in front of the page, with encryption or without. */
import { useState } from 'preact/hooks';

import { api, ask } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Card, Details, Notice } from '../design/surface.tsx';
import { useAccount } from '../sign-in/account.ts';
import { useWords } from '../words/words.ts';
import { sendLetter, type Letter, type SendAnswer } from './api.ts';
import { Lines, linesWith } from './lines.tsx';
import { words } from './words.ts';

const HOWS = ['now', 'none', 'outdated'] as const satisfies readonly Letter['tls'][];

export function SendCard() {
  const t = useWords(words);
  const { email } = useAccount();
  const alias = useResource(email === '' ? null : 'alias', () => ask(api.GET('/v1/alias')));
  const [as, setAs] = useState('carol@plain.example');
  // One's own address, until something else is typed.
  const [typed, setTo] = useState<string | null>(null);
  const to = typed ?? alias.value?.address ?? '';
  const [tls, setTls] = useState<Letter['tls']>('now');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [sent, setSent] = useState<{ readonly answer: SendAnswer; readonly domain: string } | null>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    const answer = await sendLetter({ as: as.trim(), to: to.trim(), tls });
    setBusy(false);
    setSent(answer.kind === 'ok' ? { answer: answer.value, domain: as.trim().replace(/^.*@/, '') } : null);
    setError(answer.kind === 'problem' ? answer.problem.detail : answer.kind === 'ok' ? null : t.failed);
  };
  return (
    <Card label={t.send}>
      <div class="stack-tight">
        <h2>{t.send}</h2>
        <p>{t.sendSays}</p>
      </div>
      <form
        class="simulation-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void send();
        }}
      >
        <Field label={t.as} value={as} onInput={setAs} spellcheck={false} autocomplete="off" />
        <Field label={t.to} value={to} onInput={setTo} spellcheck={false} autocomplete="off" />
        <Field
          kind="select"
          label={t.how}
          value={tls}
          options={HOWS.map((value) => ({ value, label: t.hows[value] }))}
          onInput={(text) => {
            setTls(HOWS.find((how) => how === text) ?? 'now');
          }}
        />
        <Button type="submit" busy={busy}>
          {t.sendNow}
        </Button>
      </form>
      {error !== null && <Notice kind="bad" title={error} live />}
      {sent !== null && <Sent sent={sent.answer} domain={sent.domain} />}
    </Card>
  );
}

function Sent({ sent, domain }: { readonly sent: SendAnswer; readonly domain: string }) {
  const t = useWords(words);
  const { outcome, lines } = sent;
  return (
    <Notice kind={outcome === 'accepted' ? 'good' : 'warning'} title={t.outcomes[outcome]} live>
      {outcome === 'accepted' && <a href="/mail">{t.toMail}</a>}
      {outcome === 'refused' && <a href="/refused">{t.toRefused}</a>}
      <Details summary={t.transcript}>
        <Lines lines={linesWith(domain, 'from-provider', lines)} />
      </Details>
    </Notice>
  );
}
