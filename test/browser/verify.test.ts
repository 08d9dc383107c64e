/** The public page where anybody checks a receipt that they were handed: right ones, and all that are not. */
import { equal, ok } from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { exportJWK, generateKeyPair } from 'jose';
import type { Page } from 'playwright-core';

import { ALICE, finished, sendText } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages } from './pages-system.ts';

const GENUINE = 'The signature is genuine. This is what was signed:';
const NOTHING = 'This proves nothing';

describe('checking a receipt', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  let directory: string;
  let html: string;
  let jws: string;

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'receipts-'));
    pages = await startPages();
    const alice = await pages.bench.as(ALICE);
    const { expert, level, overrides, language } = (await alice('/v1/alias')).json<Record<string, unknown>>();
    const json = { enabled: true, expert, level, overrides, language };
    await alice('/v1/alias', { method: 'PUT', json });
    const { deliveries } = await sendText(alice, ['bob@dane.example'], 'The contract');
    const id = deliveries[0]?.id ?? '';
    await finished(alice, id);
    const evidence = async (accept: string): Promise<string> =>
      (await alice(`/v1/deliveries/${id}/evidence`, { headers: { accept } })).body.toString();
    html = await evidence('text/html');
    jws = await evidence('application/jose');
  });
  after(async () => {
    await pages.close();
    await rm(directory, { recursive: true, force: true });
  });

  const file = async (name: string, content: string): Promise<string> => {
    const path = join(directory, name);
    await writeFile(path, content);
    return path;
  };
  const check = (page: Page, name = 'Check') => page.getByRole('button', { name, exact: true }).click();
  const main = async (page: Page): Promise<string> => (await page.getByRole('main').textContent()) ?? '';

  test('nobody is asked to sign in, and nothing that is checked is sent anywhere', async () => {
    const page = await pages.open('/verify');
    await page.getByRole('heading', { level: 1, name: 'Check a receipt' }).waitFor();
    await expectAccessible(page);
    const sent: string[] = [];
    page.on('request', (request) => sent.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await page.getByLabel('The document').setInputFiles(await file('receipt.html', html));
    await check(page);
    await page.getByText(GENUINE).waitFor();
    await page.getByRole('heading', { name: 'Receipt: delivered over an encrypted connection' }).waitFor();
    await page.getByText(/^Delivered to mx\.dane\.example over TLS 1\.3/).waitFor();
    equal(sent.join(), 'GET /v1/evidence-keys');
    await expectAccessible(page);
    await screenshot(page, 'verify-genuine');
    await page.context().close();
  });

  test('the signed text alone, pasted or with line breaks of a mail program in it', async () => {
    const page = await pages.open('/verify');
    const text = page.getByLabel('Or the signed text');
    for (const pasted of [jws, `\n  ${jws} \n`, jws.replace(/.{70}/g, '$&\r\n'), JSON.stringify({ jws })]) {
      await text.fill(pasted);
      await check(page);
      await page.getByText(GENUINE).waitFor();
    }
    await page.context().close();
  });

  test('what is chosen last is what is checked, and an earlier finding does not stay beside it', async () => {
    const page = await pages.open('/verify');
    await page.getByLabel('The document').setInputFiles(await file('receipt.html', html));
    await check(page);
    await page.getByText(GENUINE).waitFor();
    await page.getByLabel('Or the signed text').fill('something else');
    await page.getByText(GENUINE).waitFor({ state: 'detached' });
    equal(await page.getByLabel('The document').inputValue(), '', 'the file is not chosen any more');
    await check(page);
    await page.getByText('There is no signed text in this.').waitFor();
    await page.getByLabel('The document').setInputFiles(await file('again.html', html));
    equal(await page.getByLabel('Or the signed text').inputValue(), '');
    await check(page);
    await page.getByText(GENUINE).waitFor();
    await page.context().close();
  });

  /** A document as somebody might hand it in, and what the page says about it. */
  const documents: readonly (readonly [string, () => string, string, string?])[] = [
    [
      'whose text was changed',
      () => html.replaceAll('bob@dane.example', 'eve@dane.example'),
      'The signature is genuine, but the text of the document was changed. Only what stands below was signed:',
    ],
    [
      'of another edition',
      () => html.replace(/evidence document \d+/, 'evidence document 99'),
      'The signature is genuine. The text of the document was made by another version, or changed, and was not compared. Only what stands below was signed:',
    ],
    [
      'whose signed part was changed',
      () => html.replace(/(<pre id="evidence">[^.]+\.).{8}/, '$1eyJqdGki'),
      NOTHING,
      'The signature does not fit: something was changed after it was signed, or somebody else signed it.',
    ],
    [
      'with two signed parts, of which one could be shown and another checked',
      () => html.replace('</main>', `<pre id="evidence">${jws}</pre></main>`),
      'There are several signed texts in this, so that one could be shown and another checked. It is not believed.',
    ],
    ['that is no receipt at all', () => '<h1>Invoice</h1>', 'There is no signed text in this.'],
    ['that is empty', () => '', 'There is no signed text in this.'],
    ['far larger than any receipt', () => html + 'x'.repeat(6_000_000), 'There is no signed text in this.'],
    [
      'that was cut',
      () => jws.slice(0, jws.lastIndexOf('.')),
      NOTHING,
      'There is no signed text, or it was cut.',
    ],
    [
      'that names no way of signing',
      () => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${jws.split('.')[1] ?? ''}.`,
      NOTHING,
    ],
  ];
  test('whatever else is handed in is told in words', async () => {
    const page = await pages.open('/verify');
    for (const [index, [which, content, title, why]] of documents.entries()) {
      const handed = await file(`handed-${String(index)}.html`, content());
      await page.getByLabel('The document').setInputFiles(handed);
      await check(page);
      await page.getByText(title, { exact: true }).waitFor();
      if (why !== undefined) await page.getByText(why, { exact: true }).waitFor();
      equal(await page.getByText(GENUINE).count(), 0, which);
      ok(!(await main(page)).includes('eve@'), which);
    }
    await expectAccessible(page);
    await page.context().close();
  });

  test('a file that was changed after it was chosen is to be chosen again', async () => {
    const page = await pages.open('/verify');
    const field = page.getByLabel('The document');
    await field.setInputFiles(await file('changing.html', html));
    await file('changing.html', `${html} `);
    await check(page);
    await page.getByText('The file could not be read. Choose it again, please.').waitFor();
    await field.setInputFiles(join(directory, 'changing.html'));
    await check(page);
    await page.getByText(GENUINE).waitFor();
    await page.context().close();
  });

  test('keys from a file count, and no others', async () => {
    const page = await pages.open('/verify');
    const published = await (await pages.bench.as(null))('/v1/evidence-keys');
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const other = { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'other' }] };
    const keys = page.getByLabel('Keys from a file', { exact: false });
    await page.getByLabel('Or the signed text').fill(jws);
    const rows: readonly (readonly [string, string])[] = [
      [published.body.toString(), GENUINE],
      [
        JSON.stringify(other),
        'It was not signed with any of these keys: it is from another system, or from another time.',
      ],
      ['{"keys":[]}', 'There are no keys in the key set that could check it.'],
      ['not JSON', 'The file with the keys is not JSON.'],
    ];
    for (const [index, [content, says]] of rows.entries()) {
      await keys.setInputFiles(await file(`keys-${String(index)}.json`, content));
      await check(page);
      await page.getByText(says, { exact: true }).waitFor();
    }
    await expectAccessible(page);
    await page.context().close();
  });

  test('nothing chosen, and keys that cannot be had, are said at once', async () => {
    const page = await pages.open('/verify');
    await check(page);
    await page.getByText('Choose a document or paste the signed text first.').waitFor();
    await expectAccessible(page);
    await page.route('**/v1/evidence-keys', (route) => route.fulfill({ status: 503, json: {} }));
    await page.getByLabel('Or the signed text').fill(jws);
    equal(await page.getByText('Choose a document or paste the signed text first.').count(), 0);
    await check(page);
    await page.getByText('The published keys could not be fetched.', { exact: false }).waitFor();
    await page.context().close();
  });

  test('in German, in the dark, on a phone', async () => {
    const page = await pages.open('/verify', { language: 'de', dark: true, width: PHONE });
    await page.getByRole('heading', { level: 1, name: 'Einen Beleg prüfen' }).waitFor();
    await page.getByLabel('Das Dokument').setInputFiles(await file('beleg.html', html));
    await check(page, 'Prüfen');
    await page.getByText('Die Signatur ist echt. Dies wurde signiert:').waitFor();
    await page.getByRole('heading', { name: 'Was aus ihr wurde' }).waitFor();
    await expectAccessible(page);
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    await screenshot(page, 'verify-phone-de');
    ok(overflow <= 0, `${overflow} pixels too wide`);
    await page.context().close();
  });
});
