/** The files that set up a mail program by themselves, where the home's own server for reading is known. */
import { equal, match } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';

import type { Download } from 'playwright-core';

import { ALICE } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { startPages, type Pages } from './pages-system.ts';

const CONNECT = { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') };

describe('setting up a mail program by itself', CONNECT, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages({ INCOMING_SERVER: 'imaps://imap.example.org' });
    const api = await pages.bench.as(ALICE);
    equal((await api('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
  });
  after(async () => {
    await pages.close();
  });

  test('the files that set up a program by themselves are saved', async () => {
    const page = await pages.signIn(ALICE, { path: '/connect' });
    await page.getByText('imap.example.org').waitFor();
    const saved = async (press: () => Promise<void>): Promise<[Download, string]> => {
      const downloading = page.waitForEvent('download');
      await press();
      const download = await downloading;
      return [download, await readFile(await download.path(), 'utf8')];
    };
    const [profile, plist] = await saved(() =>
      page.getByRole('button', { name: 'Profile for iPhone, iPad and Mac' }).click(),
    );
    match(profile.suggestedFilename(), /\.mobileconfig$/);
    match(plist, /<string>imap\.example\.org<\/string>/);
    match(plist, new RegExp(`<integer>${pages.bench.system.ports.submissions}</integer>`));
    const [autoconfig, xml] = await saved(() =>
      page.getByRole('link', { name: 'File for Thunderbird (autoconfig)' }).click(),
    );
    equal(autoconfig.suggestedFilename(), 'config-v1.1.xml');
    match(xml, /<clientConfig version="1\.1">/);
    match(xml, /<hostname>imap\.example\.org<\/hostname>/);
    await expectAccessible(page);
    await page.context().close();
  });
});
