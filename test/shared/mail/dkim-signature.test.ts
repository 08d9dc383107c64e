import { deepEqual, equal, match, notEqual, ok, throws } from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { test } from 'node:test';

import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

import {
  dkimDnsRecord,
  generateDkimKeys,
  parseDkimKeys,
  type DkimKey,
} from '../../../shared/mail/dkim-keys.ts';
import { canonicalHeader, signDkim, signHeader } from '../../../shared/mail/dkim-signature.ts';
import { readHeaderSection } from '../../../shared/mail/header-section.ts';
import { hashRelaxedBody } from '../../../shared/mail/relaxed-canonicalization.ts';

const NOW = new Date('2026-11-23T10:15:04Z');
const keys = generateDkimKeys('secure.example.org', NOW);
const records = new Map(keys.map((key) => [dkimDnsRecord(key).name, dkimDnsRecord(key).strings]));

/** The results of mailauth's verifier, one per signature. */
async function verify(message: Buffer, published: ReadonlyMap<string, readonly string[]> = records) {
  const { results } = await dkimVerify(message, {
    strict: true,
    resolver: (name) => {
      const strings = published.get(name);
      if (strings === undefined) return Promise.reject(Object.assign(new Error(name), { code: 'ENOTFOUND' }));
      return Promise.resolve([[...strings]]);
    },
  });
  return results.map(({ status }) => status.result);
}

function signed(message: Buffer): Buffer {
  return Buffer.concat([Buffer.from(signDkim(message, keys, NOW)), message]);
}

const HEADER = [
  'From: Alice <alice@secure.example.org>',
  'To: bob@good.example',
  'Subject: Hello',
  'Date: Mon, 23 Nov 2026 10:15:04 +0000',
  'Message-ID: <1@secure.example.org>',
].join('\r\n');

const shapes: [name: string, message: string | Buffer][] = [
  ['the usual', `${HEADER}\r\n\r\nHi.\r\n`],
  ['an empty body', `${HEADER}\r\n\r\n`],
  ['no body and no blank line', `${HEADER}\r\n`],
  ['a body of empty lines', `${HEADER}\r\n\r\n\r\n\r\n\r\n`],
  ['a body of blank lines', `${HEADER}\r\n\r\n \r\n\t \r\n`],
  ['trailing empty lines', `${HEADER}\r\n\r\nHi.\r\n\r\n\r\n`],
  ['trailing blank lines', `${HEADER}\r\n\r\nHi. \r\n \t\r\n\r\n  `],
  ['no final CRLF', `${HEADER}\r\n\r\nHi.`],
  ['spaces at the very end', `${HEADER}\r\n\r\nHi.  `],
  ['empty lines within', `${HEADER}\r\n\r\n\r\n\r\nHi.\r\n\r\n \r\n\r\n  there\r\n\r\n\tyou\r\n`],
  ['tabs and runs of spaces', `${HEADER}\r\n\r\n a\tb  c \t d\t\r\n\te \r\n  f\r\n`],
  [
    'folded fields',
    `${HEADER}\r\nX-A: b\r\nReferences: <1@a.example>\r\n\t<2@a.example>\r\n  <3@a.example>\r\n\r\nHi.\r\n`,
  ],
  [
    'fields of odd spacing',
    `${HEADER.replace('Subject: Hello', 'subject :  Hello \t you  ')}\r\n\r\nHi.\r\n`,
  ],
  ['an empty field', `${HEADER.replace('Subject: Hello', 'Subject:')}\r\n\r\nHi.\r\n`],
  [
    'a fold of spaces only',
    `${HEADER.replace('Subject: Hello', 'Subject: Hello\r\n \r\n you')}\r\n\r\nHi.\r\n`,
  ],
  ['several fields of a name', `${HEADER}\r\nTo: c@d.example\r\nTo: e@f.example\r\n\r\nHi.\r\n`],
  ['8-bit in UTF-8', `${HEADER.replace('Hello', 'Größe Ä')}\r\n\r\nGrüße  an alle\r\n`],
  [
    '8-bit in Latin-1',
    Buffer.from(`${HEADER.replace('Hello', 'Größe À')}\r\n\r\nGrüße  an alle\r\n`, 'latin1'),
  ],
  ['a long body', `${HEADER}\r\n\r\n${`${'x'.repeat(76)}\r\n`.repeat(5000)}`],
  ['a long text with doubled spaces', `${HEADER}\r\n\r\n${'Well.  Then we\tgo on. \r\n\r\n'.repeat(5000)}`],
  ['MIME', `${HEADER}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain;\r\n charset=utf-8\r\n\r\nHi.\r\n`],
];

