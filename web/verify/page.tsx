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
  const [source, setSource] = useState<string | File>('');
  const [keys, setKeys] = useState<File | null>(null);
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  const [checked, setChecked] = useState<Checked | null>(null);
  // A field for files is emptied by making a new one.
  const [documentField, setDocumentField] = useState(0);
  const [keysField, setKeysField] = useState(0);
  const forgetFinding = (): void => {
    setMissing(false);
    setChecked(null);
  };
  // A file that has changed since it was chosen cannot be read; browsers take it again only from an empty field.
  const emptyFiles = (): void => {
    setDocumentField(documentField + 1);
    setKeysField(keysField + 1);
    if (typeof source !== 'string') setSource('');
    setKeys(null);
  };
  const check = async (): Promise<void> => {
    const isMissing = typeof source === 'string' && source.trim() === '';
    setMissing(isMissing);
    setChecked(null);
    if (isMissing) return;
    setBusy(true);
    const outcome = await checkDocument(source, keys);
    setChecked(outcome);
    setBusy(false);
    if (outcome.kind === 'file-unreadable') emptyFiles();
  };
  return (
    <Page title={t.title}>
      <p>{t.says}</p>
      <Card>
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            if (!busy) void check();
          }}
        >
          <FileField
            key={`document-${String(documentField)}`}
            label={t.file}
            accept=".html,.jws,.json,text/html"
            onFile={(file) => {
              setSource(file ?? '');
              forgetFinding();
            }}
          />
          <Field
            kind="textarea"
            rows={4}
            label={t.text}
            hint={t.textHint}
            value={typeof source === 'string' ? source : ''}
            onInput={(text) => {
              if (typeof source !== 'string') setDocumentField(documentField + 1);
              setSource(text);
              forgetFinding();
            }}
            error={missing ? t.nothing : null}
          />
          <FileField
            key={`keys-${String(keysField)}`}
            label={t.keyFile}
            accept=".json,application/json"
            onFile={(file) => {
              setKeys(file);
              forgetFinding();
            }}
          />
          <div class="row">
            <Button type="submit" kind="primary" busy={busy}>
              {t.check}
            </Button>
          </div>
        </form>
      </Card>
      {checked !== null && <Outcome checked={checked} />}
    </Page>
  );
}

function Outcome({ checked }: { readonly checked: Checked }) {
  const t = useWords(words);
  switch (checked.kind) {
    case 'genuine':
      return <Finding {...checked} />;
    case 'refused':
      return (
        <Notice kind="bad" title={t.bad} live>
          <p>{t.why[checked.why]}</p>
        </Notice>
      );
    case 'no-document':
    case 'several-documents':
    case 'file-unreadable':
    case 'keys-failed':
    case 'keys-unreadable':
      return <Notice kind="bad" title={t.unchecked[checked.kind]} live />;
  }
}
