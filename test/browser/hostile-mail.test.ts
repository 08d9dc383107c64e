/**
 * Hostile mail in a browser: each message of the corpus is opened as a person opens it, with pictures where the page
 * offers them. Nothing of it runs, nothing leaves before the reader allows it and then pictures alone, the page around
 * it goes on working, and only our own notices look like notices.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import type { Page } from 'playwright-core';

import { eventually } from '../e2e/api-client.ts';
import { ALICE, awaitInbox, sendText } from '../e2e/local-system.ts';
import { corpus, spoofedNotices, TRACKER } from '../mail-corpus/corpus.ts';
import { needs } from '../peers/debian-packages.ts';
import { startBrowser } from './browser.ts';
import { stateOf, watchFor, type Canary } from './canary.ts';
import { fileCorpus, type Filed } from './hostile-mailbox.ts';
import { startPages, type Pages } from './pages-system.ts';
import { openSink, type Sink } from './sink.ts';

/** Milliseconds that the page may stand still; the machine may be busy. */
const PATIENCE = 5000;

/** For what the server takes apart while others use the machine. */
const LONGEST = 60_000;

/** What of a message's document could do anything, or lead anywhere unasked. */
const DANGEROUS = `(() => {
  const shown = document.querySelector('iframe.message-frame')?.contentDocument;
  if (!shown) return [];
  const found = [];
  for (const element of shown.body.querySelectorAll('*')) {
    const name = element.localName;
    if (/^(script|iframe|frame|object|embed|applet|form|input|button|select|textarea|meta|base|link|svg|math|video|audio|template|dialog|portal)$/.test(name))
      found.push(name);
    for (const { name: attribute, value } of element.attributes) {
      if (/^(on|srcset$|background$|ping$|poster$|id$|name$|form|action$|popover|autofocus$|data-)/.test(attribute))
        found.push(name + ' ' + attribute);
      if (/url|@import|image-set/i.test(attribute === 'style' ? value : '')) found.push(name + ' style ' + value);
    }
    if (name === 'style' && /url|@import|@font-face/i.test(element.textContent)) found.push('style');
    if (name === 'a' && element.hasAttribute('href')) {
      if (!/^(https:|mailto:)/.test(element.href)) found.push('a ' + element.href);
      if (element.target !== '_blank' || element.rel !== 'noopener noreferrer') found.push('a without rel');
      if (!element.title) found.push('a that does not say where it leads');
    }
    if (name === 'img' && element.hasAttribute('src') && !/^(https|data|blob):/.test(element.src)) found.push('img ' + element.src);
  }
  return found;
})()`;

/** All pictures of the message have come or failed. */
const PICTURES_DONE = `[...document.querySelector('iframe.message-frame').contentDocument.images].every((image) => image.complete)`;

/** The messages whose HTML attacks. */
const attacks = corpus.filter(({ name }) => /^(active|remote): /.test(name));

const SHOW_IMAGES = { name: 'Show images from the internet' };

/** Watches how long the main thread stands still. */
const HEART = `(() => {
  let last = performance.now();
  globalThis.longestPause = 0;
  setInterval(() => {
    const now = performance.now();
    globalThis.longestPause = Math.max(globalThis.longestPause, now - last);
    last = now;
  }, 20);
})()`;

