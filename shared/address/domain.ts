/**
 * A mail domain in the one form that the rest of the system compares, stores and looks up: lower-case
 * A-labels (RFC 5890 section 2.3.2.1), no trailing dot. Only `parseDomain` makes one, so a `Domain` is
 * always fit for a DNS question and for `===`.
 */
import { domainToASCII } from 'node:url';

declare const domainBrand: unique symbol;
export type Domain = string & { readonly [domainBrand]: true };

const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * Takes a domain as a person or a peer wrote it (any case, U-labels, one trailing dot).
 * Gives null for anything that is not a host name of at least two labels: address literals, IP addresses,
 * empty labels, labels over 63 or names over 253 octets (RFC 1035 section 2.3.4, RFC 1123 section 2.1).
 */
export function parseDomain(text: string): Domain | null {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  if (!/^[\p{L}\p{M}\p{N}.\-\u200c\u200d]+$/u.test(bare)) return null;
  const ascii = domainToASCII(bare);
  if (ascii === '' || ascii.length > 253) return null;
  const labels = ascii.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || /^[0-9]+$/.test(last)) return null;
  return labels.every((label) => LABEL.test(label)) ? (ascii as Domain) : null;
}
