/** Refused mail, as its owner sees it, and the public page that its sender is sent to. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Page } from 'playwright-core';

import { eventually } from '../e2e/api-client.ts';
import { ALICE, ALICE_ALIAS } from '../e2e/local-system.ts';
import { SmtpClient } from '../functions/smtp-edge/smtp-client.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages } from './pages-system.ts';
import { allowClipboard, clipboard, expectNoSidewaysScroll, tabTo } from './person.ts';

const BOB = 'bob@example.org';
const DAVE = 'dave@plain.example';
const CAROL = 'carol@good.example';

describe('refused mail', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
    for (const email of [ALICE, BOB]) {
      const api = await pages.bench.as(email);
      equal((await api('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
    }
  });
  after(async () => {
    await pages.close();
  });

  /** A stranger's server that does not encrypt; gives its answer to the recipient. */
  const plaintext = async (sender: string): Promise<string> => {
    const client = await SmtpClient.greet(pages.bench.system.ports.mx);
    await client.command(`MAIL FROM:<${sender}>`);
    const reply = await client.command(`RCPT TO:<${ALICE_ALIAS}>`);
    client.close();
    return reply;
  };
  /** From a provider of the simulated internet, as its page sends. */
  const fromProvider = async (sender: string): Promise<void> => {
    const api = await pages.bench.as(null);
    const json = { as: sender, to: ALICE_ALIAS, tls: 'none' };
    equal((await api('/simulation/send', { json })).status, 200);
  };
  const awaitRefusals = async (count: number): Promise<void> => {
    const api = await pages.bench.as(ALICE);
    await eventually(`${count} refusals`, async () => {
      const { items } = (await api('/v1/refusals')).json<{ items: { count: number }[] }>();
      return items.reduce((sum, item) => sum + item.count, 0) === count;
    });
  };
  const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

  test('nobody was refused yet, and the page says what will stand here', async () => {
    for (const [language, title] of [
      ['en', 'Nobody has been refused'],
      ['de', 'Niemand wurde abgelehnt'],
    ] as const) {
      const page = await pages.signIn(BOB, { path: '/refused', language, dark: language === 'de' });
      await page.getByRole('heading', { name: title }).waitFor();
      await expectAccessible(page);
      await page.context().close();
    }
  });

  test('who tried, when, how often, from where: a page that is open already shows it, too', async () => {
    const page = await pages.signIn(ALICE, { path: '/refused' });
    await page.getByRole('heading', { name: 'Nobody has been refused' }).waitFor();
    match(await plaintext(DAVE), /^550 5\.7\.1 /);
    match(await plaintext(DAVE), /^550 5\.7\.1 /);
    await fromProvider(CAROL);
    await awaitRefusals(3);

    const dave = card(page, DAVE);
    // As when one comes back to this tab.
    await page.evaluate("document.dispatchEvent(new Event('visibilitychange'))");
    await dave.waitFor();
    await dave.getByText('refused: not encrypted').waitFor();
    const said = async (name: string, term: string): Promise<string> => {
      const value = card(page, name).locator(`dt:text-is("${term}") + dd`);
      return (await value.textContent()) ?? '';
    };
    match(await said(DAVE, 'When'), /^\d{2}:\d{2}$/);
    equal(await said(DAVE, 'How often'), '2 times');
    equal(await said(DAVE, 'To'), ALICE_ALIAS);
    equal(await said(DAVE, 'From the server'), 'client.example [127.0.0.1]');
    equal(await said(CAROL, 'How often'), 'once');
    match(await said(CAROL, 'From the server'), /^mx\.good\.example \[127\.[\d.]+\]$/);
    await expectAccessible(page);
    await page.context().close();
  });

  test('the text that asks them to mend it is copied whole, by keyboard', async () => {
    const page = await pages.signIn(ALICE, { path: '/refused' });
    await allowClipboard(page);
    const dave = card(page, DAVE);
    await tabTo(page, dave.getByText('How to ask them to fix it'));
    await page.keyboard.press('Enter');
    await tabTo(page, dave.getByRole('button', { name: 'Copy the text' }));
    await page.keyboard.press('Enter');
    await dave.getByRole('button', { name: 'Copied' }).waitFor();
    const text = await clipboard(page);
    match(text, /^Hello,\n\nyou wrote to me at alice@secure\.example\.org\./);
    match(text, /STARTTLS with TLS 1\.2 or newer/);
    ok(text.includes(`${pages.origin}/why-refused\n`), text);
    equal(await dave.locator('pre').textContent(), text);
    const mail = await dave.getByRole('link', { name: 'Open in my mail program' }).getAttribute('href');
    const link = new URL(mail ?? '');
    deepEqual([link.protocol, link.pathname], ['mailto:', DAVE]);
    equal(link.searchParams.get('body')?.replaceAll('\r\n', '\n'), text);
    await expectAccessible(page);
    await screenshot(page, 'refused-ask');
    await page.context().close();
  });

  test('in German, on a phone, in the dark', async () => {
    const page = await pages.signIn(ALICE, { path: '/refused', language: 'de', width: PHONE, dark: true });
    const dave = card(page, DAVE);
    await dave.getByText('abgelehnt: unverschlüsselt').waitFor();
    await dave.getByText('2-mal').waitFor();
    await dave.getByText('Wie du um Abhilfe bittest').click();
    await dave.getByRole('button', { name: 'Text kopieren' }).waitFor();
    await expectNoSidewaysScroll(page);
    await expectAccessible(page);
    await screenshot(page, 'refused-phone-dark-de');
    await page.context().close();
  });

  test('a sender who has no name yet is one all the same; a notice is not asked to be mended', async () => {
    match(await plaintext(''), /^550 5\.7\.1 /);
    const page = await pages.signIn(ALICE, { path: '/refused' });
    const notice = card(page, 'a mail server (a notice)');
    await notice.waitFor();
    equal(await notice.getByText('How to ask them to fix it').count(), 0);
    await page.context().close();
  });

  test('the page for senders needs no sign-in, and is in the language of its reader first', async () => {
    const [, link] = /(https:\/\/\S+\/why-refused)/.exec(await plaintext(DAVE)) ?? [];
    equal(link, `${pages.origin}/why-refused`);
    for (const [language, first, second] of [
      ['en', 'Why your message was refused', 'Warum Ihre Nachricht abgelehnt wurde'],
      ['de', 'Warum Ihre Nachricht abgelehnt wurde', 'Why your message was refused'],
    ] as const) {
      for (const view of [{ dark: false }, { dark: true, width: 320 }]) {
        const page = await pages.open('/why-refused', { language, ...view });
        equal(await page.locator('html').getAttribute('lang'), language);
        deepEqual(await page.getByRole('heading').allTextContents(), [first, second]);
        equal(await page.locator('section').first().locator('p').count(), 5);
        await expectNoSidewaysScroll(page);
        await expectAccessible(page);
        await screenshot(page, `why-refused-${language}${view.dark ? '-dark' : ''}`);
        await page.context().close();
      }
    }
  });
});
