/** The sign-in over the time that a page is open: renewed without a word, asked for again, and what goes wrong with it. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';

import { eventually } from '../e2e/api-client.ts';
import { ALICE } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { screenshot, startPages, type Pages } from './pages-system.ts';

const BOB = 'bob@example.org';
const OPERATOR = 'operator@example.org';

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

/** From now on the API and the sign-in take nothing that they have given before. Gives what ends that for the API. */
async function endSignIn(page: Page): Promise<() => void> {
  let isOver = true;
  await page.route('**/oidc/token', async (route) => {
    const renewal = (route.request().postData() ?? '').includes('refresh_token');
    if (renewal) await route.fulfill({ status: 400, json: { error: 'invalid_grant' } });
    else await route.continue();
  });
  await page.route('**/v1/**', async (route) => {
    if (isOver) await route.fulfill({ status: 401, body: '{}', contentType: 'application/problem+json' });
    else await route.continue();
  });
  return () => {
    isOver = false;
  };
}

describe('the sign-in', { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') }, () => {
  let pages: Pages;
  before(async () => {
    pages = await startPages();
  });
  after(async () => {
    await pages.close();
  });

  const languageOf = async (email: string): Promise<string> => {
    const api = await pages.bench.as(email);
    return (await api('/v1/alias')).json<{ language: string }>().language;
  };

  test('a sign-in that ends is renewed without a word', async () => {
    const page = await pages.signIn(ALICE);
    let refused = 0;
    await page.route('**/v1/alias', async (route) => {
      refused += 1;
      if (refused > 1) await route.continue();
      else await route.fulfill({ status: 401, body: '{}', contentType: 'application/problem+json' });
    });
    const renewed = page.waitForResponse((response) => response.url().endsWith('/oidc/token'));
    await page.getByRole('button', { name: 'Deutsch' }).click();
    equal((await renewed).status(), 200);
    await eventually('the request went on', async () => (await languageOf(ALICE)) === 'de');
    ok(refused > 1);
    await page.context().close();
  });

  test('where it cannot be renewed, a small window asks, and the page goes on where it was', async () => {
    const page = await pages.signIn(ALICE);
    await page.evaluate("window.typed = 'still here'");
    const goOn = await endSignIn(page);
    // The session at the sign-in is gone, too.
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Deutsch' }).click();
    const dialog = page.getByRole('dialog', { name: 'Deine Anmeldung ist abgelaufen' });
    await dialog.waitFor();
    await expectAccessible(page);
    await screenshot(page, 'expired');
    const opening = page.waitForEvent('popup');
    await dialog.getByRole('button', { name: 'Anmelden' }).click();
    const popup = await opening;
    goOn();
    await pages.fillSignIn(popup, ALICE);
    await dialog.waitFor({ state: 'hidden' });
    await eventually('the request went on', async () => (await languageOf(ALICE)) === 'de');
    equal(await page.evaluate('window.typed'), 'still here');
    ok(popup.isClosed(), 'the small window has closed itself');
    await page.context().close();
  });

  test('a new sign-in of somebody else is not taken: the page stays its owner’s', async () => {
    const page = await pages.signIn(ALICE);
    const goOn = await endSignIn(page);
    const [ofAlice, ofBob] = [await languageOf(ALICE), await languageOf(BOB)];
    deepEqual([ofAlice, ofBob], ['en', 'en']);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Deutsch' }).click();
    const dialog = page.getByRole('dialog');
    const signInAs = async (email: string): Promise<void> => {
      const opening = page.waitForEvent('popup');
      await dialog.getByRole('button', { name: 'Anmelden' }).click();
      await pages.fillSignIn(await opening, email);
    };
    await dialog.waitFor();
    goOn();
    await signInAs(BOB);
    await dialog.getByText('Diese Seite gehört alice@example.org.', { exact: false }).waitFor();
    equal(await languageOf(BOB), 'en', 'what Alice asked for was not done to Bob');
    // Bob's session at the sign-in lasts; it must ask all the same.
    await signInAs(ALICE);
    await dialog.waitFor({ state: 'hidden' });
    await eventually('the request went on', async () => (await languageOf(ALICE)) === 'de');
    equal(await languageOf(BOB), 'en');
    await page.context().close();
  });

  test('who does not want to sign in now keeps the page', async () => {
    const page = await pages.signIn(ALICE);
    await page.route('**/oidc/token', (route) =>
      route.fulfill({ status: 400, json: { error: 'invalid_grant' } }),
    );
    await page.route('**/v1/**', (route) => route.fulfill({ status: 401, json: {} }));
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Nicht jetzt' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: 'Zustellungen' }).click();
    await heading(page, 'Zustellungen').waitFor();
    await page.context().close();
  });

  test('where it cannot be read who is signed in, the pages come all the same, and it is tried again', async () => {
    const page = await pages.open('/operators/trust');
    let asked = 0;
    await page.route('**/v1/me', async (route) => {
      asked += 1;
      if (asked > 1) await route.continue();
      else await route.fulfill({ status: 500, json: { title: 'Ours', detail: 'We have failed.' } });
    });
    await pages.fillSignIn(page, OPERATOR);
    await page.getByText('Your account could not be read yet.').waitFor();
    await expectAccessible(page);
    equal(await page.getByRole('heading', { name: 'This page is for operators' }).count(), 0);
    await heading(page, 'Trusted certificates').waitFor();
    await page.getByText(OPERATOR, { exact: true }).waitFor();
    await page.getByText('Your account could not be read yet.').waitFor({ state: 'hidden' });
    equal(asked, 2);
    await page.context().close();
  });

  test('a sign-in that ends before it is known whose it is is asked for again', async () => {
    const page = await pages.open('/deliveries');
    const goOn = await endSignIn(page);
    await pages.fillSignIn(page, ALICE);
    const dialog = page.getByRole('dialog', { name: 'Your sign-in has ended' });
    await dialog.waitFor();
    goOn();
    await page.context().clearCookies();
    const opening = page.waitForEvent('popup');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await pages.fillSignIn(await opening, ALICE);
    await dialog.waitFor({ state: 'hidden' });
    await heading(page, 'Deliveries').waitFor();
    await page.getByText(ALICE).waitFor();
    await page.context().close();
  });

  test('an account that is none of ours is told so, and not asked for again and again', async () => {
    const page = await pages.open('/mail');
    let asked = 0;
    await page.route('**/v1/me', async (route) => {
      asked += 1;
      await route.fulfill({
        status: 403,
        json: { title: 'No', detail: 'Your address is not at example.org.' },
      });
    });
    await pages.fillSignIn(page, ALICE);
    await heading(page, 'The sign-in did not work').waitFor();
    await page.getByText('Your address is not at example.org.').waitFor();
    equal(asked, 1);
    await page.context().close();
  });

  test('a small window that was closed unfinished is noticed, and can be opened again', async () => {
    // A page that asks for nothing by itself: else the dialog could lie over the link before it is pressed.
    const page = await pages.signIn(ALICE, { path: '/connect' });
    await page.waitForLoadState('networkidle');
    const goOn = await endSignIn(page);
    await page.context().clearCookies();
    await page.getByRole('link', { name: 'Settings' }).click();
    const dialog = page.getByRole('dialog');
    const opening = page.waitForEvent('popup');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    const popup = await opening;
    await popup.locator('#email').waitFor();
    await popup.close();
    await dialog.getByText('If the small window is closed, press “Sign in” once more.').waitFor();
    goOn();
    const again = page.waitForEvent('popup');
    await dialog.getByRole('button', { name: 'Sign in' }).click();
    await pages.fillSignIn(await again, ALICE);
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('alice@secure.example.org').first().waitFor();
    await page.context().close();
  });
});
