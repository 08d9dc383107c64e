/** What a check answers, and to whom; how the look itself goes is tested in shared/next-hop. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import type { NextHopCheck } from '../../../shared/next-hop/check.ts';
import type { Observation } from '../../../shared/policy/judge.ts';
import { BOB, openHouse } from './house.ts';

const met = { verdict: 'met', reason: null, status: null, detail: 'mx.bank.example: TLSv1.3' } as const;
const place = { host: 'mx.bank.example', address: '192.0.2.1' };
const tls = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };
const certificate = {
  sha256: 'aa',
  spkiSha256: 'bb',
  subject: '',
  issuer: '',
  notAfter: '2027-01-01T00:00:00Z',
};
const dnssec = { mx: 'secure', address: 'secure', tlsa: 'secure' } as const;
const data = Buffer.from('abcd', 'hex');
const dane = {
  kind: 'records',
  base: { base: 'mx.bank.example', query: '_25._tcp.mx.bank.example', references: [] },
  records: [{ usage: 3, selector: 1, matchingType: 1, data }],
} as const;
const evidence = {
  base: '_25._tcp.mx.bank.example',
  record: '3 1 1 abcd',
  secure: true,
  usage: 'DANE-EE',
  depth: 0,
  name: null,
} as const;
const encrypted: Observation = {
  ...place,
  kind: 'encrypted',
  tls,
  certificate,
  dnssec,
  dane: { kind: 'matched', evidence },
  trust: { kind: 'not-listed', detail: '' },
  sts: { kind: 'none' },
  offersRequireTls: true,
};
const unreachable: Observation = {
  ...place,
  address: '2001:db8::1',
  kind: 'unreachable',
  detail: 'timed out',
};
const plain: Observation = { host: 'mx2.bank.example', address: '192.0.2.2', kind: 'starttls-missing' };

function seen(...observations: Observation[]): NextHopCheck {
  return {
    levels: {
      encrypt: met,
      'dane-only': met,
      verify: { ...met, verdict: 'policy', reason: 'certificate-not-trusted', status: '5.7.4' },
    },
    known: [],
    seen: observations.map((observation, index) => ({
      route: {
        host: observation.host,
        preference: 10 * (index + 1),
        address: observation.address ?? '',
        dane: observation.host === 'mx.bank.example' ? dane : { kind: 'absent', detail: '' },
        dnssec,
      },
      observation,
    })),
  };
}

const asked = { body: { recipient: 'Bob <bob@bank.example>' } };

test('a host of two addresses is shown once, by the one that came as far as encryption', async () => {
  const house = openHouse({ checkNextHop: () => Promise.resolve(seen(unreachable, encrypted, plain)) });
  const { status, json } = await house.ask('POST', '/v1/checks', asked);
  equal(status, 200);
  deepEqual(json, {
    domain: 'bank.example',
    levels: seen().levels,
    hosts: [
      {
        host: 'mx.bank.example',
        preference: 20,
        addresses: ['2001:db8::1', '192.0.2.1'],
        dnssec,
        starttls: true,
        tls,
        certificate,
        tlsa: ['3 1 1 abcd'],
        dane: evidence,
        trust: null,
        sts: null,
        requireTls: true,
        detail: null,
      },
      {
        host: 'mx2.bank.example',
        preference: 30,
        addresses: ['192.0.2.2'],
        dnssec,
        starttls: false,
        tls: null,
        certificate: null,
        tlsa: [],
        dane: null,
        trust: null,
        sts: null,
        requireTls: false,
        detail: 'mx2.bank.example: no STARTTLS in the answer to EHLO',
      },
    ],
  });
});

test('a host of which only a failed lookup is known is shown, with what DNS said', async () => {
  const bogus = {
    kind: 'lookup-failed',
    host: 'mx3.bank.example',
    address: null,
    detail: 'the signatures do not verify',
    ownFault: false,
    security: 'bogus',
  } as const;
  const house = openHouse({ checkNextHop: () => Promise.resolve({ ...seen(plain), known: [bogus] }) });
  const { json } = await house.ask('POST', '/v1/checks', asked);
  const [, host] = (json as { hosts: Record<string, unknown>[] }).hosts;
  deepEqual(
    [host?.['host'], host?.['preference'], host?.['dnssec'], host?.['detail']],
    ['mx3.bank.example', null, { mx: null, address: 'bogus', tlsa: null }, 'the signatures do not verify'],
  );
});

test('mail to our own domains stays inside: nobody is looked at', async () => {
  const house = openHouse({ checkNextHop: () => Promise.reject(new Error('looked')) });
  const { status, json } = await house.ask('POST', '/v1/checks', {
    body: { recipient: 'bob@secure.example.org' },
  });
  equal(status, 200);
  const { levels, hosts } = json as { levels: Record<string, { verdict: string }>; hosts: unknown[] };
  deepEqual([levels['verify']?.verdict, hosts], ['met', []]);
});

test('sixty in a minute, each user on their own; then 429 says when to come back', async () => {
  const house = openHouse({ checkNextHop: () => Promise.resolve(seen()) });
  for (let count = 0; count < 60; count += 1) {
    equal((await house.ask('POST', '/v1/checks', asked)).status, 200);
  }
  const { status, headers, json } = await house.ask('POST', '/v1/checks', asked);
  equal(status, 429);
  match(headers['retry-after'] ?? '', /^[0-9]+$/);
  equal((json as { type: string }).type, 'urn:secure-alias:problem:too-many-requests');
  equal((await house.ask('POST', '/v1/checks', { ...asked, as: BOB })).status, 200);
});

const bad: [body: unknown, pointer: string][] = [
  [{ recipient: 'bank.example' }, '/recipient'],
  [{ recipient: 'bob@[192.0.2.1]' }, '/recipient'],
  [{ recipient: 'bob@a.example, eve@b.example' }, '/recipient'],
  [{ recipient: 'bob@localhost' }, '/recipient'],
  [{}, '/recipient'],
  [{ recipient: 'bob@bank.example', port: 22 }, '/port'],
];
for (const [body, pointer] of bad) {
  test(`${JSON.stringify(body)} is refused, and nobody is looked at`, async () => {
    const house = openHouse({ checkNextHop: () => Promise.reject(new Error('looked')) });
    const { status, json } = await house.ask('POST', '/v1/checks', { body });
    equal(status, 422);
    deepEqual(
      (json as { errors: { pointer: string }[] }).errors.map((error) => error.pointer),
      [pointer],
    );
  });
}
