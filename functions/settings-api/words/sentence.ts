/**
 * A sentence of the API, before it is known in which language it is read: handlers make sentences, and the answer
 * says them in the reader's language (response.ts). A handler knows no languages.
 */
import type { Language } from '../../../shared/mail/words/words.ts';

export class Sentence {
  readonly #say: (language: Language) => string;

  constructor(say: (language: Language) => string) {
    this.#say = say;
  }

  in(language: Language): string {
    return this.#say(language);
  }
}

/** What stands for a placeholder; a sentence within a sentence is said in the same language. */
export type Value = string | number | Sentence;
export type Values = Readonly<Record<string, Value>>;

const PLACEHOLDER = /\{(\w+)\}/g;

/** The names in braces of a text, in their order. */
export function placeholdersOf(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].map(([, name = '']) => name);
}

/** Puts values into a text; in one pass, so that a brace in somebody's address is no placeholder. */
export function fill(text: string, values: Values, language: Language): string {
  return text.replaceAll(PLACEHOLDER, (whole, name: string) => {
    const value = values[name];
    return value === undefined ? whole : value instanceof Sentence ? value.in(language) : String(value);
  });
}

/** A fragment as a sentence of its own: with a capital letter and a full stop. */
export function wholeSentence(fragment: Sentence): Sentence {
  return new Sentence((language) => {
    const text = fragment.in(language);
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
  });
}
