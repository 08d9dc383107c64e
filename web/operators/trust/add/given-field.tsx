/** Where a digest goes that was had in another way, and what comes of comparing it with what the servers show. */
import { Field } from '../../../design/field.tsx';
import { Notice } from '../../../design/surface.tsx';
import { useFormats, useWords } from '../../../words/words.ts';
import type { Comparison, Place } from '../digest.ts';
import { words } from './words.ts';

export function GivenField(props: {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly comparison: Comparison;
  /** Whether somebody wanted to go on: before that, one who types is not called to order at each digit. */
  readonly tried: boolean;
  /** It is another one than the one that was chosen. */
  readonly notChosen: boolean;
}) {
  const { value, onInput, comparison, tried, notChosen } = props;
  const t = useWords(words);
  const f = useFormats();
  const unfinished =
    comparison.kind === 'wrong-length' && !tried && comparison.digits < 64
      ? t.wrongLength(comparison.digits, comparison.looksLike)
      : null;
  const which = ({ position, host, of }: Place): string =>
    t.place[of](position === 0 ? t.own : t.chain(position + 1), host);
  return (
    <>
      <Field
        label={t.given}
        hint={unfinished === null ? t.givenHint : `${t.givenHint} ${unfinished}`}
        error={unfinished === null ? (errorOf(comparison, t) ?? (notChosen ? t.notYours : null)) : null}
        value={value}
        onInput={onInput}
        autocomplete="off"
        spellcheck={false}
      />
      {comparison.kind === 'same' && (
        <Notice kind="good" title={t.same(f.list(comparison.places.map(which)))} live />
      )}
    </>
  );
}

function errorOf(comparison: Comparison, t: (typeof words)['en']): string | null {
  switch (comparison.kind) {
    case 'private-key':
      return t.privateKey;
    case 'not-hexadecimal':
      return t.notHexadecimal;
    case 'wrong-length':
      return t.wrongLength(comparison.digits, comparison.looksLike);
    case 'different':
      return t.different;
    case 'nothing':
    case 'same':
      return null;
  }
}
