/**
 * `npm run screenshots`: every page, light, dark and on a phone, as pictures in `screenshots/`, for looking at. Words
 * after it choose pages: `npm run screenshots -- settings`. SCREENSHOT_LANGUAGE=de takes them in German. With `--docs`
 * it takes the pictures of the documentation anew, into docs/pictures.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { PHONE, SCREENSHOTS, startPages, type Pages, type View } from '../test/browser/pages-system.ts';
import { SHOTS, type Shot } from './screenshots/pages.ts';
import { setScene } from './screenshots/scene.ts';

const PICTURES = join(import.meta.dirname, '../docs/pictures');

const VIEWS: readonly (readonly [name: string, view: View])[] = [
  ['light', {}],
  ['dark', { dark: true }],
  ['phone', { width: PHONE }],
];

const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isForDocs = process.argv.includes('--docs');
const language = process.env['SCREENSHOT_LANGUAGE'] === 'de' ? 'de' : 'en';
const shots = SHOTS.filter(
  ({ name, docs }) => (wanted.length === 0 || wanted.includes(name)) && (!isForDocs || docs !== undefined),
);

/** `file` gives a picture its place. */
async function take(pages: Pages, view: View, file: (shot: Shot) => string): Promise<void> {
  for (const who of new Set(shots.map((shot) => shot.who))) {
    const page = await pages.signIn(who, { ...view, language });
    for (const shot of shots.filter((each) => each.who === who)) {
      const { path } = shot;
      await page.goto(typeof path === 'string' ? path : await path(await pages.bench.as(who)));
      await page.getByRole('main').getByRole('heading', { level: 1 }).waitFor();
      await page.waitForLoadState('networkidle');
      await shot.act?.(page);
      await page.screenshot({ path: file(shot), fullPage: true });
    }
    await page.context().close();
  }
}

const folder = isForDocs ? PICTURES : SCREENSHOTS;
await mkdir(folder, { recursive: true });
const pages = await startPages();
try {
  await setScene(pages);
  const suffix = language === 'de' ? '-de' : '';
  if (isForDocs) await take(pages, { width: 960 }, ({ docs = '' }) => join(folder, `${docs}.png`));
  else
    for (const [viewName, view] of VIEWS)
      await take(pages, view, ({ name }) => join(folder, `${name}-${viewName}${suffix}.png`));
} finally {
  await pages.close();
}
console.log(folder);
