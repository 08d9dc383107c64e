/** Public: checks a receipt that somebody was given, without asking us to be believed. */
import { useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Page } from '../design/page.tsx';
import { Card, Notice } from '../design/surface.tsx';
import { useWords } from '../words/words.ts';
import { checkDocument, type Checked } from './checking.ts';
import { FileField } from './file-field.tsx';
import { Finding } from './finding.tsx';
import { words } from './words.ts';

export default function VerifyPage() {
  const t = useWords(words);
  const [text, setText] = useState('');
  const [file, setFile] = useState<string | null>(null);
  const [keys, setKeys] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [checked, setChecked] = useState<Checked | null>(null);
  const check = async (): Promise<void> => {
    const document = text.trim() === '' ? file : text;
    setMissing(document === null);
    if (document === null) return;
    setBusy(true);
    setChecked(await checkDocument(document, keys));
    setBusy(false);
  };
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <Card>
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void check();
          }}
        >
          <FileField label={t.file} accept=".html,.jws,.json,text/html" onText={setFile} />
          <Field
            kind="textarea"
            rows={4}
            label={t.text}
            hint={t.textHint}
            value={text}
            onInput={setText}
            error={missing ? t.nothing : null}
          />
          <FileField label={t.keyFile} accept=".json,application/json" onText={setKeys} />
          <div class="row">
            <Button type="submit" kind="primary" busy={busy}>
              {t.check}
            </Button>
          </div>
        </form>
      </Card>
      {checked?.kind === 'no-document' && <Notice kind="bad" title={t.noDocument} live />}
      {checked?.kind === 'keys-failed' && <Notice kind="bad" title={t.keysFailed} live />}
      {checked?.kind === 'keys-unreadable' && <Notice kind="bad" title={t.keysUnreadable} live />}
      {checked?.kind === 'refused' && (
        <Notice kind="bad" title={t.bad} live>
          <p>{t.why[checked.why]}</p>
        </Notice>
      )}
      {checked?.kind === 'genuine' && <Finding {...checked} />}
    </Page>
  );
}
