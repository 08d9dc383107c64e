/**
 * `say('The message has {size} octets.', { size })`: the English stands where it is said, and german.ts has the
 * German for it. What has no German there, or other values than its placeholders want, does not compile.
 */
import type { Language } from '../../../shared/mail/words/words.ts';
import { german } from './german.ts';
import { fill, Sentence, type Values } from './sentence.ts';

/** Everything that the API can say, in English. */
export type English = keyof typeof german;

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

type ValuesFor<Text extends string> = [Placeholder<Text>] extends [never]
  ? readonly []
  : readonly [values: Readonly<Record<Placeholder<Text>, Values[string]>>];

export function isSaidHere(text: string): text is English {
  return Object.hasOwn(german, text);
}

function inLanguage(english: English, values: Values): Sentence {
  return new Sentence((language: Language) =>
    fill(language === 'de' ? german[english] : english, values, language),
  );
}

/** A sentence of ours, with what its placeholders stand for. */
export function say<const Text extends English>(english: Text, ...[values]: ValuesFor<Text>): Sentence {
  return inLanguage(english, values ?? {});
}

/**
 * A sentence of another room, which knows nothing of languages: in German where german.ts has it, else as it is,
 * as technical lines are. `values` are looked for in it, and become placeholders again.
 */
export function sayAgain(text: string, values: Values = {}): Sentence {
  const english = Object.entries(values).reduce(
    (template, [name, value]) =>
      typeof value === 'string' && value !== '' ? template.replaceAll(value, `{${name}}`) : template,
    text,
  );
  if (isSaidHere(text)) return inLanguage(text, values);
  return isSaidHere(english) ? inLanguage(english, values) : new Sentence(() => text);
}
