import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import * as packet from 'dns-packet';

import { decodeMessage, type Message } from '../../../../shared/dns/wire/message.ts';
import { recordedAnswers } from '../recorded-world.ts';

const header = (counts: readonly number[], flags = 0x8180): Buffer => {
  const octets = Buffer.alloc(12);
  octets.writeUInt16BE(flags, 2);
  for (const [index, count] of counts.entries()) octets.writeUInt16BE(count, 4 + 2 * index);
  return octets;
};
const question = Buffer.from('\x01a\x04test\0\0\x01\0\x01', 'latin1');
/** A record whose owner is the question's name, by pointer. */
const record = (type: number, rdata: Buffer, recordClass = 1, ttl = 60): Buffer => {
  const octets = Buffer.alloc(12);
  octets.writeUInt16BE(0xc00c, 0);
  octets.writeUInt16BE(type, 2);
  octets.writeUInt16BE(recordClass, 4);
  octets.writeUInt32BE(ttl, 6);
  octets.writeUInt16BE(rdata.length, 10);
  return Buffer.concat([octets, rdata]);
};
const answer = (...records: readonly Buffer[]): Buffer =>
  Buffer.concat([header([1, records.length, 0, 0]), question, ...records]);

function decoded(octets: Buffer): Message {
  const message = decodeMessage(octets);
  ok(message.kind === 'message', JSON.stringify(message));
  return message;
}

test('every recorded answer reads as dns-packet reads it', () => {
  for (const [key, octets] of recordedAnswers) {
    const ours = decoded(octets);
    const theirs = packet.decode(octets);
    equal(ours.id, theirs.id);
    const plain = (records: readonly { name: string; type: string | number }[]) =>
      records.map(({ name }) => name.toLowerCase().replace(/^\.$/, ''));
    deepEqual(plain(ours.answer.map((one) => ({ ...one }))), plain(theirs.answers ?? []), key);
    deepEqual(plain(ours.authority.map((one) => ({ ...one }))), plain(theirs.authorities ?? []), key);
    for (const [index, one] of ours.answer.entries()) {
      const other = theirs.answers?.[index];
      ok(other !== undefined && 'ttl' in other);
      equal(one.ttl, other.ttl);
      const { data } = one;
      if (data.kind === 'A' || data.kind === 'AAAA') equal(data.address, other.data);
      if (data.kind === 'TLSA' && other.type === 'TLSA')
        deepEqual(
          { ...data },
          {
            kind: 'TLSA',
            usage: other.data.usage,
            selector: other.data.selector,
            matchingType: other.data.matchingType,
            data: other.data.certificate,
          },
        );
    }
  }
});

const malformed: readonly (readonly [string, Buffer])[] = [
  ['no octets', Buffer.alloc(0)],
  ['half a header', header([1, 0, 0, 0]).subarray(0, 7)],
  ['no question', header([0, 0, 0, 0])],
  ['two questions', Buffer.concat([header([2, 0, 0, 0]), question, question])],
  ['a question cut short', Buffer.concat([header([1, 0, 0, 0]), question.subarray(0, -1)])],
  ['a record too few', Buffer.concat([header([1, 2, 0, 0]), question, record(1, Buffer.alloc(4))])],
  ['an octet too many', Buffer.concat([answer(record(1, Buffer.alloc(4))), Buffer.alloc(1)])],
  ['another opcode', Buffer.concat([header([1, 0, 0, 0], 0xa180), question])],
  ['counts of 65,535', Buffer.concat([header([1, 65535, 65535, 65535]), question])],
  [
    'a name that points to itself',
    Buffer.concat([header([1, 1, 0, 0]), question, Buffer.from([0xc0, 24, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])]),
  ],
  [
    'a name that points forward',
    Buffer.concat([header([1, 1, 0, 0]), question, Buffer.from([0xc0, 30, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])]),
  ],
  [
    'a label that points back to its own start',
    Buffer.concat([
      header([1, 1, 0, 0]),
      question,
      Buffer.from([1, 97, 0xc0, 24, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]),
    ]),
  ],
  ['a pointer cut in half', Buffer.concat([header([1, 1, 0, 0]), question, Buffer.from([0xc0])])],
  [
    'a label type that does not exist',
    Buffer.concat([header([1, 1, 0, 0]), question, Buffer.from([0x41, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0])]),
  ],
  ['an IPv4 address of 3 octets', answer(record(1, Buffer.alloc(3)))],
  ['an IPv4 address of 5 octets', answer(record(1, Buffer.alloc(5)))],
  ['an IPv6 address of 15 octets', answer(record(28, Buffer.alloc(15)))],
  ['an MX without a host', answer(record(15, Buffer.from([0, 10])))],
  ['an MX with octets after the host', answer(record(15, Buffer.from([0, 10, 0, 0])))],
  ['an MX whose host leaves its record', answer(record(15, Buffer.from([0, 10, 5, 97])), Buffer.alloc(20))],
  ['a compressed signer', answer(record(46, Buffer.concat([Buffer.alloc(18), Buffer.from([0xc0, 12])])))],
  ['a compressed next name', answer(record(47, Buffer.from([0xc0, 12])))],
  ['a signature record of 17 octets', answer(record(46, Buffer.alloc(17)))],
  ['an empty type bitmap window', answer(record(47, Buffer.from([0, 0, 0])))],
  [
    'a type bitmap window of 33 octets',
    answer(record(47, Buffer.concat([Buffer.from([0, 0, 33]), Buffer.alloc(33)]))),
  ],
  ['type bitmap windows out of order', answer(record(47, Buffer.from([0, 1, 1, 1, 0, 1, 1])))],
  ['an NSEC3 with a salt longer than itself', answer(record(50, Buffer.from([1, 0, 0, 0, 9, 1])))],
  ['a text longer than its record', answer(record(16, Buffer.from([5, 97])))],
  ['OPT among the answers', answer(record(41, Buffer.alloc(0)))],
];
for (const [name, octets] of malformed)
  test(`malformed: ${name}`, () => {
    equal(decodeMessage(octets).kind, 'malformed');
  });

