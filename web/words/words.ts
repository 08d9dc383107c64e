/**
 * The words of the pages, in English and German, beside the page that says them. Types do what a library would:
 * a word without its German, or with other parameters, does not compile. Dates, sizes and plurals are Intl's
 * (language.ts). Sentences about mail that the notices say too come from shared/mail/words.
 */
import { useLanguage, type Language } from './language.ts';

/** A word is a text, a function that makes one of its parameters, or a group of words. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- parameters are checked where the word is used
type Word = string | ((...parameters: any[]) => unknown) | Dictionary;
interface Dictionary {
  readonly [name: string]: Word;
}

/** The shape that a translation must have. */
export type Translation<English> = {
  readonly [Name in keyof English]: English[Name] extends string
    ? string
    : English[Name] extends (...parameters: infer Parameters) => infer Result
      ? (...parameters: Parameters) => Result extends string ? string : Result
      : Translation<English[Name]>;
};

export type Words<English> = Readonly<Record<Language, Translation<English>>>;

/** Defines words: English first, then the same in German. */
export function defineWords<English extends Dictionary>(
  english: English,
  german: Translation<NoInfer<English>>,
): Words<English> {
  return { en: english as unknown as Translation<English>, de: german };
}

/** The words in the language that is set; the component is drawn again when that changes. */
export function useWords<English>(words: Words<English>): Translation<English> {
  return words[useLanguage()];
}

export { useFormats, useLanguage } from './language.ts';
