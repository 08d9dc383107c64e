import { deepEqual, equal, fail, match } from 'node:assert/strict';
import { test } from 'node:test';

import { readConfiguration } from '../../../infra/aws/config.ts';
import { configured, example, exampleZone, zoned } from './example.ts';

/** Each row: what is written over the example, and the one line that it earns. */
const mistakes: readonly [why: string, change: Record<string, unknown>, line: RegExp][] = [
  ['an unknown preset', { preset: 'huge' }, /^preset: .*"minimal"\|"production"/],
  ['no region', { region: undefined }, /^region: /],
  ['a region that is none', { region: 'mars-1' }, /^region: "mars-1" is not a region of AWS$/],
  ['no domain', { domains: [] }, /^domains: names no domain$/],
  [
    'a domain that is none',
    { domains: [{ alias: 'secure', home: 'example.org' }] },
    /^domains\[0\]\.alias: "secure" is not a domain; for example/,
  ],
  [
    'alias domain equal to home domain',
    { domains: [{ alias: 'example.org', home: 'example.org' }] },
    /^domains: .*the alias domain and the home domain are the same$/,
  ],
  [
    'one home domain with two alias domains',
    {
      domains: [
        { alias: 'secure.example.org', home: 'example.org' },
        { alias: 'safe.example.org', home: 'example.org' },
      ],
    },
    /^domains: "example.org" has more than one alias domain$/,
  ],
  [
    'overlapping alias domains',
    {
      domains: [
        { alias: 'secure.example.org', home: 'example.org' },
        { alias: 'very.secure.example.org', home: 'example.net' },
      ],
    },
    /^domains: "secure.example.org" and "very.secure.example.org" overlap/,
  ],
  [
    'a zone that the domain does not lie in',
    {
      domains: [
        { alias: 'secure.example.org', home: 'example.org', zone: { id: 'Z1', name: 'example.net' } },
      ],
    },
    /^domains\[0\]\.zone\.name: "secure.example.org" does not lie in the zone "example.net"$/,
  ],
  [
    'a zone without an id of Route 53',
    {
      domains: [{ alias: 'secure.example.org', home: 'example.org', zone: { id: 'x', name: 'example.org' } }],
    },
    /^domains\[0\]\.zone\.id: is not the id of a hosted zone/,
  ],
  [
    'a retired key that is none of KMS',
    { evidenceKey: { generation: 2, retired: ['alias/evidence'] } },
    /^evidenceKey\.retired\[0\]: is not the ARN of a key in KMS; for example/,
  ],
  ['no operator', { operators: [] }, /^operators: names nobody; for example \["operator@example.org"\]$/],
  ['an operator without an address', { operators: ['root'] }, /^operators\[0\]: "root" is not an address$/],
  [
    'an operator from elsewhere',
    { operators: ['eve@example.net'] },
    /^operators\[0\]: "eve@example.net" is not at a home domain \(example.org\)$/,
  ],
  [
    'a region without SES',
    { homeDelivery: { kind: 'ses', region: 'eu-south-2' } },
    /^homeDelivery\.region: "eu-south-2" is not a region of SES/,
  ],
  [
    'SES in a region other than that of the deployment',
    { homeDelivery: { kind: 'ses', region: 'eu-west-1' } },
    /^homeDelivery\.region: "eu-west-1" is not that of the deployment; leave it out for "eu-central-1"$/,
  ],
  [
    'homes behind SES in a region that has none',
    { region: 'eu-south-2', homeDelivery: { kind: 'ses' } },
    /^homeDelivery: "eu-south-2" is not a region of SES/,
  ],
  [
    'a home server over nothing',
    { homeDelivery: { kind: 'smtp', url: 'mail.example.org' } },
    /^homeDelivery\.url: .*for example "smtp:/,
  ],
  [
    'a resolver over plain UDP',
    { resolver: { kind: 'public', servers: '9.9.9.9:53' } },
    /^resolver\.servers: .*for example/,
  ],
  [
    'Unbound without a zone for its name',
    { resolver: { kind: 'unbound', host: 'dns.secure.example.org' } },
    /^resolver\.host: "dns.secure.example.org" lies in no zone of Route 53/,
  ],
  [
    'a certificate of ACM without a zone',
    { certificate: { kind: 'acm' } },
    /^certificate: "mx.secure.example.org" lies in no zone of Route 53 .* "acm" proves the name there/,
  ],
  [
    'a certificate by ACME without a zone',
    { certificate: { kind: 'acme' } },
    /^certificate: "mx.secure.example.org" lies in no zone of Route 53 .* "acme" proves the name there/,
  ],
  [
    'an ACME server in plain HTTP',
    { ...zoned, certificate: { kind: 'acme', directory: 'http://acme.example.org/directory' } },
    /^certificate\.directory: "http:\/\/acme.example.org\/directory" is not an https URL/,
  ],
  [
    'an issuer in plain HTTP',
    { signIn: { kind: 'oidc', issuer: 'http://login.example.org', audience: 'x' } },
    /^signIn\.issuer: "http:\/\/login.example.org" is not an https URL/,
  ],
  ...['https://tokens.example.org/token', 'http://tokens.example.org', 'https://*.example.org'].map(
    (origin): [string, Record<string, unknown>, RegExp] => [
      `${origin} for a further origin of the issuer`,
      {
        signIn: {
          kind: 'oidc',
          issuer: 'https://login.example.org',
          audience: 'x',
          furtherOrigins: [origin],
        },
      },
      /^signIn\.furtherOrigins\[0\]: ".*" is not the origin of an https URL; for example/,
    ],
  ),
  [
    'a claim with a blank',
    {
      signIn: {
        kind: 'oidc',
        issuer: 'https://login.example.org',
        audience: 'x',
        claims: { address: 'e mail' },
      },
    },
    /^signIn\.claims\.address: "e mail" is not a claim; for example "email"$/,
  ],
  [
    "an operators' group that API Gateway's list cannot hold",
    {
      signIn: {
        kind: 'oidc',
        issuer: 'https://login.example.org',
        audience: 'x',
        operatorsGroup: 'Domain Admins',
      },
    },
    /^signIn\.operatorsGroup: "Domain Admins" is not a group without blanks/,
  ],
  [
    'a size that is none',
    { maxMessageSize: 'big' },
    /^maxMessageSize: "big" is not a size; for example "25MiB"$/,
  ],
  [
    'fewer tasks at most than at least',
    { sizes: { edge: { tasks: 4, mostTasks: 2 } } },
    /^sizes\.edge\.mostTasks: 2 is fewer than sizes\.edge\.tasks, 4$/,
  ],
  [
    'memory that Fargate does not have',
    { sizes: { edge: { cpu: 1024, memoryMiB: 1024 } } },
    /^sizes\.edge\.memoryMiB: 1024 does not go with 1024 CPU units/,
  ],
  [
    'a worker that a crash would cost more than five minutes',
    { sizes: { worker: { timeoutSeconds: 271 } } },
    /^sizes\.worker\.timeoutSeconds: 271 is more than 270: mail that a crash interrupts would wait for more than five minutes$/,
  ],
  [
    'home delivery that a crash would cost more than five minutes',
    { sizes: { home: { timeoutSeconds: 900 } } },
    /^sizes\.home\.timeoutSeconds: 900 is more than 270: /,
  ],
  ['a way out that is none', { egress: 'bridge' }, /^egress: .*"nat-gateway"\|"nat-instance"/],
  ['a key that nobody reads', { colour: 'blue' }, /^the configuration: .*"colour"/],
];

