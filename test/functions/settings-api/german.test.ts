/** The sentences of the API in the reader's language: none without German, and the one that was asked for. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { PROBLEMS } from '../../../functions/settings-api/problem.ts';
import { german } from '../../../functions/settings-api/words/german.ts';
import { languageFor } from '../../../functions/settings-api/words/reader.ts';
import { fill, placeholdersOf, Sentence } from '../../../functions/settings-api/words/sentence.ts';
import { ALICE_ALIAS, NOW, openHouse, type Asked } from './house.ts';
import { collectSentences } from './sentences.ts';

const OPERATOR = { email: 'operator@example.org', 'cognito:groups': ['operators'] };
const GERMAN = { 'Accept-Language': 'de' };

const { sentences, unreadable } = collectSentences();
const titles = Object.values(PROBLEMS).map(({ title }) => title);
const catalogue: ReadonlyMap<string, string> = new Map(Object.entries(german));

test('every English sentence of the API has German', () => {
  // Else the collector would be looking in the wrong place, and would find nothing missing.
  ok(sentences.size > 100, `${sentences.size} sentences were found`);
  deepEqual(
    [...sentences].filter(([english]) => !catalogue.has(english)).map(([english, at]) => `${at}: ${english}`),
    [],
  );
  deepEqual(
    titles.filter((title) => !catalogue.has(title)),
    [],
  );
});

test('where a sentence has to stand there is one, in plain text', () => {
  deepEqual(unreadable, []);
});

test('nothing is translated that nobody says any more', () => {
  const said = new Set<string>([...sentences.keys(), ...titles]);
  deepEqual(
    [...catalogue.keys()].filter((english) => !said.has(english)),
    [],
  );
});

test('both languages have the same placeholders', () => {
  const sorted = (text: string): string[] => [...new Set(placeholdersOf(text))].sort();
  deepEqual(
    [...catalogue].filter(([english, other]) => sorted(english).join() !== sorted(other).join()),
    [],
  );
});

test('values are no placeholders, and a sentence in a sentence is said in its language', () => {
  const inner = new Sentence((language) => (language === 'de' ? 'innen' : 'within'));
  equal(fill('{a} {b} {c}', { a: '{b}', b: inner }, 'de'), '{b} innen {c}');
});

const negotiations: [acceptLanguage: string | null, language: 'en' | 'de', why: string][] = [
  [null, 'en', 'no header'],
  ['', 'en', 'an empty one'],
  ['de', 'de', 'the plain tag'],
  ['DE', 'de', 'case makes no difference'],
  ['de-AT', 'de', 'a regional form'],
  ['de-CH-1996', 'de', 'with a variant'],
  ['den', 'en', 'another language that begins alike'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en', 'English first'],
  ['de-DE,de;q=0.9,en;q=0.8', 'de', 'German first'],
  ['en;q=0.5, de', 'de', 'the order says less than the quality'],
  ['de;q=0.3, en;q=0.7', 'en', 'nor that way'],
  ['de, en', 'de', 'of equal ones the first'],
  ['en, de', 'en', 'of equal ones the first'],
  ['fr, de;q=0.3', 'de', 'what is not spoken is passed over'],
  ['fr', 'en', 'nothing of ours'],
  ['*', 'en', 'anything'],
  ['*, de;q=0.5', 'en', 'anything, rather than German'],
  ['de, *;q=0.5', 'de', 'German, rather than anything'],
  ['de;q=0', 'en', 'anything but German'],
  ['de;q=0, *', 'en', 'anything but German, said in full'],
  ['de;q=0.001', 'de', 'little is not nothing'],
  ['de; q=1.0', 'de', 'white space'],
  ['de;q=2', 'en', 'no quality is above one'],
  ['de;q=high', 'en', 'no number'],
  [';;,=,', 'en', 'rubbish'],
];
for (const [acceptLanguage, language, why] of negotiations) {
  test(`Accept-Language ${JSON.stringify(acceptLanguage)}: ${language} (${why})`, () => {
    equal(languageFor(acceptLanguage), language);
  });
}

interface Document {
  readonly title: string;
  readonly detail: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

const message = { from: ALICE_ALIAS, to: ['bob@good.example'], text: 'x' };
const settings = { enabled: true, expert: true };
type Row = [method: string, path: string, asked: Asked, english: string, german: string];
/** At the field where there is one, else of the whole. */
const rows: Row[] = [
  [
    'PUT',
    '/v1/alias',
    { body: { ...settings, overrides: [{ domain: 'no domain', level: 'verify' }] } },
    'is not a mail domain such as bank.example',
    'ist keine Maildomain wie bank.example',
  ],
  [
    'PUT',
    '/v1/alias',
    { body: { ...settings, overrides: [{ domain: 'example.org', level: 'verify' }] } },
    'example.org is our own domain: mail to it never leaves the house.',
    'example.org ist unsere eigene Domain: Mail an sie verlässt das Haus nie.',
  ],
  ['PUT', '/v1/alias', { body: {} }, 'is missing', 'fehlt'],
  [
    'PUT',
    '/v1/alias',
    { body: { enabled: 1 } },
    'Invalid input: expected boolean, received number',
    'muss true oder false sein',
  ],
  [
    'PUT',
    '/v1/alias',
    { body: { ...settings, level: 'none' } },
    'Invalid option: expected one of "encrypt"|"dane-only"|"verify"',
    'muss eines von diesen sein: encrypt, dane-only, verify',
  ],
  ['PUT', '/v1/alias', { body: { ...settings, colour: 1 } }, 'is not known here', 'ist hier nicht bekannt'],
  [
    'POST',
    '/v1/messages',
    { body: { ...message, to: ['bob@'] } },
    'is not one e-mail address, such as bob@good.example or "Bob" <bob@good.example>',
    'ist nicht eine einzelne E-Mail-Adresse wie bob@good.example oder "Bob" <bob@good.example>',
  ],
  [
    'POST',
    '/v1/messages',
    { body: { ...message, bcc: Array(100).fill('b@good.example') } },
    'has more than 100 recipients together with the other lists',
    'hat zusammen mit den anderen Listen mehr als 100 Empfänger',
  ],
  [
    'POST',
    '/v1/messages',
    { body: message },
    'Switch alice@secure.example.org on before you send from it.',
    'Schalte alice@secure.example.org ein, bevor du davon sendest.',
  ],
  [
    'POST',
    '/v1/messages',
    { body: { ...message, from: 'bob@secure.example.org' } },
    'You can send from alice@secure.example.org (or a subaddress of it), not from bob@secure.example.org.',
    'Du kannst von alice@secure.example.org senden (oder einer Unteradresse davon), nicht von bob@secure.example.org.',
  ],
  [
    'POST',
    '/v1/messages',
    { body: 'To: bob@good.example\r\n\r\nx', headers: { 'Content-Type': 'message/rfc822' } },
    'there is no From field.',
    'das Feld From fehlt.',
  ],
  [
    'POST',
    '/v1/app-passwords',
    { body: { name: '' } },
    'Too small: expected string to have >=1 characters',
    'darf nicht leer sein',
  ],
  [
    'POST',
    '/v1/app-passwords',
    { body: { name: 'x'.repeat(101) } },
    'Too big: expected string to have <=100 characters',
    'darf höchstens 100 Zeichen haben',
  ],
  [
    'POST',
    '/v1/uploads',
    { body: { filename: 'a.pdf', contentType: 'application/pdf', size: 0 } },
    'Too small: expected number to be >=1',
    'muss mindestens 1 sein',
  ],
  [
    'POST',
    '/v1/checks',
    { body: { recipient: 7 } },
    'Invalid input: expected string, received number',
    'muss Text sein',
  ],
  [
    'GET',
    '/v1/messages/x',
    {},
    'There is nothing at this address, or it is not yours.',
    'Unter dieser Adresse ist nichts, oder es gehört nicht dir.',
  ],
  ['GET', '/v1/admin/aliases', {}, 'This is for operators only.', 'Das ist nur für Betreiber.'],
  [
    'POST',
    '/v1/admin/trust',
    { as: OPERATOR, body: { domain: 'bank.example', kind: 'certificate', sha256: 'ab:cd' } },
    'A SHA-256 digest has 64 hexadecimal digits, this has 4.',
    'Ein SHA-256-Fingerabdruck hat 64 hexadezimale Ziffern, dieser hat 4.',
  ],
  [
    'PATCH',
    '/v1/admin/trust/x',
    { as: OPERATOR, body: { notAfter: 'tomorrow' } },
    'Invalid ISO datetime',
    'ist keine Zeitangabe wie 2027-01-31T23:59:59Z',
  ],
];
for (const [method, path, asked, english, inGerman] of rows) {
  test(`${method} ${path}: ${english}`, async () => {
    const ask = async (headers: Record<string, string>) => {
      const answer = await openHouse().ask(method, path, {
        ...asked,
        headers: { ...asked.headers, ...headers },
      });
      const { title, detail, errors } = answer.json as Document;
      equal(answer.headers['vary'], 'Accept-Language');
      return {
        title,
        said: errors?.[0]?.detail ?? detail,
        language: answer.headers['content-language'],
        answer,
      };
    };
    const plain = await ask({});
    deepEqual([plain.said, plain.language], [english, 'en']);
    const other = await ask(GERMAN);
    deepEqual([other.said, other.language], [inGerman, 'de']);
    ok(other.title !== plain.title, 'the title, too');
    equal(other.answer.status, plain.answer.status);
  });
}

