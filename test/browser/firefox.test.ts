/**
 * The main way through the pages in Firefox: sign in, switch on, write to two providers, see what becomes of it, read
 * the notice and a message with HTML. Its console has nothing to say in error on the way.
 */
import { deepEqual, equal, match } from 'node:assert/strict';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { builtPages } from '../../infra/local/pages/built-pages.ts';
import { eventually } from '../e2e/api-client.ts';
import { ALICE, ALICE_ALIAS, awaitInbox, startBench, type Bench } from '../e2e/local-system.ts';
import { connectEncrypted, lines } from '../e2e/mail-client.ts';
import { needs } from '../peers/debian-packages.ts';
import { FirefoxTab, KEYS } from './firefox.ts';
import { SCREENSHOTS } from './pages-system.ts';

/** From a stranger who would like to run something in the reader's browser. */
const NEWSLETTER = lines(
  'From: Carol <carol@good.example>',
  'To: alice@secure.example.org',
  'Subject: New books',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<h1 style="color: #225">On the shelf</h1><script>top.hasRun = true</script>',
  '<p>Renew <a href="https://library.good.example/renew">here</a>.</p>',
  '<img src="cover.png" onerror="top.hasRun = true" alt="A cover">',
);

const FRAME = `document.querySelector('iframe[sandbox]').contentDocument`;

describe('the pages in Firefox', { skip: needs('firefox-esr', 'fonts-dejavu-core') }, () => {
  let bench: Bench;
  let tab: FirefoxTab;
  before(async () => {
    const pages = await builtPages();
    [bench, tab] = await Promise.all([startBench({}, { pages }), FirefoxTab.open()]);
  });
  after(async () => {
    await tab.close();
    await bench.close();
  });

  const fill = async (label: string, text: string): Promise<void> => {
    await tab.click('textbox', label);
    await tab.type(text);
  };

  /** A picture in `screenshots/`, where SCREENSHOTS=1 asks for them. */
  const picture = async (name: string): Promise<void> => {
    if (process.env['SCREENSHOTS'] !== '1') return;
    await mkdir(SCREENSHOTS, { recursive: true });
    await writeFile(join(SCREENSHOTS, `firefox-${name}.png`), await tab.picture());
  };

  test('the main way', async () => {
    await tab.goto(`${bench.system.origin}/settings`);
    await fill('E-mail address', ALICE);
    await tab.type(KEYS.tab + (bench.system.users.find(({ email }) => email === ALICE)?.password ?? ''));
    await tab.click('button', 'Sign in');
    await tab.find('heading', 'Encrypted sending');
    await tab.click('switch', 'Your secure address is switched off');
    await tab.find('switch', 'Your secure address is switched on');
    await tab.shows('region', 'Your second address', ALICE_ALIAS);
    await tab.click('button', 'Copy');
    await tab.find('button', 'Copied');
    await picture('settings');
    const client = await connectEncrypted(bench.system.ports.mx, bench.authority);
    await client.send('carol@good.example', [ALICE_ALIAS], NEWSLETTER);
    client.close();

    await tab.click('link', 'Write a message');
    await fill('To', 'bob@good.example, bob@plain.example');
    await fill('Subject', 'Two ways');
    await fill('Message', 'From Firefox');
    await tab.choose(join(import.meta.dirname, '../../LICENSE'));
    await tab.shows('main', '', 'LICENSE', 'ready');
    const verdicts = 'What would happen to mail for them';
    await tab.shows('list', verdicts, 'would go', 'would come back', 'does not offer encrypted connections');
    await picture('compose');
    await tab.click('button', 'Send');
    await tab.find('heading', 'What became of it');
    await tab.shows('region', 'bob@good.example', 'delivered, with receipt', 'over TLS 1.3');
    await tab.shows('region', 'bob@plain.example', 'came back, not sent');
    await picture('sent');
    await tab.click('button', 'Save as a signed document');
    const saved = await eventually('the document', () => Promise.resolve(tab.saved[0]));
    match(await readFile(saved, 'utf8'), /mx\.(good|plain)\.example/);
    await tab.click('link', 'Open the notice');
    await tab.find('heading', 'What happened');
    await tab.shows('main', '', 'does not offer encrypted connections');

    await tab.click('link', 'Deliveries');
    await tab.find('heading', 'Deliveries');
    await tab.shows('main', '', 'bob@good.example', 'bob@plain.example');
    await picture('deliveries');

    await awaitInbox(await bench.as(ALICE), ({ subject }) => subject === 'New books', 'the newsletter');
    await tab.click('link', 'Mail');
    await tab.click('link', 'Unread. New books');
    await tab.find('heading', 'New books');
    await eventually('the HTML in its frame', () =>
      tab.evaluate(`${FRAME}.body.innerText.includes('On the shelf')`),
    );
    await picture('message');
    equal(await tab.evaluate(`${FRAME}.querySelectorAll('script, [onerror]').length`), 0);
    equal(await tab.evaluate('globalThis.hasRun === undefined'), true);

    deepEqual(tab.complaints, []);
  });
});
