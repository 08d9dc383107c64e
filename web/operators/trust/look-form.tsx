/** The way to a provider: its domain is typed, its servers are looked at, and its page opens. */
import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';

import { Button } from '../../design/button.tsx';
import { Field } from '../../design/field.tsx';
import { Card, Spinner } from '../../design/surface.tsx';
import { domainIn } from '../../levels/domain.ts';
import { useWords } from '../../words/words.ts';
import { complaintsOf } from '../complaints.ts';
import { operatorWords } from '../words.ts';
import { look } from './looking.ts';
import { words } from './words.ts';
import { words as domainWords } from './domain/words.ts';
import '../operators.css';

export function pageOf(domain: string): string {
  return `/operators/trust/${encodeURIComponent(domain)}`;
}

export function LookForm() {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const d = useWords(domainWords);
  const { route } = useLocation();
  const [domain, setDomain] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [serverless, setServerless] = useState<string | null>(null);
  const submit = async (): Promise<void> => {
    setBusy(true);
    setError(null);
    setServerless(null);
    const answer = await look(domainIn(domain), true);
    setBusy(false);
    if (answer.kind !== 'ok') {
      const complaints = complaintsOf(answer, o.failed);
      setError(complaints.get('/domain') ?? [...complaints.values()][0] ?? null);
      return;
    }
    const { hosts, detail } = answer.value;
    if (hosts.length > 0 || answer.value.entries.length > 0) route(pageOf(answer.value.domain));
    else {
      setError(t.nothingSeen(detail ?? ''));
      setServerless(answer.value.domain);
    }
  };
  return (
    <Card label={t.lookTitle}>
      <h2>{t.lookTitle}</h2>
      <form
        class="look-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!busy) void submit();
        }}
      >
        <Field
          label={t.domain}
          hint={t.domainHint}
          error={error}
          value={domain}
          onInput={setDomain}
          spellcheck={false}
        />
        <Button type="submit" kind="primary" busy={busy}>
          {t.look}
        </Button>
      </form>
      {busy && <Spinner label={d.looking} />}
      {serverless !== null && (
        <p>
          <a href={pageOf(serverless)}>{t.openAnyway}</a>
        </p>
      )}
    </Card>
  );
}