test('the sentence of the whole says where it is in the same language', async () => {
  const { json } = await openHouse().ask('PUT', '/v1/alias', {
    body: { enabled: 1, level: 1 },
    headers: GERMAN,
  });
  equal(
    (json as Document).detail,
    '/enabled im Inhalt der Anfrage: muss true oder false sein (und 1 weitere).',
  );
});

test('a fault of ours is confessed in the language, too', async () => {
  const broken = openHouse({ aliases: null as never });
  const { status, json } = await broken.ask('GET', '/v1/alias', { headers: GERMAN });
  equal(status, 500);
  match((json as Document).detail, /^Das ist ein Fehler von uns/);
});

test('sentences in answers that are no problems: warnings, and why there is nothing to see', async () => {
  const house = openHouse({
    lookAt: (name) => Promise.resolve({ kind: 'no-hosts', detail: `the domain ${name} does not exist` }),
  });
  const body = { domain: 'bank.example', kind: 'ca', sha256: 'ab'.repeat(32) };
  const added = await house.ask('POST', '/v1/admin/trust', { as: OPERATOR, body, headers: GERMAN });
  match(
    (added.json as { warnings: string[] }).warnings[0] ?? '',
    /^Da nur ihr Fingerabdruck eingetragen ist/,
  );
  equal(added.headers['content-language'], 'de');
  const look = { as: OPERATOR, body: { domain: 'bank.example' } };
  const seen = await house.ask('POST', '/v1/admin/trust/preview', { ...look, headers: GERMAN });
  equal((seen.json as { detail: string }).detail, 'die Domain bank.example gibt es nicht');
  const plain = await house.ask('POST', '/v1/admin/trust/preview', look);
  equal((plain.json as { detail: string }).detail, 'the domain bank.example does not exist');
});

test('an answer without sentences is the same for everybody, and says so', async () => {
  const { headers } = await openHouse({ now: () => NOW }).ask('GET', '/v1/alias', { headers: GERMAN });
  deepEqual([headers['content-language'], headers['vary']], [undefined, undefined]);
});
