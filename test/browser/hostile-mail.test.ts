/** Hostile mail opened in the page: nothing runs, nothing leaves, and a stranger's notice is a stranger's mail. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';

import { ALICE } from '../e2e/local-system.ts';
import { corpus } from '../mail-corpus/corpus.ts';
import { needs } from '../peers/debian-packages.ts';
import { startPages, type Pages } from './pages-system.ts';

/** The answer of the API for a message with this HTML or text, from a stranger. */
function answerFor(raw: Buffer): object {
  const [head = '', ...rest] = raw.toString().split('\r\n\r\n');
  const body = rest.join('\r\n\r\n');
  const isHtml = /^content-type: text\/html/im.test(head);
  return {
    id: '01KAQ3Y8M4T0Z5N6R7S8V9W1X2',
    folder: 'inbox',
    kind: 'mail',
    from: 'Mallory <mallory@good.example>',
    to: ['alice@secure.example.org'],
    subject: 'hostile',
    receivedAt: '2026-11-23T10:00:00.000Z',
    size: raw.length,
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    deliveryId: null,
    unread: false,
    cc: [],
    replyTo: [],
    date: null,
    messageId: null,
    inReplyTo: null,
    references: null,
    text: isHtml ? null : body,
    html: isHtml ? body : null,
    shortened: false,
    attachments: [],
  };
}

describe('hostile mail in the page', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  let page: Page;
  const asked: string[] = [];
  const dialogs: string[] = [];
  let current: Buffer;
  before(async () => {
    pages = await startPages();
    // What the sandbox and the policy of the frame refuse, Chromium tells of.
    pages.expectComplaint(/^Blocked script execution in '[^']*\/frames\/message/);
    pages.expectComplaint(/violates the following Content Security Policy directive: "base-uri 'none'"/);
    page = await pages.signIn(ALICE);
    page.on('request', (request) => asked.push(request.url()));
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    await page.route(/\/v1\/messages\/[0-9A-Z]{26}/, (route) => route.fulfill({ json: answerFor(current) }));
  });
  after(async () => {
    await pages.close();
  });

  const open = async (raw: Buffer): Promise<void> => {
    current = raw;
    asked.length = 0;
    await page.goto('/mail/inbox/01KAQ3Y8M4T0Z5N6R7S8V9W1X2');
    await page.getByRole('heading', { level: 1, name: 'hostile' }).waitFor();
    const frame = page.locator('iframe.message-frame');
    if ((answerFor(raw) as { html: string | null }).html !== null)
      await page.locator('iframe.message-frame[data-shown]').waitFor();
    else equal(await frame.count(), 0);
  };
  const leaving = (): string[] =>
    asked.filter((url) => !/^(blob|data):/.test(url) && new URL(url).origin !== pages.origin);

  test('there are at least 45 of them', () => {
    ok(corpus.length >= 45, String(corpus.length));
  });

  for (const { name, raw, mustNot } of corpus)
    test(`${name} must not ${mustNot}`, async () => {
      await open(raw);
      deepEqual(leaving(), []);
      deepEqual(dialogs, []);
      equal(await page.evaluate('window.ran'), undefined);
      equal(await page.getByRole('button', { name: 'Send again' }).count(), 0);
      await page.getByText('mallory@good.example').first().waitFor();
      await page.getByRole('button', { name: 'Mark as unread' }).waitFor();
    });

  test('images are asked for only when the person wants them, and over https only', async () => {
    const images = '<img src="https://out.example/i.png"><img src="http://out.example/plain.png">';
    const rest =
      '<link rel=stylesheet href="https://out.example/s.css"><video src="https://out.example/v"></video>';
    pages.expectComplaint(/Failed to load resource/);
    await page.route(/^https?:\/\/out\.example\//, (route) => route.abort());
    await open(Buffer.from(`Content-Type: text/html\r\n\r\n${images}${rest}`));
    deepEqual(leaving(), []);
    const requested = page.waitForRequest('https://out.example/i.png');
    await page.getByRole('button', { name: 'Show images from the internet' }).click();
    await requested;
    await page.locator('iframe.message-frame[data-shown]').waitFor();
    deepEqual(leaving(), ['https://out.example/i.png']);
  });
});
