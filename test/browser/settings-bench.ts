/** Settings for the browser's tests: put there over the API, read back, and the page that shows them. */
import { equal } from 'node:assert/strict';

import type { Page } from 'playwright-core';

import { eventually } from '../e2e/api-client.ts';
import type { Pages, View } from './pages-system.ts';

export interface Settings {
  readonly enabled: boolean;
  readonly expert: boolean;
  readonly level: string;
  readonly overrides: readonly { readonly domain: string; readonly level: string }[];
  readonly language: string;
}

export const ON: Settings = {
  enabled: true,
  expert: false,
  level: 'encrypt',
  overrides: [],
  language: 'en',
};
export const EXPERT: Settings = { ...ON, expert: true };

export async function savedOf(pages: Pages, email: string): Promise<Settings> {
  const api = await pages.bench.as(email);
  const { enabled, expert, level, overrides, language } = (await api('/v1/alias')).json<Settings>();
  return { enabled, expert, level, overrides, language };
}

export async function putSettings(pages: Pages, email: string, json: Settings): Promise<void> {
  equal((await (await pages.bench.as(email))('/v1/alias', { method: 'PUT', json })).status, 200);
}

export async function awaitSaved(pages: Pages, email: string, expected: Partial<Settings>): Promise<void> {
  await eventually(`saved: ${JSON.stringify(expected)}`, async () => {
    const saved = await savedOf(pages, email);
    return JSON.stringify({ ...saved, ...expected }) === JSON.stringify(saved);
  });
}

/** The page of somebody whose settings are these. */
export async function openSettings(
  pages: Pages,
  email: string,
  settings: Settings,
  view: View = {},
): Promise<Page> {
  await putSettings(pages, email, settings);
  const page = await pages.signIn(email, { ...view, path: '/settings' });
  await page.getByRole('switch').waitFor();
  return page;
}
