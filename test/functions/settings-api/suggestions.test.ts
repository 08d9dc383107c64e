import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { suggest, type DeliveryRecord } from '../../../functions/settings-api/suggestion-rules.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type { Level, LevelSettings } from '../../../shared/policy/level.ts';
import type { Reason } from '../../../shared/policy/reason.ts';
import { newDelivery, type Receipt } from '../../../shared/store/delivery.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { ALICE, ALICE_ALIAS, BOB, NOW, openHouse } from './house.ts';

const DAY = 24 * 3600_000;
const RECEIPT: Receipt = {
  at: '2026-11-23T10:00:02.000Z',
  host: 'mx.one.example',
  address: '192.0.2.1',
  level: 'encrypt',
  tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
  certificate: {
    sha256: 'aa',
    spkiSha256: 'bb',
    subject: 'CN=a',
    issuer: 'CN=b',
    notAfter: '2027-01-01T00:00:00Z',
  },
  dnssec: { mx: 'secure', address: 'secure', tlsa: 'secure' },
  dane: null,
  trust: null,
  sts: null,
  requireTls: false,
  reply: '250 ok',
};
const dane = { base: 'x', record: '3 1 1 aa', secure: true, usage: 'DANE-EE', depth: 0, name: null } as const;
const trust = { id: 'x', kind: 'certificate' } as const;

let at = 0;
function record(domain: string, more: Partial<DeliveryRecord> = {}): DeliveryRecord {
  at += 1;
  return {
    messageId: `m${at}`,
    domain: domain as Domain,
    level: 'encrypt',
    levelSource: 'default',
    createdAt: at,
    recipients: [],
    receipt: null,
    ...more,
  };
}
const went = (domain: string, evidence: Partial<Receipt> = {}, more: Partial<DeliveryRecord> = {}) =>
  record(domain, { receipt: { ...RECEIPT, ...evidence }, ...more });
const back = (
  domain: string,
  level: Level,
  reason: Reason,
  status = '5.7.4',
  more: Partial<DeliveryRecord> = {},
) =>
  record(domain, {
    level,
    recipients: [{ address: `x@${domain}`, state: 'bounced', status, reason, detail: null }],
    ...more,
  });

const plain: LevelSettings = { level: 'encrypt', overrides: [] };
const daneOnly: LevelSettings = { level: 'dane-only', overrides: [] };
const verify: LevelSettings = { level: 'verify', overrides: [] };
const overriding = (domain: string, level: Level): LevelSettings => ({
  level: 'encrypt',
  overrides: [{ domain: domain as Domain, level }],
});

