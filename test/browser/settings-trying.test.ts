/** Trying a recipient before anything is changed or sent, and what the deliveries so far suggest. */
import { deepEqual, match, notEqual, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { english } from '../../shared/mail/words/english.ts';
import { whySentence } from '../../shared/mail/words/words.ts';
import { ALICE, finished, sendText } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { screenshot, startPages, type Pages } from './pages-system.ts';
import { awaitFocus, errorOf } from './person.ts';
import { awaitSaved, ON, openSettings, putSettings, savedOf } from './settings-bench.ts';

describe('trying a recipient', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
  });
  after(async () => {
    await pages.close();
  });

  test('a try of a recipient, under each level and host by host', async () => {
    const page = await openSettings(pages, ALICE, ON);
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
      if (domain === 'plain.example')
        ok(items[0]?.includes(whySentence(english, domain, { key: 'starttls-not-supported' })), items[0]);
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
    await putSettings(pages, ALICE, ON);
    const api = await pages.bench.as(ALICE);
    const { deliveries } = await sendText(api, ['bob@dane.example'], 'To a proven server');
    await finished(api, deliveries[0]?.id ?? '');
    const page = await openSettings(pages, ALICE, ON);
    await page.getByText('“Proven server (DANE)” would have worked for everybody you wrote to').waitFor();
    await expectAccessible(page);
    const use = page.getByRole('button', { name: 'Use “Proven server (DANE)”' });
    await use.click();
    const dialog = page.getByRole('dialog', { name: 'Expert mode' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    deepEqual(await savedOf(pages, ALICE), ON, 'nothing happens without the acknowledgement');
    await use.click();
    await dialog.getByRole('checkbox').check();
    await dialog.getByRole('button', { name: 'Open expert mode' }).click();
    await awaitSaved(pages, ALICE, { expert: true, level: 'dane-only' });
    await use.waitFor({ state: 'detached' });
    notEqual(await page.evaluate('document.activeElement.tagName'), 'BODY', 'the focus is not lost');

    const further = await sendText(api, ['bob@good.example'], 'Too strict');
    await finished(api, further.deliveries[0]?.id ?? '');
    await page.reload();
    await page.getByText('made one message to good.example come back').waitFor();
    await page.getByRole('button', { name: 'Use “Encrypted connection”' }).click();
    await page.getByRole('combobox', { name: 'Level for good.example' }).waitFor();
    await awaitSaved(pages, ALICE, { overrides: [{ domain: 'good.example', level: 'encrypt' }] });
    await page.context().close();
  });
});
