/** The settings, as a person meets them: the switch, the levels, single domains, a try, two windows, no network. */
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Page } from 'playwright-core';

import { eventually } from '../e2e/api-client.ts';
import { ALICE, finished, sendText } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages, type View } from './pages-system.ts';
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

interface Settings {
  readonly enabled: boolean;
  readonly expert: boolean;
  readonly level: string;
  readonly overrides: readonly { readonly domain: string; readonly level: string }[];
  readonly language: string;
}

const ON: Settings = { enabled: true, expert: false, level: 'encrypt', overrides: [], language: 'en' };
const EXPERT: Settings = { ...ON, expert: true };

describe('settings', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
  });
  after(async () => {
    await pages.close();
  });

  const savedOf = async (email: string): Promise<Settings> => {
    const api = await pages.bench.as(email);
    const { enabled, expert, level, overrides, language } = (await api('/v1/alias')).json<Settings>();
    return { enabled, expert, level, overrides, language };
  };
  const put = async (email: string, json: Settings): Promise<void> => {
    equal((await (await pages.bench.as(email))('/v1/alias', { method: 'PUT', json })).status, 200);
  };
  const awaitSaved = async (email: string, expected: Partial<Settings>): Promise<void> => {
    await eventually(`saved: ${JSON.stringify(expected)}`, async () => {
      const saved = await savedOf(email);
      return JSON.stringify({ ...saved, ...expected }) === JSON.stringify(saved);
    });
  };
  /** The page of somebody whose settings are these. */
  const openAs = async (email: string, settings: Settings, view: View = {}): Promise<Page> => {
    await put(email, settings);
    const page = await pages.signIn(email, { ...view, path: '/settings' });
    await page.getByRole('switch').waitFor();
    return page;
  };

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
    equal((await savedOf(BOB)).enabled, true);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    equal(await clipboard(page), 'bob@secure.example.org');
    await page.getByRole('link', { name: 'Write a message' }).waitFor();
    await page.getByRole('link', { name: 'Use it in your mail program' }).waitFor();
    await expectAccessible(page);
    await page.context().close();
  });

  test('expert mode opens behind a warning that has to be acknowledged', async () => {
    const page = await openAs(ALICE, ON);
    equal(await page.getByRole('radio').count(), 0);
    const opener = page.getByRole('button', { name: 'Expert mode …' });
    await opener.click();
    const dialog = page.getByRole('dialog', { name: 'Expert mode' });
    await dialog.getByText('Many providers do not support them').waitFor();
    await expectAccessible(page);
    await screenshot(page, 'settings-expert-dialog');
    await dialog.getByRole('button', { name: 'Open expert mode' }).click();
    await dialog.getByRole('alert').getByText('Please mark that you understand it').waitFor();
    equal((await savedOf(ALICE)).expert, false);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    await awaitFocus(opener, 'the button that it was begun with');

    await opener.click();
    await dialog.getByRole('checkbox', { name: /I understand/ }).check();
    await dialog.getByRole('button', { name: 'Open expert mode' }).click();
    await page.getByRole('radio', { name: /Encrypted connection/ }).waitFor();
    await awaitSaved(ALICE, { expert: true, level: 'encrypt' });
    await awaitFocus(page.getByRole('heading', { name: 'Your level' }), 'what the button led to');
    await expectAccessible(page);
    await page.context().close();
  });

  test('each level says what becomes of mail, its technical name small beside it', async () => {
    const page = await openAs(ALICE, EXPERT);
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
      await awaitSaved(ALICE, { level });
    }
    await page.getByRole('button', { name: 'Leave expert mode' }).click();
    const dialog = page.getByRole('dialog', { name: 'Leave expert mode' });
    await dialog.getByText('Your levels for single domains are removed.').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('button', { name: 'Leave expert mode' }).click();
    await page.getByRole('button', { name: 'Expert mode …' }).waitFor();
    deepEqual(await savedOf(ALICE), ON);
    await awaitFocus(page.getByRole('heading', { name: 'Your level' }), 'what the button led to');
    await page.context().close();
  });

  test('all by keyboard: switch on, open expert mode, choose, a level for one domain', async () => {
    const page = await openAs(BOB, { ...ON, enabled: false });
    await tabTo(page, page.getByRole('switch'));
    await page.keyboard.press('Space');
    await awaitSaved(BOB, { enabled: true });
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
    await awaitSaved(BOB, { level: 'verify' });
    equal(await page.getByRole('radio', { name: /Checked providers only/ }).isChecked(), true);
    equal(await page.getByRole('dialog').count(), 0, 'nobody else has changed anything');
    await tabTo(page, page.getByRole('textbox', { name: 'Domain' }));
    await page.keyboard.type('bank.example');
    await tabTo(page, page.getByRole('combobox', { name: 'Level', exact: true }));
    await page.keyboard.press('ArrowUp');
    await tabTo(page, page.getByRole('button', { name: 'Add' }));
    await page.keyboard.press('Enter');
    await awaitSaved(BOB, { overrides: [{ domain: 'bank.example', level: 'encrypt' }] });
    await page.getByRole('combobox', { name: 'Level for bank.example' }).waitFor();
    await page.context().close();
  });

  test('a level for one domain: added, changed, tried, removed', async () => {
    const page = await openAs(ALICE, EXPERT);
    await page.getByText('There are none.').waitFor();
    const domain = page.getByRole('textbox', { name: 'Domain' });
    await domain.fill('Dane.Example');
    await page
      .getByRole('combobox', { name: 'Level', exact: true })
      .selectOption({ label: 'Checked providers only' });
    await page.getByRole('button', { name: 'Add' }).click();
    const row = page.getByRole('combobox', { name: 'Level for dane.example' });
    await row.waitFor();
    equal(await row.inputValue(), 'verify');
    equal(await domain.inputValue(), '', 'ready for the next one');
    await row.selectOption({ label: 'Proven server (DANE)' });
    await awaitSaved(ALICE, { overrides: [{ domain: 'dane.example', level: 'dane-only' }] });
    await page.getByRole('button', { name: 'Try dane.example' }).click();
    await page.getByRole('heading', { name: 'Mail to dane.example' }).waitFor();
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Remove the level for dane.example' }).click();
    await page.getByText('There are none.').waitFor();
    await awaitSaved(ALICE, { overrides: [] });
    await awaitFocus(page.getByRole('heading', { name: 'Levels for single domains' }), 'the list');
    await page.context().close();
  });

  test('a wrong domain: the API’s own sentence at the field, which gets the focus and keeps what was typed', async () => {
    const known = [{ domain: 'bank.example', level: 'verify' }];
    const page = await openAs(ALICE, { ...EXPERT, overrides: known });
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

  test('a try of a recipient, under each level and host by host', async () => {
    const page = await openAs(ALICE, ON);
    const field = page.getByRole('textbox', { name: 'Recipient’s address' });
    const [go, back] = ['would go', 'would come back'];
    const rows: [domain: string, verdicts: string[], facts: string[]][] = [
      ['good.example', [go, back, back], ['mx.good.example', 'Encryption (STARTTLS)yes', 'Certificate']],
      ['plain.example', [back, back, back], ['mx.plain.example', 'Encryption (STARTTLS)no']],
      ['dane.example', [go, go, back], ['mx.dane.example', 'Published proof (TLSA)3 1 1', 'Matched_25._tcp']],
      ['nowhere.example', [back, back, back], ['There was no server to look at.']],
    ];
    for (const [domain, verdicts, facts] of rows) {
      await field.fill(`bob@${domain}`);
      await field.press('Enter');
      const result = page.getByRole('status', { name: `Mail to ${domain}` });
      await result.waitFor();
      const items = await result.getByRole('list').first().getByRole('listitem').allTextContents();
      deepEqual(
        items.map((text) => /^would go|^would come back|^cannot tell yet/.exec(text)?.[0]),
        verdicts,
        domain,
      );
      for (const [index, level] of ['encrypt', 'dane-only', 'verify'].entries())
        ok(items[index]?.includes(level), `${level} at ${domain}`);
      await result.getByText('The servers, one by one').click();
      const seen = (await result.textContent()) ?? '';
      for (const fact of facts) ok(seen.includes(fact), `${fact} in ${seen}`);
    }
    await expectAccessible(page);
    await screenshot(page, 'settings-check');
    await field.fill('nobody');
    await field.press('Enter');
    match(await errorOf(field), /is not one e-mail address/);
    await awaitFocus(field, 'the wrong field');
    await page.context().close();
  });

  test('a stricter level that would have worked is suggested; it is expert mode, and asks for that', async () => {
    await put(ALICE, ON);
    const api = await pages.bench.as(ALICE);
    const { deliveries } = await sendText(api, ['bob@dane.example'], 'To a proven server');
    await finished(api, deliveries[0]?.id ?? '');
    const page = await openAs(ALICE, ON);
    await page.getByText('“Proven server (DANE)” would have worked for everybody you wrote to').waitFor();
    await expectAccessible(page);
    const use = page.getByRole('button', { name: 'Use “Proven server (DANE)”' });
    await use.click();
    const dialog = page.getByRole('dialog', { name: 'Expert mode' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    deepEqual(await savedOf(ALICE), ON, 'nothing happens without the acknowledgement');
    await use.click();
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Open expert mode' }).click();
    await awaitSaved(ALICE, { expert: true, level: 'dane-only' });
    await use.waitFor({ state: 'detached' });
    notEqual(await page.evaluate('document.activeElement.tagName'), 'BODY', 'the focus is not lost');

    const further = await sendText(api, ['bob@good.example'], 'Too strict');
    await finished(api, further.deliveries[0]?.id ?? '');
    await page.reload();
    await page.getByText('made one message to good.example come back').waitFor();
    await page.getByRole('button', { name: 'Use “Encrypted connection”' }).click();
    await page.getByRole('combobox', { name: 'Level for good.example' }).waitFor();
    await awaitSaved(ALICE, { overrides: [{ domain: 'good.example', level: 'encrypt' }] });
    await page.context().close();
  });

  test('two windows: the second is told, sees both versions, and takes the one or the other', async () => {
    const first = await openAs(ALICE, EXPERT);
    const second = await first.context().newPage();
    await second.goto('/settings');
    await second.getByRole('radio', { name: /Encrypted connection/ }).waitFor();
    const dialog = second.getByRole('dialog', { name: 'Your settings were changed somewhere else' });
    const choose = async (page: Page, name: RegExp): Promise<void> => {
      await page.getByRole('radio', { name }).check();
    };

    await choose(first, /Proven server/);
    await awaitSaved(ALICE, { level: 'dane-only' });
    // Not `check`: it waits for the choice to hold, which it does not.
    await second.getByRole('radio', { name: /Checked providers/ }).click();
    await dialog.waitFor();
    const mine = dialog.getByRole('region', { name: 'What you chose here' });
    const theirs = dialog.getByRole('region', { name: 'What is saved now' });
    await mine.getByText('Checked providers only').waitFor();
    await theirs.getByText('Proven server (DANE)').waitFor();
    await expectAccessible(second);
    await screenshot(second, 'settings-conflict');
    await dialog.getByRole('button', { name: 'Keep what is saved' }).click();
    await dialog.waitFor({ state: 'hidden' });
    equal(await second.getByRole('radio', { name: /Proven server/ }).isChecked(), true);
    equal((await savedOf(ALICE)).level, 'dane-only');

    await choose(first, /Encrypted connection/);
    await awaitSaved(ALICE, { level: 'encrypt' });
    await second.getByRole('textbox', { name: 'Domain' }).fill('bank.example');
    await second.getByRole('button', { name: 'Add' }).click();
    await mine.getByText('bank.example: Proven server (DANE)').waitFor();
    await theirs.getByText('There are none.').waitFor();
    await dialog.getByRole('button', { name: 'Save mine' }).click();
    await second.getByRole('combobox', { name: 'Level for bank.example' }).waitFor();
    equal(await second.getByRole('textbox', { name: 'Domain' }).inputValue(), '');
    const overrides = [{ domain: 'bank.example', level: 'dane-only' }];
    await awaitSaved(ALICE, { level: 'dane-only', overrides });
    await first.context().close();
  });

  test('the language at the top of the page is no change by somebody else', async () => {
    const page = await openAs(ALICE, EXPERT);
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await awaitSaved(ALICE, { language: 'de' });
    equal(await page.getByRole('combobox', { name: 'Sprache der Meldungen' }).inputValue(), 'de');
    await page.getByRole('radio', { name: /Nur geprüfte Anbieter/ }).check();
    await awaitSaved(ALICE, { language: 'de', level: 'verify' });
    equal(await page.getByRole('dialog').count(), 0);
    await page.getByRole('combobox', { name: 'Sprache der Meldungen' }).selectOption('English');
    await page.getByRole('heading', { level: 1, name: 'Encrypted sending' }).waitFor();
    await awaitSaved(ALICE, { language: 'en', level: 'verify' });
    await page.context().close();
  });

  test('no network while saving: it says so, nothing typed is lost, and it goes on afterwards', async () => {
    const page = await openAs(ALICE, EXPERT);
    const field = page.getByRole('textbox', { name: 'Domain' });
    await field.fill('bank.example');
    await page.context().setOffline(true);
    await page.getByText('No connection.').waitFor();
    await page.getByRole('button', { name: 'Add' }).click();
    const unsaved = page.getByRole('status').filter({ hasText: 'Your last change is not saved yet' });
    await unsaved.waitFor();
    equal(await field.inputValue(), 'bank.example');
    equal(await page.getByRole('combobox', { name: /^Level for/ }).count(), 0);
    await expectAccessible(page);
    await screenshot(page, 'settings-offline');

    // A choice that was not saved is not shown as if it were.
    await page.getByRole('radio', { name: /Checked providers only/ }).click();
    await unsaved.waitFor();
    const encrypt = page.getByRole('radio', { name: /Encrypted connection/ });
    await eventually('the radio says what is so', () => encrypt.isChecked());

    await page.context().setOffline(false);
    await page.getByText('No connection.').waitFor({ state: 'hidden' });
    await unsaved.getByRole('button', { name: 'Save it now' }).click();
    await unsaved.waitFor({ state: 'hidden' });
    await awaitSaved(ALICE, { level: 'verify', overrides: [] });
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('combobox', { name: 'Level for bank.example' }).waitFor();
    await page.context().close();
  });

  test('a change whose answer got lost is found saved, and nobody is asked to choose', async () => {
    const page = await openAs(ALICE, EXPERT);
    pages.expectComplaint(/net::ERR_CONNECTION_RESET/);
    let lost = false;
    await page.route('**/v1/alias', async (route) => {
      if (lost || route.request().method() !== 'PUT') {
        await route.continue();
        return;
      }
      lost = true;
      await route.fetch();
      await route.abort('connectionreset');
    });
    await page.getByRole('radio', { name: /Proven server/ }).click();
    const unsaved = page.getByText('Your last change is not saved yet');
    await unsaved.waitFor();
    await page.getByRole('button', { name: 'Save it now' }).click();
    await unsaved.waitFor({ state: 'hidden' });
    equal(await page.getByRole('dialog').count(), 0);
    equal(await page.getByRole('radio', { name: /Proven server/ }).isChecked(), true);
    await page.context().close();
  });

  test('in German: einschalten, Expertenmodus, Stufe, Domain', async () => {
    const page = await openAs(BOB, { ...ON, enabled: false }, { language: 'de' });
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
    await awaitSaved(BOB, { enabled: true, level: 'dane-only', language: 'de' });
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
      const page = await openAs(ALICE, { ...EXPERT, overrides, language }, view);
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
