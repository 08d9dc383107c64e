import { equal } from 'node:assert/strict';
import type { BlockList } from 'node:net';
import { test } from 'node:test';

import { mayConnect, parseNetworks } from '../../../shared/smtp/allowed-networks.ts';

function networks(...texts: string[]): BlockList {
  const parsed = parseNetworks(texts);
  if ('bad' in parsed) throw new Error(parsed.bad);
  return parsed.networks;
}

const none = networks();
const rows: [address: string, may: boolean, why: string][] = [
  ['8.8.8.8', true, 'global'],
  ['2606:4700::1', true, 'global'],
  ['127.0.0.1', false, 'loopback'],
  ['::1', false, 'loopback'],
  ['10.1.2.3', false, 'RFC 1918'],
  ['172.31.255.255', false, 'RFC 1918'],
  ['172.32.0.1', true, 'just beyond RFC 1918'],
  ['192.168.0.1', false, 'RFC 1918'],
  ['169.254.169.254', false, "a cloud's metadata service"],
  ['100.64.0.1', false, 'RFC 6598'],
  ['0.0.0.0', false, 'this host'],
  ['224.0.0.1', false, 'multicast'],
  ['255.255.255.255', false, 'broadcast'],
  ['::ffff:127.0.0.1', false, 'IPv4-mapped loopback'],
  ['::ffff:8.8.8.8', false, 'mapped addresses do not occur in DNS'],
  ['fd00::1', false, 'unique local'],
  ['fe80::1', false, 'link-local'],
  ['64:ff9b::7f00:1', false, 'NAT64 of loopback'],
  ['2002:7f00:1::', false, '6to4'],
  ['not an address', false, 'no address at all'],
];
for (const [address, may, why] of rows) {
  test(`${address}: ${may ? 'allowed' : 'refused'} (${why})`, () => {
    equal(mayConnect(address, none), may);
  });
}

test('what ALLOWED_NETWORKS names is allowed, its neighbours are not', () => {
  const allowed = networks('127.10.0.0/16', 'fd00:1::/32');
  equal(mayConnect('127.10.3.4', allowed), true);
  equal(mayConnect('127.11.0.1', allowed), false);
  equal(mayConnect('fd00:1::7', allowed), true);
  equal(mayConnect('fd00:2::7', allowed), false);
});

for (const text of ['10.0.0.0/33', '10.0.0.0/8/8', 'ten', '10.0.0/8', 'fd00::/129', '10.0.0.0/-1', '']) {
  test(`"${text}" is no network`, () => {
    equal('bad' in parseNetworks([text]), true);
  });
}
