import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect, createServer } from 'node:tls';
import {
  createAuthority,
  isCurrent,
  loadOrCreateAuthority,
  selfSigned,
} from '../../../../infra/local/internet/certificates.ts';
import type { ServerCertificate } from '../../../../infra/local/internet/certificates.ts';

/** What Node's TLS client says of a server with this certificate: null, or the code of its complaint. */
async function complaint(server: ServerCertificate, ca: string, servername: string): Promise<string | null> {
  const listener = createServer({ cert: server.certificatePem, key: server.keyPem });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  const client = connect({ port, host: '127.0.0.1', ca, servername });
  const code = await new Promise<string | null>((resolve) => {
    client.once('secureConnect', () => {
      resolve(null);
    });
    client.once('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
  });
  client.destroy();
  listener.close();
  return code;
}

describe('certificates', () => {
  const past = (days: number): Date => new Date(Date.now() - days * 86_400_000);

  test('what an authority issues is trusted by whoever trusts the authority, for its names only', async () => {
    const authority = await createAuthority({ commonName: 'Test authority' });
    const server = await authority.issue({ names: ['mx.a.example', 'a.example'], addresses: ['127.0.0.1'] });
    assert.equal(await complaint(server, authority.certificatePem, 'mx.a.example'), null);
    assert.equal(await complaint(server, authority.certificatePem, 'a.example'), null);
    assert.equal(
      await complaint(server, authority.certificatePem, 'b.example'),
      'ERR_TLS_CERT_ALTNAME_INVALID',
    );
    assert.equal(new X509Certificate(server.certificatePem).checkIP('127.0.0.1'), '127.0.0.1');
    assert.equal(server.certificatePem.match(/BEGIN CERTIFICATE/g)?.length, 2, 'the chain holds its root');
  });

  test('another authority of the same name is not trusted', async () => {
    const authority = await createAuthority({ commonName: 'Test authority' });
    const impostor = await createAuthority({ commonName: 'Test authority' });
    const server = await impostor.issue({ names: ['mx.a.example'] });
    assert.notEqual(await complaint(server, authority.certificatePem, 'mx.a.example'), null);
  });

  test('expired and self-signed certificates are told apart by their complaints', async () => {
    const authority = await createAuthority({ commonName: 'Test authority' });
    const expired = await authority.issue({
      names: ['mx.a.example'],
      notBefore: past(10),
      notAfter: past(1),
    });
    assert.equal(await complaint(expired, authority.certificatePem, 'mx.a.example'), 'CERT_HAS_EXPIRED');
    const own = await selfSigned({ names: ['mx.a.example'] });
    assert.equal(
      await complaint(own, authority.certificatePem, 'mx.a.example'),
      'DEPTH_ZERO_SELF_SIGNED_CERT',
    );
  });

  test('a certificate is current only with its own key, and with time to spare', async () => {
    const authority = await createAuthority({ commonName: 'Test authority' });
    const soon = new Date(Date.now() + 3_600_000);
    const server = await authority.issue({ names: ['a.example'], notAfter: soon });
    assert.equal(isCurrent(server.certificatePem, server.keyPem, 0), true);
    assert.equal(isCurrent(server.certificatePem, server.keyPem), false);
    assert.equal(isCurrent(server.certificatePem, authority.keyPem, 0), false);
  });

  describe('an authority in a directory', () => {
    let directory = '';
    before(async () => {
      directory = await mkdtemp(path.join(tmpdir(), 'authority-'));
    });
    after(() => rm(directory, { recursive: true }));

    test('is the same after a restart, and its key is for its owner only', async () => {
      const first = await loadOrCreateAuthority(directory);
      const second = await loadOrCreateAuthority(directory);
      assert.equal(second.certificatePem, first.certificatePem);
      assert.equal(await readFile(path.join(directory, 'ca.pem'), 'utf8'), first.certificatePem);
      assert.equal((await stat(path.join(directory, 'ca-key.pem'))).mode & 0o777, 0o600);
      const server = await second.issue({ names: ['a.example'] });
      assert.equal(await complaint(server, first.certificatePem, 'a.example'), null);
    });

    test('whose certificate is lost or does not fit is made again from the same key', async () => {
      const first = await loadOrCreateAuthority(directory);
      const server = await first.issue({ names: ['a.example'] });
      const other = await createAuthority({ commonName: 'Somebody else' });
      await writeFile(path.join(directory, 'ca.pem'), other.certificatePem);
      const renewed = await loadOrCreateAuthority(directory);
      assert.notEqual(renewed.certificatePem, first.certificatePem);
      assert.equal(renewed.keyPem, first.keyPem);
      assert.equal(await complaint(server, renewed.certificatePem, 'a.example'), null);
    });
  });
});
