/** Settings that others change at the same time, and a network that is gone: nothing is lost, nothing overwritten. */
import { equal } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Page } from 'playwright-core';

import { eventually } from '../e2e/api-client.ts';
import { ALICE } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { screenshot, startPages, type Pages } from './pages-system.ts';
import { awaitSaved, EXPERT, openSettings, savedOf } from './settings-bench.ts';

describe('saving settings', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
  });
  after(async () => {
    await pages.close();
  });

  test('two windows: the second is told, sees both versions, and takes the one or the other', async () => {
    const first = await openSettings(pages, ALICE, EXPERT);
    const second = await first.context().newPage();
    await second.goto('/settings');
    await second.getByRole('radio', { name: /Encrypted connection/ }).waitFor();
    const dialog = second.getByRole('dialog', { name: 'Your settings were changed somewhere else' });
    const choose = async (page: Page, name: RegExp): Promise<void> => {
      await page.getByRole('radio', { name }).check();
    };

    await choose(first, /Proven server/);
    await awaitSaved(pages, ALICE, { level: 'dane-only' });
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
    equal((await savedOf(pages, ALICE)).level, 'dane-only');

    await choose(first, /Encrypted connection/);
    await awaitSaved(pages, ALICE, { level: 'encrypt' });
    await second.getByRole('textbox', { name: 'Domain' }).fill('bank.example');
    await second.getByRole('button', { name: 'Add' }).click();
    await mine.getByText('bank.example: Proven server (DANE)').waitFor();
    await theirs.getByText('There are none.').waitFor();
    await dialog.getByRole('button', { name: 'Save mine' }).click();
    await second.getByRole('combobox', { name: 'Level for bank.example' }).waitFor();
    equal(await second.getByRole('textbox', { name: 'Domain' }).inputValue(), '');
    const overrides = [{ domain: 'bank.example', level: 'dane-only' }];
    await awaitSaved(pages, ALICE, { level: 'dane-only', overrides });
    await first.context().close();
  });

  test('the language at the top of the page is no change by somebody else', async () => {
    const page = await openSettings(pages, ALICE, EXPERT);
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await awaitSaved(pages, ALICE, { language: 'de' });
    equal(await page.getByRole('combobox', { name: 'Sprache der Meldungen' }).inputValue(), 'de');
    await page.getByRole('radio', { name: /Nur geprüfte Anbieter/ }).check();
    await awaitSaved(pages, ALICE, { language: 'de', level: 'verify' });
    equal(await page.getByRole('dialog').count(), 0);
    await page.getByRole('combobox', { name: 'Sprache der Meldungen' }).selectOption('English');
    await page.getByRole('heading', { level: 1, name: 'Encrypted sending' }).waitFor();
    await awaitSaved(pages, ALICE, { language: 'en', level: 'verify' });
    await page.context().close();
  });

  test('no network while saving: it says so, nothing typed is lost, and it goes on afterwards', async () => {
    const page = await openSettings(pages, ALICE, EXPERT);
    const field = page.getByRole('textbox', { name: 'Domain' });
    await field.fill('bank.example');
    await page.context().setOffline(true);
    await page.getByText('No connection.').waitFor();
    await page.getByRole('button', { name: 'Add' }).click();
    const unsaved = page.getByRole('main').getByText('Your last change is not saved yet');
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
    await page.getByRole('button', { name: 'Save it now' }).click();
    await unsaved.waitFor({ state: 'hidden' });
    await awaitSaved(pages, ALICE, { level: 'verify', overrides: [] });
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByRole('combobox', { name: 'Level for bank.example' }).waitFor();
    await page.context().close();
  });

  test('a change whose answer got lost is found saved, and nobody is asked to choose', async () => {
    const page = await openSettings(pages, ALICE, EXPERT);
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
    const unsaved = page.getByRole('main').getByText('Your last change is not saved yet');
    await unsaved.waitFor();
    await page.getByRole('button', { name: 'Save it now' }).click();
    await unsaved.waitFor({ state: 'hidden' });
    equal(await page.getByRole('dialog').count(), 0);
    equal(await page.getByRole('radio', { name: /Proven server/ }).isChecked(), true);
    await page.context().close();
  });
});
