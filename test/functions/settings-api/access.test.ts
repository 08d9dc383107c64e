import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { ALICE, ALICE_ALIAS, openHouse, verdict, type Asked } from './house.ts';

const OPERATOR = { email: 'operator@example.org', 'cognito:groups': ['operators'] };

const rows: [method: string, path: string, asked: Asked, expected: string, why: string][] = [
  ['GET', '/v1/nothing', {}, '404 not-found', 'an unknown path'],
  ['GET', '/', {}, '404 not-found', 'the root is the web pages, not ours'],
  ['GET', '/v1/alias/', {}, '404 not-found', 'a trailing slash is another path'],
  ['GET', '/v1/nothing', { as: null }, '404 not-found', 'also without sign-in'],
  ['DELETE', '/v1/alias', {}, '405 method-not-allowed', 'a method that the path has not'],
  ['GET', '/v1/alias', { as: null }, '401 not-signed-in', 'no token'],
  ['POST', '/v1/messages', { as: null }, '401 not-signed-in', 'before the body is looked at'],
  ['GET', '/v1/alias', { as: 'eve@other.example' }, '403 not-allowed', 'no user of ours'],
  ['GET', '/v1/alias', { as: ALICE_ALIAS }, '403 not-allowed', 'an alias is no home address'],
  ['GET', '/v1/alias', { as: {} }, '403 not-allowed', 'a token without an address'],
  ['GET', '/v1/alias', { as: { email: 'alice' } }, '403 not-allowed', 'no address at all'],
  ['GET', '/v1/alias', { as: 'alice+x@example.org' }, '403 not-allowed', 'a subaddress could be anybody’s'],
  ['GET', '/v1/alias', { as: 'postmaster@example.org' }, '403 not-allowed', 'RFC 5321 section 4.5.1'],
  ['GET', '/v1/alias', { as: { email: ALICE, email_verified: 'false' } }, '403 not-allowed', 'unverified'],
  [
    'GET',
    '/v1/alias',
    { as: { email: ALICE, email_verified: 'true' } },
    '200',
    'verified, as API Gateway says',
  ],
  ['GET', '/v1/alias', { as: { email: ALICE, email_verified: true } }, '200', 'verified, as a token says'],
  ['GET', '/v1/alias', { as: 'Alice@Example.ORG' }, '200', 'letter case does not matter'],
  ['HEAD', '/v1/alias', {}, '200', 'RFC 9110 section 9.3.2'],
  ['GET', '/v1/admin/aliases', {}, '403 not-allowed', 'users are no operators'],
  ['GET', '/v1/admin/aliases', { as: OPERATOR }, '200', 'groups as an array'],
  [
    'GET',
    '/v1/admin/aliases',
    { as: { ...OPERATOR, 'cognito:groups': '[staff operators]' } },
    '200',
    'groups as API Gateway writes them',
  ],
  [
    'GET',
    '/v1/admin/aliases',
    { as: { ...OPERATOR, 'cognito:groups': '[non-operators]' } },
    '403 not-allowed',
    'a group whose name only contains the word',
  ],
  ['GET', '/v1/admin/trust', { as: null }, '401 not-signed-in', 'no token'],
  ['GET', '/v1/admin/trust', {}, '403 not-allowed', 'the trust store is the operators’'],
  ['POST', '/v1/admin/trust', { body: {} }, '403 not-allowed', 'before the body is looked at'],
  ['PATCH', '/v1/admin/trust/x', { body: {} }, '403 not-allowed', 'users change nothing there'],
  ['DELETE', '/v1/admin/trust/x', {}, '403 not-allowed', 'nor remove anything'],
  ['POST', '/v1/admin/trust/preview', { body: {} }, '403 not-allowed', 'users look at no servers'],
  ['POST', '/v1/admin/aliases/overrides', { body: {} }, '403 not-allowed', 'levels of others'],
  ['PUT', '/v1/admin/trust', { as: OPERATOR }, '405 method-not-allowed', 'a method that the path has not'],
  ['GET', '/healthz', { as: null }, '200', 'public'],
  ['GET', '/v1/openapi.json', { as: null }, '200', 'public'],
  ['GET', '/why-refused', { as: null }, '200', 'public'],
  ['GET', '/v1/messages/%E0%A4%A', {}, '404 not-found', 'a path that is no UTF-8'],
];

for (const [method, path, asked, expected, why] of rows) {
  test(`${method} ${path} as ${JSON.stringify(asked.as ?? ALICE)}: ${expected} (${why})`, async () => {
    equal(verdict(await openHouse().ask(method, path, asked)), expected);
  });
}

