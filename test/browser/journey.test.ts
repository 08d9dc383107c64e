/**
 * The whole way of somebody new, in both languages: sign in, switch on, write to three providers, see what becomes of
 * it, open the notice, choose a stricter level, save a receipt, have it checked offline, see who was turned away.
 */
import { execFile } from 'node:child_process';
import { equal, match } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';

import type { Page } from 'playwright-core';

import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { LABELS, type Labels } from './journey.ts';
import { startPages, type Pages } from './pages-system.ts';

const run = promisify(execFile);
const VERIFY = join(import.meta.dirname, '../../scripts/verify-receipt.ts');

const PEOPLE = [
  ['en', 'alice@example.org'],
  ['de', 'bob@example.org'],
] as const;

const heading = (page: Page, name: string | RegExp) => page.getByRole('heading', { level: 1, name });
const goTo = async (page: Page, name: string): Promise<void> => {
  await page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
};

/** Waits for the settings that a press saves; what is said on the page may be about the press before. */
async function saved(page: Page, press: () => Promise<void>): Promise<void> {
  const saving = page.waitForResponse(
    (response) => response.request().method() === 'PUT' && response.url().endsWith('/v1/alias'),
  );
  await press();
  equal((await saving).status(), 200);
}

async function write(page: Page, t: Labels, to: string, subject: string): Promise<void> {
  await page.getByLabel(t.to, { exact: true }).fill(to);
  await page.getByLabel(t.subject).fill(subject);
  await page.getByLabel(t.message, { exact: true }).fill('…');
}

describe('the whole way', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  let directory = '';
  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'journey-'));
    pages = await startPages();
  });
  after(async () => {
    await pages.close();
    await rm(directory, { recursive: true });
  });

  for (const [language, email] of PEOPLE)
    test(`of ${email}, in ${language}`, async () => {
      const t = LABELS[language];
      const alias = email.replace('@', '@secure.');
      const page = await pages.signIn(email, { language });

      await goTo(page, t.settings);
      await page.getByRole('switch', { name: t.off }).click();
      await page.getByRole('switch', { name: t.on }).waitFor();
      await page.getByText(alias, { exact: true }).first().waitFor();

      await page.getByRole('link', { name: t.write }).click();
      await write(page, t, 'dora@good.example, dora@plain.example, dora@dane.example', 'Three ways');
      const verdict = (address: string) => page.getByRole('listitem').filter({ hasText: address });
      await verdict('dora@good.example').getByText(t.wouldGo).waitFor();
      await verdict('dora@plain.example').getByText(t.wouldComeBack).waitFor();
      await verdict('dora@dane.example').getByText(t.wouldGo).waitFor();
      await page.getByRole('button', { name: t.send, exact: true }).click();
      await heading(page, t.over).waitFor();
      const card = (address: string) => page.getByRole('region', { name: address, exact: true });
      await card('dora@good.example').getByText(t.delivered).waitFor();
      await card('dora@dane.example').getByText(t.matchedTlsa).waitFor();
      await card('dora@plain.example').getByText(t.cameBack).waitFor();
      await expectAccessible(page);

      await card('dora@plain.example').getByRole('link', { name: t.openNotice }).click();
      await page.getByRole('heading', { name: t.whatHappened }).first().waitFor();
      await page.getByText(t.noEncryption).first().waitFor();

      await goTo(page, t.settings);
      await page.getByRole('button', { name: t.expert }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(t.understood).check();
      await dialog.getByRole('button', { name: t.openExpert }).click();
      await saved(page, () => page.getByRole('radio', { name: t.daneLevel }).click());
      await page.goto('/compose');
      await write(page, t, 'dora@good.example', 'Only with proof');
      await verdict('dora@good.example').getByText(t.wouldComeBack).waitFor();
      await page.getByRole('button', { name: t.send, exact: true }).click();
      await heading(page, t.over).waitFor();
      await page.getByRole('link', { name: t.openNotice }).click();
      await page.getByText(t.noProof).first().waitFor();
      await page.getByRole('link', { name: t.changeLevel }).click();
      await page.locator('[name="good.example"]:focus').waitFor();
      await saved(page, () => page.getByRole('button', { name: t.add, exact: true }).click());
      await page
        .getByLabel(/good\.example/)
        .first()
        .waitFor();
      await page.goto('/compose');
      await page.getByLabel(t.to, { exact: true }).fill('dora@good.example');
      await verdict('dora@good.example').getByText(t.wouldGo).waitFor();
      await page.getByLabel(t.to, { exact: true }).fill('');

      await goTo(page, t.deliveries);
      await page
        .getByRole('listitem')
        .filter({ hasText: 'dora@dane.example' })
        .getByRole('link', { name: 'Three ways' })
        .click();
      await page.getByText(t.matchedTlsa).waitFor();
      const saving = page.waitForEvent('download');
      await page.getByRole('button', { name: t.saveDocument }).first().click();
      const file = join(directory, `${language}-${(await saving).suggestedFilename()}`);
      await (await saving).saveAs(file);
      await checkOffline(file, language);

      await page.goto('/verify');
      await heading(page, t.verifyTitle).waitFor();
      await page.getByLabel(t.document, { exact: true }).setInputFiles(file);
      await page.getByRole('button', { name: t.check, exact: true }).click();
      await page.getByText(t.genuine).waitFor();

      const { status } = await (
        await pages.bench.as(null)
      )('/simulation/send', { json: { as: 'carol@plain.example', to: alias, tls: 'none' } });
      equal(status, 200);
      await page.goto('/refused');
      await heading(page, t.refusedTitle).waitFor();
      const refusal = page.getByRole('region', { name: 'carol@plain.example' });
      await refusal.getByText(t.notEncrypted).waitFor();
      await expectAccessible(page);
      await page.context().close();
    });

  /** By the command that anybody can run, with the key set in a file: nothing is asked of the system. */
  async function checkOffline(file: string, language: 'en' | 'de'): Promise<void> {
    const keys = join(directory, 'keys.json');
    await writeFile(keys, (await (await pages.bench.as(null))('/v1/evidence-keys')).body);
    const { stdout } = await run(process.execPath, [VERIFY, file, '--keys', keys, '--language', language]);
    match(stdout, /mx\.dane\.example/);
  }
});
