import { createHash } from 'node:crypto';
import { equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { openHouse } from './house.ts';

async function read(acceptLanguage: string) {
  const headers = { 'Accept-Language': acceptLanguage };
  const { raw, headers: answered } = await openHouse().ask('GET', '/why-refused', { as: null, headers });
  return { html: raw.toString(), headers: answered };
}

const rows: [acceptLanguage: string, first: 'en' | 'de'][] = [
  ['', 'en'],
  ['de', 'de'],
  ['de-AT,de;q=0.9,en;q=0.8', 'de'],
  ['en-GB,en;q=0.9,de;q=0.8', 'en'],
  ['fr,de;q=0.3', 'de'],
  ['fr', 'en'],
  ['de;q=0', 'en'],
  ['*', 'en'],
];
for (const [acceptLanguage, first] of rows) {
  test(`Accept-Language "${acceptLanguage}": ${first} first, both there`, async () => {
    const { html } = await read(acceptLanguage);
    match(html, new RegExp(`<html lang="${first}">`));
    const order = [html.indexOf('<section lang="en">'), html.indexOf('<section lang="de">')];
    ok(order.every((at) => at > 0));
    equal(Math.min(...order), order[first === 'en' ? 0 : 1]);
  });
}

test('five sentences in each language', async () => {
  const { html } = await read('en');
  for (const section of html.split('</section>').slice(0, 2)) {
    equal(section.match(/<p>[^<]*(<code>[^<]*<\/code>\))?\.<\/p>/g)?.length, 5);
  }
});

test('the page may load nothing, and its one style is the one that the policy names', async () => {
  const { html, headers } = await read('en');
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? '';
  const digest = createHash('sha256').update(style).digest('base64');
  match(headers['content-security-policy'] ?? '', /default-src 'none'/);
  ok(headers['content-security-policy']?.includes(`'sha256-${digest}'`));
  equal(/<script|src=|href=|style=/.test(html), false);
  equal(headers['content-type'], 'text/html; charset=utf-8');
});
