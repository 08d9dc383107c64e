/** Languages: which one a browser gets, what both write, and that no word is forgotten. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { formatsFor } from '../../web/words/formats.ts';
import { preferredLanguage } from '../../web/words/language.ts';

const wishes: [string[], string][] = [
  [['de-AT', 'en'], 'de'],
  [['fr', 'de', 'en'], 'de'],
  [['en-US', 'de'], 'en'],
  [['fr'], 'en'],
  [[], 'en'],
];
for (const [browser, language] of wishes)
  test(`a browser that prefers ${browser.join(', ') || 'nothing'} reads ${language}`, () => {
    equal(preferredLanguage(browser), language);
  });

test('sizes, numbers, spans and lists by the language', () => {
  const [en, de] = [formatsFor('en'), formatsFor('de')];
  const sizes = [0, 1, 999, 1000, 1_440_000, 25_000_000, 999_960_000];
  deepEqual(
    sizes.map((octets) => en.size(octets)),
    ['0 bytes', '1 byte', '999 bytes', '1 kB', '1.4 MB', '25 MB', '1 GB'],
  );
  equal(de.size(1_440_000), '1,4 MB');
  deepEqual([en.number(10_000), de.number(10_000)], ['10,000', '10.000']);
  const now = Date.parse('2026-11-23T10:00:00Z');
  equal(en.ago('2026-11-23T09:57:00Z', now), '3 minutes ago');
  equal(de.ago('2026-11-22T10:00:00Z', now), 'gestern');
  equal(en.ago('2026-11-23T09:59:50Z', now), 'now');
  equal(en.ago('2026-11-23T12:30:00Z', now), 'in 2 hours');
  deepEqual([en.list(['a', 'b', 'c']), de.list(['a', 'b'])], ['a, b and c', 'a und b']);
});

interface Words {
  readonly [name: string]: unknown;
}

/** Every text of a language by its path; what functions make of their parameters is for the pages' tests. */
function texts(words: Words, path = ''): [string, unknown][] {
  return Object.entries(words).flatMap(([name, word]): [string, unknown][] =>
    typeof word === 'object' && word !== null
      ? texts(word as Words, `${path}${name}.`)
      : [[path + name, word]],
  );
}

const root = join(import.meta.dirname, '../../web');
for (const file of globSync('**/words.ts', { cwd: root })) {
  const module = (await import(join(root, file))) as Record<string, { en: Words; de: Words } | undefined>;
  for (const [name, words] of Object.entries(module)) {
    if (typeof words !== 'object' || !('en' in words)) continue;
    test(`${file} ${name}: nothing is empty, and both languages have the same words`, () => {
      const [english, german] = [texts(words.en), texts(words.de)];
      deepEqual(
        german.map(([path]) => path),
        english.map(([path]) => path),
      );
      for (const [path, text] of [...english, ...german])
        ok(typeof text !== 'string' || text.trim() !== '', `${path} is empty`);
    });
  }
}
