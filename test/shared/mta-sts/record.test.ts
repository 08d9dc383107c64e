/** RFC 8461 section 3.1, sentence by sentence. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { readStsRecord, stsRecordName } from '../../../shared/mta-sts/record.ts';

const good = 'v=STSv1; id=20160831085700Z;';

const rows: readonly [string, readonly string[], string | null][] = [
  ['the example of the RFC', [good], '20160831085700Z'],
  ['no delimiter at the end', ['v=STSv1; id=1'], '1'],
  ['no space after the delimiter', ['v=STSv1;id=1;'], '1'],
  ['white space around delimiters', ['v=STSv1 \t; id=1 ; '], '1'],
  ['an extension', ['v=STSv1; id=1; new_1.x=a:b/c'], '1'],
  ['an extension before the identifier', ['v=STSv1; x=y; id=1'], '1'],
  ['records of others beside it', ['google-site-verification=x', good, 'v=spf1 -all'], '20160831085700Z'],
  ['no record', [], null],
  ['only records of others', ['v=spf1 -all', ''], null],
  ['two records', [good, 'v=STSv1; id=2'], null],
  ['the same record twice', [good, good], null],
  ['the version in lower case: %s makes it case-sensitive', ['v=stsv1; id=1'], null],
  ['a later version', ['v=STSv12; id=1'], null],
  ['white space before the version', [' v=STSv1; id=1'], null],
  ['no identifier', ['v=STSv1;'], null],
  ['an empty identifier', ['v=STSv1; id=;'], null],
  ['an identifier with a hyphen', ['v=STSv1; id=a-b'], null],
  ['an identifier of 32 characters', [`v=STSv1; id=${'a'.repeat(32)}`], 'a'.repeat(32)],
  ['an identifier of 33 characters', [`v=STSv1; id=${'a'.repeat(33)}`], null],
  ['two identifiers', ['v=STSv1; id=1; id=2'], null],
  ['a field without a value', ['v=STSv1; id=1; x'], null],
  ['an empty field between', ['v=STSv1;; id=1'], null],
  ['a control character', ['v=STSv1; id=1; x=\u0000'], null],
  ['a name beyond 32 characters', [`v=STSv1; id=1; ${'x'.repeat(33)}=1`], null],
  ['a record without end', [`v=STSv1; id=1; ${'x=y;'.repeat(100_000)}`], null],
  ['white space without end', [`v=STSv1; id=1${' '.repeat(4000)}`], null],
];
for (const [what, texts, id] of rows)
  test(`${what}: ${id ?? 'none'}`, () => {
    const record = readStsRecord(texts);
    deepEqual(record.kind === 'record' ? record.id : null, id);
  });

test('the record is at _mta-sts', () => {
  deepEqual(stsRecordName('example.com'), '_mta-sts.example.com');
});
