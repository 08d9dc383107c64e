import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import { findLineFault, LineDiscipline } from '../../../shared/mail/line-discipline.ts';

type Row = [octets: string, fault: string | null, why: string];

const rows: Row[] = [
  ['', null, 'nothing is nothing wrong'],
  ['a\r\nb\r\n', null, 'ordinary lines'],
  ['a\r\nb', null, 'no final CRLF'],
  ['a\nb', 'bare-lf@1', 'RFC 5321 2.3.8'],
  ['\n', 'bare-lf@0', 'at the very start'],
  ['a\r\n.\n\r\n', 'bare-lf@4', '<LF>.<CRLF> smuggling'],
  ['a\rb', 'bare-cr@1', 'RFC 5321 2.3.8'],
  ['a\r\n.\r', 'bare-cr@4', 'a CR at the very end'],
  ['a\r\r\n', 'bare-cr@1', 'CR CR LF'],
  ['a\0b', 'nul@1', 'RFC 5322 section 4'],
  ['12345678\r\n', null, 'a line as long as the limit'],
  ['1\r\n123456789\r\n', 'long-line@11', 'a line over the limit'],
  ['a\nb\0', 'bare-lf@1', 'the first fault counts'],
];

for (const [octets, expected, why] of rows) {
  test(`${JSON.stringify(octets)}: ${expected ?? 'sound'} (${why}), whole and octet by octet`, () => {
    const whole = findLineFault(Buffer.from(octets, 'latin1'), 8);
    equal(whole === null ? null : `${whole.kind}@${whole.offset}`, expected);

    const discipline = new LineDiscipline(8);
    for (const octet of Buffer.from(octets, 'latin1')) discipline.push(Buffer.from([octet]));
    const single = discipline.finish();
    equal(single === null ? null : `${single.kind}@${single.offset}`, expected);
  });
}

test('8-bit octets are noticed, also after a fault', () => {
  const discipline = new LineDiscipline(998);
  discipline.push(Buffer.from('plain\r\n'));
  equal(discipline.eightBit, false);
  discipline.push(Buffer.from('a\nb'));
  discipline.push(Buffer.from('größer'));
  equal(discipline.eightBit, true);
});
