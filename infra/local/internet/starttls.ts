/**
 * The server's side of STARTTLS (RFC 3207) on an open connection. The octets pass through our hands on their way
 * into TLS, so that whatever a client sends before the handshake has succeeded can be recorded, handshake or not.
 */
import type { Socket } from 'node:net';
import { duplexPair } from 'node:stream';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { ServerCertificate } from './certificates.ts';
import type { Behaviour } from './manners.ts';
import type { TlsParameters } from './transcript.ts';

export interface SecureConnection {
  readonly stream: TLSSocket;
  readonly tls: TlsParameters;
}

/**
 * Waits for the client's handshake and completes it. Gives the encrypted stream, or null when the handshake
 * failed; then `failed` has been told why and the connection is closing. `received` gets every octet that
 * arrives before the handshake is complete.
 */
export function secure(
  socket: Socket,
  certificate: ServerCertificate,
  versions: Behaviour['tlsVersions'],
  watch: { received: (octets: Buffer) => void; failed: (reason: string) => void },
): Promise<SecureConnection | null> {
  const outdated = versions.min === 'TLSv1' || versions.min === 'TLSv1.1';
  const secureContext = createSecureContext({
    cert: certificate.certificatePem,
    key: certificate.keyPem,
    minVersion: versions.min,
    maxVersion: versions.max,
    // OpenSSL takes part in TLS before 1.2 only where everything weak is allowed.
    ...(outdated ? { ciphers: 'DEFAULT@SECLEVEL=0' } : {}),
  });
  const [inner, outer] = duplexPair();
  const onData = (octets: Buffer): void => {
    watch.received(octets);
  };
  socket.on('data', onData);
  socket.pipe(outer).pipe(socket);

  let servername: string | null = null;
  const stream = new TLSSocket(inner, {
    isServer: true,
    secureContext,
    SNICallback: (name, accept) => {
      servername = name;
      accept(null);
    },
  });
  socket.once('close', () => stream.destroy());
  return new Promise((resolve) => {
    let settled = false;
    const fail = (reason: string): void => {
      if (settled) return;
      settled = true;
      watch.failed(reason);
      resolve(null);
    };
    stream.once('secure', () => {
      settled = true;
      socket.off('data', onData);
      const tls = { version: stream.getProtocol() ?? 'unknown', cipher: stream.getCipher().name, servername };
      resolve({ stream, tls });
    });
    stream.on('error', (error: Error) => {
      fail(error.message);
      // Not destroyed at once: the alert that tells the client why is still on its way.
      socket.end();
    });
    stream.once('close', () => {
      fail('the connection was closed');
    });
  });
}
