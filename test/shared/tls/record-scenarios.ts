/** Which records match, which count, and which are malformed. */
import type { TlsaRecord } from '../../../shared/tls/tlsa.ts';
import { makeCertificate } from './certificate-maker.ts';
import { expired, leaf, middle, whole, type Expected, type Scenario } from './scenario.ts';
import { tlsa, wrong } from './tlsa-of.ts';

const bareRecord = (parameters: string, data: Buffer): TlsaRecord => {
  const [usage = 0, selector = 0, matchingType = 0] = parameters.split(' ').map(Number);
  return { usage, selector, matchingType, data };
};

const odd = makeCertificate({ subject: 'odd end', names: ['else.example'], ...expired });
const noMatterWhat: Scenario = {
  what: '3 1 1, self-signed, expired, for another name',
  records: [tlsa('3 1 1', odd)],
  chain: [odd],
  expected: 0,
};

type AgilityRow = [right: string, wrong: string, expected: Expected, what: string];
const agilityRows: AgilityRow[] = [
  ['3 1 1', '3 1 2', 'no-match', 'wrong SHA-512 beside right SHA-256 of the same usage and selector'],
  ['3 1 2', '3 1 1', 0, 'right SHA-512 beside wrong SHA-256'],
  ['3 1 1', '3 0 2', 0, 'wrong SHA-512 of the other selector'],
  ['3 1 1', '2 1 2', 0, 'wrong SHA-512 of the other usage'],
  ['3 1 0', '3 1 2', 0, 'full data always counts'],
  ['2 1 1', '2 1 2', 'no-match', 'the same for DANE-TA'],
  ['2 0 1', '2 1 2', 1, 'the other selector for DANE-TA'],
  ['2 0 0', '2 0 2', 1, 'full certificate beside a wrong SHA-512'],
  ['2 1 0', '2 1 2', 1, 'full key beside a wrong SHA-512'],
];
const named = (parameters: string): TlsaRecord =>
  tlsa(parameters, parameters.startsWith('3') ? leaf : middle);
const digestAgility = agilityRows.map(([right, bad, expected, what]): Scenario => ({
  what: `digest agility: ${what}`,
  records: [named(right), wrong(named(bad))],
  chain: whole,
  expected,
}));

const shortDigest: Scenario = {
  what: 'digest agility: a SHA-512 record of the wrong length does not count',
  records: [tlsa('3 1 1', leaf), bareRecord('3 1 2', Buffer.alloc(63))],
  chain: whole,
  expected: 0,
};

const malformed: Scenario[] = (
  [
    ['3 1 1', Buffer.alloc(31)],
    ['3 1 1', Buffer.alloc(33)],
    ['3 1 2', Buffer.alloc(32)],
    ['3 1 1', Buffer.alloc(0)],
    ['3 2 1', Buffer.alloc(32)],
    ['3 255 1', Buffer.alloc(32)],
    ['3 1 3', Buffer.alloc(32)],
    ['3 1 255', Buffer.alloc(32)],
    ['4 1 1', Buffer.alloc(32)],
    ['255 1 1', Buffer.alloc(32)],
    ['3 0 0', Buffer.alloc(0)],
    ['3 0 0', Buffer.from('no certificate')],
    ['3 0 0', leaf.der.subarray(0, -1)],
    ['3 0 0', Buffer.concat([leaf.der, Buffer.alloc(1)])],
    ['3 0 0', leaf.spki],
    ['3 1 0', leaf.der],
    ['3 1 0', leaf.spki.subarray(0, -1)],
    ['3 1 0', Buffer.concat([leaf.spki, Buffer.alloc(1)])],
    ['2 0 0', middle.spki],
    ['2 1 0', middle.der],
  ] as const
).map(([parameters, data]) => ({
  what: `malformed: ${parameters} with ${data.length} octets`,
  records: [bareRecord(parameters, data)],
  chain: whole,
  expected: 'none-usable',
}));

export const recordScenarios = [noMatterWhat, ...digestAgility, shortDigest, ...malformed];
