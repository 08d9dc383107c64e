/** What to trust: one of what the servers show, or something that no server shows yet. */
import { RadioCards, type RadioOption } from '../../../design/choice.tsx';
import { Field } from '../../../design/field.tsx';
import { useFormats, useWords } from '../../../words/words.ts';
import { operatorWords } from '../../words.ts';
import { Digest } from '../digest.tsx';
import { keyOf, OTHER, type Candidate, type Form } from '../new-entry.ts';
import type { TrustKind } from '../standing.ts';
import { words } from './words.ts';

const KINDS = ['public-key', 'certificate', 'ca'] as const satisfies readonly TrustKind[];

export function ChoiceField(props: {
  readonly form: Form;
  readonly candidates: readonly Candidate[];
  readonly onChange: (part: Partial<Form>) => void;
  readonly error: string | undefined;
  readonly materialError: string | undefined;
}) {
  const { form, candidates, onChange, error, materialError } = props;
  const t = useWords(words);
  const o = useWords(operatorWords);
  const f = useFormats();
  const options = candidates
    .filter(({ onFile }) => !onFile)
    .map((candidate): RadioOption<string> => ({
      value: keyOf(candidate),
      title: o.kind[candidate.kind],
      technical: candidate.kind,
      description: (
        <span class="stack-tight candidate">
          <span>
            {t.candidate(candidate.subject ?? '?', f.list(candidate.hosts))} {o.kindSays[candidate.kind]}
          </span>
          <Digest hex={candidate.sha256} />
        </span>
      ),
    }));
  return (
    <>
      <RadioCards
        legend={t.choice}
        value={form.choice}
        options={[...options, { value: OTHER, title: t.other, description: t.otherSays }]}
        onChange={(choice) => {
          onChange({ choice });
        }}
      />
      {error !== undefined && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
      {form.choice === OTHER && (
        <>
          <Field
            kind="select"
            label={t.kind}
            hint={o.kindSays[form.kind]}
            value={form.kind}
            options={KINDS.map((kind) => ({ value: kind, label: o.kind[kind] }))}
            onInput={(text) => {
              const kind = KINDS.find((each) => each === text);
              if (kind !== undefined) onChange({ kind });
            }}
          />
          <Field
            kind="textarea"
            label={t.pasted}
            hint={t.pastedHint}
            error={materialError}
            value={form.pasted}
            onInput={(pasted) => {
              onChange({ pasted });
            }}
          />
        </>
      )}
    </>
  );
}
