/**
 * The language of the pages: what the owner chose in the settings of the alias, before that what this browser was
 * last set to or prefers. Dates, times, sizes and numbers are written by it.
 */
import { createStore, useStore } from '../store.ts';
import { formatsFor, type Formats } from './formats.ts';

export type Language = 'en' | 'de';

export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', de: 'Deutsch' };

const REMEMBERED = 'language';

export function isLanguage(text: unknown): text is Language {
  return text === 'en' || text === 'de';
}

/** The first of the browser's languages that we speak; English where it is none. */
export function preferredLanguage(wishes: readonly string[]): Language {
  return wishes.map((wish) => wish.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

const language = createStore<Language>('en');

/** At the start, before anything is known of the user. */
export function startLanguage(): void {
  const remembered = localStorage.getItem(REMEMBERED);
  setLanguage(isLanguage(remembered) ? remembered : preferredLanguage(navigator.languages));
}

/** Shows the pages in this language from now on. Does not save it in the settings (shell/language-switch.tsx). */
export function setLanguage(chosen: Language): void {
  language.set(chosen);
  localStorage.setItem(REMEMBERED, chosen);
  document.documentElement.lang = chosen;
}

export function currentLanguage(): Language {
  return language.get();
}

export function useLanguage(): Language {
  return useStore(language);
}

/** How dates, sizes and numbers are written in the language that is set. */
export function useFormats(): Formats {
  return formatsFor(useLanguage());
}
