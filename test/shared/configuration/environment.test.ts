import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';

import {
  EnvironmentProblems,
  readEnvironment,
  required,
  withDefault,
} from '../../../shared/configuration/environment.ts';
import {
  aliasDomains,
  duration,
  durations,
  homeDelivery,
  networks,
  oneOf,
  port,
  size,
  type Reader,
} from '../../../shared/configuration/values.ts';
import { dnsServers, trustAnchors } from '../../../shared/configuration/dns-values.ts';
import { ianaRootAnchors } from '../../../shared/dns/dnssec/trust-anchors.ts';

const good: [name: string, reader: Reader<unknown>, text: string, value: unknown][] = [
  ['duration', duration, '90s', 90_000],
  ['duration', duration, '5d', 432_000_000],
  ['durations', durations, '15s, 1m,5m', [15_000, 60_000, 300_000]],
  ['size', size, '25MiB', 26_214_400],
  ['size', size, '1000', 1000],
  ['port', port, '0', 0],
  [
    'dnsServers',
    dnsServers,
    '127.0.0.1,[::1]:5353, tls://9.9.9.9#dns.quad9.net,tls://[2620:fe::fe]:8853',
    [
      { address: '127.0.0.1', port: 53, transport: 'udp' },
      { address: '::1', port: 5353, transport: 'udp' },
      { address: '9.9.9.9', port: 853, transport: 'tls', name: 'dns.quad9.net' },
      { address: '2620:fe::fe', port: 8853, transport: 'tls' },
    ],
  ],
  ['trustAnchors', trustAnchors, 'iana', ianaRootAnchors],
  ['homeDelivery', homeDelivery, 'mailbox', { kind: 'mailbox' }],
  ['homeDelivery', homeDelivery, 'ses', { kind: 'ses' }],
  [
    'homeDelivery',
    homeDelivery,
    'smtps://mail.example.org?ca=/etc/ca.pem',
    { kind: 'smtp', host: 'mail.example.org', port: 465, implicitTls: true, authorityFile: '/etc/ca.pem' },
  ],
  [
    'homeDelivery',
    homeDelivery,
    'smtp://[::1]:2500',
    { kind: 'smtp', host: '::1', port: 2500, implicitTls: false, authorityFile: null },
  ],
  ['oneOf', oneOf('validate', 'ad'), 'ad', 'ad'],
  [
    'aliasDomains',
    aliasDomains,
    'Secure.Example.org=example.org',
    new Map([['secure.example.org', 'example.org']]),
  ],
];
for (const [name, reader, text, value] of good) {
  test(`${name} reads "${text}"`, () => {
    deepEqual(reader.read(text), { value });
  });
}

const bad: [name: string, reader: Reader<unknown>, text: string][] = [
  ['duration', duration, '90'],
  ['duration', duration, '1h30m'],
  ['duration', duration, '-5s'],
  ['durations', durations, '0s'],
  ['durations', durations, ','],
  ['size', size, '25MB'],
  ['size', size, '0'],
  ['port', port, '65536'],
  ['port', port, '25x'],
  ['dnsServers', dnsServers, 'dns.example'],
  ['dnsServers', dnsServers, ''],
  // In plaintext over a network, anybody on the way could answer.
  ['dnsServers', dnsServers, '9.9.9.9:53'],
  ['dnsServers', dnsServers, '127.0.0.1:53#dns.example'],
  ['dnsServers', dnsServers, 'tls://127.0.0.1:70000'],
  ['trustAnchors', trustAnchors, '/nonexistent/root.key'],
  ['trustAnchors', trustAnchors, import.meta.filename],
  ['networks', networks, '10.0.0.0/40'],
  ['homeDelivery', homeDelivery, 'imap://x'],
  ['homeDelivery', homeDelivery, 'ses://eu-central-1'],
  ['homeDelivery', homeDelivery, 'smtp://h?tls=no'],
  ['oneOf', oneOf('validate', 'ad'), 'yes'],
  ['aliasDomains', aliasDomains, 'example.org'],
  ['aliasDomains', aliasDomains, 'example.org=example.org'],
  ['aliasDomains', aliasDomains, 'a.example=b.example,b.example=c.example'],
  ['aliasDomains', aliasDomains, 'a.example=x.example,b.example=x.example'],
  ['aliasDomains', aliasDomains, 'a.example=x.example,a.example=y.example'],
];
for (const [name, reader, text] of bad) {
  test(`${name} refuses "${text}" with a reason`, () => {
    const reading = reader.read(text);
    ok('problem' in reading && reading.problem.length > 5);
    ok('value' in reader.read(reader.example), 'the example is a right value');
  });
}

test('every problem gets a line: the variable, what was wrong, an example', () => {
  const specification = {
    A_PORT: required(port),
    B_TIME: withDefault(duration, '15m'),
    C_SIZE: required(size),
  };
  throws(
    () => readEnvironment(specification, { A_PORT: 'x', B_TIME: 'soon' }),
    (error) => {
      ok(error instanceof EnvironmentProblems);
      deepEqual(error.lines, [
        'A_PORT: "x" is not a port (0 to 65535); for example A_PORT=2525',
        'B_TIME: "soon" is not a duration; for example B_TIME=15m',
        'C_SIZE: is not set; for example C_SIZE=25MiB',
      ]);
      return true;
    },
  );
});

test('an empty variable counts as unset', () => {
  equal(readEnvironment({ B_TIME: withDefault(duration, '15m') }, { B_TIME: '' }).B_TIME, 900_000);
});
