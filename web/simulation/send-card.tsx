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
import { Lines } from './lines.tsx';
import { words } from './words.ts';

const HOWS = ['now', 'none', 'outdated'] as const satisfies readonly Letter['tls'][];

export function SendCard() {
  const { email } = useAccount();
  const alias = useResource(email === '' ? null : 'alias', () => ask(api.GET('/v1/alias')));
  return <SendForm key={alias.value?.address ?? ''} address={alias.value?.address ?? ''} />;
}

function SendForm({ address }: { readonly address: string }) {
  const t = useWords(words);
  const [as, setAs] = useState('carol@plain.example');
  const [to, setTo] = useState(address);
  const [tls, setTls] = useState<Letter['tls']>('now');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [sent, setSent] = useState<SendAnswer | null>(null);
  const send = async (): Promise<void> => {
    setBusy(true);
    const answer = await sendLetter({ as: as.trim(), to: to.trim(), tls });
    setBusy(false);
    setSent(answer.kind === 'ok' ? answer.value : null);
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
      {sent !== null && (
        <Notice
          kind={sent.outcome === 'accepted' ? 'good' : 'warning'}
          title={sent.outcome === 'accepted' ? t.sent : t.sentRefused}
          live
        >
          <Details summary={t.transcript}>
            <Lines lines={sent.lines} />
          </Details>
        </Notice>
      )}
    </Card>
  );
}
