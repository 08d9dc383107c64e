/** Traces: their form, which of them are kept, and whose trace the work at hand bears. */
import { equal, match, notEqual } from 'node:assert/strict';
import { afterEach, test } from 'node:test';

import {
  currentTrace,
  inTrace,
  messageTrace,
  parseTrace,
  rootOf,
  startTrace,
  traceOf,
  traceStarter,
} from '../../../shared/observe/trace.ts';

const ROOT = 'Root=1-5759e988-bd862e3fe1be46a994272793';
const INVOCATION = '_X_AMZN_TRACE_ID';
afterEach(() => {
  Reflect.deleteProperty(process.env, INVOCATION);
});

const rows: readonly (readonly [text: string | undefined, parsed: string | null, why: string])[] = [
  [`${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, `${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`, 'whole'],
  [`${ROOT};Sampled=0`, `${ROOT};Sampled=0`, 'without a parent'],
  [`Sampled=1; ${ROOT}`, `${ROOT};Sampled=1`, 'in another order, with a space'],
  [`Self=1-0-0;${ROOT};Lineage=1:0a1b2c3d:16`, ROOT, 'with fields that are not for passing on'],
  [`${ROOT};Sampled=?`, ROOT, 'undecided'],
  [`${ROOT};Parent=x`, ROOT, 'a parent that is none'],
  ['Root=1-5759e988-bd862e3fe1be46a99427279', null, 'a root that is too short'],
  ['Root=2-5759e988-bd862e3fe1be46a994272793', null, 'another version'],
  ['Root=1-5759e988-bd862e3fe1be46a994272793\u0000', null, 'with a character that SQS refuses'],
  ['', null, 'empty'],
  [undefined, null, 'none'],
];
for (const [text, parsed, why] of rows)
  test(`${why}: ${JSON.stringify(text)}`, () => {
    equal(parseTrace(text), parsed);
  });

test('a new trace says when it began, and no two are the same', () => {
  const start = traceStarter(() => 1);
  const trace = start(0x5759e988 * 1000 + 999);
  match(trace, /^Root=1-5759e988-[0-9a-f]{24};Sampled=1$/);
  equal(parseTrace(trace), trace);
  match(rootOf(trace), /^1-5759e988-[0-9a-f]{24}$/);
  notEqual(start(), start());
});

test('kept: the first of each second, and one in twenty of the others', () => {
  const chances = [0.9, 0.04, 0.05];
  const start = traceStarter(() => chances.shift() ?? 1);
  const sampled = (now: number): string => start(now).slice(-1);
  equal([1000, 1001, 1500, 1999, 2000].map(sampled).join(''), '10101');
});

test('work on several messages at once: each bears its own trace', async () => {
  const [one, other] = [startTrace(), startTrace()];
  const look = async () => {
    await new Promise(setImmediate);
    return currentTrace();
  };
  const seen = await Promise.all([inTrace(one, look), inTrace(other, look), look()]);
  equal(seen[0], one);
  equal(seen[1], other);
  equal(seen[2], null);
});

test('outside of a message: the invocation’s, where there is one', () => {
  equal(currentTrace(), null);
  process.env[INVOCATION] = `${ROOT};Parent=53995c3f42cd8ad8;Sampled=1;Lineage=1:0a1b2c3d:0`;
  equal(currentTrace(), `${ROOT};Parent=53995c3f42cd8ad8;Sampled=1`);
  equal(messageTrace(), null);
});

test('an item from a queue keeps the trace that it came with, before that of the invocation', () => {
  process.env[INVOCATION] = 'Root=1-00000000-000000000000000000000000;Sampled=1';
  equal(traceOf(`${ROOT};Sampled=0`), `${ROOT};Sampled=0`);
  equal(traceOf(undefined), 'Root=1-00000000-000000000000000000000000;Sampled=1');
  Reflect.deleteProperty(process.env, INVOCATION);
  match(traceOf('nonsense'), /^Root=1-/);
});
