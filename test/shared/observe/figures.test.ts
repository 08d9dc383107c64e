/** The list of figures: each by its own name, and none of a metric that nobody writes. */
import { equal, ok } from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

import { FIGURES, type Figure } from '../../../shared/observe/figures.ts';
import { METRICS } from '../../../shared/observe/names.ts';

test('each figure has a name of its own, which pages can use as a key', () => {
  equal(new Set(FIGURES.map(({ id }) => id)).size, FIGURES.length);
  for (const { id } of FIGURES) ok(/^[a-z]+(-[a-z0-9]+)*$/.test(id), id);
});

/** The observer itself counts faults, for all. */
const code = new Map<string, string>();
for (const name of readdirSync('functions')) {
  const files = readdirSync(join('functions', name), { recursive: true, encoding: 'utf8' });
  const texts = files.filter((file) => file.endsWith('.ts'));
  code.set(name, texts.map((file) => readFileSync(join('functions', name, file), 'utf8')).join('\n'));
}
const keyOf = (metric: string): string =>
  Object.entries(METRICS).find(([, name]) => name === metric)?.[0] ?? '';

for (const { id, metric, service } of FIGURES.filter((figure) => figure.metric !== METRICS.fault))
  test(`${id}: ${service} writes ${metric}`, () => {
    ok(code.get(service)?.includes(`METRICS.${keyOf(metric)}`), `${service} has no METRICS.${keyOf(metric)}`);
  });

test('what is counted by its reason is a sum', () => {
  for (const { id, statistic, byReason } of FIGURES as readonly Figure[])
    if (byReason === true) equal(statistic, 'Sum', id);
});
