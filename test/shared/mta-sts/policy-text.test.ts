/** RFC 8461 section 3.2: policy files, good ones and others. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { policyLines, readPolicyText } from '../../../shared/mta-sts/policy-text.ts';

const lines = [
  'version: STSv1',
  'mode: enforce',
  'mx: mail.example.com',
  'mx: *.example.net',
  'max_age: 604800',
];
const policy = {
  id: '7',
  mode: 'enforce',
  mx: ['mail.example.com', '*.example.net'],
  maxAge: 604_800,
} as const;

const replaced = (from: string, ...to: string[]): string =>
  lines.flatMap((line) => (line.startsWith(from) ? to : line)).join('\r\n');

const accepted: readonly [string, string, object][] = [
  ['CRLF', lines.join('\r\n'), policy],
  ['LF, and one at the end', `${lines.join('\n')}\n`, policy],
  ['no space after the colon, some before the line end', lines.join(' \n').replaceAll(': ', ':'), policy],
  ['unknown keys', [...lines, 'policy_url: https://x/', 'x-1.y_z: a b'].join('\n'), policy],
  ['any order', lines.toReversed().join('\n'), { ...policy, mx: policy.mx.toReversed() }],
  ['an empty line', lines.join('\n\n'), policy],
  [
    'a key twice: the first counts',
    [...lines, 'mode: none', 'max_age: 1', 'version: STSv2'].join('\n'),
    policy,
  ],
  ['upper case in host names', replaced('mx: mail', 'mx: MAIL.Example.COM'), policy],
  ['mode testing', replaced('mode', 'mode: testing'), { ...policy, mode: 'testing' }],
  ['max_age 0', replaced('max_age', 'max_age: 0'), { ...policy, maxAge: 0 }],
  ['max_age a year', replaced('max_age', 'max_age: 31557600'), { ...policy, maxAge: 31_557_600 }],
  [
    'A-labels',
    replaced('mx', 'mx: xn--bcher-kva.example'),
    { ...policy, mx: ['xn--bcher-kva.example', 'xn--bcher-kva.example'] },
  ],
  [
    'mode none needs no mx',
    'version: STSv1\nmode: none\nmax_age: 86400\n',
    { id: '7', mode: 'none', mx: [], maxAge: 86_400 },
  ],
];
for (const [what, text, expected] of accepted)
  test(`${what}: a policy`, () => {
    deepEqual(readPolicyText(text, '7'), { kind: 'policy', policy: expected });
  });

const refused: readonly [string, string][] = [
  ['nothing', ''],
  ['a web page', '<!DOCTYPE html>\n<html><body>Welcome</body></html>'],
  ['no version', replaced('version')],
  ['another version', replaced('version', 'version: STSv2')],
  ['the version in another case', replaced('version', 'version: stsv1')],
  ['a key in another case', replaced('mode', 'Mode: enforce')],
  ['no mode', replaced('mode')],
  ['an unknown mode', replaced('mode', 'mode: report')],
  ['no max_age', replaced('max_age')],
  ['a max_age over a year', replaced('max_age', 'max_age: 31557601')],
  ['a max_age of 11 digits', replaced('max_age', 'max_age: 00000000001')],
  ['a negative max_age', replaced('max_age', 'max_age: -1')],
  ['a max_age with a fraction', replaced('max_age', 'max_age: 1.5')],
  ['an empty max_age', replaced('max_age', 'max_age:')],
  ['enforce without mx', replaced('mx')],
  ['testing without mx', 'version: STSv1\nmode: testing\nmax_age: 1'],
  ['a star inside a label', replaced('mx', 'mx: mail*.example.com')],
  ['a star alone', replaced('mx', 'mx: *')],
  ['a star in the middle', replaced('mx', 'mx: a.*.example.com')],
  ['two stars', replaced('mx', 'mx: *.*.example.com')],
  ['a U-label', replaced('mx', 'mx: bücher.example')],
  ['a host with an empty label', replaced('mx', 'mx: mail..example.com')],
  ['an address as a URL', replaced('mx', 'mx: https://mail.example.com')],
  ['an empty mx', replaced('mx', 'mx:')],
  ['a line without a colon', [...lines, 'hello'].join('\n')],
  ['a NUL', lines.join('\n').replace('mail', 'ma\u0000il')],
  ['a bare CR between lines', lines.join('\r')],
  ['a byte-order mark', `\ufeff${lines.join('\n')}`],
  [
    '101 mail servers',
    replaced('mx: mail', ...Array.from({ length: 100 }, (_, i) => `mx: mx${i}.example.com`)),
  ],
  ['over 64 KiB', `${lines.join('\n')}\n${'x: y\n'.repeat(20_000)}`],
];
for (const [what, text] of refused)
  test(`${what}: no policy`, () => {
    equal(readPolicyText(text, '7').kind, 'invalid');
  });

test('long runs of blanks are read in no time', () => {
  const started = performance.now();
  const blanks = ' '.repeat(30_000);
  readPolicyText(`${lines.join('\n')}\nx: ${blanks}y${blanks}z`, '7');
  readPolicyText(`${blanks}${blanks}x`, '7');
  equal(performance.now() - started < 500, true);
});

test('the lines of a policy, for reports', () => {
  deepEqual(policyLines(policy), lines);
});
