import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { english } from '../../../shared/mail/words/english.ts';
import { german } from '../../../shared/mail/words/german.ts';
import { ADVICE, whySentence, type Why, type WhyKey } from '../../../shared/mail/words/words.ts';

const whys: { readonly [Key in WhyKey]: Extract<Why, { key: Key }> } = {
  'starttls-not-supported': { key: 'starttls-not-supported' },
  'tls-outdated-or-broken': { key: 'tls-outdated-or-broken' },
  'tlsa-mismatch': { key: 'tlsa-mismatch' },
  'dane-required': { key: 'dane-required' },
  'dnssec-invalid': { key: 'dnssec-invalid' },
  'tlsa-invalid': { key: 'tlsa-invalid' },
  'domain-not-trusted': { key: 'domain-not-trusted' },
  'certificate-not-trusted': { key: 'certificate-not-trusted' },
  'sts-invalid': { key: 'sts-invalid' },
  requiretls: { key: 'requiretls' },
  'recipient-refused': { key: 'recipient-refused', words: 'no such user' },
  'no-mail-server': { key: 'no-mail-server' },
  'too-long-temporary': { key: 'too-long-temporary', milliseconds: 86_400_000 },
  'needs-8bitmime': { key: 'needs-8bitmime' },
  'needs-smtputf8': { key: 'needs-smtputf8' },
  'message-too-large': { key: 'message-too-large', limit: 10_485_760 },
  'unknown-local-recipient': { key: 'unknown-local-recipient' },
  'home-refused': { key: 'home-refused', words: 'mailbox full' },
};

for (const words of [english, german]) {
  test(`each reason has a sentence and advice (${words.notSent})`, () => {
    const sentences = Object.values(whys).map((why) => whySentence(words, 'plain.example', why));
    equal(new Set(sentences).size, sentences.length);
    for (const sentence of sentences) {
      match(sentence, /^[^\n]{20,}\.$/);
      ok(sentence.includes('plain.example') || sentence.includes('DANE'), sentence);
    }
    for (const advice of Object.values(ADVICE)) ok(advice.length > 0);
  });

  test(`the subject's prefix is ASCII, as a header needs it (${words.notSent})`, () => {
    match(words.notSent, /^[ -~]+:$/);
    match(words.stillTrying, /^[ -~]+:$/);
  });
}

const durations: [milliseconds: number, en: string, de: string][] = [
  [86_400_000, '24 hours', '24 Stunden'],
  [432_000_000, '5 days', '5 Tage'],
  [3_600_000, '1 hour', 'eine Stunde'],
  [900_000, '15 minutes', '15 Minuten'],
  [90_000, '90 seconds', '90 Sekunden'],
  [1_000, '1 second', 'eine Sekunde'],
  [86_399_000, '24 hours', '24 Stunden'],
];
for (const [milliseconds, en, de] of durations) {
  test(`${milliseconds} ms: ${en}, ${de}`, () => {
    const why: Why = { key: 'too-long-temporary', milliseconds };
    ok(whySentence(english, 'd.example', why).startsWith(`We tried for ${en};`));
    ok(whySentence(german, 'd.example', why).startsWith(`Wir haben es ${de} lang versucht;`));
  });
}

test('sizes are in megabytes, with the decimal sign of the language', () => {
  const why: Why = { key: 'message-too-large', limit: 10_485_760 };
  match(whySentence(english, 'd.example', why), /: 10\.4 MB at most\.$/);
  match(whySentence(german, 'd.example', why), /: höchstens 10,4 MB\.$/);
  match(
    whySentence(english, 'd.example', { ...why, limit: null }),
    /larger than the mail server of d\.example takes\.$/,
  );
});

test('dates are in UTC, in the words of the language', () => {
  const at = new Date('2026-03-03T09:05:04Z');
  deepEqual([english.date(at), german.date(at)], ['3 March 2026 09:05:04 UTC', '3. März 2026 09:05:04 UTC']);
});

test('the setting is named with where it comes from', () => {
  equal(english.setting('encrypt', 'default', 'd.example'), 'Encrypted connection (encrypt), your default.');
  equal(
    english.setting('verify', 'override', 'd.example'),
    'Checked providers only (verify), your setting for d.example.',
  );
  equal(
    german.setting('dane-only', 'message', 'd.example'),
    'Nachgewiesener Server (DANE) (dane-only), von dieser Nachricht verlangt.',
  );
});
