import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { createAuthority } from '../../../../infra/local/internet/certificates.ts';
import type { Authority } from '../../../../infra/local/internet/certificates.ts';
import { hostCertificate } from '../../../../infra/local/internet/provider-certificates.ts';

describe('the kept certificates of providers', () => {
  let directory = '';
  let authority: Authority;
  const host = 'mx.there.example';
  const file = (): string => path.join(directory, `${host}.pem`);

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'certificates-'));
    authority = await createAuthority({ commonName: 'Test authority' });
  });
  after(() => rm(directory, { recursive: true }));

  for (const kind of ['authority', 'self-signed', 'expired', 'wrong-name'] as const) {
    test(`${kind}: made when another kind is there, and kept from then on`, async () => {
      const made = await hostCertificate(directory, authority, host, kind);
      assert.deepEqual(await hostCertificate(directory, authority, host, kind), made);
      const certificate = new X509Certificate(made.certificatePem);
      const root = new X509Certificate(authority.certificatePem);
      assert.deepEqual(
        {
          signed: certificate.verify(root.publicKey),
          named: certificate.checkHost(host) !== undefined,
          inDate: certificate.validToDate.getTime() > Date.now(),
        },
        { signed: kind !== 'self-signed', named: kind !== 'wrong-name', inDate: kind !== 'expired' },
      );
    });
  }

  test('one that runs out is made again for the same key', async () => {
    const names = [host] as const;
    const old = await authority.issue({ names, notAfter: new Date(Date.now() + 60_000) });
    await writeFile(file(), old.keyPem + old.certificatePem);
    const renewed = await hostCertificate(directory, authority, host, 'authority');
    assert.equal(renewed.keyPem, old.keyPem);
    assert.ok(new X509Certificate(renewed.certificatePem).validToDate.getTime() > Date.now() + 86_400_000);
  });

  test('one from another authority, or a file that is no certificate, is made again', async () => {
    const other = await createAuthority({ commonName: 'Another authority' });
    await hostCertificate(directory, other, host, 'authority');
    for (const spoil of [async () => Promise.resolve(), () => writeFile(file(), 'spoilt')]) {
      await spoil();
      const { certificatePem } = await hostCertificate(directory, authority, host, 'authority');
      const root = new X509Certificate(authority.certificatePem);
      assert.ok(new X509Certificate(certificatePem).verify(root.publicKey));
    }
  });
});
