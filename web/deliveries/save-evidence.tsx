/** The ways to keep the signed document about a delivery that has ended. */
import { useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { Details } from '../design/surface.tsx';
import { toast } from '../design/toast.tsx';
import { useLanguage, useWords } from '../words/words.ts';
import { saveEvidence, type EvidenceForm } from './evidence.ts';
import { words } from './words.ts';

export function SaveButton(props: {
  readonly id: string;
  readonly form: EvidenceForm;
  readonly label: string;
}) {
  const { id, form, label } = props;
  const t = useWords(words);
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const save = async (): Promise<void> => {
    setBusy(true);
    const isSaved = await saveEvidence(id, form, language);
    setBusy(false);
    if (!isSaved) toast(t.saveFailed);
  };
  return (
    <Button small={form !== 'document'} busy={busy} onPress={() => void save()}>
      {label}
    </Button>
  );
}

export function OtherForms({ id }: { readonly id: string }) {
  const t = useWords(words);
  return (
    <Details summary={t.otherForms}>
      <p>{t.otherFormsSay}</p>
      <div class="row">
        <SaveButton id={id} form="without-subject" label={t.withoutSubject} />
        <SaveButton id={id} form="signed-text" label={t.signedText} />
      </div>
    </Details>
  );
}
