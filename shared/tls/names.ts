/**
 * Does a certificate name the server that was meant? RFC 7672 section 3.2.3 follows RFC 6125: DNS names of
 * the subjectAltName, and the common name only where there is none of those (section 6.4.4); a wildcard is
 * the whole first label and stands for exactly one label (section 6.4.3).
 *
 * Names are compared as A-labels, octet by octet without regard to case: a name with NUL, with any octet
 * outside printable ASCII, or with a trailing dot never matches. IP addresses are not looked at.
 */
import { lowerAscii } from './ascii.ts';
import type { Certificate } from './certificate.ts';
import { readName } from './distinguished-name.ts';
import { GENERAL_NAME } from './extensions.ts';

const COMMON_NAME = '2.5.4.3';
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * A reference identifier in the one form that is compared: lower case, no trailing dot. Null for what is no
 * host name in A-labels (empty, NUL, spaces, U-labels, a wildcard), which then matches nothing.
 */
export function referenceName(text: string): string | null {
  const name = lowerAscii(text.endsWith('.') ? text.slice(0, -1) : text);
  return name.length <= 253 && name.split('.').every((label) => LABEL.test(label)) ? name : null;
}

/** The DNS names that a certificate presents. A malformed subject presents none. */
export function presentedNames(certificate: Certificate): string[] {
  if (certificate.extensions === null) return [];
  const dnsNames = (certificate.extensions.subjectAltNames ?? []).filter(
    ({ choice }) => choice === GENERAL_NAME.dnsName,
  );
  if (dnsNames.length > 0) return dnsNames.map(({ content }) => content.toString('latin1'));
  return (readName(certificate.subject) ?? [])
    .flat()
    .filter(({ type, text }) => type === COMMON_NAME && text !== null)
    .map(({ text }) => text ?? '');
}

/** The first of the reference names that the certificate presents, in its compared form; null for none. */
export function findReference(certificate: Certificate, references: readonly string[]): string | null {
  const presented = presentedNames(certificate);
  for (const text of references) {
    const reference = referenceName(text);
    if (reference !== null && presented.some((name) => namesReference(name, reference))) return reference;
  }
  return null;
}

/** Whether one presented name stands for one reference name. */
export function namesReference(presented: string, reference: string): boolean {
  const name = lowerAscii(presented);
  if (name === reference) return true;
  if (!name.startsWith('*.')) return false;
  const dot = reference.indexOf('.');
  const parent = reference.slice(dot + 1);
  // At least two labels after the star: nobody answers for all of `example`. Letters, digits and hyphens
  // only, as in OpenSSL, so that a star never stands for `_25` or the like.
  return name.slice(2) === parent && parent.includes('.') && /^[a-z0-9-]+\.[a-z0-9.-]+$/.test(reference);
}
