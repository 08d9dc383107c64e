/** The frame around the pages, as a person meets it: signing in and out, the ways to the pages, both languages. */
import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { Page } from 'playwright-core';

import { eventually } from '../e2e/api-client.ts';
import { ALICE } from '../e2e/local-system.ts';
import { needs } from '../peers/debian-packages.ts';
import { expectAccessible } from './accessibility.ts';
import { PHONE, screenshot, startPages, type Pages } from './pages-system.ts';

const OPERATOR = 'operator@example.org';
const SHELL = { skip: needs('chromium-headless-shell', 'fonts-dejavu-core') };

const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });
const pathOf = (page: Page) => new URL(page.url()).pathname;

describe('the frame of the pages', SHELL, () => {
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

  test('signing in leads to where one wanted to go, and a reload asks for nothing', async () => {
    const page = await pages.signIn(ALICE, { path: '/deliveries?state=bounced' });
    await heading(page, 'Deliveries').waitFor();
    equal(new URL(page.url()).search, '?state=bounced');
    await page.reload();
    await heading(page, 'Deliveries').waitFor();
    equal(await page.title(), 'Deliveries · Secure Alias');
    await page.context().close();
  });

  test('no token lies in any storage of the browser, and no script can read a cookie', async () => {
    const page = await pages.signIn(ALICE);
    const stored = await page.evaluate<string>(
      'JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie])',
    );
    doesNotMatch(stored, /eyJ|token|verifier/i);
    await page.context().close();
  });

  test('the bare address leads to the mail; an unknown one to a page that says so', async () => {
    const page = await pages.signIn(ALICE);
    equal(pathOf(page), '/mail');
    for (const path of ['/nothing/here', '/deliveries/%E0%A4%A']) {
      await page.goto(path);
      await heading(page, 'There is no such page').waitFor();
    }
    await page.getByRole('link', { name: 'To your mail' }).click();
    await heading(page, 'Mail').waitFor();
    await page.context().close();
  });

  test('all by keyboard: past the navigation, and through it', async () => {
    const page = await pages.signIn(ALICE);
    const focused = () => page.evaluate<string>('document.activeElement.textContent');
    await page.keyboard.press('Tab');
    equal(await focused(), 'Skip to the content');
    await page.keyboard.press('Enter');
    equal(await page.evaluate('document.activeElement.id'), 'content');
    await page.getByRole('link', { name: 'Mail', exact: true }).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    equal(await focused(), 'Deliveries');
    await page.keyboard.press('Enter');
    await heading(page, 'Deliveries').waitFor();
    // Who follows a link is taken to what it leads to.
    const tag = () => page.evaluate('document.activeElement.tagName');
    await eventually('the heading has the focus', async () => (await tag()) === 'H1');
    equal(await page.getByRole('link', { name: 'Deliveries' }).getAttribute('aria-current'), 'page');
    await page.goBack();
    await heading(page, 'Mail').waitFor();
    await page.context().close();
  });

  test('the language is a setting of the user: it goes with them to another browser', async () => {
    const page = await pages.signIn(ALICE);
    equal(await page.locator('html').getAttribute('lang'), 'en');
    await page.getByRole('button', { name: 'Deutsch' }).click();
    await heading(page, 'Mail').waitFor();
    equal(await page.locator('html').getAttribute('lang'), 'de');
    await page.getByRole('link', { name: 'Zustellungen' }).waitFor();
    await eventually('the settings say so', async () => (await languageOf(ALICE)) === 'de');
    await page.context().close();

    const elsewhere = await pages.open('/deliveries');
    await pages.fillSignIn(elsewhere, ALICE);
    await heading(elsewhere, 'Zustellungen').waitFor();
    await elsewhere.context().close();
  });

  test('a German browser reads German from the start', async () => {
    const page = await pages.signIn(ALICE, { language: 'de', path: '/refused' });
    await heading(page, 'Abgelehnte Mail').waitFor();
    await page.context().close();
  });

  test('operators have pages of their own; others are told so', async () => {
    const operator = await pages.signIn(OPERATOR);
    await operator.getByRole('link', { name: 'Trusted certificates' }).click();
    await heading(operator, 'Trusted certificates').waitFor();
    await operator.context().close();

    const page = await pages.signIn(ALICE, { path: '/operators/trust' });
    await heading(page, 'This page is for operators').waitFor();
    equal(await page.getByRole('link', { name: 'Trusted certificates' }).count(), 0);
    await page.context().close();
  });

  test('signing out in one window ends the others', async () => {
    const page = await pages.signIn(ALICE);
    const other = await page.context().newPage();
    await other.goto('/deliveries');
    await heading(other, 'Deliveries').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(other, 'You are signed out').waitFor();
    await page.context().close();
  });

  test('signing out ends it here and at the sign-in', async () => {
    const page = await pages.signIn(ALICE);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.locator('button[name=logout]').click();
    await heading(page, 'You are signed out').waitFor();
    await expectAccessible(page);
    await page.goto('/mail');
    await heading(page, 'You are signed out').waitFor();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await pages.fillSignIn(page, ALICE);
    await heading(page, 'Mail').waitFor();
    await page.context().close();
  });

  test('a sign-in that was not finished says so, and can be begun again', async () => {
    const page = await pages.open('/mail');
    await page.locator('#email').waitFor();
    await page.goto('/icon.svg');
    const { state } = await page.evaluate<{ state: string }>("JSON.parse(sessionStorage.getItem('sign-in'))");
    const why = `?error=access_denied&error_description=not+today&state=${state}`;
    await page.goto(`/${why}&iss=${encodeURIComponent(pages.bench.system.issuer)}`);
    await heading(page, 'The sign-in did not work').waitFor();
    match((await page.getByRole('main').textContent()) ?? '', /not today/);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'Try again' }).click();
    await pages.fillSignIn(page, ALICE);
    await heading(page, 'Mail').waitFor();
    await page.context().close();
  });

  test('a code that somebody else has sent is no sign-in', async () => {
    const page = await pages.open('/?code=theirs&state=theirs');
    await page.locator('#email').waitFor();
    equal(pathOf(page).startsWith('/oidc/'), true);
    await page.context().close();
  });

  test('without a network a banner says so, until it is back', async () => {
    const page = await pages.signIn(ALICE);
    await page.context().setOffline(true);
    const banner = page.getByText('No connection.');
    await banner.waitFor();
    await expectAccessible(page);
    // A page that was never loaded cannot be shown now, and says so.
    await page.getByRole('link', { name: 'Refused' }).click();
    await heading(page, 'This page could not be loaded').waitFor();
    await page.context().setOffline(false);
    await banner.waitFor({ state: 'hidden' });
    await page.context().close();
  });

  test('a server that was away for a moment is found again, though the browser has never been offline', async () => {
    const page = await pages.signIn(ALICE, { path: '/settings' });
    const away = (url: URL): boolean => /^\/(v1\/|healthz)/.test(url.pathname);
    await page.route(away, (route) => route.abort('internetdisconnected'));
    await page.getByRole('link', { name: 'Deliveries' }).click();
    const banner = page.getByText('No connection.');
    await banner.waitFor();
    await page.getByText('Your deliveries could not be fetched.').waitFor();
    await page.unroute(away);
    await banner.waitFor({ state: 'hidden' });
    await page.getByRole('heading', { name: 'There is nothing here yet' }).waitFor();
    await page.context().close();
  });

  test('on a phone the pages are behind a button, and nothing is wider than the screen', async () => {
    for (const language of ['en', 'de'] as const) {
      const page = await pages.signIn(OPERATOR, { width: PHONE, language });
      const menu = page.getByRole('button', { name: language === 'en' ? 'Menu' : 'Menü' });
      equal(await menu.getAttribute('aria-expanded'), 'false');
      await menu.click();
      const navigation = page.getByRole('navigation');
      await navigation.getByRole('link', { name: language === 'en' ? 'Refused' : 'Abgelehnt' }).waitFor();
      await expectAccessible(page);
      await screenshot(page, `menu-phone-${language}`);
      const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
      ok(overflow <= 0, `${overflow} pixels too wide`);
      await navigation.getByRole('link', { name: language === 'en' ? 'Refused' : 'Abgelehnt' }).click();
      await page.locator('button[aria-expanded=false]').waitFor();
      await page.context().close();
    }
  });

  test('nothing that axe knows is wrong, in light and in dark', async () => {
    for (const dark of [false, true]) {
      const page = await pages.signIn(OPERATOR, { dark });
      await expectAccessible(page);
      await page.context().close();
    }
  });

  test('pages are told what they must know of the deployment, the largest message included', async () => {
    const page = await pages.open('/verify');
    const told = (await (await page.request.get('/config.json')).json()) as Record<string, unknown>;
    deepEqual(told, {
      issuer: pages.bench.system.issuer,
      clientId: told['clientId'],
      mode: 'local',
      simulation: true,
      aliasDomains: ['secure.example.org'],
      messageSizeLimit: 26_214_400,
    });
    await page.context().close();
  });

  test('a document of the API opens as what it is, not as a page', async () => {
    const page = await pages.signIn(ALICE);
    const answer = await page.goto('/why-refused');
    match((await answer?.text()) ?? '', /<h1>/);
    const unknown = await page.request.get('/nothing', { headers: { accept: 'application/json' } });
    equal(unknown.status(), 401);
    deepEqual(unknown.headers()['content-type'], 'application/problem+json');
    await page.context().close();
  });
});
