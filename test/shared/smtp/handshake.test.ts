/** What the client side of a TLS handshake concludes, against real TLS servers on loopback. */
import { equal, match, notEqual } from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { createServer, type SecureVersion, type Server } from 'node:tls';

import {
  createAuthority,
  selfSigned,
  type Authority,
  type ServerCertificate,
} from '../../../infra/local/internet/certificates.ts';
import { encrypt, type Handshake } from '../../../shared/smtp/handshake.ts';

let authority: Authority;
const servers: Server[] = [];
before(async () => {
  authority = await createAuthority({ commonName: 'Test authority' });
});
after(() => {
  for (const server of servers) server.close();
});

async function handshake(
  certificate: ServerCertificate,
  name: string,
  options: { maxVersion?: SecureVersion; minVersion?: SecureVersion; ciphers?: string } = {},
): Promise<Handshake> {
  const server = createServer(
    { cert: certificate.certificatePem, key: certificate.keyPem, ...options },
    (socket) => socket.on('error', () => undefined),
  );
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'connect');
  const result = await encrypt(socket, { name, authorities: authority.certificatePem }, Date.now() + 10_000);
  socket.destroy();
  return result;
}

/** Null where the certificate verifies; fails the test where nothing was encrypted. */
function verificationFailure(result: Handshake): string | null {
  equal(result.kind, 'encrypted');
  return result.verificationFailure;
}

type Row = [what: string, presented: () => Promise<ServerCertificate>, name: string, verifies: boolean];
const rows: Row[] = [
  ['the right name', () => authority.issue({ names: ['mail.home.example'] }), 'mail.home.example', true],
  ['another name', () => authority.issue({ names: ['mail.other.example'] }), 'mail.home.example', false],
  ['nobody vouches', () => selfSigned({ names: ['mail.home.example'] }), 'mail.home.example', false],
  [
    'an address that is named',
    () => authority.issue({ names: ['x.example'], addresses: ['127.0.0.1'] }),
    '127.0.0.1',
    true,
  ],
  [
    'localhost does not stand for an address',
    () => authority.issue({ names: ['localhost'] }),
    '127.0.0.1',
    false,
  ],
];
for (const [what, presented, name, verifies] of rows) {
  test(`verification, ${what}: ${verifies ? 'verifies' : 'does not verify'}`, async () => {
    const failure = verificationFailure(await handshake(await presented(), name));
    if (verifies) equal(failure, null);
    else notEqual(failure, null);
  });
}

test('a server with TLS 1.1 only has no acceptable TLS', async () => {
  const certificate = await authority.issue({ names: ['old.example'] });
  const result = await handshake(certificate, 'old.example', {
    minVersion: 'TLSv1.1',
    maxVersion: 'TLSv1.1',
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  equal(result.kind, 'unacceptable');
});

test('a server with whose ciphers we share none has no acceptable TLS', async () => {
  const certificate = await authority.issue({ names: ['odd.example'] });
  const result = await handshake(certificate, 'odd.example', {
    maxVersion: 'TLSv1.2',
    ciphers: 'NULL-SHA256:@SECLEVEL=0',
  });
  equal(result.kind, 'unacceptable', JSON.stringify(result));
});

test('the certificate is summed up for the receipt', async () => {
  const result = await handshake(await authority.issue({ names: ['mx.good.example'] }), 'mx.good.example');
  equal(result.kind, 'encrypted');
  match(result.certificate.subject, /CN=mx\.good\.example/);
  match(result.certificate.issuer, /CN=Test authority/);
  match(result.tls.cipher, /^TLS_/);
});
