/**
 * What is spoken in all benchmarks, so that nobody wins or loses by the choice of a cipher: TLS 1.3 with
 * AES-256-GCM, key agreement over X25519, a certificate with an EC P-256 key, no session resumed.
 */
import type { TLSSocket } from 'node:tls';

export const TLS_OPTIONS = {
  minVersion: 'TLSv1.3',
  ciphers: 'TLS_AES_256_GCM_SHA384',
  ecdhCurve: 'X25519',
} as const;

/** In words; the same for every connection of a benchmark, or the benchmark is wrong. */
export function describeTls(socket: TLSSocket): string {
  const resumed = socket.isSessionReused() ? ', resumed' : '';
  return `${socket.getProtocol() ?? 'no TLS'} ${socket.getCipher().standardName}${resumed}`;
}

export const EXPECTED_TLS = 'TLSv1.3 TLS_AES_256_GCM_SHA384';
