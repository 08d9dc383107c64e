import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import * as packet from 'dns-packet';

import { parseName } from '../../../../shared/dns/wire/name.ts';
import { encodeQuery } from '../../../../shared/dns/wire/query.ts';

for (const text of [
  '.',
  'ec.test',
  '_25._tcp.mx.example.org',
  `${'a'.repeat(63)}.`.repeat(3) + 'a'.repeat(61),
])
  test(`a padded question about ${text.slice(0, 30)}: read by dns-packet, a multiple of 128 octets`, () => {
    const name = parseName(text);
    ok(name !== null);
    const octets = encodeQuery({ id: 4711, name, type: 52, checking: 'disabled', padding: 128 });
    equal(octets.length % 128, 0);
    const read = packet.decode(octets);
    equal(read.id, 4711);
    deepEqual(read.questions, [{ name: text, type: 'TLSA', class: 'IN' }]);
    ok(read.flag_rd && read.flag_cd && !read.flag_ad && !read.flag_qr);
    const [opt] = read.additionals ?? [];
    ok(opt?.type === 'OPT' && opt.flag_do);
    equal(opt.udpPayloadSize, 1232);
  });

test('who trusts the resolver asks with AD and without CD, unpadded over UDP', () => {
  const name = parseName('ec.test');
  ok(name !== null);
  const octets = encodeQuery({ id: 1, name, type: 1, checking: 'wanted', padding: 0 });
  const read = packet.decode(octets);
  ok(read.flag_ad && !read.flag_cd);
  equal(octets.length, 12 + 9 + 4 + 11);
});
