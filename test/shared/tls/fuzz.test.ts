/**
 * Random changes to real certificates and records, the same ones on every run. Nothing may throw, nothing may
 * take long, and nothing that was changed may pass for what it was changed from.
 *
 * A long run: `FUZZ_SECONDS=240 node scripts/with-node.js --test test/shared/tls/fuzz.test.ts`, with another
 * FUZZ_SEED for other changes.
 */
import { equal, ok } from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, test, type TestContext } from 'node:test';

import { readCertificate, type Certificate } from '../../../shared/tls/certificate.ts';
import { verifyDane } from '../../../shared/tls/dane.ts';
import { findReference } from '../../../shared/tls/names.ts';
import { assessTlsa, readTlsa, tlsaText } from '../../../shared/tls/tlsa.ts';
import { readTrustMaterial } from '../../../shared/tls/trust-material.ts';
import { verifyTrust, type TrustEntry } from '../../../shared/tls/trust.ts';
import { dnsName, keyUsage, makeCertificate, nameConstraints, now, OID, toPem } from './certificate-maker.ts';
import { mutateOctets, mutateStructure, randomOctets, reissue } from './mutation.ts';
import { random, type Random } from './random.ts';
import { mxHost } from './scenario.ts';
import { tlsa } from './tlsa-of.ts';

const seconds = Number(process.env['FUZZ_SECONDS'] ?? 0);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
/** Milliseconds of CPU; no single case may take longer. */
const LONGEST = 1000;

/** Runs a fixed number of cases, or for a share of FUZZ_SECONDS; a failure names the case to run again. */
function fuzz(t: TestContext, cases: number, share: number, one: (chance: Random) => void): void {
  const spentSince = (start: NodeJS.CpuUsage): number => {
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  };
  const start = process.cpuUsage();
  let count = 0;
  let slowest = { milliseconds: 0, at: 0 };
  for (; seconds > 0 ? spentSince(start) < 1000 * seconds * share : count < cases; count += 1) {
    const before = process.cpuUsage();
    try {
      one(random(seed * 1_000_003 + count));
    } catch (error) {
      throw new Error(`case ${count} of seed ${seed}`, { cause: error });
    }
    const milliseconds = spentSince(before);
    if (milliseconds > slowest.milliseconds) slowest = { milliseconds, at: count };
  }
  const took = `case ${slowest.at}, took ${slowest.milliseconds.toFixed(0)} ms`;
  t.diagnostic(`${count} cases, ${(spentSince(start) / 1000).toFixed(1)} s of CPU; the slowest, ${took}`);
  ok(slowest.milliseconds < LONGEST, took);
}

const domain = 'bank.example';
const rich = {
  names: ['else.example', mxHost, '*.bank.example'],
  keyUsage: [keyUsage.digitalSignature],
  purposes: [OID.serverAuth],
  keyIdentifiers: true,
};
const root = makeCertificate({ subject: 'root', ca: true, keyIdentifiers: true });
const middle = makeCertificate({
  subject: 'middle',
  issuer: root,
  ca: true,
  pathLength: 0,
  keyUsage: [keyUsage.keyCertSign],
  keyIdentifiers: true,
  extensions: [nameConstraints([dnsName('bank.example'), dnsName('else.example')], [dnsName('a.example')])],
});
const leaf = makeCertificate({ subject: 'server', issuer: middle, ...rich });
const selfSigned = makeCertificate({ subject: mxHost, ca: null, keyIdentifiers: true });
const certificates = [leaf, middle, root, selfSigned];

const exact = ['3 0 0', '3 0 1', '3 0 2'].map((kind) => tlsa(kind, leaf));
const byKey = ['3 1 0', '3 1 1', '3 1 2'].map((kind) => tlsa(kind, leaf));
const byAuthority = ['2 0 0', '2 0 1', '2 1 1'].map((kind) => tlsa(kind, root));
/** Asks for a signature only, not for the issuer's name. */
const byBareKey = [tlsa('2 1 0', root)];

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const entry = (kind: TrustEntry['kind'], digest: string, pem: string | null): TrustEntry => ({
  id: kind,
  domain,
  kind,
  sha256: digest,
  pem,
  notAfter: null,
});
const pinned = entry('certificate', sha256(leaf.der), null);
const pinnedKey = entry('public-key', sha256(leaf.spki), null);
const trusted = entry('ca', sha256(root.der), root.pem);

const dane = (records: typeof exact, chain: readonly Buffer[]): boolean =>
  verifyDane({ chain, records, references: [mxHost], now }).kind === 'matched';
const trust = (entries: readonly TrustEntry[], chain: readonly Buffer[]): boolean =>
  verifyTrust({ entries, chain, mxHost, domain, now }).kind === 'matched';

const mutate = (chance: Random, original: Buffer): Buffer =>
  chance.chance(0.5)
    ? mutateOctets(chance, original)
    : mutateStructure(chance, original, chance.pick(certificates).der);

