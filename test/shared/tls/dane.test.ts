import { deepEqual, equal, ok } from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { verifyDane, type DaneVerdict } from '../../../shared/tls/dane.ts';
import type { TlsaRecord } from '../../../shared/tls/tlsa.ts';
import { daysFromNow, makeCertificate, now, type Made } from './certificate-maker.ts';
import { constraintScenarios } from './constraint-scenarios.ts';
import { endScenarios } from './end-scenarios.ts';
import { pathScenarios } from './path-scenarios.ts';
import { recordScenarios } from './record-scenarios.ts';
import { mxHost } from './scenario.ts';
import { tlsa } from './tlsa-of.ts';

const judge = (
  records: readonly TlsaRecord[],
  chain: readonly Pick<Made, 'der'>[],
  references: readonly string[] = [mxHost],
): DaneVerdict => verifyDane({ chain: chain.map(({ der }) => der), records, references, now });

describe('scenarios', () => {
  for (const { what, records, chain, expected } of [
    ...recordScenarios,
    ...pathScenarios,
    ...constraintScenarios,
    ...endScenarios,
  ]) {
    test(`${what}: ${expected}`, () => {
      const verdict = judge(records, chain);
      equal(verdict.kind === 'matched' ? verdict.depth : verdict.kind, expected, verdict.detail);
    });
  }
});

const root = makeCertificate({ subject: 'root', ca: true });
const leaf = makeCertificate({ subject: 'server', issuer: root, names: [mxHost] });

test('a match carries its evidence', () => {
  const record = tlsa('2 1 1', root);
  const verdict = judge([record], [leaf, root], ['bank.example', mxHost]);
  equal(verdict.kind, 'matched');
  equal(verdict.usage, 'DANE-TA');
  equal(verdict.record, record);
  equal(verdict.recordText, `2 1 1 ${Buffer.from(record.data).toString('hex')}`);
  equal(verdict.name, mxHost);
});

test('DANE-EE names no host: names do not matter (RFC 7672 section 3.1.1)', () => {
  const verdict = judge([tlsa('3 0 1', leaf)], [leaf], []);
  equal(verdict.kind, 'matched');
  equal(verdict.usage, 'DANE-EE');
  equal(verdict.name, null);
});

test('any reference name will do, in any case and with a trailing dot', () => {
  for (const reference of [mxHost, 'MX.bank.example', 'mx.bank.example.']) {
    equal(judge([tlsa('2 0 1', root)], [leaf, root], ['other.example', reference]).kind, 'matched');
  }
});

test('a reference that is no host name matches nothing, even itself', () => {
  for (const name of ['', '*.bank.example', 'mx\0', 'mx..example', 'bücher.example', '192.0.2.1 ']) {
    const odd = makeCertificate({ subject: 'server', issuer: root, names: [name] });
    equal(judge([tlsa('2 0 1', root)], [odd, root], [name]).kind, 'no-match');
  }
});

test('IDNA: A-labels are compared, U-labels match nothing', () => {
  const issued = (name: string): Made => makeCertificate({ subject: 's', issuer: root, names: [name] });
  const reference = ['xn--bcher-kva.example'];
  equal(judge([tlsa('2 0 1', root)], [issued('xn--bcher-kva.example'), root], reference).kind, 'matched');
  equal(judge([tlsa('2 0 1', root)], [issued('bücher.example'), root], reference).kind, 'no-match');
});

test('why there is no match, in the words of TLS reports', () => {
  const late = makeCertificate({ subject: 's', issuer: root, names: [mxHost], notAfter: daysFromNow(-1) });
  const other = makeCertificate({ subject: 's', issuer: root, names: ['else.example'] });
  const rows = [
    [late, tlsa('2 0 1', root), 'certificate-expired'],
    [other, tlsa('2 0 1', root), 'certificate-host-mismatch'],
    [leaf, tlsa('3 1 1', other), 'validation-failure'],
  ] as const;
  for (const [end, record, result] of rows) {
    const verdict = judge([record], [end, root]);
    equal(verdict.kind, 'no-match');
    equal(verdict.result, result);
  }
});

test('no record, no certificate', () => {
  equal(judge([], [leaf]).kind, 'none-usable');
  equal(judge([tlsa('3 1 1', leaf)], []).kind, 'no-match');
});

describe('bounded work', () => {
  const within = (
    milliseconds: number,
    judgement: () => DaneVerdict,
    expected: DaneVerdict['kind'],
  ): void => {
    const before = process.cpuUsage();
    const verdict = judgement();
    const { user, system } = process.cpuUsage(before);
    equal(verdict.kind, expected, verdict.detail);
    ok((user + system) / 1000 < milliseconds, `took ${(user + system) / 1000} ms of CPU`);
  };

  const tower = [makeCertificate({ subject: 'ca 0', ca: true })];
  for (let level = 1; level < 50; level += 1) {
    tower.unshift(makeCertificate({ subject: `ca ${level}`, issuer: tower[0] ?? root, ca: true }));
  }
  const top = tower.at(-1) ?? root;
  const under = makeCertificate({ subject: 'server', issuer: tower[0] ?? root, names: [mxHost] });

  test('a chain of 51', () => {
    within(1000, () => judge([tlsa('2 0 1', top)], [under, ...tower]), 'matched');
  });

  test('a chain of 51 in the wrong order', () => {
    within(1000, () => judge([tlsa('2 0 1', top)], [under, ...tower.toReversed()]), 'matched');
  });

  test('100 authorities of one name and one key that all issue each other', () => {
    const ring: Made[] = [];
    for (let count = 0; count < 100; count += 1) {
      ring.push(makeCertificate({ subject: 'ring', ca: true, ...(ring[0] ? { issuer: ring[0] } : {}) }));
    }
    const end = makeCertificate({ subject: 'server', issuer: ring[0] ?? root, names: [mxHost] });
    within(3000, () => judge([tlsa('2 0 1', root)], [end, ...ring]), 'no-match');
  });

  test('two authorities that issued each other', () => {
    const first = makeCertificate({ subject: 'a', ca: true });
    const second = makeCertificate({ subject: 'b', issuer: first, ca: true });
    const back = makeCertificate({ subject: 'a', issuer: second, ca: true });
    const end = makeCertificate({ subject: 'server', issuer: back, names: [mxHost] });
    within(1000, () => judge([tlsa('2 0 1', root)], [end, back, second, back, end]), 'no-match');
  });

  test('2,000 records', () => {
    const records = Array.from({ length: 2000 }, (_, at) => ({
      ...tlsa('2 1 1', root),
      data: Buffer.alloc(32, at),
    }));
    within(1000, () => judge(records, [under, ...tower]), 'no-match');
    within(1000, () => judge([...records, tlsa('2 1 1', top)], [under, ...tower]), 'matched');
  });

  test('500 bare keys', () => {
    const records = Array.from({ length: 500 }, () => ({
      ...tlsa('2 1 0', root),
      data: generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'der' }),
    }));
    within(3000, () => judge(records, [under, ...tower]), 'no-match');
  });
});

test('nothing of a certificate is repeated in a detail', () => {
  const loud = makeCertificate({ subject: 'a\r\nX-Injected: yes', issuer: root, names: ['b\r\n.example'] });
  const verdict = judge([tlsa('2 0 1', root)], [loud, root]);
  deepEqual(/[\r\n]/.test(verdict.detail), false);
});
