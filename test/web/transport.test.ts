/** The way to the API: what every request has with it. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { api, ask } from '../../web/api/client.ts';
import { tokens } from '../../web/sign-in/tokens.ts';
import { setLanguage } from '../../web/words/language.ts';

test('a request says the language of the pages, whatever the browser prefers, and the token', async (context) => {
  const page = { localStorage: { setItem: () => undefined }, document: { documentElement: { lang: '' } } };
  for (const [name, value] of Object.entries(page)) {
    const before = Object.getOwnPropertyDescriptor(globalThis, name);
    Object.defineProperty(globalThis, name, { value, configurable: true });
    context.after(() => {
      Reflect.deleteProperty(globalThis, name);
      if (before !== undefined) Object.defineProperty(globalThis, name, before);
    });
  }
  const sent: [language: string | null, authorization: string | null][] = [];
  context.mock.method(globalThis, 'fetch', ({ headers }: Request) => {
    sent.push([headers.get('accept-language'), headers.get('authorization')]);
    return Promise.resolve(Response.json({}));
  });
  tokens.set({
    access: 'a',
    refresh: null,
    identity: null,
    subject: null,
    expiresAt: Date.now() + 3_600_000,
  });
  context.after(() => {
    tokens.set(null);
  });

  await ask(api.GET('/v1/me'));
  setLanguage('de');
  await ask(api.GET('/v1/me'));
  setLanguage('en');
  await ask(api.GET('/v1/me'));
  deepEqual(sent, [
    ['en', 'Bearer a'],
    ['de', 'Bearer a'],
    ['en', 'Bearer a'],
  ]);
});
