/**
 * The main page in a browser, with the mailbox that mailbox.ts has filled: from going there to the first row of the
 * list that can be clicked. The aim is one second. Everything is in it: the pages, the round over the sign-in (where
 * the session is still good), who one is, and the first page of messages.
 */
import type { Browser, BrowserContext, Page } from 'playwright-core';

import { startBrowser } from '../browser/browser.ts';
import { ALICE, type Bench } from '../e2e/local-system.ts';
import { timesOf, type RequestTimes } from './mailbox.ts';

const ROUNDS = 20;
const WARM_UP = 2;

type State = Awaited<ReturnType<BrowserContext['storageState']>>;

async function signIn(browser: Browser, { system }: Bench): Promise<State> {
  const password = system.users.find(({ email }) => email === ALICE)?.password ?? '';
  const context = await browser.newContext({ baseURL: system.origin, ignoreHTTPSErrors: true });
  const page = await context.newPage();
  await page.goto('/mail');
  await page.locator('#email').fill(ALICE);
  await page.locator('#password').fill(password);
  await page.locator('button[type=submit]').click();
  await row(page).waitFor();
  const state = await context.storageState();
  await context.close();
  return state;
}

const row = (page: Page) => page.locator('.list-link').first();

async function time(name: string, once: () => Promise<number>): Promise<RequestTimes> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const milliseconds = await once();
    if (round >= WARM_UP) times.push(milliseconds);
  }
  return timesOf(name, times);
}

async function taken(work: () => Promise<void>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** `bench` serves the pages, and its mailbox is full. `say` hears of each figure as it is taken. */
export async function measureMailboxPage(
  bench: Bench,
  say: (times: RequestTimes) => void,
): Promise<RequestTimes[]> {
  const browser = await startBrowser();
  try {
    const storageState = await signIn(browser, bench);
    const fresh = () =>
      browser.newContext({ baseURL: bench.system.origin, ignoreHTTPSErrors: true, storageState });
    const visit = async (page: Page): Promise<number> =>
      taken(async () => {
        await page.goto('/mail');
        await row(page).click({ trial: true });
      });
    const context = await fresh();
    const page = await context.newPage();
    const kinds: readonly (readonly [name: string, once: () => Promise<number>])[] = [
      [
        'the page, nothing kept from before',
        async () => {
          const first = await fresh();
          const milliseconds = await visit(await first.newPage());
          await first.close();
          return milliseconds;
        },
      ],
      ['the page, come back to', () => visit(page)],
      [
        'a message, opened from the list',
        async () => {
          await page.goto('/mail');
          await row(page).waitFor();
          return taken(async () => {
            await row(page).click();
            await page.locator('.facts').first().waitFor();
          });
        },
      ],
    ];
    const all: RequestTimes[] = [];
    for (const [name, once] of kinds) {
      const times = await time(name, once);
      say(times);
      all.push(times);
    }
    return all;
  } finally {
    await browser.close();
  }
}
