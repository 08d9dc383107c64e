/** Writing, as a person does it: whom it would reach, files, a draft that stays, and what becomes of the message. */
import { equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Page } from 'playwright-core';

import { ALICE, awaitInbox, listMessages } from '../e2e/local-system.ts';
import { eventually, type Api } from '../e2e/api-client.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages } from './pages-system.ts';

const file = (name: string, octets: number) => ({
  name,
  mimeType: 'application/pdf',
  buffer: Buffer.alloc(octets, 'x'),
});

/** The verdict beside a recipient. */
function verdict(page: Page, address: string) {
  return page
    .getByRole('list', { name: /What would happen|Was mit Mail/ })
    .getByRole('listitem')
    .filter({ hasText: address });
}

describe('writing', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  let api: Api;
  const switchAlias = async (enabled: boolean): Promise<void> => {
    const { expert, level, overrides, language } = (await api('/v1/alias')).json<Record<string, unknown>>();
    await api('/v1/alias', { method: 'PUT', json: { enabled, expert, level, overrides, language } });
  };
  /** The copy in the folder sent, as soon as it is there. */
  const sent = (subject: string) =>
    eventually(`"${subject}" among what was sent`, async () =>
      (await listMessages(api, 'sent')).find((message) => message.subject === subject),
    );

  before(async () => {
    pages = await startPages();
    api = await pages.bench.as(ALICE);
    await switchAlias(true);
  });
  after(async () => {
    await pages.close();
  });

  test('to a good, a plaintext-only and a DANE provider, with a file, and what becomes of each', async () => {
    const page = await pages.signIn(ALICE, { path: '/compose' });
    await page
      .getByLabel('To', { exact: true })
      .fill('bob@good.example, bob@plain.example, bob@dane.example');
    await verdict(page, 'bob@good.example').getByText('would go').waitFor();
    await verdict(page, 'bob@dane.example').getByText('would go').waitFor();
    const plain = verdict(page, 'bob@plain.example');
    await plain.getByText('would come back').waitFor();
    await plain.getByText(/does not offer encrypted connections/).waitFor();
    await page.getByLabel('Subject').fill('The plans');
    await page.getByLabel('Add files').setInputFiles([file('plan.pdf', 300_000), file('second.pdf', 10)]);
    await page.getByRole('listitem').filter({ hasText: 'plan.pdf' }).getByText('ready').waitFor();
    await page.getByRole('button', { name: 'Remove second.pdf' }).click();
    const text = page.getByLabel('Message', { exact: true });
    await text.fill('Here they are.');
    await expectAccessible(page);
    await screenshot(page, 'compose-filled');
    await text.press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: 'What became of it' }).waitFor();
    for (const [address, state] of [
      ['bob@good.example', 'delivered, with receipt'],
      ['bob@dane.example', 'delivered, with receipt'],
      ['bob@plain.example', 'came back, not sent'],
    ] as const)
      await page.getByRole('region', { name: address, exact: true }).getByText(state).first().waitFor();
    await page
      .getByRole('region', { name: 'bob@dane.example', exact: true })
      .getByText(/DNSSEC-signed TLSA record/)
      .first()
      .waitFor();
    await expectAccessible(page);
    await screenshot(page, 'compose-sent');
    await page.getByRole('link', { name: 'Open the message' }).click();
    await page.getByRole('heading', { level: 1, name: 'The plans' }).waitFor();
    await page.getByText('plan.pdf').first().waitFor();
    const received = pages.bench.world.received('good.example').map(({ raw }) => raw.toString());
    ok(received.some((raw) => raw.includes('plan.pdf') && !raw.includes('second.pdf')));
    await page.context().close();
  });

  test('a draft stays through a reload, and can be thrown away', async () => {
    const page = await pages.signIn(ALICE, { path: '/compose' });
    await page.getByLabel('Subject').fill('Half a thought');
    await page.reload();
    await page.getByText('This is your draft from before').waitFor();
    equal(await page.getByLabel('Subject').inputValue(), 'Half a thought');
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Sign out' }).click();
    const dialog = page.getByRole('dialog', { name: 'There is a message that you have not sent' });
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Stay signed in' }).click();
    await page.getByRole('button', { name: 'Throw the draft away' }).click();
    equal(await page.getByLabel('Subject').inputValue(), '');
    await page.reload();
    await page.getByLabel('Subject').waitFor();
    equal(await page.getByLabel('Subject').inputValue(), '');
    equal(await page.getByText('This is your draft from before').count(), 0);
    await page.getByLabel('Subject').fill('Another half');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign out and throw it away' }).click();
    await page.locator('button[name=logout]').click();
    await page.getByRole('heading', { level: 1, name: 'You are signed out' }).waitFor();
    equal(await page.evaluate<boolean>('JSON.stringify({ ...localStorage }).includes("half")'), false);
    await page.context().close();
  });

  test('what is wrong is said at its field, and one gets there', async () => {
    const page = await pages.signIn(ALICE, { path: '/compose' });
    const to = page.getByLabel('To', { exact: true });
    const send = page.getByRole('button', { name: 'Send', exact: true });
    await send.click();
    await page.getByText('Name at least one recipient.').waitFor();
    await page.locator('[name="to"]:focus').waitFor();
    await to.fill('bob@');
    await send.click();
    await page.getByText(/bob@: .*is not one e-mail address/).waitFor();
    match((await to.getAttribute('aria-describedby')) ?? '', /error/);
    await expectAccessible(page);
    await to.fill('bob@good.example');
    equal(await to.getAttribute('aria-invalid'), null);
    await page.getByText('Use a subaddress').click();
    await page.getByLabel('Word after the plus sign').fill('no good@');
    await page.getByLabel('Message', { exact: true }).fill('Hello');
    await send.click();
    await page.locator('[name="tag"]:focus').waitFor();
    await page.getByLabel('Word after the plus sign').fill('shop');
    await send.click();
    await page.getByRole('heading', { level: 1, name: /On its way|What became of it/ }).waitFor();
    await eventually('the copy from the subaddress', async () =>
      (await listMessages(api, 'sent')).find(({ from }) => from.includes('alice+shop@secure.example.org')),
    );
    await page.context().close();
  });

  test('a connection that breaks off loses nothing and sends nothing twice', async () => {
    const page = await pages.signIn(ALICE, { path: '/compose' });
    await page.getByLabel('To', { exact: true }).fill('bob@good.example');
    await page.getByLabel('Subject').fill('Only once');
    await page.getByLabel('Message', { exact: true }).fill('Hello');
    const ids: string[] = [];
    // The server takes it; the first answer does not arrive.
    await page.route('**/v1/messages', async (route) => {
      if (route.request().method() !== 'POST') return route.continue();
      const response = await route.fetch();
      ids.push(((await response.json()) as { id: string }).id);
      return ids.length === 1 ? route.abort('internetdisconnected') : route.fulfill({ response });
    });
    const send = page.getByRole('button', { name: 'Send', exact: true });
    await send.click();
    await page.getByText('We do not know whether the message was taken').waitFor();
    equal(await page.getByLabel('Subject').inputValue(), 'Only once');
    await send.click();
    await page.getByRole('heading', { level: 1, name: /On its way|What became of it/ }).waitFor();
    equal(ids.length, 2);
    equal(new Set(ids).size, 1, 'one message under one key');
    await page.context().close();
  });

  test('an upload can be cancelled, fails visibly, and can be tried again', async () => {
    const page = await pages.signIn(ALICE, { path: '/compose' });
    let answer: 'hold' | 'fail' | 'pass' = 'hold';
    const held: (() => void)[] = [];
    await page.route(
      (url) => url.pathname.includes('/uploads/') && url.search !== '',
      async (route) => {
        if (answer === 'hold') await new Promise<void>((resolve) => held.push(resolve));
        if (answer === 'pass') await route.continue();
        else await route.abort('connectionfailed').catch(() => undefined);
      },
    );
    pages.expectComplaint(/net::ERR_(FAILED|CONNECTION_FAILED|ABORTED)/);
    const files = page.getByLabel('Add files');
    const row = page.getByRole('listitem').filter({ hasText: 'slow.pdf' });
    await files.setInputFiles(file('slow.pdf', 1000));
    await row.getByRole('progressbar', { name: 'slow.pdf is being uploaded' }).waitFor();
    await expectAccessible(page);
    await page.getByLabel('To', { exact: true }).fill('bob@good.example');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByText('A file is not ready yet').waitFor();
    await page.getByRole('button', { name: 'Cancel slow.pdf' }).click();
    await row.waitFor({ state: 'detached' });
    answer = 'fail';
    for (const release of held) release();
    await files.setInputFiles(file('slow.pdf', 1000));
    await page.getByText('It could not be uploaded.').waitFor();
    await expectAccessible(page);
    answer = 'pass';
    await page.getByRole('button', { name: 'Try slow.pdf again' }).click();
    await row.getByText('ready').waitFor();
    await files.setInputFiles(file('empty.pdf', 0));
    await page.getByText('The file is empty.').waitFor();
    await page.getByRole('button', { name: 'Remove empty.pdf' }).click();
    await page.getByRole('button', { name: 'Remove slow.pdf' }).click();
    await page.context().close();
  });

  test('a reply goes out from the subaddress that was written to; a forward takes the file along', async () => {
    const { status } = await api('/simulation/send', {
      json: {
        as: 'bob@good.example',
        to: 'alice+garden@secure.example.org',
        subject: 'The garden',
        text: 'How is it?',
      },
    });
    equal(status < 300, true, `simulation: ${status}`);
    await awaitInbox(api, ({ subject }) => subject === 'The garden', 'the message');
    const page = await pages.signIn(ALICE);
    await page.getByRole('link', { name: /The garden/ }).click();
    await page.getByRole('link', { name: 'Reply', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Reply' }).waitFor();
    match(await page.getByLabel('To', { exact: true }).inputValue(), /bob@good\.example/);
    equal(await page.getByLabel('Subject').inputValue(), 'Re: The garden');
    equal(await page.getByLabel('Word after the plus sign').inputValue(), 'garden');
    match(await page.getByLabel('Message', { exact: true }).inputValue(), /wrote:\n> How is it\?/);
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /On its way|What became of it/ }).waitFor();
    match((await sent('Re: The garden')).from, /alice\+garden@secure\.example\.org/);

    await page.goto(`/compose?forward=${(await sent('The plans')).id}`);
    await page.getByRole('heading', { level: 1, name: 'Forward' }).waitFor();
    await page.getByRole('listitem').filter({ hasText: 'plan.pdf' }).getByText('ready').waitFor();
    await page.getByLabel('To', { exact: true }).fill('bob@good.example');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await page.getByRole('heading', { level: 1, name: /On its way|What became of it/ }).waitFor();
    await sent('Fwd: The plans');
    await page.context().close();
  });

  test('on a phone and in German, with the address switched off, and all by keyboard', async () => {
    await switchAlias(false);
    const page = await pages.signIn(ALICE, { language: 'de', width: PHONE, dark: true, path: '/compose' });
    await page.getByText('Deine sichere Adresse ist ausgeschaltet').waitFor();
    await expectAccessible(page);
    await switchAlias(true);
    await page.reload();
    const to = page.getByLabel('An', { exact: true });
    await to.focus();
    await page.keyboard.type('bob@plain.example');
    await verdict(page, 'bob@plain.example').getByText('würde zurückkommen').waitFor();
    equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    await page.keyboard.press('Tab');
    for (let step = 0; step < 10; step += 1) {
      if ((await page.evaluate<string>('document.activeElement.name ?? ""')) === 'text') break;
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('Guten Tag');
    await screenshot(page, 'compose-phone-de');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { level: 1, name: 'Was aus ihr geworden ist' }).waitFor();
    await page.getByText('zurückgekommen, nicht gesendet').first().waitFor();
    await expectAccessible(page);
    equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
    await page.context().close();
  });
});
