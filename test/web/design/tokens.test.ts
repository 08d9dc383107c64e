/** Contrast of every pair of colours that text is set in (WCAG 2.2, 1.4.3 and 1.4.11), in light and in dark. */
import { ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';

const css = readFileSync(new URL('../../../web/design/tokens.css', import.meta.url), 'utf8');
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');

function coloursOf(block: string): Map<string, string> {
  return new Map(
    [...block.matchAll(/--([a-z-]+): (#[0-9a-f]{6});/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

/** WCAG 2.2, "relative luminance". */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dim = 0, bright = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (bright + 0.05) / (dim + 0.05);
}

const TEXT = 4.5;
const CONTROL = 3;
const pairs: [string, string, number][] = [
  ...['surface', 'ground', 'sunken', 'accent-soft', 'good-soft', 'waiting-soft', 'bad-soft'].map(
    (ground): [string, string, number] => ['ink', ground, TEXT],
  ),
  ...['surface', 'ground', 'sunken', 'accent-soft'].map((ground): [string, string, number] => [
    'ink-quiet',
    ground,
    TEXT,
  ]),
  ...['surface', 'ground', 'accent-soft'].map((ground): [string, string, number] => ['accent', ground, TEXT]),
  ['on-accent', 'accent', TEXT],
  ['on-accent', 'accent-hover', TEXT],
  ['good', 'good-soft', TEXT],
  ['waiting', 'waiting-soft', TEXT],
  ['bad', 'bad-soft', TEXT],
  ['bad', 'surface', TEXT],
  ['surface', 'ink', TEXT],
  ['line-strong', 'surface', CONTROL],
  ['focus', 'surface', CONTROL],
  ['focus', 'ground', CONTROL],
  ['good', 'surface', CONTROL],
];

for (const [scheme, block] of [
  ['light', light],
  ['dark', dark],
] as const) {
  const colours = coloursOf(block);
  for (const [over, under, least] of pairs)
    test(`${scheme}: ${over} on ${under} has at least ${String(least)}:1`, () => {
      const found = contrast(colours.get(over) ?? '', colours.get(under) ?? '');
      ok(found >= least, `${over} on ${under} has ${found.toFixed(2)}:1`);
    });
}
