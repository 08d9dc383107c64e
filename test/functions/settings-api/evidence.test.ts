import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { preferredMedia } from '../../../functions/settings-api/accepted-media.ts';
import { readDocument } from '../../../shared/evidence/document.ts';
import { verifyEvidence } from '../../../shared/evidence/verify.ts';
import type { Delivery } from '../../../shared/store/delivery.ts';
import { cameBack, ended } from '../../shared/evidence/ended.ts';
import { ALICE_ALIAS, BOB, openHouse, verdict, type Asked, type House } from './house.ts';

interface Signed {
  readonly jws: string;
  readonly claims: { readonly sender: string; readonly message: { readonly subject: string | null } };
  readonly keys: string;
}

function houseWith(delivery: Delivery): { house: House; ask: (asked?: Asked) => ReturnType<House['ask']> } {
  const house = openHouse();
  house.deliveries.items.set(delivery.id, delivery);
  return { house, ask: (asked) => house.ask('GET', `/v1/deliveries/${delivery.id}/evidence`, asked) };
}

async function verified(house: House, jws: string): Promise<string> {
  const { json } = await house.ask('GET', '/v1/evidence-keys', { as: null });
  return (await verifyEvidence(jws, json)).kind;
}

for (const delivery of [ended(), cameBack()]) {
  test(`${delivery.state}: JSON with the JWS, what is in it, and where the keys are`, async () => {
    const { house, ask } = houseWith(delivery);
    const { status, headers, json } = await ask();
    equal(status, 200);
    equal(headers['content-type'], 'application/json');
    equal(headers['content-disposition'], `attachment; filename="evidence-${delivery.id}.json"`);
    const { jws, claims, keys } = json as Signed;
    equal(keys, 'https://mail.example.org/v1/evidence-keys');
    equal(claims.sender, ALICE_ALIAS);
    deepEqual(JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()), claims);
    equal(await verified(house, jws), 'verified');
  });
}

test('the JWS alone', async () => {
  const { house, ask } = houseWith(ended());
  const { headers, raw } = await ask({ headers: { accept: 'application/jose' } });
  equal(headers['content-type'], 'application/jose');
  match(headers['content-disposition'] ?? '', /\.jws"$/);
  equal(await verified(house, raw.toString()), 'verified');
});

test('the document for people, in the owner’s language or the one asked for, shut in', async () => {
  const { house, ask } = houseWith(ended());
  const headers = { accept: 'text/html,application/xhtml+xml;q=0.9,*/*;q=0.8' };
  const english = await ask({ headers });
  equal(english.headers['content-type'], 'text/html; charset=utf-8');
  match(english.headers['content-disposition'] ?? '', /^attachment; filename="evidence-\w+\.html"$/);
  match(
    english.headers['content-security-policy'] ?? '',
    /^default-src 'none'; style-src 'sha256-.*sandbox$/,
  );
  match(english.raw.toString(), /<html lang="en">[^]*Delivered to mx\.good\.example over TLS 1\.3/);
  const asked = await ask({ headers, query: { language: 'de' } });
  match(asked.raw.toString(), /<html lang="de">/);
  await house.ask('PUT', '/v1/alias', { body: { enabled: true, language: 'de' } });
  const german = await ask({ headers });
  match(german.raw.toString(), /<html lang="de">[^]*über TLS 1\.3 zugestellt/);
  const reading = readDocument(german.raw.toString());
  equal(reading.kind === 'document' && (await verified(house, reading.jws)), 'verified');
});

test('the subject stays out where it is not wanted', async () => {
  const { ask } = houseWith(ended());
  equal(((await ask()).json as Signed).claims.message.subject, 'Lunch');
  const without = await ask({ query: { subject: 'omit' } });
  equal((without.json as Signed).claims.message.subject, null);
  doesNotMatch(
    (await ask({ query: { subject: 'omit' }, headers: { accept: 'text/html' } })).raw.toString(),
    /Lunch/,
  );
});

test('what is under way is 409, with a sentence that says when to come back', async () => {
  const { ask } = houseWith(ended({ state: 'delayed', finishedAt: null }));
  const answer = await ask();
  equal(verdict(answer), '409 delivery-not-finished');
  match((answer.json as { detail: string }).detail, /still under way.*once it is delivered or has come back/);
});

test('another user’s, the system’s own, and one that never was are 404; nobody is 401', async () => {
  const { house, ask } = houseWith(ended());
  equal(verdict(await ask({ as: BOB })), '404 not-found');
  equal(verdict(await ask({ as: null })), '401 not-signed-in');
  equal(verdict(await house.ask('GET', '/v1/deliveries/x/evidence')), '404 not-found');
  const { owner, ...system } = ended();
  equal(typeof owner, 'string');
  equal(verdict(await houseWith(system).ask()), '404 not-found');
});

test('a language or a wish that is not known is 422 at its name', async () => {
  const { ask } = houseWith(ended());
  equal(verdict(await ask({ query: { language: 'fr' } })), '422 invalid-request query:/language');
  equal(verdict(await ask({ query: { subject: 'no' } })), '422 invalid-request query:/subject');
  equal(verdict(await ask({ query: { lang: 'de' } })), '422 invalid-request query:/lang');
});

test('a key that cannot be used is a fault of ours, and says nothing of it', async () => {
  const house = openHouse({
    evidence: {
      sign: () => Promise.reject(new Error('KMS: key disabled')),
      publicKeys: () => Promise.reject(new Error('KMS: key disabled')),
    },
  });
  const { id } = ended();
  house.deliveries.items.set(id, ended());
  for (const path of [`/v1/deliveries/${id}/evidence`, '/v1/evidence-keys']) {
    const answer = await house.ask('GET', path);
    equal(verdict(answer), '500 internal-error');
    doesNotMatch(answer.raw.toString(), /KMS/);
  }
});

test('the public keys are for everybody, and may be kept for an hour', async () => {
  const { status, headers, json } = await openHouse().ask('GET', '/v1/evidence-keys', { as: null });
  equal(status, 200);
  equal(headers['cache-control'], 'public, max-age=3600');
  const [key] = (json as { keys: Record<string, string>[] }).keys;
  deepEqual(Object.keys(key ?? {}).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
});

const offered = ['application/json', 'application/jose', 'text/html'] as const;
const rows: [accept: string | null, media: string, why: string][] = [
  [null, 'application/json', 'no wish'],
  ['*/*', 'application/json', 'anything'],
  ['text/html', 'text/html', 'a page'],
  ['TEXT/HTML; charset=utf-8', 'text/html', 'letter case and other parameters'],
  ['application/*', 'application/json', 'the first of a kind'],
  ['text/*, application/json;q=0.5', 'text/html', 'a kind before a weaker one'],
  ['application/json;q=0.1, application/jose;q=0.2', 'application/jose', 'by weight'],
  ['*/*, application/json;q=0', 'application/jose', 'anything but that'],
  ['image/png', 'application/json', 'what is not there: RFC 9110 section 12.4.1 lets us'],
  ['text/html;q=x', 'application/json', 'a weight that is none'],
];
for (const [accept, media, why] of rows) {
  test(`Accept: ${accept ?? '(none)'} → ${media} (${why})`, () => {
    equal(preferredMedia(accept, offered), media);
  });
}
