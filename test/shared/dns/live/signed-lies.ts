/**
 * Answers that a zone really signed and that are wrong in every other way: denials that leave gaps, wildcards
 * without proof, dates at the edge, another's keys. Here only the rules can tell, not the signatures.
 */
import { createHash } from 'node:crypto';

import type { Random } from '../random.ts';
import {
  encodeAnswer,
  nsec,
  rr,
  signatureOf,
  soa,
  tlsaData,
  wireName,
  type Answer,
  type Key,
  type Rr,
  type SignatureFields,
} from '../signed-world.ts';
import type { Question } from './questions.ts';

export interface Liar {
  readonly zone: string;
  readonly key: Key;
  /** Another zone's, for forgeries. */
  readonly thief: Key;
}

export interface Lie {
  readonly question: Question;
  readonly octets: Buffer;
  readonly what: string;
}

const types = ['A', 'NS', 'SOA', 'CNAME', 'MX', 'TXT', 'DNAME', 'DS', 'TLSA', 'RRSIG', 'NSEC'];
const DAY = 86_400;

const namesOf = (zone: string): readonly string[] =>
  ['', '*.', 'a.', 'l.', 'm.', '*.m.', 'n.m.', 'o.n.m.', 'mm.', 'z.', '*.n.m.'].map((label) => label + zone);

function someTypes({ onceIn }: Random): string[] {
  const chosen = types.filter((type) => onceIn(type === 'NS' || type === 'SOA' || type === 'DNAME' ? 8 : 5));
  return chosen.length === 0 ? ['RRSIG'] : chosen;
}

/** RFC 4648 section 7, for the owners of NSEC3 records. */
function base32Hex(octets: Buffer): string {
  const bits = [...octets].map((octet) => octet.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => Number.parseInt(five, 2).toString(32)).join('');
}

function hashOf(name: string, salt: Buffer, iterations: number): Buffer {
  let digest = createHash('sha1').update(wireName(name)).update(salt).digest();
  for (let round = 0; round < iterations; round++)
    digest = createHash('sha1').update(digest).update(salt).digest();
  return digest;
}

/** The hash next to another: one less or more. */
function beside(digest: Buffer, step: number): Buffer {
  const moved = Buffer.from(digest);
  moved.writeUInt32BE((moved.readUInt32BE(16) + step + 2 ** 32) % 2 ** 32, 16);
  return moved;
}

function hashedDenial({ zone }: Liar, random: Random): Rr {
  const { pick, onceIn } = random;
  const salt = onceIn(2) ? Buffer.alloc(0) : Buffer.from('abcd', 'hex');
  const iterations = onceIn(12) ? pick([101, 150, 200, 2500]) : 1;
  const digest = hashOf(pick(namesOf(zone)), salt, iterations);
  const [owner, next] = onceIn(2)
    ? [digest, beside(digest, 1)]
    : [beside(digest, -1), onceIn(3) ? hashOf(pick(namesOf(zone)), salt, iterations) : beside(digest, 1)];
  return rr(`${base32Hex(owner)}.${zone}`, 'NSEC3', {
    algorithm: onceIn(30) ? 2 : 1,
    flags: onceIn(6) ? 1 : 0,
    iterations,
    salt,
    nextDomain: next,
    rrtypes: someTypes(random),
  });
}

function fieldsOf({ zone }: Liar, now: number, { pick, onceIn, below }: Random): Partial<SignatureFields> {
  const plain = { inception: now - DAY, expiration: now + DAY };
  if (!onceIn(4)) return plain;
  return pick<Partial<SignatureFields>>([
    { ...plain, labels: below(6) },
    { ...plain, expiration: now - pick([60, 3600, DAY]) },
    { ...plain, inception: now + pick([3600, DAY]) },
    { ...plain, inception: (now + DAY + 2 ** 31) % 2 ** 32 },
    { ...plain, originalTTL: pick([0, 1, 60, 100_000]) },
    { ...plain, signersName: pick(['test', '.', 'attacker.test', `m.${zone}`, 'ed.test']) },
    { ...plain, keyTag: below(65_536) },
    { ...plain, algorithm: pick([5, 8, 14, 15, 200]) },
  ]);
}

/** One lie, or now and then a truth. `now` in seconds. */
export function lieOf(liar: Liar, now: number, random: Random): Lie {
  const { pick, onceIn, below } = random;
  const { zone } = liar;
  const name = pick(namesOf(zone).slice(2));
  const type = pick(['A', 'TLSA', 'TXT', 'MX'] as const);
  const signed = (record: Rr, fields: Partial<SignatureFields> = {}): Rr[] => [
    record,
    signatureOf(zone, onceIn(20) ? liar.thief : liar.key, [record], {
      ...fieldsOf(liar, now, random),
      ...fields,
    }),
  ];
  const denials = (): Rr[] => {
    const hashed = onceIn(2);
    return Array.from({ length: 1 + below(3) }, () =>
      signed(
        hashed
          ? hashedDenial(liar, random)
          : nsec(pick(namesOf(zone)), pick([...namesOf(zone), 'test', 'zz.test']), ...someTypes(random)),
      ),
    ).flat();
  };
  const data = {
    A: '192.0.2.1',
    TLSA: tlsaData,
    TXT: 'text',
    MX: { preference: 10, exchange: 'MX.ec.test' },
  }[type];
  const made = pick<() => readonly [string, Answer]>([
    () => ['denial', { rcode: onceIn(2) ? 3 : 0, authorities: [...signed(soa(zone)), ...denials()] }],
    () => [
      'wildcard answer',
      {
        answers: signed(rr(name, type, data), {
          owner: pick(namesOf(zone).filter((of) => of.includes('*'))),
        }),
        authorities: denials(),
      },
    ],
    () => ['answer', { answers: signed(rr(name, type, data)), rcode: onceIn(15) ? 3 : 0 }],
    () => {
      const to = pick(['mx.ec.test', '_25._tcp.mx.ed.test', 'mx.insecure.test', `a.${zone}`, name]);
      const link = onceIn(4) ? { owner: `*.${zone}` } : {};
      return [
        'alias',
        { answers: signed(rr(name, 'CNAME', to), link), authorities: onceIn(3) ? denials() : [] },
      ];
    },
    () => {
      const above = name.split('.').slice(1).join('.');
      const renamed = rr(name, 'CNAME', `${name.split('.')[0] ?? ''}.${pick(['rsa.test', 'ec.test', zone])}`);
      const unsigned = onceIn(6) ? { ...renamed, data: 'mx.attacker.test' } : renamed;
      return ['renamed subtree', { answers: [...signed(rr(above, 'DNAME', 'ec.test')), unsigned] }];
    },
  ])();
  const [what, answer] = made;
  return { question: [name, type], octets: encodeAnswer(name, type, answer), what };
}
