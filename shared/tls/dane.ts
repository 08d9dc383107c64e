/**
 * DANE for SMTP (RFC 6698, 7671, 7672): does the certificate chain that a mail server presented match the
 * TLSA records of its TLSA base domain?
 *
 * DANE-EE(3) names the server's own certificate or key: nothing else about it matters, neither its names nor
 * its dates (RFC 7672 section 3.1.1). DANE-TA(2) names an authority: the chain must lead to it, be in date,
 * and name the server (section 3.1.2). One record that matches suffices.
 *
 * The records must be DNSSEC-secure before they come here; what "none usable" and "no match" mean for the
 * mail is decided by shared/policy. How a chain is checked without OpenSSL's own DANE code, and where we
 * differ from it: docs/decisions/0010-dane-chain-check.md.
 */
import { readCertificate, type Certificate } from './certificate.ts';
import { findPath, MAX_CERTIFICATES } from './chain.ts';
import { findReference } from './names.ts';
import {
  assessTlsa,
  AssociationIndex,
  strongest,
  tlsaText,
  USAGE,
  type TlsaRecord,
  type UsableRecord,
} from './tlsa.ts';

export interface DaneQuestion {
  /** The certificates as presented, DER, the end certificate first. */
  readonly chain: readonly Uint8Array[];
  /** The TLSA records of one base domain, DNSSEC-secure. */
  readonly records: readonly TlsaRecord[];
  /** RFC 7672 section 3.2.2: the TLSA base domain, the next-hop domain, its secure expansion. */
  readonly references: readonly string[];
  readonly now: Date;
}

export type DaneVerdict =
  | {
      readonly kind: 'matched';
      readonly usage: 'DANE-EE' | 'DANE-TA';
      readonly record: TlsaRecord;
      /** The record as a zone file has it, for receipts. */
      readonly recordText: string;
      /** Where in the path the match was: 0 is the end certificate. */
      readonly depth: number;
      /** The reference name that the certificate presents; null for DANE-EE, which asks for none. */
      readonly name: string | null;
      readonly detail: string;
    }
  | {
      readonly kind: 'no-match';
      /** Result type of RFC 8460 section 4.3. */
      readonly result: 'validation-failure' | 'certificate-expired' | 'certificate-host-mismatch';
      readonly detail: string;
    }
  | { readonly kind: 'none-usable'; readonly detail: string };

/** Judges a chain by a set of records. Total: hostile certificates and records get a verdict, never a throw. */
export function verifyDane(question: DaneQuestion): DaneVerdict {
  const assessments = question.records.map(assessTlsa);
  const usable = strongest(assessments.filter((assessment) => assessment.kind === 'usable'));
  if (usable.length === 0) {
    const reasons = assessments.map((assessment) => (assessment.kind === 'unusable' ? assessment.why : ''));
    const [first = 'there is none'] = reasons;
    const more = reasons.length > 1 ? `, and ${reasons.length - 1} more` : '';
    return { kind: 'none-usable', detail: `no TLSA record is usable: ${first}${more}` };
  }
  const [first, ...others] = question.chain;
  const end = first === undefined ? null : readCertificate(first);
  if (end === null) {
    return noMatch(
      first === undefined ? 'the server presented no certificate' : 'the certificate is malformed',
    );
  }
  return matchEnd(end, usable) ?? matchAuthority(end, others, usable, question);
}

const ofUsage = (records: readonly UsableRecord[], usage: number): UsableRecord[] =>
  records.filter(({ record }) => record.usage === usage);

const indexOf = (records: readonly UsableRecord[]): AssociationIndex =>
  new AssociationIndex(records.map(({ record }) => record));

const noMatch = (
  detail: string,
  result: Extract<DaneVerdict, { kind: 'no-match' }>['result'] = 'validation-failure',
): DaneVerdict => ({ kind: 'no-match', result, detail });

/** DANE-EE(3), RFC 7671 section 5.1. */
function matchEnd(end: Certificate, usable: readonly UsableRecord[]): DaneVerdict | null {
  const record = indexOf(ofUsage(usable, USAGE.daneEe)).find(end);
  if (record === null) return null;
  const recordText = tlsaText(record);
  const detail = `the TLSA record ${brief(record)} names the server's own ${whatOf(record)}`;
  return { kind: 'matched', usage: 'DANE-EE', record, recordText, depth: 0, name: null, detail };
}

/** DANE-TA(2), RFC 7671 section 5.2. The end certificate itself is never its own authority, as in OpenSSL. */
function matchAuthority(
  end: Certificate,
  others: readonly Uint8Array[],
  usable: readonly UsableRecord[],
  { references, now }: DaneQuestion,
): DaneVerdict {
  const authorities = ofUsage(usable, USAGE.daneTa);
  if (authorities.length === 0) return noMatch("no TLSA record names the server's certificate or key");
  const index = indexOf(authorities);
  const answer = findPath<TlsaRecord>({
    presented: [
      end,
      ...others
        .slice(0, MAX_CERTIFICATES)
        .map(readCertificate)
        .filter((certificate) => certificate !== null),
    ],
    supplied: authorities.flatMap(({ certificate }) => certificate ?? []),
    anchorOf: (certificate) => index.find(certificate),
    keys: authorities.flatMap(({ key, record }) =>
      key === null ? [] : { key, spki: Buffer.from(record.data), anchor: record },
    ),
    now,
    anchorDatesCount: false,
  });
  if (answer.kind === 'no-path') {
    if (answer.fault === null)
      return noMatch('no TLSA record names the certificate or an authority above it');
    const { kind, detail } = answer.fault;
    return noMatch(
      `a TLSA record names the authority, but ${detail}`,
      kind === 'expired' ? 'certificate-expired' : 'validation-failure',
    );
  }
  const { anchor: record, depth } = answer;
  const name = findReference(end, references);
  if (name === null) {
    return noMatch(
      'a TLSA record names the authority, but the certificate is for other names',
      'certificate-host-mismatch',
    );
  }
  const detail = `the TLSA record ${brief(record)} names the authority's ${whatOf(record)} at depth ${depth}, and the certificate names ${name}`;
  return { kind: 'matched', usage: 'DANE-TA', record, recordText: tlsaText(record), depth, name, detail };
}

const brief = ({ usage, selector, matchingType }: TlsaRecord): string =>
  `${usage} ${selector} ${matchingType}`;
const whatOf = ({ selector }: TlsaRecord): string => (selector === 0 ? 'certificate' : 'public key');
