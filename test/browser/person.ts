/** What a person at a browser does and sees, in the words of the tests. */
import { equal, fail, notEqual, ok } from 'node:assert/strict';

import type { Locator, Page } from 'playwright-core';

import { eventually } from '../e2e/api-client.ts';

/** Lets the page write to the clipboard and the test read it. */
export async function allowClipboard(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
}

export async function clipboard(page: Page): Promise<string> {
  return page.evaluate<string>('navigator.clipboard.readText()');
}

export async function hasFocus(place: Locator): Promise<boolean> {
  return (await place.and(place.page().locator(':focus')).count()) === 1;
}

export async function awaitFocus(place: Locator, what: string): Promise<void> {
  await eventually(`the focus is on ${what}`, () => hasFocus(place), 10_000);
}

/** Presses Tab until the focus is there; fails where it cannot be seen, or does not come. */
export async function tabTo(page: Page, place: Locator): Promise<void> {
  await place.waitFor();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if (!(await hasFocus(place))) continue;
    const outline = await page.evaluate('getComputedStyle(document.activeElement).outlineStyle');
    notEqual(outline, 'none', 'where the focus is can be seen');
    return;
  }
  fail('Tab does not lead there');
}

/** CSS pixels of the letters of what matches. */
export async function fontSize(page: Page, selector: string): Promise<number> {
  const size = await page.evaluate<string>(
    `getComputedStyle(document.querySelector(${JSON.stringify(selector)})).fontSize`,
  );
  return Number.parseFloat(size);
}

/** Nothing is wider than the screen. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  ok(overflow <= 0, `${overflow} pixels too wide at ${page.url()}`);
}

/** The sentence that says what is wrong with a field, as a reader of screens finds it. */
export async function errorOf(field: Locator): Promise<string> {
  await field.page().locator('[aria-invalid=true]').first().waitFor();
  equal(await field.getAttribute('aria-invalid'), 'true');
  const ids = (await field.getAttribute('aria-describedby')) ?? '';
  const texts = await Promise.all(
    ids.split(' ').map((id) => field.page().locator(`[id="${id}"]`).textContent()),
  );
  return texts.at(-1) ?? '';
}
