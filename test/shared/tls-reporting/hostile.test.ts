/** Records and policies by people who mean harm, or by chance: always an answer, never a crash, never long. */
import { ok } from 'node:assert/strict';
import { test } from 'node:test';

import { readPolicyText } from '../../../shared/mta-sts/policy-text.ts';
import { readStsRecord } from '../../../shared/mta-sts/record.ts';
import { nameOf, readReportRecord } from '../../../shared/tls-reporting/record.ts';

/** The same sequence at each run (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pieces = [
  'v=STSv1', 'v=TLSRPTv1', ';', ' ', '\t', 'id=', 'rua=', 'mailto:', 'https:', '//', 'a@b.example', '%', '%00',
  '%0d%0a', ',', '!', '=', '?', '\r\n', '\n', ':', 'version: STSv1', 'mode: enforce', 'mx: ', '*.', 'max_age: ',
  '1', '-1', 'x'.repeat(64), '\u0000', '\ud800', 'ü', '[', ']', '@', '..', '\u202e', 'b.example',
]; // prettier-ignore

test('20,000 random texts', () => {
  const next = random(8460);
  const started = performance.now();
  for (let round = 0; round < 20_000; round += 1) {
    const length = Math.floor(next() * 20);
    const text = Array.from({ length }, () => pieces[Math.floor(next() * pieces.length)]).join('');
    readStsRecord([text, `v=STSv1;${text}`]);
    readPolicyText(text, '1');
    readPolicyText(`version: STSv1\nmode: enforce\nmax_age: 1\nmx: a.example\n${text}`, '1');
    for (const receiver of readReportRecord([`v=TLSRPTv1;rua=${text}`])) {
      ok(
        /^(mailto:[\x21-\x7e]+@[a-z0-9.-]+|https:\/\/[\x21-\x7e]+)$/.test(nameOf(receiver)),
        nameOf(receiver),
      );
    }
  }
  ok(performance.now() - started < 20_000);
});

for (const filler of [';', ' ', ' ;', 'x=y;', ',', '%', 'a@', '\n', 'mx: *.a.example\n', ':'])
  test(`a megabyte of ${JSON.stringify(filler)}`, () => {
    const text = filler.repeat(Math.ceil(2 ** 20 / filler.length));
    const started = performance.now();
    readStsRecord([`v=STSv1;${text}`, `v=STSv1;${text.slice(0, 4000)}`]);
    readStsRecord([`v=STSv1;${text.slice(0, 4000)}x`]);
    readReportRecord([`v=TLSRPTv1;rua=${text.slice(0, 4000)}`]);
    readPolicyText(text, '1');
    readPolicyText(text.slice(0, 60_000), '1');
    ok(performance.now() - started < 2000);
  });