const rows: [why: string, records: DeliveryRecord[], settings: LevelSettings, expected: string][] = [
  ['nothing was sent', [], plain, ''],
  [
    'all had DANE',
    [went('one.example', { dane }), went('two.example', { dane }), went('two.example', { dane })],
    plain,
    'dane-only works for 2 domains, 3 messages',
  ],
  ['one domain had none', [went('one.example', { dane }), went('two.example')], plain, ''],
  ['once it was missing', [went('one.example', { dane }), went('one.example')], plain, ''],
  [
    'all were checked by hand',
    [went('one.example', { trust })],
    plain,
    'verify works for 1 domains, 1 messages',
  ],
  [
    'both',
    [went('one.example', { trust, dane })],
    plain,
    'dane-only works for 1 domains, 1 messages; verify works for 1 domains, 1 messages',
  ],
  [
    'only what is stricter than the default',
    [went('one.example', { trust, dane })],
    daneOnly,
    'verify works for 1 domains, 1 messages',
  ],
  ['nothing is stricter', [went('one.example', { trust, dane })], verify, ''],
  [
    'a domain with a level of its own is no witness',
    [went('one.example', { dane }, { levelSource: 'override' })],
    plain,
    '',
  ],
  [
    'nor against it',
    [went('one.example', { dane }), went('two.example', {}, { levelSource: 'override' })],
    plain,
    'dane-only works for 1 domains, 1 messages',
  ],
  [
    'somebody without encryption',
    [went('one.example', { dane }), back('two.example', 'encrypt', 'starttls-not-supported')],
    plain,
    '',
  ],
  [
    'an address with a typing mistake says nothing',
    [went('one.example', { dane }), back('two.example', 'encrypt', 'recipient-refused', '5.1.1')],
    plain,
    'dane-only works for 1 domains, 1 messages',
  ],
  [
    'what is under way says nothing',
    [went('one.example', { dane }), record('two.example')],
    plain,
    'dane-only works for 1 domains, 1 messages',
  ],

  [
    'no DANE there',
    [back('one.example', 'dane-only', 'dane-required'), back('one.example', 'dane-only', 'dane-required')],
    daneOnly,
    'one.example: dane-only brought 2 back, encrypt',
  ],
  [
    'a record that cannot be used',
    [back('one.example', 'dane-only', 'tlsa-invalid')],
    daneOnly,
    'one.example: dane-only brought 1 back, encrypt',
  ],
  [
    'a level for this domain',
    [back('one.example', 'verify', 'certificate-not-trusted')],
    overriding('one.example', 'verify'),
    'one.example: verify brought 1 back, encrypt',
  ],
  [
    'not checked, but DANE is there',
    [
      went('one.example', { dane }, { levelSource: 'override' }),
      back('one.example', 'verify', 'certificate-not-trusted'),
    ],
    overriding('one.example', 'verify'),
    'one.example: verify brought 1 back, dane-only',
  ],
  [
    'another certificate than on file',
    [back('one.example', 'verify', 'certificate-not-trusted', '5.7.5')],
    verify,
    '',
  ],
  [
    'another certificate, once among others',
    [
      back('one.example', 'verify', 'certificate-not-trusted'),
      back('one.example', 'verify', 'certificate-not-trusted', '5.7.5'),
    ],
    verify,
    '',
  ],
  [
    'a certificate that no TLSA record names',
    [back('one.example', 'dane-only', 'validation-failure', '5.7.5')],
    daneOnly,
    '',
  ],
  ['records that do not verify', [back('one.example', 'dane-only', 'dnssec-invalid')], daneOnly, ''],
  [
    'it works by now',
    [
      back('one.example', 'dane-only', 'dane-required'),
      went('one.example', { dane }, { level: 'dane-only' }),
    ],
    daneOnly,
    '',
  ],
  [
    'it worked before',
    [
      went('one.example', { dane }, { level: 'dane-only' }),
      back('one.example', 'dane-only', 'dane-required'),
    ],
    daneOnly,
    'one.example: dane-only brought 1 back, encrypt',
  ],
  ['the level has been changed since', [back('one.example', 'dane-only', 'dane-required')], plain, ''],
  ['encrypt is the least there is', [back('one.example', 'encrypt', 'starttls-not-supported')], plain, ''],
];
for (const [why, records, settings, expected] of rows) {
  test(`${why}: ${expected === '' ? 'nothing' : expected}`, () => {
    const said = suggest(records, settings).map((one) =>
      one.kind === 'stricter-level-works'
        ? `${one.level} works for ${one.domains} domains, ${one.messages} messages`
        : `${one.domain}: ${one.level} brought ${one.messages} back, ${one.suggested}`,
    );
    equal(said.join('; '), expected);
  });
}

test('over the interface: ninety days, outside the house, one’s own', async () => {
  const house = openHouse();
  const put = (age: number, domain: string, evidence: Partial<Receipt>, owner = ALICE) => {
    const id = createIdentifier(NOW - age);
    const accepted = {
      messageId: id,
      headerMessageId: '<1@secure.example.org>',
      owner,
      alias: ALICE_ALIAS,
      sender: ALICE_ALIAS,
      aliasDomain: 'secure.example.org' as Domain,
      subject: '',
      language: 'en' as const,
      acceptedAt: NOW - age,
      size: 1,
      eightBit: false,
      smtpUtf8: false,
    };
    const order = {
      id,
      domain: domain as Domain,
      recipients: [],
      level: 'encrypt' as const,
      levelSource: 'default' as const,
    };
    house.deliveries.items.set(id, { ...newDelivery(accepted, order), receipt: { ...RECEIPT, ...evidence } });
  };
  put(0, 'one.example', { dane });
  put(89 * DAY, 'two.example', { dane });
  put(91 * DAY, 'long.ago.example', {});
  put(1, 'example.org', {});
  put(2, 'three.example', {}, BOB);
  deepEqual((await house.ask('GET', '/v1/suggestions')).json, {
    since: new Date(NOW - 90 * DAY).toISOString(),
    items: [{ kind: 'stricter-level-works', level: 'dane-only', domains: 2, messages: 2 }],
  });
  for (let index = 0; index < 600; index += 1) put(3 + index, 'one.example', { dane });
  const { since } = (await house.ask('GET', '/v1/suggestions')).json as { since: string };
  equal(Date.parse(since) > NOW - 1000, true, 'so many and no more, and it says so');
});
