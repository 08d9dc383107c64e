import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import type { Presented } from '../../../shared/next-hop/presented.ts';
import { makeCertificate } from '../../shared/tls/certificate-maker.ts';
import { NOW, openHouse, verdict, type Asked, type House } from './house.ts';

const OPERATOR = { email: 'operator@example.org', 'cognito:groups': ['operators'] };
const PATH = '/v1/admin/trust';
const HEX = 'ab'.repeat(32);
const day = (days: number): string => new Date(NOW + days * 86_400_000).toISOString();

const server = makeCertificate({ subject: 'mx.bank.example', names: ['mx.bank.example'] });
const authority = makeCertificate({ subject: 'Bank CA', ca: true, keyUsage: [5, 6] });
const issued = makeCertificate({ subject: 'mx.bank.example', names: ['mx.bank.example'], issuer: authority });
const privateKey = server.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();

type Json = Record<string, unknown>;

const ask = (house: House, method: string, path: string, asked: Asked = {}) =>
  house.ask(method, path, { as: OPERATOR, ...asked });

async function add(house: House, body: Json): Promise<Json> {
  const answer = await ask(house, 'POST', PATH, { body });
  equal(answer.status, 201, answer.raw.toString());
  return answer.json as Json;
}

const digest = { domain: 'bank.example', kind: 'certificate', sha256: HEX };
const pasted = { domain: 'bank.example', kind: 'certificate', pem: server.pem };

const additions: [body: unknown, expected: string, why: string][] = [
  [digest, '201', 'a digest'],
  [{ ...digest, sha256: HEX.toUpperCase().replace(/(..)(?=.)/g, '$1:') }, '201', 'as OpenSSL shows it'],
  [pasted, '201', 'a certificate'],
  [{ ...pasted, kind: 'public-key' }, '201', 'the key of a certificate'],
  [{ ...pasted, kind: 'ca', pem: authority.pem }, '201', 'a private authority'],
  [{ ...pasted, kind: 'ca' }, '422 invalid-request body:/pem', 'no authority'],
  [{ ...pasted, pem: 'nothing' }, '422 invalid-request body:/pem', 'no PEM'],
  [{ ...pasted, pem: privateKey }, '422 invalid-request body:/pem', 'a private key'],
  [{ ...pasted, sha256: HEX }, '422 invalid-request body:/sha256', 'both'],
  [{ domain: 'bank.example', kind: 'ca' }, '422 invalid-request body:/pem', 'neither'],
  [{ ...digest, sha256: 'ab' }, '422 invalid-request body:/sha256', 'too short'],
  [{ ...digest, sha256: 'ab'.repeat(20) }, '422 invalid-request body:/sha256', 'SHA-1'],
  [{ ...digest, kind: 'key' }, '422 invalid-request body:/kind', 'no such kind'],
  [{ ...digest, domain: 'bank' }, '422 invalid-request body:/domain', 'one label'],
  [{ ...digest, domain: '[192.0.2.1]' }, '422 invalid-request body:/domain', 'a literal'],
  [{ ...digest, domain: 'example.org' }, '422 invalid-request body:/domain', 'our home domain'],
  [{ ...digest, domain: 'secure.example.org' }, '422 invalid-request body:/domain', 'our alias domain'],
  [{ ...digest, notAfter: day(1) }, '201', 'an end ahead'],
  [{ ...digest, notAfter: '2027-01-31T23:59:59+01:00' }, '201', 'with an offset'],
  [{ ...digest, notAfter: day(0) }, '422 invalid-request body:/notAfter', 'an end that has come'],
  [{ ...digest, notAfter: day(-1) }, '422 invalid-request body:/notAfter', 'an end that has passed'],
  [{ ...digest, notAfter: 'tomorrow' }, '422 invalid-request body:/notAfter', 'no time'],
  [{ ...digest, note: 'a\nb' }, '422 invalid-request body:/note', 'a note of two lines'],
  [{ ...digest, x: 1 }, '422 invalid-request body:/x', 'unknown fields'],
];

