/**
 * The extensions of a certificate that decide whether a path may use it (RFC 5280 section 4.2). An extension
 * that is malformed or there twice makes all of them null: what cannot be read is not trusted.
 */
import {
  childrenOf,
  contextTag,
  readAll,
  readBits,
  readBoolean,
  readObjectIdentifier,
  readOne,
  readSmallInteger,
  TAG,
  type Element,
} from './der.ts';

/** A GeneralName (RFC 5280 section 4.2.1.6): the number of its choice, and its content. */
export interface GeneralName {
  readonly choice: number;
  readonly content: Buffer;
}

export const GENERAL_NAME = { mailAddress: 1, dnsName: 2, directoryName: 4, ipAddress: 7 } as const;

export interface NameConstraints {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
}

export interface Extensions {
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  /** `tls`: one of the three usages that a TLS server's key may have. */
  readonly keyUsage: { readonly certSign: boolean; readonly tls: boolean } | null;
  readonly extendedKeyUsage: readonly string[] | null;
  readonly subjectAltNames: readonly GeneralName[] | null;
  readonly nameConstraints: NameConstraints | null;
  /** RFC 3820: such a certificate is refused wherever it stands. */
  readonly proxy: boolean;
  /** A critical extension that is not understood here, as dotted OID. */
  readonly unknownCritical: string | null;
}

const OID = {
  keyUsage: '2.5.29.15',
  subjectAltName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  extendedKeyUsage: '2.5.29.37',
  proxy: '1.3.6.1.5.5.7.1.14',
};

/**
 * Critical extensions that ask nothing of this check: certificate policies and what belongs to them (no
 * policy is required here, as in OpenSSL), and where to find revocation lists.
 */
const ACCEPTED_UNREAD: ReadonlySet<string> = new Set([
  '2.5.29.31',
  '2.5.29.32',
  '2.5.29.33',
  '2.5.29.36',
  '2.5.29.54',
]);

const NONE: Extensions = {
  basicConstraints: null,
  keyUsage: null,
  extendedKeyUsage: null,
  subjectAltNames: null,
  nameConstraints: null,
  proxy: false,
  unknownCritical: null,
};

/** Takes the content of the certificate's `[3]`, or null where it has none. */
export function readExtensions(content: Buffer | null): Extensions | null {
  if (content === null) return NONE;
  const list = childrenOf(readOne(content), TAG.sequence);
  if (list === null) return null;
  const seen = new Set<string>();
  let read: Extensions = NONE;
  for (const item of list) {
    const fields = childrenOf(item, TAG.sequence);
    const oid = readObjectIdentifier(fields?.[0]);
    if (fields === null || oid === null || seen.has(oid)) return null;
    seen.add(oid);
    const critical = fields.length === 3 ? readBoolean(fields[1]) : false;
    const value = fields.at(-1);
    if (critical === null || fields.length > 3 || value?.tag !== TAG.octetString) return null;
    const known = readExtension(oid, value.content);
    if (known === 'malformed') return null;
    if (known !== null) read = { ...read, ...known };
    else if (critical && !ACCEPTED_UNREAD.has(oid)) read = { ...read, unknownCritical: oid };
  }
  return read;
}

function readExtension(oid: string, content: Buffer): Partial<Extensions> | 'malformed' | null {
  const value = readOne(content);
  switch (oid) {
    case OID.basicConstraints:
      return readBasicConstraints(value);
    case OID.keyUsage:
      return readKeyUsage(value);
    case OID.extendedKeyUsage: {
      const purposes = childrenOf(value, TAG.sequence)?.map(readObjectIdentifier);
      if (purposes === undefined || !purposes.every((purpose) => purpose !== null)) return 'malformed';
      return { extendedKeyUsage: purposes };
    }
    case OID.subjectAltName: {
      const names = childrenOf(value, TAG.sequence)?.map(generalName);
      if (names === undefined || !names.every((name) => name !== null)) return 'malformed';
      return { subjectAltNames: names };
    }
    case OID.nameConstraints:
      return readNameConstraints(value);
    case OID.proxy:
      return { proxy: true };
    default:
      return null;
  }
}

function readBasicConstraints(value: Element | null): Partial<Extensions> | 'malformed' {
  const fields = childrenOf(value, TAG.sequence);
  if (fields === null || fields.length > 2) return 'malformed';
  const rest = [...fields];
  const ca = rest[0]?.tag === TAG.boolean ? readBoolean(rest.shift()) : false;
  const limit = rest.shift();
  const pathLength = limit === undefined ? null : readSmallInteger(limit);
  if (ca === null || rest.length > 0 || (limit !== undefined && pathLength === null)) return 'malformed';
  return { basicConstraints: { ca, pathLength } };
}

/** RFC 5280 section 4.2.1.3; an empty one is invalid. Bits count from the most significant one. */
function readKeyUsage(value: Element | null): Partial<Extensions> | 'malformed' {
  const bits = readBits(value);
  if (bits === null || bits.every((octet) => octet === 0)) return 'malformed';
  const first = bits[0] ?? 0;
  // digitalSignature (0), keyEncipherment (2), keyAgreement (4); keyCertSign (5)
  return { keyUsage: { tls: (first & 0b10101000) !== 0, certSign: (first & 0b00000100) !== 0 } };
}

/** RFC 5280 section 4.2.1.10; `minimum` and `maximum` are not used in this profile and not read. */
function readNameConstraints(value: Element | null): Partial<Extensions> | 'malformed' {
  const parts = childrenOf(value, TAG.sequence);
  if (parts === null) return 'malformed';
  const left = [...parts];
  const permitted = left[0]?.tag === contextTag(0, true) ? readTrees(left.shift()) : [];
  const excluded = left[0]?.tag === contextTag(1, true) ? readTrees(left.shift()) : [];
  if (permitted === null || excluded === null || left.length > 0) return 'malformed';
  return { nameConstraints: { permitted, excluded } };
}

function readTrees(part: Element | undefined): GeneralName[] | null {
  const bases = readAll(part?.content ?? Buffer.alloc(0))?.map((tree) => {
    const fields = childrenOf(tree, TAG.sequence);
    return fields?.length === 1 ? generalName(fields[0]) : null;
  });
  return bases?.every((base) => base !== null) === true ? bases : null;
}

/** otherName, x400Address, directoryName and ediPartyName are constructed; the others are not. */
const CONSTRUCTED_CHOICES: ReadonlySet<number> = new Set([0, 3, 4, 5]);

function generalName(element: Element | undefined): GeneralName | null {
  if (element === undefined) return null;
  const choice = element.tag & 0x1f;
  const due = contextTag(choice, CONSTRUCTED_CHOICES.has(choice));
  return choice > 8 || element.tag !== due ? null : { choice, content: element.content };
}