test('40 pointers, each to the one before, make no name', () => {
  // A chain of "one label, then a pointer to the previous" inside an unknown record's data.
  const start = 12 + question.length + 12;
  const parts = [Buffer.from('\x01a\0', 'latin1')];
  for (let index = 0, at = start; index < 40; index++) {
    parts.push(Buffer.from([1, 97, 0xc0 | (at >> 8), at & 255]));
    at = index === 0 ? start + 3 : at + 4;
  }
  const data = Buffer.concat(parts);
  const last = start + data.length - 4;
  const owner = Buffer.from([0xc0 | (last >> 8), last & 255, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 1, 2, 3, 4]);
  equal(
    decodeMessage(Buffer.concat([header([1, 2, 0, 0]), question, record(999, data), owner])).kind,
    'malformed',
  );
});

test('a name of more than 255 octets is refused, also where pointers make it so', () => {
  const label = Buffer.concat([Buffer.from([63]), Buffer.alloc(63, 97)]);
  const start = 12 + question.length + 12;
  const data = Buffer.concat([label, label, label, Buffer.from([0])]);
  const owner = Buffer.concat([
    label,
    Buffer.from([0xc0 | (start >> 8), start & 255, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]),
  ]);
  equal(
    decodeMessage(Buffer.concat([header([1, 2, 0, 0]), question, record(999, data), owner])).kind,
    'malformed',
  );
});

test('a record of another class is malformed', () => {
  equal(decodeMessage(answer(record(1, Buffer.from([1, 2, 3, 4]), 3))).kind, 'malformed');
});

test('a TTL with the top bit counts as zero, names are in lower case', () => {
  const { answer: records } = decoded(answer(record(1, Buffer.from([1, 2, 3, 4]), 1, 0x80000001)));
  deepEqual(
    records.map(({ ttl }) => ttl),
    [0],
  );
  const upper = Buffer.from('\0\x0a\x02MX\x04TEST\0', 'latin1');
  const [mx] = decoded(answer(record(15, upper))).answer;
  ok(mx !== undefined);
  deepEqual(mx.data, { kind: 'MX', preference: 10, exchange: 'mx.test' });
  deepEqual(mx.canonical, Buffer.from('\0\x0a\x02mx\x04test\0', 'latin1'));
});

test('the next name of an NSEC record keeps its case where it is signed (RFC 6840 section 5.1)', () => {
  const upper = Buffer.from('\x02MX\x04TEST\0\0\x01\x40', 'latin1');
  const [nsec] = decoded(answer(record(47, upper))).answer;
  deepEqual(nsec?.canonical, upper);
  ok(nsec.data.kind === 'NSEC');
  deepEqual([nsec.data.next, [...nsec.data.types]], ['mx.test', [1]]);
});

test('canonical octets of names in SRV, SOA, NS, CNAME, DNAME, PTR and RRSIG', () => {
  const upper = Buffer.from('\x02NS\0', 'latin1');
  const lower = Buffer.from('\x02ns\0', 'latin1');
  const fixed = (count: number) => Buffer.alloc(count, 65);
  for (const [type, before, names, after] of [
    [33, 6, 1, 0],
    [6, 0, 2, 20],
    [2, 0, 1, 0],
    [5, 0, 1, 0],
    [39, 0, 1, 0],
    [12, 0, 1, 0],
    [46, 18, 1, 64],
  ] as const) {
    const octets = (of: Buffer) =>
      Buffer.concat([fixed(before), ...Array.from({ length: names }, () => of), fixed(after)]);
    const [one] = decoded(answer(record(type, octets(upper)))).answer;
    deepEqual(one?.canonical, octets(lower), `type ${type}`);
  }
});

test('a TLSA record too short to be one stays, as unusable', () => {
  const [one] = decoded(answer(record(52, Buffer.from([3, 1])))).answer;
  ok(one?.data.kind === 'TLSA');
  equal(one.data.usage, 255);
});

test('IPv6 addresses are written as RFC 5952 has them', () => {
  const [one] = decoded(answer(record(28, Buffer.from('20010db8000000000001000000000001', 'hex')))).answer;
  ok(one?.data.kind === 'AAAA');
  equal(one.data.address, '2001:db8::1:0:0:1');
});

test('response code with its upper bits from EDNS', () => {
  const opt = Buffer.from([0, 0, 41, 4, 208, 1, 0, 0, 0, 0, 0]);
  const octets = Buffer.concat([header([1, 0, 0, 1]), question, opt]);
  equal(decoded(octets).responseCode, 16);
  equal(decodeMessage(Buffer.concat([header([1, 0, 0, 2]), question, opt, opt])).kind, 'malformed');
});