for (const [body, expected, why] of additions) {
  test(`POST ${PATH}, ${why}: ${expected}`, async () => {
    const house = openHouse();
    equal(verdict(await ask(house, 'POST', PATH, { body })), expected);
    equal(house.trustEntries.items.size, expected === '201' ? 1 : 0);
  });
}

test('an entry is answered whole, canonical, with who and when', async () => {
  const house = openHouse();
  const answer = await ask(house, 'POST', PATH, {
    body: { ...digest, domain: 'BÄNK.example', note: 'by phone', notAfter: '2027-01-31T23:59:59+01:00' },
  });
  const { id, etag, ...rest } = answer.json as Json;
  match(String(id), /^[0-9A-Z]{26}$/);
  equal(answer.headers['etag'], etag);
  deepEqual(rest, {
    domain: 'xn--bnk-qla.example',
    kind: 'certificate',
    sha256: HEX,
    pem: null,
    note: 'by phone',
    notAfter: '2027-01-31T22:59:59.000Z',
    certificateNotAfter: null,
    ended: false,
    warnings: [],
    addedBy: 'operator@example.org',
    addedAt: day(0),
    changedBy: null,
    changedAt: null,
  });
});

test('the same again is a conflict that names the entry; another kind or domain is not', async () => {
  const house = openHouse();
  const { id } = await add(house, pasted);
  const again = await ask(house, 'POST', PATH, { body: { ...pasted, note: 'again' } });
  equal(verdict(again), '409 trust-entry-exists');
  ok((again.json as { detail: string }).detail.includes(String(id)));
  await add(house, { ...pasted, kind: 'public-key' });
  await add(house, { ...pasted, domain: 'other.example' });
});

test('a domain has 50 entries at most', async () => {
  const house = openHouse();
  const at = (index: number) => ({ ...digest, sha256: index.toString(16).padStart(64, '0') });
  for (let index = 0; index < 50; index += 1) await add(house, at(index));
  equal(verdict(await ask(house, 'POST', PATH, { body: at(50) })), '409 too-many-trust-entries');
  equal(verdict(await ask(house, 'POST', PATH, { body: at(1) })), '409 trust-entry-exists');
});

test('an end after that of the certificate is taken, and said', async () => {
  const house = openHouse();
  const { warnings } = await add(house, { ...pasted, notAfter: day(400) });
  match(String((warnings as string[])[0]), /certificate ends on 2027-01-22, before this entry does/);
  const { warnings: none } = await add(house, { ...pasted, kind: 'public-key', notAfter: day(30) });
  deepEqual(none, []);
});

test('a private key is in no answer, no store and no log line', async () => {
  const house = openHouse();
  const secret = privateKey.split('\n')[1] ?? '';
  for (const field of ['pem', 'sha256', 'note', 'domain']) {
    const { raw } = await ask(house, 'POST', PATH, { body: { ...digest, [field]: privateKey } });
    equal(raw.includes(secret), false, field);
  }
  equal(
    JSON.stringify([...house.trustEntries.items.values(), ...house.observer.lines]).includes(secret),
    false,
  );
});

test('the list comes in pages, of all domains or of one', async () => {
  const house = openHouse();
  for (const digit of ['1', '2', '3']) {
    await add(house, { ...digest, sha256: digit.repeat(64) });
    await add(house, { ...digest, domain: 'other.example', sha256: digit.repeat(64) });
  }
  const list = async (query: Record<string, string>) =>
    (await ask(house, 'GET', PATH, { query })).json as { items: Json[]; next: string | null };
  const first = await list({ limit: '4' });
  const second = await list({ limit: '4', cursor: first.next ?? '' });
  equal(new Set([...first.items, ...second.items].map(({ id }) => id)).size, 6);
  equal(second.next, null);
  const one = await list({ domain: 'Bank.example', limit: '2' });
  const rest = await list({ domain: 'bank.example', limit: '2', cursor: one.next ?? '' });
  deepEqual(
    [...one.items, ...rest.items].map(({ domain }) => domain),
    ['bank.example', 'bank.example', 'bank.example'],
  );
  const wrong = await ask(house, 'GET', PATH, { query: { domain: 'x.example', cursor: one.next ?? '' } });
  equal(verdict(wrong), '422 invalid-request query:/cursor');
  equal(
    verdict(await ask(house, 'GET', PATH, { query: { cursor: 'x' } })),
    '422 invalid-request query:/cursor',
  );
});

