/**
 * DNS as the doctor sees it: our own validating lookup, its outcomes brought down to three kinds. A lookup that
 * failed says nothing about whether a record is there.
 */
import { isIP } from 'node:net';

import type { AliasLink, Lookup, QueryType } from '../../shared/dns/lookup.ts';
import type { Rdata } from '../../shared/dns/wire/rdata.ts';

export type Look<Record> =
  | {
      readonly kind: 'records';
      readonly records: readonly Record[];
      /** Proven by DNSSEC. */
      readonly secure: boolean;
      readonly aliases: readonly AliasLink[];
    }
  | { readonly kind: 'none'; readonly secure: boolean }
  | { readonly kind: 'failed'; readonly detail: string };

export type DataOf<Type extends QueryType> = Extract<Rdata, { readonly kind: Type }>;

/** Looks up the records of one type. Never rejects. */
export async function look<Type extends QueryType & Rdata['kind']>(
  { lookup }: Lookup,
  name: string,
  type: Type,
): Promise<Look<DataOf<Type>>> {
  const looked = await lookup(name, type);
  if (looked.kind !== 'secure' && looked.kind !== 'insecure')
    return {
      kind: 'failed',
      detail: looked.kind === 'bogus' ? `signatures are wrong: ${looked.detail}` : looked.detail,
    };
  const secure = looked.kind === 'secure';
  const records = looked.records.filter((data): data is DataOf<Type> => data.kind === type);
  return records.length === 0
    ? { kind: 'none', secure }
    : { kind: 'records', records, secure, aliases: looked.aliases };
}

/** Texts with their strings joined. */
export async function lookText(lookup: Lookup, name: string): Promise<Look<string>> {
  const seen = await look(lookup, name, 'TXT');
  return seen.kind === 'records'
    ? { ...seen, records: seen.records.map(({ strings }) => Buffer.concat(strings).toString('utf8')) }
    : seen;
}

/** IPv4 and IPv6 addresses of a host, together. One family that fails makes the look a failed one. */
export async function lookAddresses(lookup: Lookup, host: string): Promise<Look<string>> {
  const [four, six] = await Promise.all([look(lookup, host, 'A'), look(lookup, host, 'AAAA')]);
  if (four.kind === 'failed') return four;
  if (six.kind === 'failed') return six;
  const seen = [four, six].filter((one) => one.kind === 'records');
  const [first] = seen;
  if (first === undefined) return { kind: 'none', secure: four.secure && six.secure };
  return {
    kind: 'records',
    records: seen.flatMap(({ records }) => records.map(({ address }) => address)),
    secure: seen.every(({ secure }) => secure),
    aliases: first.aliases,
  };
}

/** The name that has an address's PTR record (RFC 1035 section 3.5, RFC 3596 section 2.5). */
export function reverseName(address: string): string {
  if (isIP(address) !== 6) return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  const [head = '', tail] = address.split('::');
  const groups = (text: string): string[] => (text === '' ? [] : text.split(':'));
  const before = groups(head);
  const after = groups(tail ?? '');
  const zeros = tail === undefined ? 0 : 8 - before.length - after.length;
  const digits = [...before, ...Array<string>(zeros).fill('0'), ...after]
    .map((group) => group.padStart(4, '0'))
    .join('');
  return `${Array.from(digits).reverse().join('.')}.ip6.arpa`;
}

/** CAA records that count for a name: the closest that there are, upward (RFC 8659 section 3). */
export async function lookAuthorizations(lookup: Lookup, name: string): Promise<Look<DataOf<'CAA'>>> {
  const labels = name.split('.');
  for (let skip = 0; skip < labels.length; skip++) {
    const seen = await look(lookup, labels.slice(skip).join('.'), 'CAA');
    if (seen.kind !== 'none') return seen;
  }
  return { kind: 'none', secure: false };
}
