import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { Template } from 'aws-cdk-lib/assertions';

import { MailDns } from '../../../infra/aws/mail-dns.ts';
import { mailRecords, type MailFacts } from '../../../infra/aws/mail-records.ts';
import { configured, example, exampleZone } from './example.ts';
import { resourcesOf, testStack } from './templates.ts';

const alias = 'secure.example.org';
const facts: MailFacts = {
  edgeAddresses: ['192.0.2.1', '192.0.2.2'],
  outgoingAddresses: ['198.51.100.1'],
  dkim: new Map([[alias, [{ name: `rsa-2026a._domainkey.${alias}`, text: '"v=DKIM1; k=rsa; p=AAAA"' }]]]),
  keyDigest: 'ab'.repeat(32),
  policyDomains: [alias],
};

const asLines = (records: ReturnType<typeof mailRecords>): string[] =>
  records.flatMap(({ name, type, values }) => values.map((value) => `${name} ${type} ${value}`));

test('everything that makes a mail domain', () => {
  const lines = asLines(mailRecords(configured(), facts));
  const policy = lines.find((line) => line.startsWith('_mta-sts.'));
  deepEqual(
    lines.filter((line) => line !== policy),
    [
      'mx.secure.example.org A 192.0.2.1',
      'mx.secure.example.org A 192.0.2.2',
      'out.secure.example.org A 198.51.100.1',
      'out.secure.example.org TXT "v=spf1 a -all"',
      `_25._tcp.mx.secure.example.org TLSA 3 1 1 ${'ab'.repeat(32)}`,
      `_465._tcp.mx.secure.example.org TLSA 3 1 1 ${'ab'.repeat(32)}`,
      `_587._tcp.mx.secure.example.org TLSA 3 1 1 ${'ab'.repeat(32)}`,
      'secure.example.org MX 10 mx.secure.example.org.',
      'secure.example.org TXT "v=spf1 a:out.secure.example.org -all"',
      'rsa-2026a._domainkey.secure.example.org TXT "v=DKIM1; k=rsa; p=AAAA"',
      '_dmarc.secure.example.org TXT "v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:postmaster@secure.example.org"',
      '_smtp._tls.secure.example.org TXT "v=TLSRPTv1; rua=mailto:postmaster@secure.example.org"',
      '_submissions._tcp.secure.example.org SRV 0 1 465 mx.secure.example.org.',
      '_submission._tcp.secure.example.org SRV 0 1 587 mx.secure.example.org.',
    ],
  );
  match(policy ?? '', /^_mta-sts\.secure\.example\.org TXT "v=STSv1; id=[0-9a-f]{20}"$/);
});

test('where mail programs read is published where it is known, and not denied where it is not', () => {
  const reading = (incomingServer?: string): string[] =>
    asLines(mailRecords(configured(incomingServer === undefined ? {} : { incomingServer }), facts)).filter(
      (line) => /imap|pop3/.test(line),
    );
  deepEqual(reading(), []);
  deepEqual(reading('imaps://imap.example.org'), [
    '_imaps._tcp.secure.example.org SRV 0 1 993 imap.example.org.',
  ]);
  deepEqual(reading('imap://imap.example.org'), [
    '_imap._tcp.secure.example.org SRV 0 1 143 imap.example.org.',
  ]);
});

test('the id of the policy changes exactly when the policy does', () => {
  const idOf = (change: Record<string, unknown>): string =>
    asLines(mailRecords(configured(change), facts)).find((line) => line.startsWith('_mta-sts.')) ?? '';
  equal(idOf({}), idOf({ mtaSts: 'testing' }));
  ok(idOf({}) !== idOf({ mtaSts: 'enforce' }));
  ok(idOf({}) !== idOf({ hosts: { receiving: 'mx1.secure.example.org' } }));
});

test('without a host for the policy there is no record of it, and without a lasting key no TLSA', () => {
  const lines = asLines(mailRecords(configured(), { ...facts, policyDomains: [], keyDigest: null }));
  ok(!lines.some((line) => line.includes('_mta-sts') || line.includes('TLSA')));
});

function published(change: Record<string, unknown>): { template: Template; printed: string[] } {
  const stack = testStack();
  const { printed } = new MailDns(stack, 'MailDns', { configuration: configured(change), facts });
  // A stack wants a resource, and where nothing is in Route 53 there is none.
  new MailDns(stack, 'Other', { configuration: configured({ domains: [zoned] }), facts });
  return { template: Template.fromStack(stack), printed: printed.map(({ name, type }) => `${name} ${type}`) };
}
const zoned = { ...example.domains[0], zone: exampleZone };

test('where the zone is elsewhere, the list is printed, ready for a zone file', () => {
  const { template, printed } = published({});
  equal(printed.length, 14);
  const outputs = Object.values(template.findOutputs('*')).map(({ Value }) => String(Value));
  ok(outputs.includes('secure.example.org. 3600 IN MX 10 mx.secure.example.org.'));
  ok(
    outputs.includes(
      'mx.secure.example.org. 3600 IN A 192.0.2.1\nmx.secure.example.org. 3600 IN A 192.0.2.2',
    ),
  );
  ok(outputs.includes('198.51.100.1 PTR out.secure.example.org.'));
});

test('where the zone is in Route 53, nothing is left to do; TLSA only where it is signed', () => {
  const names = (dnssec: boolean): string[] => {
    const { template, printed } = published({ domains: [{ ...zoned, zone: { ...exampleZone, dnssec } }] });
    deepEqual(printed, []);
    return [...resourcesOf(template, 'AWS::Route53::RecordSet')]
      .filter(([id]) => id.startsWith('MailDns'))
      .map(([, { Properties }]) => String(Properties['Type']));
  };
  equal(names(false).length, 11);
  equal(names(true).length, 14);
  ok(!names(false).includes('TLSA') && names(true).includes('TLSA'));
});