const changes: [body: unknown, expected: string, why: string][] = [
  [{ note: 'checked again' }, '200', 'the note'],
  [{ notAfter: day(30) }, '200', 'the end'],
  [{ notAfter: null }, '200', 'no end any more'],
  [{ note: '', notAfter: day(1) }, '200', 'both'],
  [{}, '422 invalid-request body:', 'nothing'],
  [{ notAfter: day(-1) }, '422 invalid-request body:/notAfter', 'an end that has passed'],
  [{ note: 'x', sha256: HEX }, '422 invalid-request body:/sha256', 'what is trusted does not change'],
];
for (const [body, expected, why] of changes) {
  test(`PATCH, ${why}: ${expected}`, async () => {
    const house = openHouse();
    const { id } = await add(house, { ...digest, notAfter: day(10), note: 'n' });
    const answer = await ask(house, 'PATCH', `${PATH}/${String(id)}`, { body });
    equal(verdict(answer), expected);
    if (expected !== '200') return;
    const { note, notAfter, changedBy, changedAt } = answer.json as Json;
    deepEqual(
      { note, notAfter, changedBy, changedAt },
      {
        note: 'n',
        notAfter: day(10),
        ...(body as Json),
        changedBy: 'operator@example.org',
        changedAt: day(0),
      },
    );
  });
}

test('If-Match is honoured by PATCH and DELETE, and unknown entries are not found', async () => {
  const house = openHouse();
  const { id, etag } = await add(house, digest);
  const path = `${PATH}/${String(id)}`;
  const stale = { 'If-Match': '"0-0"' };
  const held = { 'If-Match': String(etag) };
  const body = { note: 'x' };
  equal(verdict(await ask(house, 'PATCH', path, { body, headers: stale })), '412 precondition-failed');
  equal(verdict(await ask(house, 'PATCH', path, { body, headers: held })), '200');
  equal(verdict(await ask(house, 'PATCH', path, { body, headers: held })), '412 precondition-failed');
  equal(verdict(await ask(house, 'DELETE', path, { headers: held })), '412 precondition-failed');
  equal(verdict(await ask(house, 'DELETE', path)), '204');
  equal(verdict(await ask(house, 'DELETE', path)), '404 not-found');
  equal(verdict(await ask(house, 'PATCH', path, { body })), '404 not-found');
  equal(verdict(await ask(house, 'DELETE', `${PATH}/x`)), '404 not-found');
});

test('an entity tag of an entry does not hold for the one that was added anew', async () => {
  let now = NOW;
  const house = openHouse({ now: () => (now += 1000) });
  const { id, etag } = await add(house, digest);
  await ask(house, 'DELETE', `${PATH}/${String(id)}`);
  equal((await add(house, digest))['id'], id);
  const headers = { 'If-Match': String(etag) };
  equal(verdict(await ask(house, 'DELETE', `${PATH}/${String(id)}`, { headers })), '412 precondition-failed');
});

test('of two changes at once both are made, one on top of the other', async () => {
  const house = openHouse();
  const { id } = await add(house, digest);
  const bodies = [{ note: 'one' }, { notAfter: day(3) }];
  const answers = await Promise.all(
    bodies.map((body) => ask(house, 'PATCH', `${PATH}/${String(id)}`, { body })),
  );
  deepEqual(answers.map(verdict), ['200', '200']);
  const stored = house.trustEntries.items.get(String(id));
  deepEqual([stored?.note, stored?.notAfter, stored?.version], ['one', day(3), 3]);
  house.trustEntries.change = () => Promise.resolve(null);
  const lost = await ask(house, 'PATCH', `${PATH}/${String(id)}`, { body: { note: 'x' } });
  equal(verdict(lost), '409 changed-meanwhile');
});

