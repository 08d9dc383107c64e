/** The typed client: its types are those of the API, and every answer becomes a value. */
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { composeClientTypes, SCHEMA_FILE } from '../../scripts/web-client.ts';
import { ask, ifMatch, readProblem, secondsToWait } from '../../web/api/client.ts';
import { SignedOutError } from '../../web/api/transport.ts';

test('schema.d.ts is what the routes say; else run npm run web:client', async () => {
  equal(await readFile(SCHEMA_FILE, 'utf8'), await composeClientTypes());
});

const problem = { type: 'urn:secure-alias:problem:expert-mode-required', title: 'T', detail: 'D' };

/** As openapi-fetch gives it. */
function answered(status: number, body: unknown, headers: Record<string, string> = {}) {
  const response = new Response(null, { status, headers });
  return Promise.resolve(response.ok ? { data: body, response } : { error: body, response });
}

test('answers as values', async () => {
  deepEqual(await ask(answered(200, { a: 1 }, { etag: '"7"' })), {
    kind: 'ok',
    value: { a: 1 },
    etag: '"7"',
  });
  deepEqual(await ask(answered(204, undefined)), { kind: 'ok', value: undefined, etag: null });
  const read = { name: 'expert-mode-required', title: 'T', detail: 'D', errors: [] };
  deepEqual(await ask(answered(422, problem)), { kind: 'problem', problem: { ...read, status: 422 } });
  deepEqual(await ask(answered(412, problem)), { kind: 'changed', problem: { ...read, status: 412 } });
  deepEqual(await ask(answered(401, problem)), { kind: 'signed-out' });
  const busy = { kind: 'busy', retryAfter: 3, problem: { ...read, status: 429 } };
  deepEqual(await ask(answered(429, problem, { 'retry-after': '3' })), busy);
  deepEqual(await ask(Promise.reject(new TypeError('Failed to fetch'))), { kind: 'offline' });
  deepEqual(await ask(Promise.reject(new SignedOutError())), { kind: 'signed-out' });
  await rejects(ask(Promise.reject(new RangeError('a bug'))), RangeError);
});

test('a problem of something in between is one, too', () => {
  for (const body of [undefined, null, '<h1>Bad gateway</h1>', { errors: 'none' }]) {
    const expected = { name: 'unknown', title: 'HTTP 502', detail: 'HTTP 502', status: 502, errors: [] };
    deepEqual(readProblem(body, 502), expected);
  }
});

test('Retry-After in seconds, as a date, and as nonsense', () => {
  const now = Date.parse('2026-11-23T10:00:00Z');
  equal(secondsToWait('7', now), 7);
  equal(secondsToWait('Mon, 23 Nov 2026 10:00:30 GMT', now), 30);
  equal(secondsToWait('Mon, 23 Nov 2026 09:00:00 GMT', now), 1);
  equal(secondsToWait('soon', now), 5);
  equal(secondsToWait(null, now), 5);
});

test('If-Match only where something has been read', () => {
  deepEqual(ifMatch('"3"'), { 'If-Match': '"3"' });
  deepEqual(ifMatch(null), {});
});
