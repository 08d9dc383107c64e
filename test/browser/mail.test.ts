/** Mail in the pages, as a person meets it: the lists, a message that arrived, a notice, all by keyboard, in German. */
import { equal } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ALICE, awaitInbox, sendText } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { startPages, type Pages } from './pages-system.ts';

describe('mail', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
    const api = await pages.bench.as(ALICE);
    const alias = (await api('/v1/alias')).json<Record<string, unknown>>();
    const { expert, level, overrides, language } = alias;
    await api('/v1/alias', { method: 'PUT', json: { enabled: true, expert, level, overrides, language } });
    await sendText(api, ['bob@good.example'], 'Lunch on Friday');
    await sendText(api, ['bob@plain.example'], 'Papers for you');
    await awaitInbox(api, ({ kind }) => kind === 'failure-notice', 'the notice');
  });
  after(async () => {
    await pages.close();
  });

  test('a message that was delivered shows what became of it', async () => {
    const page = await pages.signIn(ALICE, { path: '/mail/sent' });
    await page.getByRole('link', { name: 'Lunch on Friday' }).click();
    await page.getByRole('heading', { level: 1, name: 'Lunch on Friday' }).waitFor();
    await page.getByText('delivered, with receipt').first().waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  test('a notice says what happened, what one can do, and is marked as read', async () => {
    const page = await pages.signIn(ALICE);
    const row = page.getByRole('link', { name: /^Unread\..*Papers for you/ });
    await row.waitFor();
    await page.getByText('came back, not sent').first().waitFor();
    await expectAccessible(page);
    await row.click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await page
      .getByText(/mail server of plain\.example does not offer encrypted/)
      .first()
      .waitFor();
    // Under the least strict level there is none to change to.
    equal(await page.getByRole('link', { name: /^Change the level/ }).count(), 0);
    await page.getByRole('button', { name: 'Copy the text' }).waitFor();
    await page.getByRole('button', { name: 'Send again' }).click();
    await page.getByText(/It is being sent again|It could not be sent again/).waitFor();
    await expectAccessible(page);
    await page.getByRole('link', { name: 'Inbox', exact: true }).click();
    await page
      .getByRole('link', { name: /^Not sent: Papers for you/ })
      .first()
      .waitFor();
    await page.context().close();
  });

  test('the search finds by subject, and says when there is nothing', async () => {
    const page = await pages.signIn(ALICE, { path: '/mail/sent' });
    const search = page.getByLabel('Search by sender or subject');
    await search.fill('friday');
    await search.press('Enter');
    await page.getByRole('link', { name: 'Papers for you' }).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Lunch on Friday' }).waitFor();
    equal(new URL(page.url()).search, '?search=friday');
    await search.fill('nowhere');
    await search.press('Enter');
    await page.getByRole('heading', { name: 'Nothing was found' }).waitFor();
    await page.context().close();
  });

  test('in German, and all by keyboard: move, search, delete', async () => {
    const page = await pages.signIn(ALICE, { language: 'de', path: '/mail/sent' });
    const links = page.getByRole('list', { name: 'Nachrichten' }).getByRole('link');
    await page.getByRole('link', { name: 'Lunch on Friday' }).waitFor();
    const count = await links.count();
    await links.first().focus();
    await page.keyboard.press('j');
    await page.keyboard.press('k');
    await page.keyboard.press('#');
    const dialog = page.getByRole('dialog', { name: 'Diese Nachricht löschen?' });
    await dialog.getByRole('button', { name: 'Löschen' }).click();
    await page.getByText('Die Nachricht wurde gelöscht.').waitFor();
    await links.nth(count - 1).waitFor({ state: 'detached' });
    await links.first().focus();
    await page.keyboard.press('/');
    equal(await page.evaluate<string>('document.activeElement.type'), 'search');
    await page.context().close();
  });
});
