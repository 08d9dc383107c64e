/** Connecting a mail program: a password that works and ends, the settings and steps, the files. */
import { equal, match, ok, rejects } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { createTransport } from 'nodemailer';
import type { Page } from 'playwright-core';

import { ALICE, ALICE_ALIAS, finished, type DeliveryAnswer } from '../e2e/local-system.ts';
import { verifying } from '../e2e/mail-client.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages, type View } from './pages-system.ts';
import { allowClipboard, awaitFocus, clipboard, errorOf, expectNoSidewaysScroll, tabTo } from './person.ts';

const BOB = 'bob@example.org';
const CONNECT = { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') };

describe('connecting a mail program', CONNECT, () => {
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

  const open = async (email: string, view: View = {}): Promise<Page> => {
    const page = await pages.signIn(email, { ...view, path: '/connect' });
    await allowClipboard(page);
    await page.getByRole('heading', { level: 2 }).first().waitFor();
    return page;
  };
  /** What the program of the person does with the password. */
  const program = (password: string, port: 'submissions' | 'submission') =>
    createTransport({
      host: '127.0.0.1',
      port: pages.bench.system.ports[port],
      secure: port === 'submissions',
      requireTLS: true,
      auth: { user: ALICE_ALIAS, pass: password },
      tls: verifying(pages.bench.authority),
    });
  const sendWith = async (password: string, port: 'submissions' | 'submission', subject: string) => {
    const transport = program(password, port);
    try {
      await transport.sendMail({ from: ALICE_ALIAS, to: 'bob@good.example', subject, text: 'Hello' });
    } finally {
      transport.close();
    }
  };

  test('a password is made, shown once, works on both ports, and ends when it is removed', async () => {
    const page = await open(ALICE);
    await page.getByText('There are none yet.').waitFor();
    await page.getByLabel('Where will it be used?').fill('Thunderbird on my laptop');
    await page.getByRole('button', { name: 'Make an app password' }).click();
    const made = page.getByRole('status').filter({ hasText: 'It is shown this once.' });
    await made.getByText('The app password for “Thunderbird on my laptop”').waitFor();
    await made.getByRole('button', { name: 'Copy' }).click();
    await made.getByRole('button', { name: 'Copied' }).waitFor();
    const password = await clipboard(page);
    ok(password.length >= 16, 'no short one');
    await made.getByText(password, { exact: true }).waitFor();
    await page.getByText(/made .*, never used/).waitFor();
    await expectAccessible(page);
    await screenshot(page, 'connect-made');

    await sendWith(password, 'submissions', 'From my program');
    await sendWith(password, 'submission', 'From my program, by STARTTLS');
    const api = await pages.bench.as(ALICE);
    const { items } = (await api('/v1/deliveries')).json<{ items: DeliveryAnswer[] }>();
    equal(items.length, 2);
    for (const { id } of items) equal((await finished(api, id)).state, 'delivered');

    await made.getByRole('button', { name: 'Done' }).click();
    await made.waitFor({ state: 'detached' });
    await awaitFocus(page.getByRole('heading', { name: 'App passwords' }), 'the list');
    await page.reload();
    await page.getByText(/made .*, last used \d{2}:\d{2}/).waitFor();
    equal(await page.getByText(password).count(), 0, 'it is never shown again');

    const remove = page.getByRole('button', { name: 'Remove the app password “Thunderbird on my laptop”' });
    await remove.click();
    const dialog = page.getByRole('dialog', { name: 'Remove “Thunderbird on my laptop”?' });
    await expectAccessible(page);
    await screenshot(page, 'connect-remove');
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await awaitFocus(remove, 'the button that it was begun with');
    await remove.click();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await awaitFocus(remove, 'the button that it was begun with');
    await remove.click();
    await dialog.getByRole('button', { name: 'Remove' }).click();
    await page.getByText('There are none yet.').waitFor();
    await awaitFocus(page.getByRole('heading', { name: 'App passwords' }), 'the list');
    await rejects(sendWith(password, 'submissions', 'Too late'), /535/);
    await rejects(sendWith(password, 'submission', 'Too late'), /535/);
    await page.context().close();
  });

  test('a password without a name: the API’s own sentence at the field', async () => {
    const page = await open(ALICE);
    const api = await pages.bench.as(ALICE);
    const refused = await api('/v1/app-passwords', { json: { name: '' } });
    const { errors } = refused.json<{ errors: { detail: string }[] }>();
    await page.getByRole('button', { name: 'Make an app password' }).click();
    const field = page.getByLabel('Where will it be used?');
    equal(await errorOf(field), errors[0]?.detail);
    await awaitFocus(field, 'the wrong field');
    await expectAccessible(page);
    await page.context().close();
  });

  test('no network while one is made: what was typed stays, and it says what to look for', async () => {
    const page = await open(ALICE);
    const field = page.getByLabel('Where will it be used?');
    await field.fill('My phone');
    await page.context().setOffline(true);
    await page.getByText('No connection.').waitFor();
    await page.getByRole('button', { name: 'Make an app password' }).click();
    match(await errorOf(field), /^No answer came\./);
    equal(await field.inputValue(), 'My phone');
    await expectAccessible(page);
    await page.context().setOffline(false);
    await page.getByText('No connection.').waitFor({ state: 'hidden' });
    await field.press('Enter');
    await page.getByText('The app password for “My phone”').waitFor();
    await page.context().close();
  });

  test('all by keyboard, in German: anlegen, kopieren, entfernen', async () => {
    const page = await open(BOB, { language: 'de' });
    await tabTo(page, page.getByLabel('Wo wird es verwendet?'));
    await page.keyboard.type('Telefon');
    await tabTo(page, page.getByRole('button', { name: 'App-Passwort anlegen' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Kopieren' }));
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Kopiert' }).waitFor();
    await tabTo(page, page.getByRole('button', { name: 'Fertig' }));
    await page.keyboard.press('Enter');
    await tabTo(page, page.getByRole('button', { name: 'Das App-Passwort „Telefon“ entfernen' }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: '„Telefon“ entfernen?' });
    await tabTo(page, dialog.getByRole('button', { name: 'Entfernen' }));
    await page.keyboard.press('Enter');
    await page.getByText('Es gibt noch keine.').waitFor();
    await page.context().close();
  });

  test('the settings and the steps name the server and the ports of this system', async () => {
    const { submissions, submission } = pages.bench.system.ports;
    const page = await open(ALICE);
    const settings = page.getByRole('region', { name: 'Settings for sending' });
    await settings.getByText(`${submissions} (SSL/TLS) or ${submission} (STARTTLS)`).waitFor();
    await settings.getByText(`${ALICE_ALIAS} or ${ALICE}`).waitFor();
    await settings.getByText('Mail to your secure address is read on these pages.').waitFor();
    const steps = page.getByRole('region', { name: 'Step by step' });
    for (const program of ['Thunderbird', 'Gmail', 'Outlook', 'Apple Mail', 'Roundcube']) {
      const summary = page.locator('summary').getByText(program, { exact: true });
      await summary.click();
      const list = steps.getByRole('group').filter({ has: summary }).getByRole('list');
      const text = (await list.textContent()) ?? '';
      ok(text.includes(ALICE_ALIAS), program);
      if (program !== 'Roundcube') match(text, new RegExp(`localhost, port ${submissions}, SSL/TLS`));
      if (program === 'Outlook') match(text, new RegExp(`port ${submission}, STARTTLS`));
      equal(/\b(465|587)\b/.test(text), false, program);
    }
    await expectAccessible(page);
    await page.context().close();
  });

  test('without an incoming server there is no file, and the page says why', async () => {
    for (const [language, why] of [
      ['en', /There is no file that sets up a mail program here: .* that is not ours/],
      ['de', /Eine Datei, die ein Mailprogramm von selbst einrichtet, gibt es hier nicht/],
    ] as const) {
      const page = await open(BOB, { language, dark: true, width: language === 'en' ? PHONE : 320 });
      await page.getByText(why).waitFor();
      equal(await page.getByRole('button', { name: /iPhone/ }).count(), 0);
      for (const summary of await page.locator('summary').all()) await summary.click();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await screenshot(page, `connect-phone-dark-${language}`);
      await page.context().close();
    }
  });

  test('while the address is switched off, the page says so and leads to the switch', async () => {
    const page = await pages.signIn('operator@example.org', { path: '/connect' });
    await page.getByText('Your secure address is switched off. Switch it on first:').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Encrypted sending' }).click();
    await page.getByRole('heading', { level: 1, name: 'Encrypted sending' }).waitFor();
    await page.context().close();
  });
});