for (const [name, shape] of shapes) {
  test(`both signatures of a message verify: ${name}`, async () => {
    const message = Buffer.isBuffer(shape) ? shape : Buffer.from(shape);
    deepEqual(await verify(signed(message)), ['pass', 'pass']);
  });
}

test('the signature fields are well-formed and short-lined', () => {
  const fields = signDkim(Buffer.from(`${HEADER}\r\n\r\nHi.\r\n`), keys, NOW);
  const section = readHeaderSection(Buffer.from(`${fields}\r\n`));
  ok(section.kind === 'section');
  deepEqual(
    section.fields.map(({ name }) => name),
    ['DKIM-Signature', 'DKIM-Signature'],
  );
  for (const line of fields.split('\r\n')) ok(line.length <= 100, line);
  match(fields, /d=secure\.example\.org;\r\n s=rsa-2026a; t=1795428904;/);
  match(fields, /s=ed-2026a;/);
});

const additions: string[] = [
  'From: Mallory <m@evil.example>',
  'Subject: Another',
  'To: m@evil.example',
  'Reply-To: m@evil.example',
  'Sender: m@evil.example',
  'Cc: m@evil.example',
  'Date: Tue, 24 Nov 2026 10:15:04 +0000',
  'Message-ID: <2@evil.example>',
  'In-Reply-To: <2@evil.example>',
  'References: <2@evil.example>',
  'MIME-Version: 1.0',
  'Content-Type: text/html',
  'Content-Transfer-Encoding: base64',
];
for (const addition of additions) {
  test(`adding "${addition}" breaks both signatures, above and below`, async () => {
    const message = signed(Buffer.from(`${HEADER}\r\n\r\nHi.\r\n`));
    const above = Buffer.concat([Buffer.from(`${addition}\r\n`), message]);
    const below = Buffer.from(message.toString().replace('\r\n\r\n', `\r\n${addition}\r\n\r\n`));
    deepEqual(await verify(above), ['fail', 'fail']);
    deepEqual(await verify(below), ['fail', 'fail']);
  });
}

test('trace fields may be added, the body may not change', async () => {
  const message = signed(Buffer.from(`${HEADER}\r\n\r\nHi.\r\n`));
  deepEqual(await verify(Buffer.concat([Buffer.from('Received: x\r\n'), message])), ['pass', 'pass']);
  deepEqual(await verify(Buffer.from(message.toString().replace('Hi.', 'Ho.'))), ['fail', 'fail']);
});

test('a malformed header section is not signed', () => {
  throws(() => signDkim(Buffer.from('nonsense\r\n\r\n'), keys, NOW), /cannot sign/);
});

test('25 MiB are hashed in one pass, also when hostile', () => {
  const size = 25 * 1024 * 1024;
  for (const piece of [`${'x'.repeat(76)}\r\n`, 'a  b \r\n']) {
    const body = Buffer.alloc(size, piece);
    const started = performance.now();
    hashRelaxedBody(body);
    ok(performance.now() - started < 5000, piece);
  }
});

