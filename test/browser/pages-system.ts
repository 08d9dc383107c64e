/** The local system with its pages, and a browser in front of it: one for each test file. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Browser, BrowserContext, Page } from 'playwright-core';

import { builtPages } from '../../infra/local/pages/built-pages.ts';
import { startBench, type Bench } from '../e2e/local-system.ts';
import { startBrowser, watch, type Watch } from './browser.ts';

export interface View {
  /** Of the browser and of the user's settings. @default 'en' */
  readonly language?: 'en' | 'de';
  readonly dark?: boolean;
  /** CSS pixels; 390 is a phone. @default 1280 */
  readonly width?: number;
}

export interface Pages {
  /** The system behind: its API, its simulated internet, its users. */
  readonly bench: Bench;
  readonly origin: string;
  /** A page in a browser of its own, not signed in. */
  open(path: string, view?: View): Promise<Page>;
  /** Signs in by the form, as a person does; the page is at `/mail`, or at `path`. */
  signIn(email: string, view?: View & { readonly path?: string }): Promise<Page>;
  /** Fills in and sends the form of the sign-in that a page shows. */
  fillSignIn(page: Page, email: string): Promise<void>;
  /** A complaint of the browser that the test means to cause. */
  expectComplaint(pattern: RegExp): void;
  /** Ends everything; throws where a browser has complained (browser.ts). */
  close(): Promise<void>;
}

export const PHONE = 390;

/** Starts both. `environment` is as in `startBench`, `browserOptions` as in `startBrowser`. */
export async function startPages(
  environment: Readonly<Record<string, string>> = {},
  browserOptions: readonly string[] = [],
): Promise<Pages> {
  const pages = await builtPages();
  const [bench, browser] = await Promise.all([
    startBench(environment, { pages }),
    startBrowser(browserOptions),
  ]);
  return new PagesSystem(bench, browser);
}

class PagesSystem implements Pages {
  readonly bench: Bench;
  readonly origin: string;
  readonly #browser: Browser;
  readonly #watches: Watch[] = [];
  readonly #expected: RegExp[] = [];

  constructor(bench: Bench, browser: Browser) {
    this.bench = bench;
    this.#browser = browser;
    this.origin = bench.system.origin;
  }

  async #context({ language = 'en', dark = false, width = 1280 }: View): Promise<BrowserContext> {
    const context = await this.#browser.newContext({
      baseURL: this.origin,
      // Its authority is made at the first start; a test of browsers' trust it is not.
      ignoreHTTPSErrors: true,
      locale: language === 'de' ? 'de-DE' : 'en-GB',
      colorScheme: dark ? 'dark' : 'light',
      viewport: { width, height: 800 },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(15_000);
    const watched = await watch(context);
    for (const pattern of this.#expected) watched.expect(pattern);
    this.#watches.push(watched);
    return context;
  }

  async open(path: string, view: View = {}): Promise<Page> {
    const context = await this.#context(view);
    const page = await context.newPage();
    await page.goto(path);
    return page;
  }

  async signIn(email: string, view: View & { readonly path?: string } = {}): Promise<Page> {
    await this.#speak(email, view.language ?? 'en');
    const page = await this.open(view.path ?? '/', view);
    await this.fillSignIn(page, email);
    await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
    return page;
  }

  /** The settings of the user count for more than the browser's language. */
  async #speak(email: string, language: 'en' | 'de'): Promise<void> {
    const api = await this.bench.as(email);
    const { enabled, expert, level, overrides } = (await api('/v1/alias')).json<Record<string, unknown>>();
    const json = { enabled, expert, level, overrides, language };
    const { status } = await api('/v1/alias', { method: 'PUT', json });
    if (status !== 200) throw new Error(`PUT /v1/alias: ${status}`);
  }

  async fillSignIn(page: Page, email: string): Promise<void> {
    const user = this.bench.system.users.find((each) => each.email === email);
    if (user === undefined) throw new Error(`no user ${email}`);
    await page.locator('#email').fill(email);
    await page.locator('#password').fill(user.password);
    await page.locator('button[type=submit]').click();
  }

  expectComplaint(pattern: RegExp): void {
    this.#expected.push(pattern);
    for (const watched of this.#watches) watched.expect(pattern);
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.bench.close();
    const complaints = this.#watches.flatMap((watched) => watched.complaints);
    if (complaints.length > 0) throw new Error(`the browser complained:\n${complaints.join('\n')}`);
  }
}

export const SCREENSHOTS = join(import.meta.dirname, '../../screenshots');

/** A picture of the whole page in `screenshots/`, where SCREENSHOTS=1 asks for them (docs/web.md). */
export async function screenshot(page: Page, name: string): Promise<void> {
  if (process.env['SCREENSHOTS'] !== '1') return;
  await mkdir(SCREENSHOTS, { recursive: true });
  await page.screenshot({ path: join(SCREENSHOTS, `${name}.png`), fullPage: true });
}
