/**
 * Name constraints (RFC 5280 section 4.2.1.10): what an authority may vouch for. DNS names, directory names
 * and IP addresses are compared; a certificate that carries another kind of name (mail address, URI, …) which
 * an authority above it constrains is refused, rather than the constraint ignored.
 */
import { lowerAscii } from './ascii.ts';
import type { Certificate } from './certificate.ts';
import { readOne, type Element } from './der.ts';
import { comparableName, readName } from './distinguished-name.ts';
import { GENERAL_NAME, type GeneralName, type NameConstraints } from './extensions.ts';
import { presentedNames } from './names.ts';

/** Whether `certificate` keeps to the constraints of an authority above it; `isEnd` for the end certificate. */
export function keepsToConstraints(
  certificate: Certificate,
  constraints: NameConstraints,
  isEnd: boolean,
): boolean {
  return (
    // The common name of an end certificate counts where it would be matched (RFC 6125 section 6.4.4).
    (!isEnd || presentedNames(certificate).every((name) => allowed(constraints, dnsName(name)))) &&
    allowed(constraints, directoryName(certificate.subject)) &&
    (certificate.extensions?.subjectAltNames ?? []).every((name) => allowed(constraints, asTold(name))) &&
    (!hasMailAddress(certificate.subject) || allowed(constraints, unread(GENERAL_NAME.mailAddress)))
  );
}

/** How many comparisons `keepsToConstraints` may make. */
export function comparisons({ extensions }: Certificate, { permitted, excluded }: NameConstraints): number {
  return (2 + (extensions?.subjectAltNames?.length ?? 0)) * (permitted.length + excluded.length);
}

interface Relation {
  /** All that the name stands for lies in the tree. */
  readonly inside: boolean;
  /** Something that it stands for lies in the tree. */
  readonly touches: boolean;
}

/** What cannot be compared is outside of what is permitted and inside of what is excluded. */
const REFUSED: Relation = { inside: false, touches: true };
const within = (inside: boolean): Relation => ({ inside, touches: inside });

/** A name to hold against the trees of its own kind. */
interface Named {
  readonly choice: number;
  readonly relate: (base: Buffer) => Relation;
}

function allowed({ permitted, excluded }: NameConstraints, { choice, relate }: Named): boolean {
  const ofKind = (trees: readonly GeneralName[]): GeneralName[] =>
    trees.filter((tree) => tree.choice === choice);
  const granted = ofKind(permitted);
  return (
    (granted.length === 0 || granted.some(({ content }) => relate(content).inside)) &&
    !ofKind(excluded).some(({ content }) => relate(content).touches)
  );
}

function asTold({ choice, content }: GeneralName): Named {
  switch (choice) {
    case GENERAL_NAME.dnsName:
      return dnsName(content.toString('latin1'));
    case GENERAL_NAME.directoryName:
      return directoryName(readOne(content));
    case GENERAL_NAME.ipAddress:
      return { choice, relate: (base) => relateAddress(content, base) };
    default:
      return unread(choice);
  }
}

const unread = (choice: number): Named => ({ choice, relate: () => REFUSED });

/** `example.com` is itself and everything below; `.example.com`, as OpenSSL reads it, only what is below. */
function dnsName(presented: string): Named {
  const name = lowerAscii(presented);
  return {
    choice: GENERAL_NAME.dnsName,
    relate: (content) => {
      const base = lowerAscii(content.toString('latin1'));
      const below = base === '' || name.endsWith(base.startsWith('.') ? base : `.${base}`);
      const inside = below || name === base;
      // `*.example.com` also stands for an excluded `a.example.com`.
      return { inside, touches: inside || (name.startsWith('*.') && base.endsWith(name.slice(1))) };
    },
  };
}

/** An empty subject is no name, and nothing constrains it. */
function directoryName(name: Element | null): Named {
  const parts = name === null ? null : comparableName(name);
  return {
    choice: GENERAL_NAME.directoryName,
    relate: (content) => {
      const element = readOne(content);
      const base = element === null ? null : comparableName(element);
      if (base === null || parts === null) return REFUSED;
      if (parts.length === 0) return { inside: true, touches: false };
      return within(base.every((part, index) => part === parts[index]));
    },
  };
}

/** The base is an address and a mask of the same length; another family is another tree. */
function relateAddress(address: Buffer, base: Buffer): Relation {
  if (![4, 16].includes(address.length) || ![8, 32].includes(base.length)) return REFUSED;
  if (base.length !== 2 * address.length) return within(false);
  const mask = base.subarray(address.length);
  return within(mask.every((bits, at) => ((address[at] ?? 0) & bits) === ((base[at] ?? 0) & bits)));
}

/** RFC 5280 asks for mail addresses in the subject to be held against constraints, too. */
const MAIL_ADDRESS = '1.2.840.113549.1.9.1';
const hasMailAddress = (subject: Element): boolean =>
  readName(subject)?.some((part) => part.some(({ type }) => type === MAIL_ADDRESS)) ?? true;
