/**
 * `npm run screenshots`: every page, light, dark and on a phone, as pictures in `screenshots/`, for looking at. Words
 * after it choose pages: `npm run screenshots -- settings`. SCREENSHOT_LANGUAGE=de takes them in German.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Api } from '../test/e2e/api-client.ts';
import { awaitInbox } from '../test/e2e/local-system.ts';
import { connectEncrypted, lines } from '../test/e2e/mail-client.ts';
import { PHONE, SCREENSHOTS, startPages, type Pages, type View } from '../test/browser/pages-system.ts';

const ALICE = 'alice@example.org';
const OPERATOR = 'operator@example.org';

/** An address, or where to find it once the system runs. */
type Path = string | ((api: Api) => Promise<string>);

function inInbox(kind: string): Path {
  return async (api) => `/mail/inbox/${(await awaitInbox(api, (message) => message.kind === kind, kind)).id}`;
}

/** A new page gets a line here: its name, its address, who looks at it. */
const PAGES: readonly (readonly [name: string, path: Path, email: string])[] = [
  ['mail', '/mail', ALICE],
  ['message', inInbox('mail'), ALICE],
  ['notice', inInbox('failure-notice'), ALICE],
  ['compose', '/compose', ALICE],
  ['deliveries', '/deliveries', ALICE],
  ['refused', '/refused', ALICE],
  ['connect', '/connect', ALICE],
  ['settings', '/settings', ALICE],
  ['verify', '/verify', ALICE],
  ['trust', '/operators/trust', OPERATOR],
  ['aliases', '/operators/aliases', OPERATOR],
  ['health', '/operators/health', OPERATOR],
  ['actions', '/operators/actions', OPERATOR],
  ['simulation', '/simulated-internet', ALICE],
  ['not-found', '/nothing', ALICE],
];

const VIEWS: readonly (readonly [name: string, view: View])[] = [
  ['light', {}],
  ['dark', { dark: true }],
  ['phone', { width: PHONE }],
];

/** Something to see: mail that arrived, mail that came back. */
async function livelyMailbox(pages: Pages): Promise<void> {
  const api = await pages.bench.as(ALICE);
  await api('/v1/alias', { method: 'PUT', json: { enabled: true } });
  const from = 'alice@secure.example.org';
  for (const [to, subject] of [
    ['bob@good.example', 'Minutes of the meeting'],
    ['bob@plain.example', 'The contract'],
  ] as const)
    await api('/v1/messages', { json: { from, to: [to], subject, text: 'Hello' } });
  const client = await connectEncrypted(pages.bench.system.ports.mx, pages.bench.authority);
  await client.send('carol@good.example', [from], NEWSLETTER);
  client.close();
}

const NEWSLETTER = lines(
  'From: "Carol of the library" <carol@good.example>',
  'To: alice@secure.example.org, "Bob" <bob@secure.example.org>',
  'Reply-To: desk@library.good.example',
  'Subject: New books in November',
  'Date: Mon, 23 Nov 2026 10:00:00 +0000',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<h1 style="color:#225">New books</h1><p>Dear Alice, these are on the shelf for you:</p>',
  '<ul><li>The sea, the sea</li><li>A month in the country</li></ul>',
  '<p><img src="https://library.good.example/cover.png" alt="A cover" width="120" height="160"></p>',
  '<p>Renew at <a href="https://library.good.example/renew">library.good.example</a>, or see',
  '<a href="https://elsewhere.example/">https://reviews.example</a>.</p>',
  '--b',
  'Content-Type: application/pdf',
  'Content-Disposition: attachment; filename="New books in November.pdf"',
  '',
  'not really',
  '--b--',
);

const wanted = process.argv.slice(2);
const language = process.env['SCREENSHOT_LANGUAGE'] === 'de' ? 'de' : 'en';
const pages = await startPages();
try {
  await mkdir(SCREENSHOTS, { recursive: true });
  await livelyMailbox(pages);
  for (const email of [ALICE, OPERATOR]) {
    for (const [viewName, view] of VIEWS) {
      const page = await pages.signIn(email, { ...view, language });
      for (const [name, path, who] of PAGES) {
        if (who !== email || (wanted.length > 0 && !wanted.includes(name))) continue;
        await page.goto(typeof path === 'string' ? path : await path(await pages.bench.as(email)));
        await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
        await page.waitForLoadState('networkidle');
        const file = join(SCREENSHOTS, `${name}-${viewName}${language === 'de' ? '-de' : ''}.png`);
        await page.screenshot({ path: file, fullPage: true });
      }
      await page.context().close();
    }
  }
} finally {
  await pages.close();
}
console.log(SCREENSHOTS);
