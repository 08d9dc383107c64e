/** The operators' other pages: people's settings, the health of the system, the log; and who may not see them. */
import { equal, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';

import { ALICE } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { startPages, type Pages } from './pages-system.ts';

const OPERATOR = 'operator@example.org';
const NEEDS = { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') };

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

describe('the operators’ other pages', NEEDS, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
    const alice = await pages.bench.as(ALICE);
    equal((await alice('/v1/alias')).status, 200);
  });
  after(async () => {
    await pages.close();
  });

  test('a level is set for people by name, and the log says so in words', async () => {
    const page = await pages.signIn(OPERATOR, { path: '/operators/aliases' });
    const table = page.getByRole('table', { name: 'Secure addresses' });
    await table.getByRole('row', { name: /alice@secure\.example\.org/ }).waitFor();
    await expectAccessible(page);
    const submit = page.getByRole('button', { name: 'Set the level …' });
    const domain = page.getByLabel('Domain', { exact: true });
    const dialog = page.getByRole('dialog', { name: /^Set “Checked providers only”/ });
    await domain.fill('example.org');
    await submit.click();
    await page.getByText('Please name at least one person.').waitFor();
    await page.getByLabel('Their addresses').fill('alice@secure.example.org\nnobody@example.org');
    await submit.click();
    await dialog.getByRole('button', { name: 'Set the level' }).click();
    await page.getByText('is our own domain').waitFor();
    equal(await domain.getAttribute('aria-invalid'), 'true');
    await domain.fill('slow.example');
    await submit.click();
    await dialog.getByText('No entry that counts trusts slow.example').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Set the level' }).click();
    await page.getByText('Set for one person.').waitFor();
    await page.getByText(/Not known here .* nobody@example\.org/).waitFor();
    await table.getByText('1 domain').click();
    await table.getByText('slow.example: Checked providers only').waitFor();
    await expectAccessible(page);

    const search = page.getByLabel('Secure addresses that begin with');
    await search.fill('nobody');
    await search.press('Enter');
    await page.getByText('No secure address begins with nobody').waitFor();
    await page.getByRole('link', { name: 'Show all' }).click();
    await table.waitFor();

    await page.getByRole('link', { name: 'Log of actions' }).click();
    await page.getByText('set levels of alice@secure.example.org for slow.example').waitFor();
    await page.getByText('What changed').first().click();
    await page.getByText('none → Checked providers only').waitFor();
    await expectAccessible(page);
    const only = page.getByLabel('Only what concerns this domain');
    await only.fill('no domain');
    await only.press('Enter');
    await page.getByText('is not a mail domain such as bank.example').waitFor();
    await only.fill('nowhere.example');
    await only.press('Enter');
    await page.getByText('Nothing in the log concerns nowhere.example').waitFor();
    await page.context().close();
  });

  test('the health of the system: figures by name, what each means, what is worth a look', async () => {
    const page = await pages.signIn(OPERATOR, { path: '/operators/health' });
    const title = page.getByText(/is worth a look|are worth a look/);
    await title.first().waitFor();
    await page.getByRole('heading', { name: 'Accepted over the API' }).waitFor();
    await page
      .getByRole('table', { name: 'Queues' })
      .getByRole('row', { name: /Mail out/ })
      .waitFor();
    await expectAccessible(page);
    await page.setViewportSize({ width: 320, height: 800 });
    const widest = await page.evaluate<number>('document.documentElement.scrollWidth');
    ok(widest <= 320, `${widest} pixels`);

    // Something breaks: the page says so, and what to do.
    await page.route('**/v1/admin/health', async (route) => {
      const answer = await route.fetch();
      const health = (await answer.json()) as { to: string; figures: { id: string; points: object[] }[] };
      const figure = health.figures.find(({ id }) => id === 'faults-out');
      figure?.points.push({ at: new Date(Date.parse(health.to) - 900_000).toISOString(), value: 3 });
      await route.fulfill({ json: health });
    });
    await page.getByRole('button', { name: 'Menu' }).click();
    await page.getByRole('link', { name: 'Log of actions' }).click();
    await heading(page, 'Log of actions').waitFor();
    await page.goBack();
    await page.getByText('One thing is worth a look').waitFor();
    await page.getByText('What to do: docs/operate.md, “own-faults”').waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  test('who is no operator is told so, calmly, at each of them', async () => {
    const page = await pages.signIn(ALICE);
    for (const path of ['trust', 'trust/pinned.example', 'aliases', 'health', 'actions']) {
      await page.goto(`/operators/${path}`);
      await heading(page, 'This page is for operators').waitFor();
    }
    await expectAccessible(page);
    await page.context().close();
  });

  test('our own domain has nothing to trust, and the page says so', async () => {
    const page = await pages.signIn(OPERATOR, { path: '/operators/trust/example.org' });
    await page.getByText('is our own domain: mail to it never leaves the house').waitFor();
    equal(await page.getByRole('button', { name: 'Trust this …' }).count(), 0);
    await expectAccessible(page);
    await page.context().close();
  });
});
