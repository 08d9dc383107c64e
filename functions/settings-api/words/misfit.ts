/**
 * What a schema found wrong with a part of a request, as a sentence. Schemas that have a sentence of their own say it
 * in English, as zod wants its messages, and german.ts has the German; for the rest zod has English, and the German
 * is here, in the words of somebody who has filled in a form.
 */
import { z } from 'zod';

import { isSaidHere, sayAgain } from './say.ts';
import { Sentence, type Values } from './sentence.ts';

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'Text',
  boolean: 'true oder false',
  array: 'eine Liste',
  object: 'ein Objekt',
  number: 'eine Zahl',
  int: 'eine ganze Zahl',
  null: 'null',
};

const UNITS: Readonly<Record<string, string>> = { string: ' Zeichen haben', array: ' Einträge haben' };

/** How much there has to be, of characters, of entries, or as a number. */
function amount({ origin }: { readonly origin: string }, words: string, limit: number | bigint): string {
  return `${words} ${String(limit)}${UNITS[origin] ?? ' sein'}`;
}

/** What zod says by itself, in German; what no schema here can run into is zod's own German. */
function inGerman(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `muss ${TYPES[issue.expected] ?? issue.expected} sein`;
    case 'invalid_value': {
      const [only, ...others] = issue.values.map(String);
      return others.length === 0
        ? `muss ${only ?? ''} sein`
        : `muss eines von diesen sein: ${[only, ...others].join(', ')}`;
    }
    case 'too_small':
      return issue.minimum === 1 && issue.origin in UNITS
        ? 'darf nicht leer sein'
        : amount(issue, 'muss mindestens', issue.minimum);
    case 'too_big':
      return amount(issue, 'darf höchstens', issue.maximum);
    case 'invalid_format':
      return issue.format === 'datetime' ? 'ist keine Zeitangabe wie 2027-01-31T23:59:59Z' : zodsOwn(issue);
    case 'custom':
    case 'invalid_element':
    case 'invalid_key':
    case 'invalid_union':
    case 'not_multiple_of':
    case 'unrecognized_keys':
      return zodsOwn(issue);
  }
}

const { localeError } = z.locales.de();

function zodsOwn(issue: Issue): string {
  // As it comes while it is being found; what was given is not kept, and is not said in these cases.
  const message = localeError({ ...issue, input: undefined });
  return (typeof message === 'string' ? message : message?.message) ?? 'passt so nicht';
}

/** The sentence of an issue; in English zod's message, word for word, with `params` for its placeholders. */
export function sentenceOf(issue: Issue): Sentence {
  const params = issue.code === 'custom' ? issue.params : undefined;
  if (isSaidHere(issue.message)) return sayAgain(issue.message, (params ?? {}) as Values);
  return new Sentence((language) => (language === 'de' ? inGerman(issue) : issue.message));
}
