/** Whom it is for, and under the fields what would happen to mail for each. */
import { Field } from '../design/field.tsx';
import { Details } from '../design/surface.tsx';
import type { Alias } from '../settings/versions.ts';
import { useWords } from '../words/words.ts';
import type { Draft } from '../drafts/drafts.ts';
import { isLastOpen, parseRecipients, type Recipient } from './recipients.ts';
import type { Complaints } from './sending.ts';
import { VerdictList } from './verdict-list.tsx';
import { words } from './words.ts';

const NAMES = ['to', 'cc', 'bcc'] as const;
type Name = (typeof NAMES)[number];

/**
 * What can be looked at: the last one only once it looks like an address. Which field has the focus does not count: a
 * line that appeared when it is left would move the button away from under the pointer that is pressing it.
 */
function ready(text: string): readonly Recipient[] {
  const recipients = parseRecipients(text);
  const isTooEarly = isLastOpen(text) && recipients.at(-1)?.domain === null;
  return isTooEarly ? recipients.slice(0, -1) : recipients;
}

export function Recipients(props: {
  readonly draft: Draft;
  readonly alias: Alias;
  readonly complaints: Complaints;
  readonly onChange: (part: Partial<Draft>) => void;
}) {
  const t = useWords(words);
  const { draft, alias, complaints, onChange } = props;
  const field = (name: Name, hint?: string) => (
    <Field
      kind="textarea"
      label={t[name]}
      hint={hint}
      name={name}
      rows={1}
      value={draft[name]}
      error={complaints[name]}
      onInput={(text) => {
        onChange({ [name]: text });
      }}
    />
  );
  const hasCopies =
    draft.cc !== '' || draft.bcc !== '' || complaints.cc !== undefined || complaints.bcc !== undefined;
  return (
    <div class="stack">
      {field('to', t.toHint)}
      <Details summary={t.copies} open={hasCopies}>
        {field('cc')}
        {field('bcc')}
      </Details>
      <VerdictList
        recipients={NAMES.flatMap((name) => ready(draft[name]))}
        alias={alias}
        requireTls={draft.requireTls}
      />
    </div>
  );
}
