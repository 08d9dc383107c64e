/** From which of one's addresses, and with which subaddress. */
import { Details } from '../design/surface.tsx';
import { Field } from '../design/field.tsx';
import { useWords } from '../words/words.ts';
import { withTag } from './answering.ts';
import type { Draft } from '../drafts/drafts.ts';
import { words } from './words.ts';

export function FromField(props: {
  readonly draft: Draft;
  readonly from: string;
  readonly addresses: readonly string[];
  readonly error: string | undefined;
  readonly onChange: (part: Partial<Draft>) => void;
}) {
  const t = useWords(words);
  const { draft, from, addresses, error, onChange } = props;
  const tag = draft.tag.trim();
  const choices = addresses.length === 0 ? [from] : addresses;
  return (
    <div class="stack-tight">
      <Field
        kind="select"
        label={t.from}
        name="from"
        value={from}
        error={tag === '' ? error : undefined}
        options={choices.map((address) => ({ value: address, label: withTag(address, tag) }))}
        onInput={(chosen) => {
          onChange({ from: chosen });
        }}
      />
      <Details summary={t.subaddress} open={tag !== ''}>
        <Field
          label={t.tag}
          hint={t.tagHint(withTag(from, tag === '' ? 'shop' : tag))}
          name="tag"
          error={tag === '' ? undefined : error}
          value={draft.tag}
          autocomplete="off"
          spellcheck={false}
          onInput={(typed) => {
            onChange({ tag: typed });
          }}
        />
      </Details>
    </div>
  );
}
