/** "What would happen if I wrote to …": for any recipient, before anything is changed or sent. */
import { useState } from 'preact/hooks';

import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Card } from '../design/surface.tsx';
import { useWrongField } from '../design/wrong-field.ts';
import { useWords } from '../words/words.ts';
import { CheckResult, useCheck } from './check-result.tsx';
import { words } from './words.ts';

export function TryCard() {
  const t = useWords(words);
  const [recipient, setRecipient] = useState('');
  const { state, look } = useCheck();
  const refused = state.kind === 'refused' ? state : null;
  const form = useWrongField(refused);
  return (
    <Card label={t.check}>
      <h2>{t.check}</h2>
      <p>{t.checkSays}</p>
      <form
        class="override"
        ref={form}
        onSubmit={(event) => {
          event.preventDefault();
          if (state.kind !== 'looking') look(recipient.trim());
        }}
      >
        <Field
          label={t.recipient}
          value={recipient}
          error={refused?.sentence}
          onInput={setRecipient}
          autocomplete="off"
          spellcheck={false}
          placeholder="bob@bank.example"
        />
        <Button type="submit" busy={state.kind === 'looking'}>
          {t.checkNow}
        </Button>
      </form>
      {refused === null && <CheckResult state={state} />}
    </Card>
  );
}
