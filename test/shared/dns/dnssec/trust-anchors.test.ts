import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { ianaRootAnchors, parseTrustAnchors } from '../../../../shared/dns/dnssec/trust-anchors.ts';
import { clock, dnskeyOf, SignedWorld, rr } from '../signed-world.ts';
import { validatingLookup } from '../../../../shared/dns/validating-lookup.ts';

const digest = 'E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D';

test('IANA’s two root keys are built in', () => {
  deepEqual(
    ianaRootAnchors.delegation.map(({ keyTag, algorithm, digestType }) => [keyTag, algorithm, digestType]),
    [
      [20326, 8, 2],
      [38696, 8, 2],
    ],
  );
  ok(ianaRootAnchors.delegation.every((ds) => ds.digest.length === 32));
});

for (const line of [
  `. DS 20326 8 2 ${digest}`,
  `.\t172800\tIN\tDS\t20326 8 2 ${digest} ; the key of 2017`,
  `. IN 300 ds 20326 8 2 ${digest.slice(0, 20)} ${digest.slice(20)}`,
])
  test(`taken: ${line.slice(0, 40)}`, () => {
    const parsed = parseTrustAnchors(`; autotrust trust anchor file\n$ORIGIN .\n\n${line}\n`);
    ok(parsed.kind === 'anchors');
    const [first] = ianaRootAnchors.delegation;
    deepEqual(parsed.anchors.delegation, [first]);
  });

for (const [why, line] of [
  ['another zone', `org. DS 20326 8 2 ${digest}`],
  ['another type', '. A 192.0.2.1'],
  ['no digest', '. DS 20326 8 2'],
  ['half an octet', '. DS 20326 8 2 ABC'],
  ['a key tag that is none', `. DS x 8 2 ${digest}`],
  ['a number out of range', `. DS 20326 8 300 ${digest}`],
  ['a key that is no base64', '. DNSKEY 257 3 8 ####'],
  ['SHA-1 only', `. DS 20326 8 1 ${digest.slice(0, 40)}`],
  ['nothing', ''],
  [
    'a key in Unbound’s file that is not trusted yet',
    '. 86400 IN DNSKEY 257 3 8 AwEAAa== ;{id = 1 (ksk)} ;;state=1 [ ADDPEND ]',
  ],
] as const)
  test(`refused: ${why}`, () => {
    equal(parseTrustAnchors(`${line}\n`).kind, 'malformed');
  });

test('a DNSKEY line, as Unbound keeps it, is an anchor; another key is none', async () => {
  const world = new SignedWorld();
  world.set('x', 'A', { answers: world.signed('', rr('x', 'A', '192.0.2.1')) });
  const line = (key: Buffer): string =>
    `.\t86400\tIN\tDNSKEY\t257 3 15 ${key.toString('base64')} ;{id = 1 (ksk), size = 256b} ;;state=2 [  VALID  ]\n`;
  const { data } = dnskeyOf('', world.key(''));
  for (const [key, expect] of [
    [(data as { key: Buffer }).key, 'secure'],
    [Buffer.alloc(32, 1), 'own-fault'],
  ] as const) {
    const parsed = parseTrustAnchors(line(key));
    ok(parsed.kind === 'anchors');
    const { lookup } = validatingLookup({ ask: world.ask, anchors: parsed.anchors, clock });
    equal((await lookup('x', 'A')).kind, expect);
  }
});
