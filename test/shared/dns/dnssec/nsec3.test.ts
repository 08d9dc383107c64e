/** With the zone of RFC 5155 appendix A: its hashes, and the proofs of appendix B. */
import { equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { decodeBase32Hex } from '../../../../shared/dns/dnssec/base32hex.ts';
import { Budget } from '../../../../shared/dns/dnssec/budget.ts';
import { hashedDenial } from '../../../../shared/dns/dnssec/nsec3.ts';
import { parseName, type Name } from '../../../../shared/dns/wire/name.ts';
import type { Nsec3Data } from '../../../../shared/dns/wire/rdata.ts';

const [A, NS, CNAME, SOA, MX, AAAA, DNAME, DS, RRSIG, DNSKEY] = [1, 2, 5, 6, 15, 28, 39, 43, 46, 48];

const name = (text: string): Name => {
  const parsed = parseName(text);
  ok(parsed !== null);
  return parsed;
};
const zone = name('example');

/** Owner, next, types; the comment says whose hash the owner is. */
const chain: readonly (readonly [string, string, readonly number[]])[] = [
  ['0p9mhaveqvm6t7vbl5lop2u3t2rp3tom', '2t7b4g4vsa5smi47k61mv5bv1a22bojr', [MX, DNSKEY, NS, SOA, RRSIG]], // example
  ['2t7b4g4vsa5smi47k61mv5bv1a22bojr', '2vptu5timamqttgl4luu9kg21e0aor3s', [A, RRSIG]], // ns1
  ['2vptu5timamqttgl4luu9kg21e0aor3s', '35mthgpgcu1qg68fab165klnsnk3dpvl', [MX, RRSIG]], // x.y.w
  ['35mthgpgcu1qg68fab165klnsnk3dpvl', 'b4um86eghhds6nea196smvmlo4ors995', [NS, DS, RRSIG]], // a
  ['b4um86eghhds6nea196smvmlo4ors995', 'gjeqe526plbf1g8mklp59enfd789njgi', [MX, RRSIG]], // x.w
  ['gjeqe526plbf1g8mklp59enfd789njgi', 'ji6neoaepv8b5o6k4ev33abha8ht9fgc', [A, AAAA, RRSIG]], // ai
  ['ji6neoaepv8b5o6k4ev33abha8ht9fgc', 'k8udemvp1j2f7eg6jebps17vp3n8i58h', []], // y.w
  ['k8udemvp1j2f7eg6jebps17vp3n8i58h', 'kohar7mbb8dc2ce8a9qvl8hon4k53uhi', []], // w
  ['kohar7mbb8dc2ce8a9qvl8hon4k53uhi', 'q04jkcevqvmu85r014c7dkba38o0ji5r', [A, RRSIG]], // 2t7b….example
  ['q04jkcevqvmu85r014c7dkba38o0ji5r', 'r53bq7cc2uvmubfu5ocmm6pers9tk9en', [A, RRSIG]], // ns2
  ['r53bq7cc2uvmubfu5ocmm6pers9tk9en', 't644ebqk9bibcna874givr6joj62mlhv', [MX, RRSIG]], // *.w
  ['t644ebqk9bibcna874givr6joj62mlhv', '0p9mhaveqvm6t7vbl5lop2u3t2rp3tom', [A, AAAA, RRSIG]], // xx
];

function records(change: Partial<Nsec3Data> = {}, wanted: (owner: string) => boolean = () => true) {
  return chain
    .filter(([owner]) => wanted(owner))
    .map(([owner, next, types]) => ({
      owner: name(`${owner}.example`),
      data: {
        kind: 'NSEC3' as const,
        algorithm: 1,
        flags: 0,
        iterations: 12,
        salt: Buffer.from('aabbccdd', 'hex'),
        next: decodeBase32Hex(next) ?? Buffer.alloc(0),
        types: new Set(types),
        ...change,
      },
    }));
}

const denial = (given = records(), budget = new Budget()) => {
  const made = hashedDenial(zone, given, budget);
  ok(made !== null);
  return made;
};

const noNameRows: readonly (readonly [string, boolean, string])[] = [
  ['a.c.x.w.example', true, 'B.1: closest encloser x.w.example, c.x.w and *.x.w absent'],
  ['nope.example', true, 'right below the apex, no wildcard'],
  ['a.z.w.example', false, 'B.4: *.w.example would answer'],
  ['ns1.example', false, 'the name is there'],
  ['y.w.example', false, 'B.2.1: an empty non-terminal is there'],
  ['mc.b.a.example', false, 'below the delegation a.example the parent knows nothing (8.3)'],
  ['other', false, 'not of this zone'],
];
for (const [text, expect, why] of noNameRows)
  test(`no name ${text}: ${expect ? 'proven' : 'not proven'} (${why})`, () => {
    equal(denial().noName(name(text)), expect);
  });

const noDataRows: readonly (readonly [string, number, boolean, string])[] = [
  ['ns1.example', MX, true, 'B.2'],
  ['ns1.example', A, false, 'the type is there'],
  ['y.w.example', A, true, 'B.2.1: empty non-terminal'],
  ['a.z.w.example', AAAA, true, 'B.5: wildcard without the type'],
  ['a.z.w.example', MX, false, 'the wildcard has the type'],
  ['a.example', A, false, 'a delegation: the child would know'],
  ['a.example', DS, false, 'the DS is there'],
  ['example', DS, false, 'B.6: the apex record of the child does not deny DS'],
  ['example', A, true, 'no address at the apex'],
  ['c.example', DS, false, 'no record for the name, nothing wild'],
];
for (const [text, type, expect, why] of noDataRows)
  test(`no data ${text} ${type}: ${expect ? 'proven' : 'not proven'} (${why})`, () => {
    equal(denial().noData(name(text), type), expect);
  });

test('an alias at the name is no missing type; a DNAME above is no missing name', () => {
  equal(denial(records({ types: new Set([CNAME]) })).noData(name('ns1.example'), MX), false);
  equal(denial(records({ types: new Set([DNAME]) })).noName(name('nope.example')), false);
});

test('wildcard answers: the next closer name must be absent (B.4)', () => {
  equal(denial().expansion(name('a.z.w.example'), name('w.example')), true);
  equal(denial().expansion(name('x.y.w.example'), name('w.example')), false);
  const without = records({}, (owner) => !owner.startsWith('q04j'));
  equal(denial(without).expansion(name('a.z.w.example'), name('w.example')), false);
});

test('with opt-out, absence is not proven; a missing type at the name still is', () => {
  const optOut = denial(records({ flags: 1 }));
  equal(optOut.noName(name('a.c.x.w.example')), false);
  equal(optOut.expansion(name('a.z.w.example'), name('w.example')), false);
  equal(optOut.noData(name('a.z.w.example'), AAAA), false);
  equal(optOut.noData(name('ns1.example'), MX), true);
});

test('each of the three records is needed', () => {
  const needed = ['b4um', '0p9m', '35mt'];
  for (const missing of needed) {
    const given = records(
      {},
      (owner) => needed.some((start) => owner.startsWith(start)) && !owner.startsWith(missing),
    );
    equal(denial(given).noName(name('a.c.x.w.example')), false, missing);
  }
  const all = records({}, (owner) => needed.some((start) => owner.startsWith(start)));
  equal(denial(all).noName(name('a.c.x.w.example')), true);
});

test('parameters that we take no part in prove nothing', () => {
  equal(hashedDenial(zone, records({ algorithm: 2 }), new Budget()), null);
  equal(hashedDenial(zone, records({ flags: 2 }), new Budget()), null);
  equal(hashedDenial(zone, records({ iterations: 101 }), new Budget()), null);
  equal(hashedDenial(zone, [], new Budget()), null);
  const [first, ...others] = records();
  ok(first !== undefined);
  const mixed = [{ ...first, data: { ...first.data, salt: Buffer.alloc(0) } }, ...others];
  equal(hashedDenial(zone, mixed, new Budget()), null);
});

test('records of another zone, or with a malformed hash, are passed over', () => {
  const elsewhere = records().map((record) => ({ ...record, owner: name(`${record.owner}.sub`) }));
  equal(denial(elsewhere).noName(name('nope.example')), false);
  equal(denial(records({ next: Buffer.alloc(19) })).noName(name('nope.example')), false);
});

test('an exhausted budget proves nothing', () => {
  const budget = new Budget();
  while (budget.takeHashes(100));
  budget.takeHashes(13);
  equal(denial(records(), budget).noName(name('a.c.x.w.example')), false);
});

test('base 32: what is no hash', () => {
  equal(decodeBase32Hex('w'), null);
  equal(decodeBase32Hex('01'), null);
  equal(decodeBase32Hex('c5h66p35cpjmgqbadln6i===')?.length ?? null, null);
  equal(decodeBase32Hex('cpnmuoj1')?.toString(), 'fooba');
});
