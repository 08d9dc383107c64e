import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { test } from 'node:test';

import {
  bodyOf,
  fieldsNamed,
  headerOctets,
  readHeaderSection,
  serialize,
  subjectOf,
  withFieldsFirst,
  withoutFields,
  type HeaderSection,
} from '../../../shared/mail/header-section.ts';

function section(message: string | Buffer): HeaderSection {
  const reading = readHeaderSection(Buffer.isBuffer(message) ? message : Buffer.from(message));
  ok(reading.kind === 'section', 'the header section is sound');
  return reading;
}

const sound: [message: string, names: string[], body: string, why: string][] = [
  ['A: 1\r\nB: 2\r\n\r\nbody\r\n', ['A', 'B'], 'body\r\n', 'the usual'],
  ['A: 1\r\n\r\n', ['A'], '', 'an empty body'],
  ['A: 1\r\n', ['A'], '', 'headers only, no blank line'],
  ['A: 1', ['A'], '', 'headers only, no CRLF at all'],
  ['\r\nbody', [], 'body', 'no header at all'],
  ['', [], '', 'nothing'],
  ['A: 1\r\n\tfolded\r\n  more\r\nB:\r\n\r\n', ['A', 'B'], '', 'folding'],
  ['A: 1\r\n \r\nB: 2\r\n\r\n', ['A', 'B'], '', 'a fold of spaces only is no blank line'],
  ['A : 1\r\n\r\n', ['A'], '', 'obsolete space before the colon, RFC 5322 4.5'],
  ['A: 1\r\n\r\nx\ny\0z\r', ['A'], 'x\ny\0z\r', 'what the body holds is not looked at here'],
];

for (const [message, names, body, why] of sound) {
  test(`reads ${JSON.stringify(message)} and gives it back unchanged (${why})`, () => {
    const read = section(message);
    deepEqual(
      read.fields.map(({ name }) => name),
      names,
    );
    equal(bodyOf(read).toString(), body);
    equal(serialize(read).toString(), message);
  });
}

const faulty: [message: string, fault: string, why: string][] = [
  ['A: 1\r\nno colon here\r\n\r\n', 'no-colon', 'a line of text among the fields'],
  ['From\r\n : mallory@evil.example\r\n\r\n', 'no-colon', 'a name folded away from its colon'],
  [' A: 1\r\n\r\n', 'bad-name', 'a fold with nothing before it'],
  [': 1\r\n\r\n', 'bad-name', 'no name'],
  ['From alice Mon Nov 23 10:15:04\r\nA: 1\r\n\r\n', 'bad-name', 'an mbox line'],
  ['A\v: 1\r\n\r\n', 'bad-name', 'a control character in a name'],
  ['A: 1\nB: 2\r\n\r\n', 'bare-lf', 'RFC 5322 2.2'],
  ['A: 1\rB: 2\r\n\r\n', 'bare-cr', 'RFC 5322 2.2'],
  ['A: 1\r', 'bare-cr', 'half a CRLF'],
  ['A: 1\0\r\n\r\n', 'nul', 'RFC 5322 section 4'],
  ['Größe: 1\r\n\r\n', 'eight-bit-name', 'RFC 6532 3.2 leaves names in ASCII'],
  [`A: ${'x'.repeat(70)}\r\n\r\n`, 'too-large', 'over the limit of 64'],
  ['x'.repeat(65), 'too-large', 'no end within the limit'],
];

for (const [message, fault, why] of faulty) {
  test(`refuses ${JSON.stringify(message.slice(0, 40))}: ${fault} (${why})`, () => {
    const reading = readHeaderSection(Buffer.from(message), 64);
    ok(reading.kind === 'fault');
    equal(reading.fault, fault);
  });
}

test('a header section of exactly the limit is taken', () => {
  equal(readHeaderSection(Buffer.from(`A: ${'x'.repeat(59)}\r\n\r\n`), 64).kind, 'section');
});

test('values are unfolded and trimmed, names compared without case', () => {
  const read = section('Subject:  one\r\n\ttwo \r\nsubject: three\r\n\r\n');
  deepEqual(
    fieldsNamed(read, 'SUBJECT').map(({ value }) => value),
    ['one\ttwo', 'three'],
  );
});

test('8-bit text: UTF-8 where it is that, else Latin-1, and the octets stay', () => {
  const latin1 = Buffer.from('Subject: Gr\xf6\xdfe\r\n\r\n', 'latin1');
  equal(section(latin1).encoding, 'unknown-8bit');
  equal(section(latin1).fields[0]?.value, 'Größe');
  ok(serialize(section(latin1)).equals(latin1));
  equal(section('Subject: Größe\r\n\r\n').encoding, 'utf-8');
  equal(section('Subject: Größe\r\n\r\n').fields[0]?.value, 'Größe');
  equal(section('Subject: plain\r\n\r\n').encoding, 'ascii');
});

test('removing and adding fields leaves every other octet alone', () => {
  const read = section('Bcc: x@a.example\r\nSubject: s\r\nbcc : y@a.example,\r\n z@a.example\r\n\r\nbody\n');
  const changed = withFieldsFirst(withoutFields(read, 'Bcc', 'X-None'), 'Received: by us;\r\n now\r\n');
  equal(serialize(changed).toString(), 'Received: by us;\r\n now\r\nSubject: s\r\n\r\nbody\n');
});

test('only whole and well-formed fields can be added', () => {
  const read = section('A: 1\r\n\r\n');
  for (const text of ['B: 2', 'B: 2\r\n\r\nbody\r\n', 'B: 2\nC: 3\r\n', 'nonsense\r\n']) {
    throws(() => withFieldsFirst(read, text), /not well-formed/, JSON.stringify(text));
  }
});

test('the subject is decoded; none is empty', () => {
  equal(subjectOf(section('Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?= und mehr\r\n\r\n')), 'Größe und mehr');
  equal(subjectOf(section('From: x\r\n\r\n')), '');
});

test('the octets of the header section end before the blank line', () => {
  equal(headerOctets(Buffer.from('A: 1\r\nB: 2\r\n\r\nbody')).toString(), 'A: 1\r\nB: 2\r\n');
  equal(headerOctets(Buffer.from('A: 1\r\n')).toString(), 'A: 1\r\n');
});

test('hostile whitespace costs no more than its length', () => {
  const spaces = ' '.repeat(60_000);
  const started = performance.now();
  equal(section(`A${spaces}: x${spaces}y${spaces}\r\n\r\n`).fields[0]?.name, 'A');
  equal(readHeaderSection(Buffer.from(`A${spaces}b: x\r\n\r\n`)).kind, 'fault');
  ok(performance.now() - started < 1000);
});
