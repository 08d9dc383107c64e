/** The DNS records that a renewal writes, as plain data. infra/aws/certificate-renewal.ts allows these names only. */

export interface RecordSet {
  readonly name: string;
  readonly type: 'TXT' | 'TLSA';
  /** Seconds. */
  readonly ttl: number;
  /** In the form of a zone file (RFC 1035 section 5). */
  readonly values: readonly string[];
}

/** Ports of the edge, each with TLSA records of its own (RFC 6698 section 3). */
export const TLSA_PORTS = [25, 465, 587];

export const challengeName = (host: string): string => `_acme-challenge.${host}`;
export const tlsaName = (port: number, host: string): string => `_${port}._tcp.${host}`;

/** The answer to a dns-01 challenge (RFC 8555 section 8.4). Nobody needs it for longer than the look at it. */
export function challengeRecord(host: string, answer: string): RecordSet {
  return { name: challengeName(host), type: 'TXT', ttl: 60, values: [`"${answer}"`] };
}

/** DANE-EE, of the public key, SHA-256: for each key that clients may meet, on each port. */
export function tlsaRecords(host: string, keyDigests: readonly string[], ttl: number): RecordSet[] {
  const values = [...new Set(keyDigests)].map((digest) => `3 1 1 ${digest}`);
  return TLSA_PORTS.map((port) => ({ name: tlsaName(port, host), type: 'TLSA', ttl, values }));
}
