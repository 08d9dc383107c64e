/** What became of messages, as a person reads it: the list, attempts, receipts, and documents to keep and to check. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';

import type { Api } from '../e2e/api-client.ts';
import { ALICE, finished, sendText } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages } from './pages-system.ts';

const VERIFIER = join(import.meta.dirname, '../../scripts/verify-receipt.ts');
const run = promisify(execFile);

/** One of each kind, by its subject. `nosuch` has no mailbox in the house. */
const MESSAGES: readonly (readonly [subject: string, to: readonly string[]])[] = [
  ['Minutes', ['bob@good.example']],
  ['Proven', ['bob@dane.example']],
  ['The contract', ['bob@plain.example']],
  ['Knock knock', ['bob@down.example']],
  ['Two servers', ['bob@two.example']],
  ['In the house', ['bob@example.org', 'nosuch@example.org']],
  ['Nowhere', ['bob@nomail.example']],
];
const ENDLESS = new Set(['Knock knock']);

describe('deliveries', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  let alice: Api;
  let directory: string;
  const ids = new Map<string, string>();

  before(async () => {
    directory = await mkdtemp(join(tmpdir(), 'receipts-'));
    // What is not taken at once is tried a second time soon, and then not for as long as these tests run.
    const patience = { RETRY_SCHEDULE: '8s,1h', RETRY_LIFETIME: '24h', DELAY_NOTICE_AFTER: '4h' };
    pages = await startPages(patience);
    alice = await pages.bench.as(ALICE);
    const { expert, level, overrides, language } = (await alice('/v1/alias')).json<Record<string, unknown>>();
    const json = { enabled: true, expert, level, overrides, language };
    equal((await alice('/v1/alias', { method: 'PUT', json })).status, 200);
    for (const [subject, to] of MESSAGES) {
      const { deliveries } = await sendText(alice, to, subject);
      ids.set(subject, deliveries[0]?.id ?? '');
    }
    for (const [subject, id] of ids) if (!ENDLESS.has(subject)) await finished(alice, id);
  });
  after(async () => {
    await pages.close();
    await rm(directory, { recursive: true, force: true });
  });

  const of = (subject: string): string => `/deliveries/${ids.get(subject) ?? ''}`;
  const steps = (page: Page, name = 'What happened') => page.getByRole('list', { name });
  const rows = (page: Page) => page.getByRole('main').getByRole('listitem');

  /** Presses a button that saves, and gives the file. */
  const saved = async (page: Page, button: string): Promise<string> => {
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: button }).click();
    const download = await downloading;
    const file = join(directory, download.suggestedFilename());
    await download.saveAs(file);
    return file;
  };

  /** What `npm run verify-receipt` says, with the keys that everybody can have. */
  const verify = async (file: string): Promise<{ readonly code: number; readonly says: string }> => {
    const keys = join(directory, 'keys.json');
    const published = await (await pages.bench.as(null))('/v1/evidence-keys');
    await writeFile(keys, published.body);
    try {
      const { stdout } = await run(process.execPath, [VERIFIER, file, '--keys', keys]);
      return { code: 0, says: stdout };
    } catch (error) {
      const { code, stdout } = error as { code: number; stdout: string };
      return { code, says: stdout };
    }
  };

  test('the list shows all, and by state what one looks for', async () => {
    const page = await pages.signIn(ALICE, { path: '/deliveries' });
    await page.getByRole('link', { name: 'Minutes' }).waitFor();
    equal(await rows(page).count(), MESSAGES.length);
    await expectAccessible(page);
    await screenshot(page, 'deliveries-list');
    const filters = page.getByRole('navigation', { name: 'Show' });
    const expected: readonly (readonly [string, readonly string[]])[] = [
      ['Came back', ['Nowhere', 'The contract']],
      ['Delivered', ['Two servers', 'Proven', 'Minutes']],
      ['Still trying', ['Knock knock']],
      ['Delivered to some', ['In the house']],
    ];
    for (const [filter, subjects] of expected) {
      await filters.getByRole('link', { name: filter, exact: true }).click();
      await filters.locator('[aria-current=page]', { hasText: filter }).waitFor();
      await rows(page).nth(subjects.length).waitFor({ state: 'detached' });
      await rows(page).first().waitFor();
      deepEqual(await rows(page).getByRole('link').allTextContents(), subjects, filter);
    }
    await filters.getByRole('link', { name: 'Being sent' }).click();
    await page.getByRole('heading', { name: 'There are no such deliveries.' }).waitFor();
    await expectAccessible(page);
    await page.goBack();
    await page.getByRole('link', { name: 'In the house' }).waitFor();
    await page.context().close();
  });

  test('a receipt says where it went and what vouches for the server', async () => {
    const page = await pages.signIn(ALICE, { path: of('Minutes') });
    await page.getByText('Delivered to mx.good.example over TLS 1.3.', { exact: false }).waitFor();
    await page.getByText('The provider publishes no proof of its certificate', { exact: false }).waitFor();
    await expectAccessible(page);
    await page.goto(of('Proven'));
    await page
      .getByText(/^Delivered to mx.dane.example over TLS 1.3. Its certificate matched the DNSSEC-signed TLSA/)
      .waitFor();
    await page.getByText('Technical details').click();
    await page.getByText(/^_25\._tcp\.mx\.dane\.example\.? 3 1 1 /).waitFor();
    await expectAccessible(page);
    await screenshot(page, 'delivery-dane');
    await page.getByRole('link', { name: 'All deliveries' }).click();
    await page.getByRole('heading', { level: 1, name: 'Deliveries' }).waitFor();
    await page.context().close();
  });

  test('attempts are told host by host, in their order', async () => {
    const page = await pages.signIn(ALICE, { path: of('Two servers') });
    await steps(page).waitFor();
    const told = await steps(page).getByRole('listitem').allTextContents();
    equal(told.length, 4, told.join('\n'));
    match(told[0] ?? '', /^Taken for sending/);
    match(told[1] ?? '', /^mx1\.two\.example: level not met, nothing was sent.*no STARTTLS/);
    match(told[2] ?? '', /^mx2\.two\.example: encrypted connection \(TLS 1\.3\), level met/);
    match(told[3] ?? '', /^Delivered to mx2\.two\.example/);
    await expectAccessible(page);
    await page.context().close();
  });

  test('one that came back says why in plain words, and leads to the notice', async () => {
    const page = await pages.signIn(ALICE, { path: of('The contract') });
    await page.getByText(/^The mail server of plain\.example does not offer encrypted connections/).waitFor();
    await steps(page).getByText('Came back to you').waitFor();
    await expectAccessible(page);
    await screenshot(page, 'delivery-came-back');
    await page.getByRole('link', { name: 'Open the notice' }).click();
    await page.getByRole('heading', { name: 'What happened' }).waitFor();
    await page.goto(of('Nowhere'));
    await page.getByText(/^There is no mail server for nomail\.example/).waitFor();
    await steps(page).getByText('No server to connect to').waitFor();
    await page.context().close();
  });

  test('recipients with different ends have one each; what stays in the house says so', async () => {
    const page = await pages.signIn(ALICE, { path: of('In the house') });
    await page.getByText('bob@example.org: delivered').waitFor();
    await page.getByText(/^nosuch@example.org: came back/).waitFor();
    await steps(page).getByText('Put into the mailbox in our own house').waitFor();
    await expectAccessible(page);
    await screenshot(page, 'delivery-mixed');
    await page.context().close();
  });

  test('one that is still being tried says when it goes on, and has no document yet', async () => {
    const page = await pages.signIn(ALICE, { path: of('Knock knock') });
    await page.getByText('still trying', { exact: true }).waitFor();
    await steps(page).getByText('mx.down.example: not now, will be tried again').first().waitFor();
    await steps(page)
      .getByText(/^Next try (in|now)/)
      .waitFor();
    equal(await page.getByRole('button', { name: 'Save as a signed document' }).count(), 0);
    await expectAccessible(page);
    await screenshot(page, 'delivery-waiting');
    await page.context().close();
  });

  test('what changes while one looks is seen without a reload, in the list and on the page', async () => {
    const list = await pages.signIn(ALICE, { path: '/deliveries' });
    const page = await list.context().newPage();
    await list.getByRole('link', { name: 'Minutes' }).waitFor();
    const { deliveries } = await sendText(alice, ['bob@grey.example'], 'Come back later');
    await page.goto(`/deliveries/${deliveries[0]?.id ?? ''}`);
    await page.getByText('still trying', { exact: true }).waitFor();
    await page.evaluate('window.never = "reloaded"');
    equal(await steps(page).getAttribute('aria-live'), 'polite');
    await page.getByText('delivered, with receipt', { exact: true }).waitFor();
    await page.getByRole('heading', { name: 'Receipt' }).waitFor();
    await page.getByRole('button', { name: 'Save as a signed document' }).waitFor();
    equal(await page.evaluate('window.never'), 'reloaded');
    await list
      .getByRole('listitem')
      .filter({ hasText: 'Come back later' })
      .getByText('delivered, with receipt')
      .waitFor();
    await page.context().close();
  });

  test('a signed document is saved, and holds offline and on the page that checks; a changed one does not', async () => {
    const page = await pages.signIn(ALICE, { path: of('Proven') });
    const document = await saved(page, 'Save as a signed document');
    match(document, /receipt-[0-9A-Z]+\.html$/);
    const offline = await verify(document);
    equal(offline.code, 0, offline.says);
    match(offline.says, /^VERIFIED\.[^]*Delivered to mx\.dane\.example over TLS 1\.3/);

    await page.getByText('Other ways to save it').click();
    await expectAccessible(page);
    const alone = await saved(page, 'Only the signed text (JWS)');
    match(alone, /receipt-[0-9A-Z]+\.jws$/);
    equal((await verify(alone)).code, 0);
    const discreet = await saved(page, 'Without the subject');
    const withoutSubject = await verify(discreet);
    equal(withoutSubject.code, 0);
    ok(!withoutSubject.says.includes('Subject: Proven') && offline.says.includes('Subject: Proven'));

    const tampered = join(directory, 'tampered.html');
    await writeFile(tampered, (await readFile(document, 'utf8')).replaceAll('bob@dane', 'eve@dane'));
    const altered = await verify(tampered);
    equal(altered.code, 1);
    match(altered.says, /^THE DOCUMENT WAS ALTERED/);

    await page.getByRole('link', { name: 'check a document' }).click();
    await page.getByRole('heading', { level: 1, name: 'Check a receipt' }).waitFor();
    const check = async (file: string): Promise<void> => {
      await page.getByLabel('The document').setInputFiles(file);
      await page.getByRole('button', { name: 'Check' }).click();
    };
    for (const file of [document, alone]) {
      await check(file);
      await page.getByText('The signature is genuine. This is what was signed:').waitFor();
      await page.getByText(/^Delivered to mx\.dane\.example over TLS 1\.3/).waitFor();
    }
    await check(tampered);
    await page.getByText(/the text of the document was changed/).waitFor();
    ok(!((await page.getByRole('main').textContent()) ?? '').includes('eve@dane'));
    await expectAccessible(page);
    await page.context().close();
  });

  test('one that came back has a document, too; in German it is in German', async () => {
    const page = await pages.signIn(ALICE, { language: 'de', path: of('The contract') });
    await page.getByText(/^Der Mailserver von plain\.example bietet keine verschlüsselten/).waitFor();
    await steps(page, 'Was geschehen ist').getByText('Zu dir zurückgekommen').waitFor();
    const document = await saved(page, 'Als signiertes Dokument speichern');
    match(await readFile(document, 'utf8'), /<html lang="de">/);
    const offline = await verify(document);
    equal(offline.code, 0, offline.says);
    match(offline.says, /Record: came back, not sent/);
    await page.goto(of('Proven'));
    await page.getByText(/^Zugestellt an mx\.dane\.example über TLS 1\.3\. Sein Zertifikat passte/).waitFor();
    await page.goto('/deliveries?state=mixed');
    await page.getByRole('link', { name: 'In the house' }).waitFor();
    await page.getByText('teils zugestellt, teils zurückgekommen').waitFor();
    await page.context().close();
  });

  test('a document that cannot be had says so, and can be asked for again', async () => {
    const page = await pages.signIn(ALICE, { path: of('Minutes') });
    await page.route('**/evidence?*', (route) => route.fulfill({ status: 500, json: {} }), { times: 1 });
    await page.getByRole('button', { name: 'Save as a signed document' }).click();
    await page.getByText('The document could not be fetched. Please try again.').waitFor();
    await saved(page, 'Save as a signed document');
    await page.context().close();
  });

  test('deliveries that are not there say so, and those that cannot be fetched are asked for again', async () => {
    const page = await pages.signIn(ALICE, { path: '/deliveries/01m89h4h9bv79x9t5y39a3xfd4' });
    await page.getByText('There is no such delivery.').waitFor();
    await expectAccessible(page);
    const broken = (url: URL): boolean => url.pathname.startsWith('/v1/deliveries');
    await page.route(broken, (route) => route.fulfill({ status: 500, json: {} }));
    await page.getByRole('link', { name: 'All deliveries' }).click();
    await page.getByText('Your deliveries could not be fetched.').waitFor();
    await expectAccessible(page);
    await page.unroute(broken);
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('link', { name: 'Minutes' }).waitFor();
    await page.context().close();
  });

  test('the deliveries of a message are looked for until there are some', async () => {
    const { sentId } = (await alice(`/v1${of('Minutes')}`)).json<{ sentId: string }>();
    const page = await pages.signIn(ALICE);
    let asked = 0;
    await page.route(
      (url) => url.searchParams.has('messageId'),
      async (route) => {
        asked += 1;
        if (asked === 1) await route.fulfill({ json: { items: [], next: null } });
        else await route.continue();
      },
    );
    await page.goto(`/mail/sent/${sentId}`);
    await page.getByText('delivered, with receipt').waitFor();
    equal(asked, 2, 'once more, and then it is known to be over');
    await page.context().close();
  });

  test('on a phone nothing is wider than the screen; older ones come when asked for', async () => {
    const providers = [...pages.bench.world.providers.keys()].filter((domain) => domain !== 'slow.example');
    const many = providers.slice(0, 25).map((domain) => `bob@${domain}`);
    await sendText(alice, many, 'To all');
    const page = await pages.signIn(ALICE, { width: PHONE, language: 'de', path: '/deliveries' });
    const links = page.getByRole('main').getByRole('listitem').getByRole('link');
    await links.nth(24).waitFor();
    equal(await page.getByRole('link', { name: 'Minutes' }).count(), 0);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Ältere zeigen' }).click();
    await page.getByRole('link', { name: 'Minutes' }).waitFor();
    await page.getByRole('button', { name: 'Ältere zeigen' }).waitFor({ state: 'detached' });
    const overflow = () => page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    ok((await overflow()) <= 0);
    await screenshot(page, 'deliveries-phone');
    await page.getByRole('link', { name: 'Proven' }).click();
    await page.getByText('Technische Einzelheiten').click();
    await page.getByText(/^_25\._tcp\.mx\.dane/).waitFor();
    ok((await overflow()) <= 0);
    await expectAccessible(page);
    await screenshot(page, 'delivery-phone');
    await page.context().close();
  });
});
