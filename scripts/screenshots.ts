/**
 * `npm run screenshots`: every page, light, dark and on a phone, as pictures in `screenshots/`, for looking at. Words
 * after it choose pages: `npm run screenshots -- settings`. SCREENSHOT_LANGUAGE=de takes them in German.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PHONE, SCREENSHOTS, startPages, type Pages, type View } from '../test/browser/pages-system.ts';

const ALICE = 'alice@example.org';
const OPERATOR = 'operator@example.org';

/** A new page gets a line here: its name, its address, who looks at it. */
const PAGES: readonly (readonly [name: string, path: string, email: string])[] = [
  ['mail', '/mail', ALICE],
  ['compose', '/compose', ALICE],
  ['deliveries', '/deliveries', ALICE],
  ['refused', '/refused', ALICE],
  ['connect', '/connect', ALICE],
  ['settings', '/settings', ALICE],
  ['verify', '/verify', ALICE],
  ['trust', '/operators/trust', OPERATOR],
  ['trust-same', '/operators/trust/pinned.example', OPERATOR],
  ['trust-changed', '/operators/trust/repinned.example', OPERATOR],
  ['trust-new', '/operators/trust/good.example', OPERATOR],
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

/** Something to see: mail that arrived, mail that came back, a level of its own, a refused attempt, an app password. */
async function livelyMailbox(pages: Pages): Promise<void> {
  const api = await pages.bench.as(ALICE);
  const overrides = [{ domain: 'bank.example', level: 'verify' }];
  await api('/v1/alias', { method: 'PUT', json: { enabled: true, expert: true, overrides } });
  const from = 'alice@secure.example.org';
  await api('/v1/app-passwords', { json: { name: 'Thunderbird on my laptop' } });
  await api('/simulation/send', { json: { as: 'carol@plain.example', to: from, tls: 'none' } });
  for (const [to, subject] of [
    ['bob@good.example', 'Minutes of the meeting'],
    ['bob@plain.example', 'The contract'],
  ] as const)
    await api('/v1/messages', { json: { from, to: [to], subject, text: 'Hello' } });
}

/** Something that operators did. */
async function livelyLog(pages: Pages): Promise<void> {
  const api = await pages.bench.as(OPERATOR);
  const overrides = [{ domain: 'pinned.example', level: 'verify' }];
  await api('/v1/admin/aliases/overrides', { json: { homes: [ALICE], overrides } });
  const entry = { domain: 'dane.example', kind: 'public-key', sha256: 'c5'.repeat(32) };
  const soon = new Date(Date.now() + 10 * 24 * 3_600_000).toISOString();
  const added = await api('/v1/admin/trust', { json: entry });
  const change = { note: 'by telephone with Ms Roe of dane.example', notAfter: soon };
  const { id } = added.json<{ id: string }>();
  await api(`/v1/admin/trust/${id}`, { method: 'PATCH', json: change });
}

const wanted = process.argv.slice(2);
const language = process.env['SCREENSHOT_LANGUAGE'] === 'de' ? 'de' : 'en';
const pages = await startPages();
try {
  await mkdir(SCREENSHOTS, { recursive: true });
  await livelyMailbox(pages);
  await livelyLog(pages);
  for (const email of [ALICE, OPERATOR]) {
    for (const [viewName, view] of VIEWS) {
      const page = await pages.signIn(email, { ...view, language });
      for (const [name, path, who] of PAGES) {
        if (who !== email || (wanted.length > 0 && !wanted.includes(name))) continue;
        await page.goto(path);
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
