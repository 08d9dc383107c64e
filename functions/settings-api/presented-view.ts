/**
 * What a domain's mail servers present, as an operator compares it: digests in both usual forms, names and
 * dates, and which entries of the trust store match. Pure. The texts in a certificate are a stranger's.
 */
import { createHash } from 'node:crypto';
import type { z } from 'zod';

import type { Domain } from '../../shared/address/domain.ts';
import type { PresentedHost } from '../../shared/next-hop/presented.ts';
import type { StoredTrustEntry } from '../../shared/store/trust-entries.ts';
import { readCertificate, type Certificate } from '../../shared/tls/certificate.ts';
import { MAX_CERTIFICATES } from '../../shared/tls/chain.ts';
import { presentedNames } from '../../shared/tls/names.ts';
import { verifyTrust } from '../../shared/tls/trust.ts';
import type { TrustPreview } from './trust-answers.ts';
import { sayAgain } from './words/say.ts';

type HostView = z.input<typeof TrustPreview>['hosts'][number];
type CertificateView = HostView['certificates'][number];

const sha256 = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');
const withColons = (hex: string): string => (hex.toUpperCase().match(/../g) ?? []).join(':');
const isoDate = (date: Date): string | null => (Number.isNaN(date.getTime()) ? null : date.toISOString());

/** OpenSSL gives one attribute a line; undefined for an empty Name, although typed as always there. */
const oneLineName = (name: string | undefined): string => (name ?? '').split('\n').join(', ');

function pemOf(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return ['-----BEGIN CERTIFICATE-----', ...lines, '-----END CERTIFICATE-----', ''].join('\n');
}

function viewCertificate(der: Buffer): CertificateView {
  const certificate: Certificate | null = readCertificate(der);
  const digest = sha256(der);
  const spkiDigest = certificate === null ? null : sha256(certificate.spki);
  return {
    subject: certificate === null ? null : oneLineName(certificate.x509.subject),
    issuer: certificate === null ? null : oneLineName(certificate.x509.issuer),
    names: certificate === null ? [] : presentedNames(certificate),
    notBefore: certificate === null ? null : isoDate(certificate.x509.validFromDate),
    notAfter: certificate === null ? null : isoDate(certificate.x509.validToDate),
    authority: certificate?.extensions?.basicConstraints?.ca === true,
    sha256: digest,
    sha256Colons: withColons(digest),
    spkiSha256: spkiDigest,
    spkiSha256Colons: spkiDigest === null ? null : withColons(spkiDigest),
    pem: pemOf(der),
  };
}

/** One host beside the domain's entries. */
export function viewPresentedHost(
  { host, preference, address, tls, problem, chain }: PresentedHost,
  domain: Domain,
  entries: readonly StoredTrustEntry[],
  now: Date,
): HostView {
  const judge = (candidates: readonly StoredTrustEntry[]) =>
    verifyTrust({ entries: candidates, chain, mxHost: host, domain, now });
  const verdict = chain.length === 0 ? null : judge(entries);
  return {
    host,
    preference,
    address,
    tls: tls === null ? null : { version: tls.version, cipher: tls.cipher },
    problem: problem === null ? null : sayAgain(problem),
    certificates: chain.slice(0, MAX_CERTIFICATES + 1).map(viewCertificate),
    verdict: verdict?.kind ?? null,
    detail: verdict?.detail ?? null,
    // verifyTrust stops at the first match; an operator who rotates wants to see all of them.
    matches: (verdict === null ? [] : entries).flatMap((entry) => {
      const { kind, detail } = judge([entry]);
      return kind === 'matched' ? [{ id: entry.id, kind: entry.kind, detail }] : [];
    }),
  };
}
