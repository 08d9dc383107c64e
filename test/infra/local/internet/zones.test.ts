import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { RecordType } from 'dns-packet';
import { prepareZone, resolve } from '../../../../infra/local/internet/zones.ts';
import type { Zone } from '../../../../infra/local/internet/zones.ts';

const world: Zone[] = [
  { origin: '', records: [] },
  {
    origin: 'a.example',
    records: [
      { name: 'a.example', type: 'MX', data: { preference: 10, exchange: 'mx.a.example' } },
      { name: 'MX.a.example', type: 'A', data: '127.0.0.1' },
      { name: '_25._tcp.mx.a.example', type: 'TXT', data: 'deep' },
      { name: 'alias.a.example', type: 'CNAME', data: 'link.b.example' },
      { name: 'dangling.a.example', type: 'CNAME', data: 'nothing.b.example' },
      { name: 'loop.a.example', type: 'CNAME', data: 'loop.a.example' },
      { name: 'long.a.example', type: 'TXT', data: 'x'.repeat(600) },
    ],
    troubles: [
      { name: 'broken.a.example', kind: 'servfail' },
      { name: 'mx.a.example', type: 'TLSA', kind: 'servfail' },
      { name: 'quiet.a.example', kind: 'unanswered' },
    ],
  },
  {
    origin: 'b.example',
    records: [
      { name: 'link.b.example', type: 'CNAME', data: 'end.b.example' },
      { name: 'end.b.example', type: 'A', data: '127.0.0.2' },
    ],
  },
];
const zones = new Map(world.map((zone) => [zone.origin, prepareZone(zone)]));

/** A resolution in a line: the code, the answers as `name TYPE`, and whose SOA came along. */
function summary(name: string, type: RecordType): string {
  const found = resolve(zones, { name, type });
  if (found.kind !== 'answered') return found.kind;
  const answers = found.answers.map((record) => `${record.name} ${record.type}`);
  const soa = found.authorities.map((record) => `SOA of ${record.name || '.'}`);
  return [found.rcode, ...answers, ...soa].join('; ');
}

const rows: [name: string, type: RecordType, expected: string, why: string][] = [
  ['a.example', 'MX', 'NOERROR; a.example MX', 'the record is there'],
  ['mx.a.example', 'A', 'NOERROR; mx.a.example A', 'zone data may be written in any case'],
  ['mX.A.example', 'A', 'NOERROR; mX.A.example A', 'names compare without case, the spelling is kept'],
  ['a.example', 'SOA', 'NOERROR; a.example SOA', 'every zone has one'],
  ['a.example', 'AAAA', 'NOERROR; SOA of a.example', 'RFC 2308, 2.2: the name exists, the record does not'],
  ['c.a.example', 'A', 'NXDOMAIN; SOA of a.example', 'RFC 2308, 2.1: no such name'],
  ['_tcp.mx.a.example', 'TXT', 'NOERROR; SOA of a.example', 'RFC 8020: a name with names below it exists'],
  ['example', 'A', 'NOERROR; SOA of .', 'it has zones below it'],
  ['elsewhere.test', 'MX', 'NXDOMAIN; SOA of .', 'outside every zone there is nothing'],
  [
    'alias.a.example',
    'A',
    'NOERROR; alias.a.example CNAME; link.b.example CNAME; end.b.example A',
    'RFC 1034, 3.6.2: aliases are followed, across zones, and shown',
  ],
  [
    'alias.a.example',
    'CNAME',
    'NOERROR; alias.a.example CNAME',
    'asked for itself, an alias is not followed',
  ],
  [
    'alias.a.example',
    'AAAA',
    'NOERROR; alias.a.example CNAME; link.b.example CNAME; SOA of b.example',
    'the SOA is the last zone’s',
  ],
  [
    'dangling.a.example',
    'A',
    'NXDOMAIN; dangling.a.example CNAME; SOA of b.example',
    'RFC 6604: the code is about the end of the chain',
  ],
  ['loop.a.example', 'A', 'servfail', 'a loop has no answer'],
  ['broken.a.example', 'A', 'servfail', 'trouble for all types'],
  ['mx.a.example', 'TLSA', 'servfail', 'trouble for one type leaves the others alone'],
  ['quiet.a.example', 'MX', 'unanswered', 'as if the server were gone'],
];

describe('answers from zone data', () => {
  for (const [name, type, expected, why] of rows) {
    test(`${name} ${type}: ${why}`, () => {
      assert.equal(summary(name, type), expected);
    });
  }

  test('a long text is cut into strings of 255 octets', () => {
    const found = resolve(zones, { name: 'long.a.example', type: 'TXT' });
    assert.equal(found.kind, 'answered');
    const strings = ['x'.repeat(255), 'x'.repeat(255), 'x'.repeat(90)];
    assert.deepEqual(
      found.answers.map((record) => record.data),
      [strings],
    );
  });
});