describe('hostile mail', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let sink: Sink;
  let pages: Pages;
  let page: Page;
  let canary: Canary;
  const offering: Filed[] = [];
  let filed: ReadonlyMap<string, Filed>;
  before(async () => {
    sink = await openSink();
    pages = await startPages({}, sink.browserOptions);
    const api = await pages.bench.as(ALICE);
    await api('/v1/alias', { method: 'PUT', json: { enabled: true } });
    filed = new Map((await fileCorpus(pages.bench)).map((each) => [each.name, each]));
    page = await pages.signIn(ALICE);
    await page
      .context()
      .addCookies([
        { name: 'known', value: 'alice', domain: '.evil.example', path: '/', secure: true, sameSite: 'None' },
      ]);
    await page.evaluate(HEART);
    canary = await watchFor(page, pages.origin);
  });
  after(async () => {
    await pages.close().finally(() => sink.close());
  });

  /** Goes there inside of the pages, as a link does. */
  const goTo = async (path: string): Promise<void> => {
    await page.evaluate(
      `history.pushState(null, '', '${path}'); dispatchEvent(new PopStateEvent('popstate'));`,
    );
  };
  const open = async ({ id }: Filed): Promise<void> => {
    await page.evaluate(`document.querySelector('main .facts')?.setAttribute('data-before', '')`);
    await goTo(`/mail/inbox/${id}`);
    await page.locator('main .facts:not([data-before])').waitFor({ timeout: LONGEST });
    await shown();
  };
  const shown = async (): Promise<void> => {
    if ((await page.locator('iframe.message-frame').count()) > 0)
      await page.locator('iframe.message-frame[data-shown]').waitFor();
  };
  const filedAs = (name: string): Filed => {
    const message = filed.get(name);
    if (message === undefined) throw new Error(`${name} is not filed`);
    return message;
  };
  const expectQuiet = async (): Promise<void> => {
    deepEqual(await canary.heard(), []);
    deepEqual(await page.evaluate(DANGEROUS), []);
  };

  for (const { name, mustNot } of corpus)
    test(`${name}: ${mustNot}`, async () => {
      const message = filedAs(name);
      await page.evaluate('globalThis.longestPause = 0');
      await open(message);
      await expectQuiet();
      deepEqual(canary.left(), []);
      if (await page.getByRole('button', SHOW_IMAGES).isVisible()) offering.push(message);

      // It is a message, and the page around it is there.
      equal(await page.getByRole('button', { name: 'Send again' }).count(), 0);
      equal(await page.getByRole('link', { name: /^Change the level/ }).count(), 0);
      equal(await page.getByRole('heading', { level: 1 }).count(), 1);
      const { title, path } = await stateOf(page);
      match(title, / · Secure Alias$/);
      equal(path, `/mail/inbox/${message.id}`);
      const pause = await page.evaluate<number>('globalThis.longestPause');
      ok(pause < PATIENCE, `the page stood still for ${Math.round(pause)} ms`);
    });

  test('the corpus has at least forty attacks in HTML', () => {
    ok(attacks.length >= 40);
  });

  test('nobody was so much as looked up by opening them', async () => {
    equal(await sink.lookups(), 0);
    deepEqual(sink.asked, []);
    equal(sink.connections, 0);
  });

  test('with images, pictures alone are asked for: without cookies, without a referrer', async () => {
    ok(offering.length >= 3, `${offering.length}`);
    const types = new Set<string>();
    for (const message of offering) {
      await open(message);
      await page.getByRole('button', SHOW_IMAGES).click();
      await page.locator('iframe[src="/frames/message-with-images.html"][data-shown]').waitFor();
      await eventually('the pictures', () => page.evaluate<boolean>(PICTURES_DONE));
      await expectQuiet();
      for (const { type } of canary.left()) types.add(type);
    }
    deepEqual([...types], ['image']);
    ok(sink.asked.length >= 3, `${sink.asked.length}`);
    for (const { method, host, headers } of sink.asked) {
      deepEqual([method, host, headers['sec-fetch-dest']], ['GET', new URL(TRACKER).host, 'image']);
      const { referer, cookie, authorization } = headers;
      deepEqual([referer, cookie, authorization], [undefined, undefined, undefined]);
    }
  });

  test('images are asked for anew with each message, and nothing of them stays', async () => {
    const [message] = offering;
    ok(message);
    const asked = sink.asked.length;
    await open(message);
    await page.getByRole('button', SHOW_IMAGES).waitFor();
    await page.reload();
    await page.getByRole('button', SHOW_IMAGES).waitFor();
    await shown();
    equal(sink.asked.length, asked);
    await expectQuiet();
  });

  test('a link of a message opens beside the page, and gets neither the page nor where it came from', async () => {
    await open(filedAs('active: links that take the page along'));
    const asked = sink.asked.length;
    const opening = page.waitForEvent('popup');
    await page.frameLocator('iframe.message-frame').getByRole('link', { name: 'x', exact: true }).click();
    const popup = await opening;
    await popup.waitForLoadState();
    equal(await popup.evaluate('window.opener'), null);
    deepEqual(
      sink.asked
        .slice(asked)
        .filter(({ path, headers }) => path !== '/favicon.ico' && headers.referer !== undefined),
      [],
    );
    ok(
      sink.asked.slice(asked).every(({ method }) => method === 'GET'),
      'no ping',
    );
    await popup.close();
    equal((await canary.heard()).length, 1, 'the window that was meant to open, and nothing else');
    canary.left();
  });

  test('our own notice is shown as one; those from outside are not', async () => {
    const api = await pages.bench.as(ALICE);
    await sendText(api, ['bob@plain.example'], 'Papers');
    const { id } = await awaitInbox(api, ({ kind }) => kind === 'failure-notice', 'the notice');
    await goTo(`/mail/inbox/${id}`);
    await page.getByRole('button', { name: 'Send again' }).waitFor();
    ok(spoofedNotices.length >= 3);
    for (const { name } of spoofedNotices) {
      await open(filedAs(name));
      equal(await page.getByRole('button', { name: 'Send again' }).count(), 0);
      equal(await page.getByText('Your message came back').count(), 0);
    }
  });

  test('nobody else can put the page or a frame of it into theirs, or talk to it', async () => {
    const browser = await startBrowser(sink.browserOptions.slice(0, 1));
    try {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const theirs = await context.newPage();
      for (const path of ['/mail/inbox', '/frames/message.html', '/frames/message-with-images.html']) {
        const refused = theirs.waitForEvent('console', (message) =>
          /frame-ancestors|X-Frame-Options/.test(message.text()),
        );
        await theirs.goto(sink.serve(`<iframe src="${pages.origin}${path}"></iframe>`));
        await refused;
      }
      // What opens the page gets no hold of it.
      await theirs.goto(sink.serve('<p>x</p>'));
      const opening = context.waitForEvent('page');
      await theirs.evaluate(`globalThis.opened = window.open('${pages.origin}/frames/message.html')`);
      const opened = await opening;
      await opened.waitForLoadState();
      await eventually('the window is out of reach', () => theirs.evaluate<boolean>('opened.closed'));
      await theirs.evaluate(`opened.postMessage('<b>x</b>', '*')`);
      equal((await opened.locator('body').innerHTML()).trim(), '');
    } finally {
      await browser.close();
    }
  });

  test('where nobody takes care, the same messages are heard: the tests above can fail', async () => {
    const browser = await startBrowser(sink.browserOptions.slice(0, 1));
    try {
      const context = await browser.newContext({ ignoreHTTPSErrors: true });
      const careless = await context.newPage();
      careless.on('dialog', (dialog) => void dialog.dismiss());
      const heard: string[] = [];
      for (const { name, raw } of attacks) {
        const asked = sink.asked.length;
        const html = raw.subarray(raw.indexOf('\r\n\r\n') + 4).toString();
        await careless.goto(sink.serve(html), { waitUntil: 'load' }).catch(() => null);
        const title = await careless.title().catch(() => 'ran');
        if (sink.asked.length > asked || title !== '') heard.push(name);
      }
      // The others wait for a click, for other browsers, or do nothing but deceive.
      ok(heard.length >= 25, heard.join(', '));
    } finally {
      await browser.close();
    }
  });
});
