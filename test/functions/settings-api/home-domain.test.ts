/**
 * Where homes are on a mail server of their own, mail to the home domain leaves the house like any other: it has
 * levels and entries in the trust store. Where the built-in mailbox is, it has none.
 */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { openHouse, verdict } from './house.ts';

const OPERATOR = { email: 'operator@example.org', 'cognito:groups': ['operators'] };
const override = { domain: 'example.org', level: 'verify' };

const rows: [method: string, path: string, body: object, outside: string, inside: string][] = [
  [
    'PUT',
    '/v1/alias',
    { enabled: true, expert: true, overrides: [override] },
    '200',
    '422 invalid-request body:/overrides/0/domain',
  ],
  [
    'POST',
    '/v1/admin/aliases/overrides',
    { homes: ['operator@example.org'], overrides: [override] },
    '200',
    '422 invalid-request body:/overrides/0/domain',
  ],
  [
    'POST',
    '/v1/admin/trust',
    { domain: 'example.org', kind: 'certificate', sha256: 'ab'.repeat(32) },
    '201',
    '422 invalid-request body:/domain',
  ],
  ['POST', '/v1/admin/trust/preview', { domain: 'example.org' }, '200', '422 invalid-request body:/domain'],
];
for (const [method, path, body, outside, inside] of rows) {
  test(`${method} ${path}: the home domain is one of others where homes are elsewhere`, async () => {
    const relayed = openHouse({ inside: (domain) => domain === 'secure.example.org' });
    equal(verdict(await relayed.ask(method, path, { as: OPERATOR, body })), outside);
    equal(verdict(await openHouse().ask(method, path, { as: OPERATOR, body })), inside);
  });
}
