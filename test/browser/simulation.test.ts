/** The simulated internet, as a newcomer sees it: what each provider does, and that nothing leaks. */
import { equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Locator, Page } from 'playwright-core';

import { eventually, type Api } from '../e2e/api-client.ts';
import { ALICE, ALICE_ALIAS, awaitInbox, finished, sendText } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages, type View } from './pages-system.ts';

const PATH = '/simulated-internet';

describe('the simulated internet', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  let alice: Api;
  before(async () => {
    pages = await startPages();
    alice = await pages.bench.as(ALICE);
    const { expert, level, overrides, language } = (await alice('/v1/alias')).json<Record<string, unknown>>();
    const json = { enabled: true, expert, level, overrides, language };
    equal((await alice('/v1/alias', { method: 'PUT', json })).status, 200);
  });
  after(async () => {
    await pages.close();
  });

  const provider = (page: Page, domain: string) =>
    page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ has: page.getByRole('heading', { level: 3, name: domain, exact: true }) });
  const send = async (page: Page, from: string, how: string): Promise<void> => {
    await page.getByLabel('From', { exact: true }).fill(from);
    await page.getByLabel('Connection', { exact: true }).selectOption({ label: how });
    await page.getByRole('button', { name: 'Send', exact: true }).click();
  };
  /** The page, once it hears of what happens. */
  const open = async (view: View = {}): Promise<Page> => {
    const page = await pages.signIn(ALICE, view);
    const streaming = page.waitForResponse('**/simulation/events');
    await page.goto(PATH);
    await streaming;
    return page;
  };
  const ownAddress = (page: Page) =>
    eventually('one’s own address', async () => {
      return (await page.getByLabel('To', { exact: true }).inputValue()) === ALICE_ALIAS;
    });
  const line = (within: Locator, pattern: RegExp) =>
    within.getByRole('listitem').filter({ hasText: pattern });
  /** Sends to a provider and waits for the end. */
  const delivered = async (to: string, subject: string): Promise<void> => {
    const { deliveries } = await sendText(alice, [to], subject);
    await finished(alice, deliveries[0]?.id ?? '');
  };

  test('every provider says what it is set up to do, in both languages', async () => {
    const page = await open();
    await provider(page, 'plain.example').getByText('Offers no encryption at all.').waitFor();
    await provider(page, 'dane.example')
      .getByText('Proves its key in signed DNS', { exact: false })
      .waitFor();
    equal(await page.getByRole('heading', { level: 3 }).count(), pages.bench.world.providers.size);
    await provider(page, 'good.example').getByText('no connection yet; no message').waitFor();
    await expectAccessible(page);
    await screenshot(page, 'simulation');
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await provider(page, 'plain.example').getByText('Bietet gar keine Verschlüsselung an.').waitFor();
    await page.getByRole('heading', { level: 1, name: 'Simuliertes Internet' }).waitFor();
    await page.context().close();
  });

  test('a provider that encrypts gets through; the page shows the conversation, and the mail is there', async () => {
    const page = await open();
    await ownAddress(page);
    await send(page, 'carol@good.example', 'encrypted');
    const taken = page.getByText('It was taken. You find it in your mail.');
    await taken.waitFor();
    const live = page.getByRole('log', { name: 'Live: all connections' });
    await line(live, /: STARTTLS$/)
      .first()
      .waitFor();
    const said = await live.getByRole('listitem').allTextContents();
    ok(
      said.some((line) => /^encrypted: good\.example: MAIL FROM:<carol@good\.example>/.test(line)),
      said.join('\n'),
    );
    ok(
      said.some((line) => /^in the open: us to good\.example: 220 /.test(line)),
      said.join('\n'),
    );
    ok(!said.some((line) => /^in the open: .*(MAIL|RCPT)/.test(line)), said.join('\n'));
    await expectAccessible(page);
    await awaitInbox(alice, ({ from }) => from.includes('carol@good.example'), 'the mail');
    await page.context().close();
  });

  test('one without encryption is refused before it has shown anything, and the attempt is on the list', async () => {
    const page = await open();
    await ownAddress(page);
    await send(page, 'carol@plain.example', 'not encrypted');
    await page.getByText('It was refused.', { exact: false }).waitFor();
    const details = page.getByRole('status').filter({ hasText: 'It was refused.' });
    await details.getByText('The conversation').click();
    const said = await details.getByRole('listitem').allTextContents();
    ok(
      said.every((line) => line.startsWith('in the open: ')),
      said.join('\n'),
    );
    match(said.join('\n'), /550 5\.7\.1/);
    ok(!said.join('\n').includes('Subject:'), 'no line of the message was sent');
    await expectAccessible(page);
    await screenshot(page, 'simulation-refused');
    await details.getByRole('link', { name: 'Refused mail' }).click();
    await page.getByRole('heading', { level: 1, name: 'Refused mail' }).waitFor();
    await page.getByText('plain.example', { exact: false }).first().waitFor();
    await page.context().close();
  });

  test('what one sends is seen at the provider: over which connection it came', async () => {
    const page = await open();
    await delivered('bob@sts.example', 'Seen by sts');
    await provider(page, 'sts.example').getByText('1 connection, encrypted; 1 message').waitFor();
    await provider(page, 'sts.example').getByRole('button', { name: 'Show sts.example' }).click();
    const seen = page.getByRole('region', { name: 'What sts.example has seen' });
    await seen.getByText(`${ALICE_ALIAS} → bob@sts.example`, { exact: false }).waitFor();
    await seen.getByText('encrypted (TLS 1.3)').first().waitFor();
    await seen.getByText(/^No message and no address was shown to this server/).waitFor();
    await seen.getByText('The conversation').click();
    await line(seen, /: STARTTLS$/).waitFor();
    await expectAccessible(page);
    await screenshot(page, 'simulation-provider');
    await provider(page, 'sts.example').getByRole('button', { name: 'Close' }).click();
    await seen.waitFor({ state: 'detached' });
    await page.context().close();
  });

  test('of a message that came back, its provider has seen nothing', async () => {
    const page = await open();
    await provider(page, 'plain.example').getByRole('button', { name: 'Show plain.example' }).click();
    const seen = page.getByRole('region', { name: 'What plain.example has seen' });
    await seen.getByText('Nobody has connected yet.').waitFor();
    await delivered('bob@plain.example', 'Seen by nobody');
    // It appears by itself.
    await seen.getByText('not encrypted', { exact: true }).waitFor();
    await seen.getByText(/^No message and no address was shown to this server/).waitFor();
    await seen.getByText('All that the server could read before encryption').click();
    const plaintext = await seen.locator('pre').textContent();
    match(plaintext ?? '', /EHLO/);
    ok(!/MAIL|RCPT|bob|alice|Seen by nobody/i.test(plaintext ?? ''), plaintext ?? '');
    await provider(page, 'plain.example').getByText('1 connection, not encrypted; no message').waitFor();
    await page.context().close();
  });

  test('one with outdated encryption does not get as far as the message', async () => {
    const page = await open();
    await ownAddress(page);
    await send(page, 'carol@old.example', 'outdated encryption');
    await page.getByText('The connection ended before anything of the message was sent.').waitFor();
    await page.context().close();
  });

  test('what cannot be sent says why, in a sentence', async () => {
    const page = await open();
    await page.getByLabel('To', { exact: true }).fill('not an address');
    await send(page, 'carol@good.example', 'encrypted');
    const alert = page.getByRole('alert');
    await alert.waitFor();
    match((await alert.textContent()) ?? '', /address/);
    await expectAccessible(page);
    await page.context().close();
  });

  test('on a phone, in the dark, in German', async () => {
    const page = await open({ width: PHONE, dark: true, language: 'de' });
    const live = page.getByRole('log');
    await delivered('bob@good.example', 'Unterwegs');
    await line(live, /: STARTTLS$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'good.example zeigen', exact: true }).click();
    await page.getByRole('region', { name: 'Was good.example gesehen hat' }).waitFor();
    await expectAccessible(page);
    await screenshot(page, 'simulation-phone-de');
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    ok(overflow <= 0, `${overflow} pixels too wide`);
    await page.context().close();
  });
});