test('DNS records: names, key material, strings of at most 255 octets', () => {
  const [rsa, ed25519] = keys.map(dkimDnsRecord);
  ok(rsa !== undefined && ed25519 !== undefined);
  equal(rsa.name, 'rsa-2026a._domainkey.secure.example.org');
  match(rsa.value, /^v=DKIM1; k=rsa; p=MII[A-Za-z0-9+/]+=*$/);
  equal(rsa.strings.join(''), rsa.value);
  equal(rsa.strings.length, 2);
  for (const text of rsa.strings) ok(text.length <= 255);
  equal(ed25519.name, 'ed-2026a._domainkey.secure.example.org');
  match(ed25519.value, /^v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}=$/);
  equal(ed25519.strings.length, 1);
});

test('new keys take the next free selector', () => {
  const next = generateDkimKeys('secure.example.org', NOW, ['rsa-2026a', 'ed-2026a', 'ed-2026b']);
  deepEqual(
    next.map(({ selector }) => selector),
    ['rsa-2026b', 'ed-2026c'],
  );
  notEqual(next[0]?.privateKey, keys[0]?.privateKey);
});

test('keys survive the secret store; what is not keys is refused without being shown', () => {
  deepEqual(parseDkimKeys(JSON.stringify(keys)), keys);
  throws(() => parseDkimKeys('secret'), /not JSON/);
  throws(
    () => parseDkimKeys('[{"domain":"secure.example.org","privateKey":"secret"}]'),
    (error: Error) => {
      match(error.message, /0\.selector, 0\.algorithm, 0\.privateKey/);
      ok(!error.message.includes('secret'));
      return true;
    },
  );
});

// RFC 8463 appendix A: keys, message and the Ed25519 signature, which is deterministic.
const RFC8463_SEED = 'nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=';
const RFC8463_RECORD = 'v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=';
const RFC8463_BODY_HASH = '2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=';
const RFC8463_SIGNATURE =
  '/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==';
const RFC8463_FIELD = [
  'DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;',
  ' d=football.example.com; i=@football.example.com;',
  ' q=dns/txt; s=brisbane; t=1528637909; h=from : to :',
  ' subject : date : message-id : from : subject : date;',
  ` bh=${RFC8463_BODY_HASH};`,
  ' b=',
].join('\r\n');
const RFC8463_MESSAGE = [
  'From: Joe SixPack <joe@football.example.com>',
  'To: Suzie Q <suzie@shopping.example.net>',
  'Subject: Is dinner ready?',
  'Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)',
  'Message-ID: <20030712040037.46341.5F8J@football.example.com>',
  '',
  'Hi.',
  '',
  'We lost the game.  Are you hungry yet?',
  '',
  'Joe.',
  '',
].join('\r\n');

test('RFC 8463 appendix A: the same body hash, key record and signature', async () => {
  const section = readHeaderSection(Buffer.from(RFC8463_MESSAGE));
  ok(section.kind === 'section');
  equal(hashRelaxedBody(section.rest.subarray(2)).toString('base64'), RFC8463_BODY_HASH);

  const pkcs8 = Buffer.concat([
    Buffer.from('302e020100300506032b657004220420', 'hex'),
    Buffer.from(RFC8463_SEED, 'base64'),
  ]);
  const key: DkimKey = {
    domain: 'football.example.com',
    selector: 'brisbane',
    algorithm: 'ed25519-sha256',
    privateKey: createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' })
      .export({ type: 'pkcs8', format: 'pem' })
      .toString(),
  };
  equal(dkimDnsRecord(key).value, RFC8463_RECORD);

  const names = ['from', 'to', 'subject', 'date', 'message-id', 'from', 'subject', 'date'];
  equal(signHeader(canonicalHeader(section, names, RFC8463_FIELD), key), RFC8463_SIGNATURE);

  const whole = Buffer.from(`${RFC8463_FIELD}${RFC8463_SIGNATURE}\r\n${RFC8463_MESSAGE}`);
  deepEqual(await verify(whole, new Map([['brisbane._domainkey.football.example.com', [RFC8463_RECORD]]])), [
    'pass',
  ]);
});
