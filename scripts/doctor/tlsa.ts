/** DANE (RFC 7672): is the zone signed, are there TLSA records, and do they match what the server presents? Pure. */
import { verifyDane } from '../../shared/tls/dane.ts';
import { readCertificate } from '../../shared/tls/certificate.ts';
import type { DataOf, Look } from './dns.ts';
import { about, type Finding } from './finding.ts';
import { createHash } from 'node:crypto';

export interface SeenTlsa {
  readonly port: number;
  /** Whether the address of the host is proven. */
  readonly addresses: Look<string>;
  readonly records: Look<DataOf<'TLSA'>>;
  /** As presented on that port, DER; null where nobody presented one. */
  readonly chain: readonly Buffer[] | null;
}

/** SHA-256 of the public key of the first certificate, in hex; null where there is none. */
export function keyDigestOf(chain: readonly Buffer[] | null): string | null {
  const end = chain?.[0] === undefined ? null : readCertificate(chain[0]);
  return end === null ? null : createHash('sha256').update(end.spki).digest('hex');
}

export function judgeTlsa(host: string, domains: readonly string[], seen: SeenTlsa, now: Date): Finding {
  const { port, addresses, records, chain } = seen;
  const name = `_${port}._tcp.${host}`;
  const say = about('TLSA', name);
  const digest = keyDigestOf(chain);
  const wanted = digest === null ? [] : [`${name}. 3600 IN TLSA 3 1 1 ${digest}`];
  if (addresses.kind === 'failed') return say('unseen', addresses.detail);
  if (records.kind === 'failed')
    return say('wrong', `the lookup fails, and senders with DANE then send nothing: ${records.detail}`);
  if (addresses.kind === 'records' && !addresses.secure)
    return say(
      'warning',
      `DANE is off: ${host} does not lie in a signed zone (DNSSEC), so TLSA records prove nothing`,
    );
  if (records.kind === 'none')
    return say('missing', 'the zone is signed, and no TLSA record says which key the server has', wanted);
  if (!records.secure)
    return say('warning', 'DANE is off: the TLSA records are not in a signed zone (DNSSEC)');
  if (chain === null)
    return say('unseen', `${records.records.length} records, and no certificate to compare them with`);
  const verdict = verifyDane({ chain, records: records.records, references: [host, ...domains], now });
  switch (verdict.kind) {
    case 'matched':
      return say('ok', `matches what the server presents (${verdict.usage})`);
    case 'none-usable':
      return say('wrong', verdict.detail, wanted);
    case 'no-match':
      return say('wrong', `${verdict.detail}: senders with DANE send nothing`, wanted);
  }
}

/** RFC 7672 section 2.2.1: without a signed MX record, a sender with DANE is led wherever somebody likes. */
export function judgeSignedRoute(alias: string, mx: Look<DataOf<'MX'>>): Finding {
  const say = about('DNSSEC', alias);
  if (mx.kind === 'failed') return say('unseen', mx.detail);
  return mx.secure
    ? say('ok', 'its records are signed')
    : say('warning', 'its zone is not signed (DNSSEC): DANE cannot protect mail on its way here');
}