test('405 says what the path allows', async () => {
  const { headers } = await openHouse().ask('PUT', '/v1/messages/01KAQ3Y8M4T0Z5N6R7S8V9W1X2');
  equal(headers['allow'], 'GET, HEAD, PATCH, DELETE');
});

test('401 names the scheme', async () => {
  const { headers } = await openHouse().ask('GET', '/v1/alias', { as: null });
  equal(headers['www-authenticate'], 'Bearer');
});

test('a stranger reads in a sentence what is wrong', async () => {
  const { json, headers } = await openHouse().ask('GET', '/v1/alias', { as: 'eve@other.example' });
  equal(headers['content-type'], 'application/problem+json');
  match((json as { detail: string }).detail, /eve@other\.example.*example\.org only/);
});

test('HEAD has no body', async () => {
  const { raw, headers } = await openHouse().ask('HEAD', '/v1/alias');
  equal(raw.length, 0);
  equal(headers['etag'], '"1"');
});

test('the first call of a user makes the alias, switched off, and strangers make none', async () => {
  const house = openHouse();
  await house.ask('GET', '/v1/alias', { as: 'eve@other.example' });
  equal(house.aliases.items.size, 0);
  await house.ask('GET', '/v1/messages', { as: { email: ALICE, name: 'Alice\r\nBcc: eve@other.example' } });
  const alias = house.aliases.items.get(ALICE_ALIAS);
  deepEqual([alias?.enabled, alias?.name], [false, 'Alice Bcc: eve@other.example']);
});

test('without a name in the token the local part is the name', async () => {
  const house = openHouse();
  await house.ask('GET', '/v1/alias');
  equal(house.aliases.items.get(ALICE_ALIAS)?.name, 'Alice');
});

test('answers are nobody else’s: no cache, no guessing of types', async () => {
  const { headers } = await openHouse().ask('GET', '/v1/alias');
  equal(headers['cache-control'], 'no-store');
  equal(headers['x-content-type-options'], 'nosniff');
});

test('a broken store is a 500 that says nothing of the inside, and a fault for us', async () => {
  const house = openHouse();
  house.aliases.get = () => Promise.reject(new Error('table aliases-7F3 not reachable'));
  const answer = await house.ask('GET', '/v1/alias');
  equal(verdict(answer), '500 internal-error');
  equal(answer.raw.includes('aliases-7F3'), false);
  equal(house.observer.faults.length, 1);
});

test('the log names route and status, never the user’s address', async () => {
  const house = openHouse();
  await house.ask('GET', '/v1/messages/01KAQ3Y8M4T0Z5N6R7S8V9W1X2');
  const told = house.observer.lines.map(({ fields }) => [
    fields['method'],
    fields['route'],
    fields['status'],
  ]);
  deepEqual(told, [['GET', '/v1/messages/{id}', 404]]);
  equal(JSON.stringify(house.observer.lines).includes('alice'), false);
});

const OWN_NAMES = { addressClaim: 'upn', groupsClaim: 'groups', operatorsGroup: 'mail-admins' };
const ownRows: [claims: Record<string, unknown>, path: string, expected: string, why: string][] = [
  [{ upn: ALICE }, '/v1/alias', '200', 'the claim that is configured'],
  [{ email: ALICE }, '/v1/alias', '403 not-allowed', 'no other claim stands in for it'],
  [{ upn: ALICE, email: 'eve@other.example' }, '/v1/alias', '200', 'nor is another one looked at'],
  [
    { upn: ALICE, email_verified: false },
    '/v1/alias',
    '403 not-allowed',
    'what the issuer doubts is doubtful',
  ],
  [{ upn: ALICE, groups: ['mail-admins'] }, '/v1/admin/aliases', '200', 'the group that is configured'],
  [{ upn: ALICE, groups: '[staff mail-admins]' }, '/v1/admin/aliases', '200', 'as API Gateway writes it'],
  [
    { upn: ALICE, groups: ['operators'] },
    '/v1/admin/aliases',
    '403 not-allowed',
    'the default is no longer one',
  ],
  [
    { upn: ALICE, 'cognito:groups': ['mail-admins'] },
    '/v1/admin/aliases',
    '403 not-allowed',
    'another claim',
  ],
];

for (const [as, path, expected, why] of ownRows) {
  test(`with names of the organisation's own, ${JSON.stringify(as)} ${path}: ${expected} (${why})`, async () => {
    equal(verdict(await openHouse({ tokenNames: OWN_NAMES }).ask('GET', path, { as })), expected);
  });
}
