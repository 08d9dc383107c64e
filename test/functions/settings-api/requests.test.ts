import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { encodeCursor } from '../../../shared/store/table.ts';
import { openHouse, verdict, type Asked } from './house.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const OPERATOR = { email: 'operator@example.org', 'cognito:groups': ['operators'] };
const ID = '01KAQ3Y8M4T0Z5N6R7S8V9W1X2';

/** Rules that hold for every route, shown at some. */
const bodies: [method: string, path: string, asked: Asked, expected: string, why: string][] = [
  ['PUT', '/v1/alias', { body: '{"enabled":true}' }, '415 unsupported-media-type', 'no content type'],
  [
    'PUT',
    '/v1/alias',
    { headers: { 'Content-Type': 'text/plain' }, body: '{"enabled":true}' },
    '415 unsupported-media-type',
    'another content type',
  ],
  [
    'PUT',
    '/v1/alias',
    { headers: { 'Content-Type': 'message/rfc822' }, body: 'From: x' },
    '415 unsupported-media-type',
    'messages are for /v1/messages',
  ],
  [
    'PUT',
    '/v1/alias',
    { headers: { 'Content-Type': 'Application/JSON; charset=utf-8' }, body: '{"enabled":true}' },
    '200',
    'case and parameters do not matter (RFC 9110 section 8.3.1)',
  ],
  ['PUT', '/v1/alias', { headers: JSON_TYPE, body: Buffer.from('{"enabled":true}') }, '200', 'as base64'],
  ['PUT', '/v1/alias', { headers: JSON_TYPE, body: '{"enabled":' }, '400 unparsable-json', 'cut off'],
  ['PUT', '/v1/alias', { headers: JSON_TYPE }, '400 unparsable-json', 'no body'],
  [
    'PUT',
    '/v1/alias',
    { headers: JSON_TYPE, body: Buffer.from([0x22, 0xff, 0x22]) },
    '400 unparsable-json',
    'no UTF-8 (RFC 8259 section 8.1)',
  ],
  [
    'PUT',
    '/v1/alias',
    { headers: JSON_TYPE, body: `{"enabled":true,"x":"${'x'.repeat(256 * 1024)}"}` },
    '413 too-large',
    'over 256 KiB',
  ],
  [
    'PUT',
    '/v1/alias',
    { headers: JSON_TYPE, body: '{"enabled":true,"__proto__":{"expert":true}}' },
    '422 invalid-request body:/__proto__',
    'a field like any other',
  ],
  [
    'POST',
    '/v1/messages',
    { headers: { 'Content-Type': 'multipart/form-data' }, body: 'x' },
    '415 unsupported-media-type',
    'neither of the two forms',
  ],
  [
    'POST',
    '/v1/messages',
    { headers: JSON_TYPE, body: `"${'x'.repeat(2.5 * 1024 * 1024)}"` },
    '413 too-large',
    'far over what any message could need',
  ],
];

const queries: [path: string, query: Record<string, string>, expected: string, why: string][] = [
  ['/v1/messages', { limit: '1' }, '200', 'the least'],
  ['/v1/messages', { limit: '100' }, '200', 'the most'],
  ['/v1/messages', { limit: '0' }, '422 invalid-request query:/limit', 'too few'],
  ['/v1/messages', { limit: '101' }, '422 invalid-request query:/limit', 'too many'],
  ['/v1/messages', { limit: '-1' }, '422 invalid-request query:/limit', 'negative'],
  ['/v1/messages', { limit: '1e1' }, '422 invalid-request query:/limit', 'no plain number'],
  ['/v1/messages', { limit: '' }, '422 invalid-request query:/limit', 'empty'],
  ['/v1/messages', { limit: '5,6' }, '422 invalid-request query:/limit', 'given twice'],
  ['/v1/messages', { folder: 'trash' }, '422 invalid-request query:/folder', 'no such folder'],
  ['/v1/messages', { folder: 'sent' }, '200', 'the other folder'],
  ['/v1/messages', { page: '2' }, '422 invalid-request query:/page', 'unknown'],
  ['/v1/messages', { cursor: encodeCursor(`inbox#${ID}`) }, '200', 'of this folder'],
  [
    '/v1/messages',
    { cursor: encodeCursor(`sent#${ID}`) },
    '422 invalid-request query:/cursor',
    'of the other',
  ],
  ['/v1/messages', { cursor: encodeCursor('inbox#x') }, '422 invalid-request query:/cursor', 'made up'],
  ['/v1/messages', { cursor: '%%%' }, '422 invalid-request query:/cursor', 'not from us'],
  ['/v1/messages', { cursor: '' }, '422 invalid-request query:/cursor', 'empty'],
  ['/v1/deliveries', { state: 'bounced' }, '200', 'one state'],
  ['/v1/deliveries', { state: 'lost' }, '422 invalid-request query:/state', 'no such state'],
  ['/v1/deliveries', { cursor: encodeCursor(ID) }, '200', 'of this list'],
  [
    '/v1/deliveries',
    { cursor: encodeCursor(`inbox#${ID}`) },
    '422 invalid-request query:/cursor',
    'of another',
  ],
  ['/v1/deliveries', { limit: 'x', state: 'x' }, '422 invalid-request query:/state query:/limit', 'both'],
  ['/v1/refusals', { cursor: encodeCursor('2026-11-23T10#0123456789abcdef') }, '200', 'of this list'],
  ['/v1/refusals', { cursor: encodeCursor(ID) }, '422 invalid-request query:/cursor', 'of another'],
  ['/v1/admin/aliases', { cursor: encodeCursor('a@secure.example.org') }, '200', 'of this list'],
  ['/v1/admin/aliases', { cursor: encodeCursor('x') }, '422 invalid-request query:/cursor', 'of another'],
];

for (const [method, path, asked, expected, why] of bodies) {
  test(`${method} ${path}: ${expected} (${why})`, async () => {
    equal(verdict(await openHouse().ask(method, path, asked)), expected);
  });
}

for (const [path, query, expected, why] of queries) {
  test(`GET ${path}?${new URLSearchParams(query).toString()}: ${expected} (${why})`, async () => {
    const house = openHouse();
    equal(verdict(await house.ask('GET', path, { as: OPERATOR, query })), expected);
    equal(house.observer.faults.length, 0);
  });
}

test('the sentence of a problem names the first part and counts the rest, without quoting values', async () => {
  const body = { enabled: 'hunter2', level: 'x', expert: 1 };
  const { json } = await openHouse().ask('PUT', '/v1/alias', { body });
  const { detail } = json as { detail: string };
  equal(detail, '/enabled in the body: Invalid input: expected boolean, received string (and 2 more).');
});
