/** Who reads the pages in German reads the API's own sentences in German, too, whatever the browser prefers. */
import { equal } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { ALICE } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { startPages, type Pages } from './pages-system.ts';
import { errorOf } from './person.ts';
import { EXPERT, openSettings, putSettings } from './settings-bench.ts';

describe('in German', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
  });
  after(async () => {
    await pages.close();
  });

  test('what is wrong with a domain stands at the field in the language of the pages, not of the browser', async () => {
    const page = await openSettings(pages, ALICE, EXPERT);
    await putSettings(pages, ALICE, { ...EXPERT, language: 'de' });
    await page.reload();
    const field = page.getByRole('textbox', { name: 'Domain' });
    const rows: [wrong: string, sentence: string][] = [
      ['no domain at all', 'ist keine Maildomain wie bank.example'],
      ['example.org', 'example.org ist unsere eigene Domain: Mail an sie verlässt das Haus nie.'],
    ];
    for (const [wrong, sentence] of rows) {
      await field.fill(wrong);
      await page.getByRole('button', { name: 'Hinzufügen' }).click();
      await page.getByText(sentence, { exact: true }).waitFor();
      equal(await errorOf(field), sentence);
    }
    equal(await page.evaluate(() => navigator.language), 'en-GB');

    await putSettings(pages, ALICE, EXPERT);
    await page.reload();
    await field.fill('no domain at all');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText('is not a mail domain such as bank.example', { exact: true }).waitFor();
    await page.context().close();
  });
});