/** What we read may be less than what OpenSSL reads, never more. */
function soundReading(certificate: Certificate): void {
  const { x509, spki, notBefore, notAfter } = certificate;
  ok(x509.raw.equals(certificate.der));
  if (certificate.publicKey !== null && certificate.publicKey.asymmetricKeyType === 'ec') {
    equal(certificate.publicKey.export({ type: 'spki', format: 'der' }).length, spki.length);
  }
  if (notBefore !== null) equal(notBefore.getTime(), x509.validFromDate.getTime());
  if (notAfter !== null) equal(notAfter.getTime(), x509.validToDate.getTime());
}

/** A name that we find, OpenSSL finds, too. */
function soundNames(certificate: Certificate): void {
  if (findReference(certificate, [mxHost]) === null) return;
  const found = certificate.x509.checkHost(mxHost, { partialWildcards: false });
  ok(found !== undefined, 'OpenSSL does not find the name');
}

describe('fuzz', () => {
  test('the server presents a certificate with something changed', (t) => {
    fuzz(t, 2000, 0.35, (chance) => {
      const changed = mutate(chance, leaf.der);
      if (changed.equals(leaf.der)) return;
      const chain = [changed, middle.der, root.der];
      ok(!dane(exact, chain), 'DANE-EE by certificate');
      ok(!dane([...byAuthority, ...byBareKey], chain), 'DANE-TA');
      ok(!trust([pinned], chain), 'pinned certificate');
      ok(!trust([trusted], chain), 'authority');
      const certificate = readCertificate(changed);
      const sameKey = certificate?.spki.equals(leaf.spki) === true;
      equal(dane(byKey, chain), sameKey, 'DANE-EE by key');
      equal(trust([pinnedKey], chain), sameKey, 'pinned key');
      if (certificate !== null) soundReading(certificate);
    });
  });

  test('an authority with something changed is presented', (t) => {
    fuzz(t, 1000, 0.2, (chance) => {
      const changed = mutate(chance, middle.der);
      if (changed.equals(middle.der)) return;
      const chain = [leaf.der, changed, root.der];
      ok(!dane([...byAuthority, ...byBareKey], chain), 'DANE-TA');
      ok(!trust([trusted], chain), 'authority');
      ok(dane(exact, chain), 'DANE-EE asks for no authority');
    });
  });

  test('an authority issues odd certificates', (t) => {
    fuzz(t, 1500, 0.3, (chance) => {
      const isEnd = chance.chance(0.6);
      const [original, issuer] = isEnd ? ([leaf, middle] as const) : ([middle, root] as const);
      const donor = chance.pick(certificates).der;
      const changed = reissue(chance, original.der, donor, issuer.keys.privateKey);
      const chain = isEnd ? [changed, middle.der, root.der] : [leaf.der, changed, root.der];
      const certificate = readCertificate(changed);
      const matched = dane(byAuthority, chain);
      equal(trust([trusted], chain), matched, 'DANE-TA and the trust store agree');
      if (certificate === null) {
        ok(!matched, 'what cannot be read is in no path');
        return;
      }
      soundReading(certificate);
      ok(dane(byBareKey, chain) || !matched, 'the bare key asks for less');
      if (!matched) return;
      if (isEnd) soundNames(certificate);
      ok(certificate.x509.verify(issuer.keys.publicKey), 'the signature holds');
    });
  });

  test('records', (t) => {
    fuzz(t, 1500, 0.1, (chance) => {
      const rdata = chance.chance(0.3)
        ? randomOctets(chance, chance.below(80))
        : mutateOctets(
            chance,
            Buffer.concat([
              Buffer.from([chance.pick([2, 3]), chance.below(2), chance.below(3)]),
              chance.pick([leaf.der, leaf.spki, root.der, Buffer.alloc(32), Buffer.alloc(64)]),
            ]),
          );
      const record = readTlsa(rdata);
      equal(record === null, rdata.length < 3);
      if (record === null) return;
      ok(tlsaText(record).length < 400);
      const usable = assessTlsa(record).kind === 'usable';
      const data = Buffer.from(record.data);
      const intact = [leaf.der, leaf.spki, root.der, root.spki].some((bytes) => bytes.equals(data));
      // Records that name nothing of this chain never match; digests of zeros are such.
      if (!intact && record.matchingType !== 0) ok(!dane([record], [leaf.der, middle.der, root.der]));
      if (!usable) equal(dane([record], [leaf.der, middle.der, root.der]), false);
    });
  });

  test('what operators paste', (t) => {
    fuzz(t, 800, 0.05, (chance) => {
      const kind = chance.pick(['certificate', 'public-key', 'ca'] as const);
      const der = mutate(chance, chance.pick(certificates).der);
      const text = chance.chance(0.5)
        ? toPem(der)
        : mutateOctets(chance, Buffer.from(root.pem)).toString('latin1');
      const reading = readTrustMaterial(
        chance.chance(0.8) ? { kind, pem: text } : { kind, sha256: text },
        now,
      );
      if (reading.kind === 'read') equal(reading.sha256.length, 64);
    });
  });
});
