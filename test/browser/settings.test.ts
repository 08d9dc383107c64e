/** The settings, as a person meets them: the switch, the levels, single domains. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ALICE } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages, type View } from './pages-system.ts';
import { awaitSaved, EXPERT, ON, openSettings, savedOf } from './settings-bench.ts';
import {
  allowClipboard,
  awaitFocus,
  clipboard,
  errorOf,
  expectNoSidewaysScroll,
  fontSize,
  hasFocus,
  tabTo,
} from './person.ts';

const BOB = 'bob@example.org';

describe('settings', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
  });
  after(async () => {
    await pages.close();
  });

  test('who has no secure address switches it on, and takes it along', async () => {
    const page = await pages.signIn(BOB, { path: '/settings' });
    await allowClipboard(page);
    const off = page.getByRole('switch', { name: 'Your secure address is switched off' });
    await off.waitFor();
    equal(await off.isChecked(), false);
    for (const sentence of [
      'Mail to and from it travels only over encrypted connections.',
      'If that is not possible, the mail is not sent: you get it back within seconds and know.',
      'It protects the way between our server and the recipient’s; it does not encrypt the mail itself (for that, use OpenPGP or S/MIME).',
    ])
      await page.getByText(sentence, { exact: true }).waitFor();
    await page.getByText('While it is switched off, mail to it is refused').waitFor();
    equal(await page.getByRole('heading', { name: 'Your level' }).count(), 0);
    await expectAccessible(page);

    await off.click();
    await page.getByRole('switch', { name: 'Your secure address is switched on' }).waitFor();
    equal((await savedOf(pages, BOB)).enabled, true);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    equal(await clipboard(page), 'bob@secure.example.org');
    await page.getByRole('link', { name: 'Write a message' }).waitFor();
    await page.getByRole('link', { name: 'Use it in your mail program' }).waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  test('expert mode opens behind a warning that has to be acknowledged', async () => {
    const page = await openSettings(pages, ALICE, ON);
    equal(await page.getByRole('radio').count(), 0);
    const opener = page.getByRole('button', { name: 'Expert mode …' });
    await opener.click();
    const dialog = page.getByRole('dialog', { name: 'Expert mode' });
    await dialog.getByText('Many providers do not support them').waitFor();
    await expectAccessible(page);
    await screenshot(page, 'settings-expert-dialog');
    await dialog.getByRole('button', { name: 'Open expert mode' }).click();
    await dialog.getByRole('alert').getByText('Please mark that you understand it').waitFor();
    equal((await savedOf(pages, ALICE)).expert, false);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await awaitFocus(opener, 'the button that it was begun with');

    await opener.click();
    await dialog.getByRole('checkbox', { name: /I understand/ }).check();
    await dialog.getByRole('button', { name: 'Open expert mode' }).click();
    await page.getByRole('radio', { name: /Encrypted connection/ }).waitFor();
    await awaitSaved(pages, ALICE, { expert: true, level: 'encrypt' });
    await awaitFocus(page.getByRole('heading', { name: 'Your level' }), 'what the button led to');
    await expectAccessible(page);
    await page.context().close();
  });

  test('each level says what becomes of mail, its technical name small beside it', async () => {
    const page = await openSettings(pages, ALICE, EXPERT);
    const rows: [level: string, name: string, consequence: RegExp][] = [
      ['encrypt', 'Encrypted connection', /^Goes to every provider that offers an encrypted connection/],
      [
        'dane-only',
        'Proven server (DANE)',
        /^Goes only to providers that publish .* mail to them comes back\.$/,
      ],
      [
        'verify',
        'Checked providers only',
        /^Goes only to providers whose .* mail to anybody else comes back\.$/,
      ],
    ];
    for (const [level, name, consequence] of rows) {
      const radio = page.getByRole('radio', { name: `${name} ${level}` });
      await radio.waitFor();
      const id = await radio.getAttribute('aria-describedby');
      match((await page.locator(`[id="${id ?? ''}"]`).textContent()) ?? '', consequence);
      const title = `[id="${(await radio.getAttribute('aria-labelledby')) ?? ''}"]`;
      const [small, large] = [await fontSize(page, `${title} code`), await fontSize(page, title)];
      ok(small < large, `the technical name is in small type: ${small} below ${large}`);
      await radio.check();
      await awaitSaved(pages, ALICE, { level });
    }
    await page.getByRole('button', { name: 'Leave expert mode' }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave expert mode' });
    await dialog.getByText('Your levels for single domains are removed.').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Leave expert mode' }).click();
    await page.getByRole('button', { name: 'Expert mode …' }).waitFor();
    deepEqual(await savedOf(pages, ALICE), ON);
    await awaitFocus(page.getByRole('heading', { name: 'Your level' }), 'what the button led to');
    await page.context().close();
  });

  test('all by keyboard: switch on, open expert mode, choose, a level for one domain', async () => {
    const page = await openSettings(pages, BOB, { ...ON, enabled: false });
    await tabTo(page, page.getByRole('switch'));
    await page.keyboard.press('Space');
    await awaitSaved(pages, BOB, { enabled: true });
    await tabTo(page, page.getByRole('button', { name: 'Expert mode …' }));
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await tabTo(page, dialog.getByRole('checkbox'));
    await page.keyboard.press('Space');
    await tabTo(page, dialog.getByRole('button', { name: 'Open expert mode' }));
    await page.keyboard.press('Enter');
    await dialog.waitFor({ state: 'hidden' });
    await awaitFocus(page.getByRole('heading', { name: 'Your level' }), 'the level');
    await tabTo(page, page.getByRole('radio', { name: /Encrypted connection/ }));
    // Faster than an answer comes: no change gets in the way of the one before.
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await awaitSaved(pages, BOB, { level: 'verify' });
    equal(await page.getByRole('radio', { name: /Checked providers only/ }).isChecked(), true);
    equal(await page.getByRole('dialog').count(), 0, 'nobody else has changed anything');
    await tabTo(page, page.getByRole('textbox', { name: 'Domain' }));
    await page.keyboard.type('bank.example');
    await tabTo(page, page.getByRole('combobox', { name: 'Level', exact: true }));
    await page.keyboard.press('ArrowUp');
    await tabTo(page, page.getByRole('button', { name: 'Add' }));
    await page.keyboard.press('Enter');
    await awaitSaved(pages, BOB, { overrides: [{ domain: 'bank.example', level: 'encrypt' }] });
    await page.getByRole('combobox', { name: 'Level for bank.example' }).waitFor();
    await page.context().close();
  });

  test('a level for one domain: added, changed, tried, removed', async () => {
    const page = await openSettings(pages, ALICE, EXPERT);
    await page.getByText('There are none.').waitFor();
    const domain = page.getByRole('textbox', { name: 'Domain' });
    await domain.fill('bob@Dane.Example');
    await page
      .getByRole('combobox', { name: 'Level', exact: true })
      .selectOption({ label: 'Checked providers only' });
    await page.getByRole('button', { name: 'Add' }).click();
    const row = page.getByRole('combobox', { name: 'Level for dane.example' });
    await row.waitFor();
    equal(await row.inputValue(), 'verify');
    equal(await domain.inputValue(), '', 'ready for the next one');
    await row.selectOption({ label: 'Proven server (DANE)' });
    await awaitSaved(pages, ALICE, { overrides: [{ domain: 'dane.example', level: 'dane-only' }] });
    await page.getByRole('button', { name: 'Try dane.example' }).click();
    await page.getByRole('heading', { name: 'Mail to dane.example' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove the level for dane.example' }).click();
    await page.getByText('There are none.').waitFor();
    await awaitSaved(pages, ALICE, { overrides: [] });
    await awaitFocus(page.getByRole('heading', { name: 'Levels for single domains' }), 'the list');
    await page.context().close();
  });

  test('a wrong domain: the API’s own sentence at the field, which gets the focus and keeps what was typed', async () => {
    const known = [{ domain: 'bank.example', level: 'verify' }];
    const page = await openSettings(pages, ALICE, { ...EXPERT, overrides: known });
    const api = await pages.bench.as(ALICE);
    const field = page.getByRole('textbox', { name: 'Domain' });
    const add = page.getByRole('button', { name: 'Add' });
    for (const wrong of ['no domain at all', 'example.org', 'bank.example']) {
      const json = { ...EXPERT, overrides: [...known, { domain: wrong, level: 'dane-only' }] };
      const { errors } = (await api('/v1/alias', { method: 'PUT', json })).json<{
        errors: { pointer: string; detail: string }[];
      }>();
      equal(errors[0]?.pointer, '/overrides/1/domain');
      await field.fill(wrong);
      await add.click();
      await page.getByText(errors[0].detail, { exact: true }).waitFor();
      equal(await errorOf(field), errors[0].detail);
      await awaitFocus(field, 'the wrong field');
      equal(await field.inputValue(), wrong);
      equal(await page.getByRole('combobox', { name: /^Level for/ }).count(), 1);
    }
    await expectAccessible(page);
    // The same mistake again leads there again.
    await add.click();
    await awaitFocus(field, 'the wrong field');
    await field.fill('right.example');
    await add.click();
    await page.getByRole('combobox', { name: 'Level for right.example' }).waitFor();
    equal(await field.getAttribute('aria-invalid'), null);
    await page.context().close();
  });

  test('in German: einschalten, Expertenmodus, Stufe, Domain', async () => {
    const page = await openSettings(pages, BOB, { ...ON, enabled: false }, { language: 'de' });
    await page.getByRole('switch', { name: 'Deine sichere Adresse ist ausgeschaltet' }).click();
    await page.getByRole('switch', { name: 'Deine sichere Adresse ist eingeschaltet' }).waitFor();
    await page.getByRole('button', { name: 'Expertenmodus …' }).click();
    const dialog = page.getByRole('dialog', { name: 'Expertenmodus' });
    await dialog.getByRole('checkbox', { name: /Mir ist klar/ }).check();
    await dialog.getByRole('button', { name: 'Expertenmodus öffnen' }).click();
    await page.getByRole('radio', { name: /Nachgewiesener Server/ }).check();
    await page.getByRole('textbox', { name: 'Domain' }).fill('bank.example');
    await page.getByRole('button', { name: 'Hinzufügen' }).click();
    await page.getByRole('combobox', { name: 'Stufe für bank.example' }).waitFor();
    await awaitSaved(pages, BOB, { enabled: true, level: 'dane-only', language: 'de' });
    await page.getByRole('textbox', { name: 'Adresse des Empfängers' }).fill('bob@plain.example');
    await page.getByRole('button', { name: 'Nachsehen', exact: true }).click();
    await page.getByRole('status', { name: 'Mail an plain.example' }).waitFor();
    equal(await page.getByText('würde zurückkommen').count(), 3);
    await expectAccessible(page);
    await page.context().close();
  });

  test('on a phone and in the dark: nothing is wider than the screen, nothing that axe knows is wrong', async () => {
    const overrides = [
      { domain: 'a-provider-with-quite-a-long-name.hospital.example', level: 'verify' },
      { domain: 'dane.example', level: 'encrypt' },
    ];
    for (const language of ['en', 'de'] as const) {
      const view: View = { width: language === 'en' ? 320 : PHONE, dark: true, language };
      const page = await openSettings(pages, ALICE, { ...EXPERT, overrides, language }, view);
      await page
        .getByRole('button', { name: /dane\.example ausprobieren|Try dane/ })
        .first()
        .click();
      await page.getByRole('status', { name: /dane\.example/ }).waitFor();
      await page.locator('summary').first().click();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      await screenshot(page, `settings-phone-dark-${language}`);
      await page.getByRole('button', { name: /Leave expert mode|Expertenmodus verlassen/ }).click();
      await page.getByRole('dialog').waitFor();
      await expectNoSidewaysScroll(page);
      await expectAccessible(page);
      equal(await hasFocus(page.locator('body')), false);
      await page.context().close();
    }
  });
});