for (const [why, change, line] of mistakes) {
  test(`refused in one line: ${why}`, () => {
    const reading = readConfiguration({ ...example, ...change });
    if (reading.kind !== 'mistakes') return fail('was taken');
    equal(reading.lines.length, 1, reading.lines.join('\n'));
    match(reading.lines[0] ?? '', line);
    equal(reading.lines[0]?.includes('\n'), false);
  });
}

test('every mistake has its line', () => {
  const reading = readConfiguration({ ...example, preset: 'huge', region: 'mars-1', operators: [] });
  if (reading.kind !== 'mistakes') return fail('was taken');
  equal(reading.lines.length, 3);
});

test('the shortest configuration has defaults for all the rest', () => {
  const { hosts, data, homeDelivery, signIn, resolver, mtaSts, environment } = configured();
  deepEqual(hosts, {
    receiving: 'mx.secure.example.org',
    sending: 'out.secure.example.org',
    web: null,
    api: null,
  });
  equal(data, 'retain');
  equal(homeDelivery.kind, 'mailbox');
  equal(signIn.kind, 'cognito');
  equal(resolver.kind, 'public');
  equal(mtaSts, 'testing');
  deepEqual(environment, {
    aliasDomains: 'secure.example.org=example.org',
    operators: 'operator@example.org',
    homeDelivery: 'mailbox',
  });
});

test('a figure of its own replaces that of the preset and no other', () => {
  const { sizes } = configured({ preset: 'production', sizes: { edge: { mostTasks: 30 } } });
  equal(sizes.edge.mostTasks, 30);
  equal(sizes.edge.tasks, 2);
  equal(sizes.natGateways, 2);
});

test('the way out is what the preset has, unless it is said', () => {
  equal(configured().egress, 'nat-instance');
  equal(configured({ preset: 'production' }).egress, 'nat-gateway');
  equal(configured({ egress: 'nat-gateway' }).egress, 'nat-gateway');
  equal(configured({ preset: 'production', egress: 'nat-instance' }).egress, 'nat-instance');
});

test('a certificate by ACME comes from Let’s Encrypt unless another directory is named', () => {
  const { certificate } = configured({ ...zoned, certificate: { kind: 'acme' } });
  deepEqual(certificate, {
    kind: 'acme',
    directory: 'https://acme-v02.api.letsencrypt.org/directory',
    keyGeneration: 1,
  });
});

test('with a zone, everything can be had', () => {
  const { resolver, certificate } = configured({
    domains: [{ alias: 'secure.example.org', home: 'example.org', zone: exampleZone }],
    hosts: { web: 'mail.secure.example.org', api: 'api.secure.example.org' },
    resolver: { kind: 'unbound', host: 'dns.secure.example.org' },
    certificate: { kind: 'acm' },
  });
  equal(resolver.kind, 'unbound');
  equal(certificate.kind, 'acm');
});

test('homes behind SES need no more than to be asked for', () => {
  const { homeDelivery, environment } = configured({ homeDelivery: { kind: 'ses' } });
  equal(homeDelivery.kind, 'ses');
  equal(environment.homeDelivery, 'ses');
});

test('an issuer of the organisation may call address and groups as it likes', () => {
  const own = { kind: 'oidc', issuer: 'https://login.example.org', audience: 'x' };
  const names = (signIn: Record<string, unknown>) => {
    const { signIn: read } = configured({ signIn: { ...own, ...signIn } });
    return read.kind === 'oidc' ? [read.claims, read.operatorsGroup] : [];
  };
  deepEqual(names({}), [{ address: 'email', groups: 'cognito:groups' }, 'operators']);
  deepEqual(names({ claims: { address: 'upn' }, operatorsGroup: 'mail-admins' }), [
    { address: 'upn', groups: 'cognito:groups' },
    'mail-admins',
  ]);
});