test('every action of an operator is a log line: who, what, which domain', async () => {
  const house = openHouse();
  const { id } = await add(house, digest);
  await ask(house, 'POST', `${PATH}/preview`, { body: { domain: 'bank.example' } });
  await ask(house, 'PATCH', `${PATH}/${String(id)}`, { body: { note: 'x' } });
  await ask(house, 'DELETE', `${PATH}/${String(id)}`);
  const told = house.observer.lines
    .filter(({ message }) => message.startsWith('trust '))
    .map(({ message, fields }) => [message, fields['operator'], fields['domain']]);
  deepEqual(
    told,
    ['trust entry added', 'trust preview', 'trust entry changed', 'trust entry removed'].map((what) => [
      what,
      'operator@example.org',
      'bank.example',
    ]),
  );
});

const presented: Presented = {
  kind: 'hosts',
  hosts: [
    {
      host: 'mx.bank.example',
      preference: 10,
      address: '192.0.2.25',
      chain: [issued.der, authority.der, Buffer.from('no certificate')],
      tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
      problem: null,
    },
    { host: 'b.bank.example', preference: 20, address: null, chain: [], tls: null, problem: 'no STARTTLS' },
  ],
};

test('a preview shows what is presented, ready to be compared, and what matches already', async () => {
  const house = openHouse({ lookAt: () => Promise.resolve(presented) });
  const ca = await add(house, { ...pasted, kind: 'ca', pem: authority.pem });
  const key = await add(house, { ...pasted, kind: 'public-key', pem: issued.pem });
  await add(house, pasted);
  const answer = await ask(house, 'POST', `${PATH}/preview`, { body: { domain: 'bank.example' } });
  const { hosts, entries, detail } = answer.json as {
    hosts: { certificates: Json[]; matches: Json[]; verdict: string | null; problem: string | null }[];
    entries: Json[];
    detail: null;
  };
  equal(detail, null);
  equal(entries.length, 3);
  const [first, second] = hosts;
  deepEqual([first?.verdict, second?.verdict, second?.problem], ['matched', null, 'no STARTTLS']);
  deepEqual(new Set(first?.matches.map(({ id }) => id)), new Set([ca['id'], key['id']]));
  const [end, above, unreadable] = first?.certificates ?? [];
  deepEqual(
    [end?.['subject'], end?.['issuer'], end?.['names'], end?.['authority'], above?.['authority']],
    ['CN=mx.bank.example', 'CN=Bank CA', ['mx.bank.example'], false, true],
  );
  match(String(end?.['sha256Colons']), /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  equal(String(end?.['sha256Colons']).replaceAll(':', '').toLowerCase(), end?.['sha256']);
  deepEqual([unreadable?.['subject'], unreadable?.['spkiSha256']], [null, null]);
  // What is shown can be added as it is shown.
  const shown = { domain: 'third.example', kind: 'certificate' };
  const byPem = await add(house, { ...shown, pem: end?.['pem'] });
  const byDigest = await ask(house, 'POST', PATH, { body: { ...shown, sha256: end?.['sha256Colons'] } });
  equal(byPem['sha256'], end?.['sha256']);
  equal(verdict(byDigest), '409 trust-entry-exists');
});

const previews: [domain: string, expected: string, why: string][] = [
  ['nowhere.example', '200', 'no hosts is an answer'],
  ['example.org', '422 invalid-request body:/domain', 'our own domain'],
  ['nowhere', '422 invalid-request body:/domain', 'no mail domain'],
];
for (const [domain, expected, why] of previews) {
  test(`preview of ${domain}: ${expected} (${why})`, async () => {
    const answer = await ask(openHouse(), 'POST', `${PATH}/preview`, { body: { domain } });
    equal(verdict(answer), expected);
  });
}
