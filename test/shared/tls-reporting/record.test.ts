/** RFC 8460 section 3: who wants reports. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { nameOf, readReportRecord, reportRecordName } from '../../../shared/tls-reporting/record.ts';

const mail = 'mailto:reports@example.com';
const https = 'https://reports.example.com/v1/tlsrpt';

const rows: readonly [string, readonly string[], readonly string[]][] = [
  ['mailto, as in the RFC', [`v=TLSRPTv1;rua=${mail}`], [mail]],
  ['https, as in the RFC', [`v=TLSRPTv1; rua=${https}`], [https]],
  ['several in one field', [`v=TLSRPTv1; rua=${mail} , ${https};`], [mail, https]],
  ['several fields', [`v=TLSRPTv1; rua=${mail}; rua=${https}`], [mail, https]],
  ['one twice', [`v=TLSRPTv1; rua=${mail},${mail}`], [mail]],
  ['unknown fields', [`v=TLSRPTv1; x=y; rua=${mail}; z`], [mail]],
  ['the scheme in upper case', ['v=TLSRPTv1; rua=MAILTO:reports@example.com'], [mail]],
  ['percent-encoding', ['v=TLSRPTv1; rua=mailto:a%2Bb%21@example.com'], ['mailto:a+b!@example.com']],
  ['header fields of a mailto are left out', [`v=TLSRPTv1; rua=${mail}?subject=x&bcc=y@example.net`], [mail]],
  ['records of others beside it', ['v=spf1 -all', `v=TLSRPTv1; rua=${mail}`], [mail]],
  ['two records', [`v=TLSRPTv1; rua=${mail}`, `v=TLSRPTv1; rua=${https}`], []],
  ['no record', [], []],
  ['a later version', [`v=TLSRPTv2; rua=${mail}`], []],
  ['the version in another case', [`v=tlsrptv1; rua=${mail}`], []],
  ['no rua', ['v=TLSRPTv1;'], []],
  ['an empty rua', ['v=TLSRPTv1; rua='], []],
  ['http', ['v=TLSRPTv1; rua=http://reports.example.com/'], []],
  ['another scheme', ['v=TLSRPTv1; rua=ftp://example.com,file:///etc/passwd,javascript:1'], []],
  ['https to an address', ['v=TLSRPTv1; rua=https://192.0.2.1/,https://[::1]/,https://2130706433/'], []],
  ['https to a single label', ['v=TLSRPTv1; rua=https://localhost/'], []],
  ['https with a password', ['v=TLSRPTv1; rua=https://a:b@reports.example.com/'], []],
  ['a mailbox at an address', ['v=TLSRPTv1; rua=mailto:a@[192.0.2.1]'], []],
  ['a line break in an address', ['v=TLSRPTv1; rua=mailto:a%0d%0aBcc:b@example.com'], []],
  ['two addresses in one mailto', ['v=TLSRPTv1; rua=mailto:a@example.com%2Cb@example.com'], []],
  ['broken percent-encoding', ['v=TLSRPTv1; rua=mailto:a%zz@example.com'], []],
  ['an address that needs SMTPUTF8', ['v=TLSRPTv1; rua=mailto:b%C3%BCro@example.com'], []],
  ['a good one after bad ones', [`v=TLSRPTv1; rua=,x,mailto:,https:,${mail}`], [mail]],
  [
    'more than three',
    [
      `v=TLSRPTv1; rua=${'1234'
        .split('')
        .map((n) => `mailto:r${n}@example.com`)
        .join(',')}`,
    ],
    ['mailto:r1@example.com', 'mailto:r2@example.com', 'mailto:r3@example.com'],
  ],
  ['a record without end', [`v=TLSRPTv1; rua=${`${mail},`.repeat(10_000)}`], []],
];
for (const [what, texts, expected] of rows)
  test(`${what}: ${expected.join(', ') || 'nobody'}`, () => {
    deepEqual(readReportRecord(texts).map(nameOf), expected);
  });

test('the record is at _smtp._tls', () => {
  deepEqual(reportRecordName('example.com'), '_smtp._tls.example.com');
});
