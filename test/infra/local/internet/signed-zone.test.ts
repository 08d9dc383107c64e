import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { describe, test } from 'node:test';
import { signZone } from '../../../../infra/local/internet/signed-zone.ts';
import { zoneKeys } from '../../../../infra/local/internet/zone-keys.ts';
import { nameServerOf, prepareZone } from '../../../../infra/local/internet/zones.ts';

describe('the records of a signed zone', () => {
  const keys = zoneKeys(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
  const plain = prepareZone({
    origin: 'a.example',
    records: [
      { name: 'mx.a.example', type: 'A', data: '127.1.1.1', ttl: 300 },
      { name: 'mx.a.example', type: 'A', data: '127.1.1.2', ttl: 60 },
      nameServerOf('signed.a.example'),
      keys.keyOf('signed.a.example').ds,
      nameServerOf('plain.a.example'),
      { name: 'ns.plain.a.example', type: 'A', data: '127.1.1.3' },
    ],
  });
  const cuts = new Set(['signed.a.example', 'plain.a.example']);
  const { records } = signZone(plain, { key: keys.keyOf('a.example'), cuts, now: new Date() });

  test('what a parent signs at a delegation: DS and NSEC, not the child’s NS (RFC 4035, 2.2)', () => {
    const signed = Map.groupBy(
      records.filter((record) => record.type === 'RRSIG'),
      (record) => record.name,
    );
    const types = [...signed].map(
      ([name, all]) => `${name}: ${all.map(({ data }) => data.typeCovered).join(' ')}`,
    );
    assert.deepEqual(types, [
      'a.example: SOA NS DNSKEY NSEC',
      'mx.a.example: A NSEC',
      'plain.a.example: NSEC',
      'signed.a.example: DS NSEC',
    ]);
  });

  test('the NSEC chain has every name but those below a delegation, in order, and closes', () => {
    const chain = records.flatMap((record) =>
      record.type === 'NSEC' ? [`${record.name} → ${record.data.nextDomain}`] : [],
    );
    assert.deepEqual(chain, [
      'a.example → mx.a.example',
      'mx.a.example → plain.a.example',
      'plain.a.example → signed.a.example',
      'signed.a.example → a.example',
    ]);
  });

  test('a record set has one TTL, which its signature holds (RFC 2181, 5.2)', () => {
    const ttls = records.flatMap((record) => {
      if (record.name !== 'mx.a.example') return [];
      if (record.type === 'RRSIG') return record.data.typeCovered === 'A' ? [record.data.originalTTL] : [];
      return record.type === 'A' ? [record.ttl] : [];
    });
    assert.deepEqual(ttls, [60, 60, 60]);
  });
});
