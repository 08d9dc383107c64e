import { doesNotMatch, equal, deepEqual, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import {
  authenticateMessage,
  type AuthenticationInput,
  type DnsLookup,
} from '../../../shared/mail/authentication-results.ts';
import { dkimDnsRecord, generateDkimKeys } from '../../../shared/mail/dkim-keys.ts';
import { signDkim } from '../../../shared/mail/dkim-signature.ts';
import { readHeaderSection } from '../../../shared/mail/header-section.ts';

const keys = generateDkimKeys('good.example', new Date('2026-11-23T10:15:04Z'));

const ZONE: Readonly<Record<string, string[][] | string[]>> = {
  'good.example TXT': [['v=spf1 ip4:192.0.2.0/28 -all']],
  '_dmarc.good.example TXT': [['v=DMARC1; p=reject']],
  ...Object.fromEntries(
    keys.map((key) => [`${dkimDnsRecord(key).name} TXT`, [[...dkimDnsRecord(key).strings]]]),
  ),
};

const zone: DnsLookup = (name, recordType) => {
  const records = ZONE[`${name} ${recordType}`];
  if (records !== undefined) return Promise.resolve(records);
  return Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
};

const usual: AuthenticationInput = {
  clientAddress: '192.0.2.7',
  helo: 'mail.good.example',
  envelopeSender: 'bob@good.example',
  hostName: 'mx.secure.example.org',
  resolver: zone,
};

const MESSAGE = Buffer.from(
  [
    'From: Bob <bob@good.example>',
    'To: alice@secure.example.org',
    'Subject: Hello',
    'Date: Mon, 23 Nov 2026 10:15:04 +0000',
    'Message-ID: <1@good.example>',
    '',
    'Hi.',
    '',
  ].join('\r\n'),
);
const SIGNED = Buffer.concat([
  Buffer.from(signDkim(MESSAGE, keys, new Date('2026-11-23T10:15:04Z'))),
  MESSAGE,
]);

/** The names of the fields that would be put on the message; fails where they are not well-formed. */
function names(headers: string): string[] {
  const section = readHeaderSection(Buffer.from(`${headers}\r\n`));
  ok(section.kind === 'section', headers);
  ok(headers.endsWith('\r\n'));
  return section.fields.map(({ name }) => name);
}

test('a message that is what it says', async () => {
  const { headers, message, spf, dkim, dmarc } = await authenticateMessage(SIGNED, usual);
  deepEqual([spf, dkim, dmarc], ['pass', ['pass', 'pass'], 'pass']);
  deepEqual(names(headers).sort(), ['Authentication-Results', 'Received-SPF']);
  match(headers, /^Authentication-Results: mx\.secure\.example\.org;\r\n/m);
  equal(message, SIGNED);
});

test('a message that is not', async () => {
  const forged = Buffer.from(SIGNED.toString().replace('Hi.', 'Pay.'));
  const { spf, dkim, dmarc } = await authenticateMessage(forged, { ...usual, clientAddress: '198.51.100.1' });
  equal(spf, 'fail');
  ok(dkim.every((result) => result !== 'pass'));
  equal(dmarc, 'fail');
});

test('the null sender is checked by its HELO name', async () => {
  const { spf, headers } = await authenticateMessage(MESSAGE, {
    ...usual,
    envelopeSender: null,
    helo: 'good.example',
  });
  equal(spf, 'pass');
  doesNotMatch(headers, /envelope-from/);
});

for (const code of ['ESERVFAIL', 'ETIMEOUT', 'ECONNREFUSED', 'EREFUSED', undefined]) {
  test(`DNS that fails with ${code ?? 'no code'} is a temperror, not an exception`, async () => {
    const { headers, spf, dkim, dmarc } = await authenticateMessage(SIGNED, {
      ...usual,
      resolver: () => Promise.reject(Object.assign(new Error('down'), code === undefined ? {} : { code })),
    });
    deepEqual([spf, dkim, dmarc], ['temperror', ['temperror', 'temperror'], 'temperror']);
    ok(names(headers).includes('Authentication-Results'));
  });
}

test('a resolver that throws outright is no exception either', async () => {
  const { spf } = await authenticateMessage(SIGNED, {
    ...usual,
    resolver: () => {
      throw new Error('bug');
    },
  });
  equal(spf, 'temperror');
});

const claims: [value: string, kept: boolean, why: string][] = [
  ['mx.secure.example.org; spf=pass', false, 'ours, RFC 8601 section 5'],
  ['MX.Secure.Example.ORG 1; spf=pass', false, 'ours in other letters, with a version'],
  ['"mx.secure.example.org"; spf=pass', false, 'ours in quotes'],
  ['"mx.secure\\.example.org"; spf=pass', false, 'ours with a quoted pair'],
  ['(comment) mx.secure.example.org; spf=pass', false, 'ours behind a comment'],
  ['\r\n mx.secure.example.org;\r\n spf=pass', false, 'ours, folded'],
  ['; spf=pass', false, 'unreadable'],
  ['mx.good.example; spf=pass', true, "another server's"],
  ['mx.secure.example.org.evil.example; spf=pass', true, 'a longer name'],
];
for (const [value, kept, why] of claims) {
  test(`Authentication-Results: ${JSON.stringify(value)} is ${kept ? 'kept' : 'removed'} (${why})`, async () => {
    const claimed = Buffer.from(`Authentication-Results: ${value}\r\nauthentication-results : ${value}\r\n`);
    const { message } = await authenticateMessage(Buffer.concat([claimed, SIGNED]), usual);
    equal(message.toString(), kept ? `${claimed.toString()}${SIGNED.toString()}` : SIGNED.toString());
  });
}

test('what the client says cannot add fields', async () => {
  const nasty = 'x\r\nX-Injected: 1\r\n\r\nbody';
  const { headers } = await authenticateMessage(SIGNED, { ...usual, helo: nasty, envelopeSender: nasty });
  doesNotMatch(headers, /^X-Injected/m);
  ok(names(headers).every((name) => ['Authentication-Results', 'Received-SPF'].includes(name)));
});

test('a heap of signatures costs a bounded number of DNS questions', async () => {
  const signatures = Array.from(
    { length: 200 },
    (_, index) =>
      `DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=good.example; s=s${index}; h=From; bh=AAAA; l=${index}; b=AAAA\r\n`,
  ).join('');
  const asked: string[] = [];
  const { message, dkim } = await authenticateMessage(Buffer.from(`${signatures}${MESSAGE.toString()}`), {
    ...usual,
    resolver: (name, recordType) => {
      asked.push(name);
      return zone(name, recordType);
    },
  });
  ok(dkim.length <= 8);
  ok(asked.length <= 20, `${asked.length} questions`);
  equal(message.toString(), `${signatures}${MESSAGE.toString()}`);
});

test('a malformed header section gets a result of ours on top all the same', async () => {
  const { headers, spf } = await authenticateMessage(Buffer.from('nonsense\r\n\r\nbody'), usual);
  equal(spf, 'temperror');
  deepEqual(names(headers), ['Authentication-Results']);
});
