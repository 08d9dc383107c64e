/**
 * Name constraints (RFC 5280 section 4.2.1.10): what an authority may vouch for. DNS names and directory
 * names are compared; a certificate that carries another kind of name which an authority above it constrains
 * is refused, rather than the constraint ignored.
 */
import { readName, type Certificate } from './certificate.ts';
import { readOne } from './der.ts';
import { GENERAL_NAME, type GeneralName, type NameConstraints } from './extensions.ts';
import { presentedNames } from './names.ts';

/** Whether `certificate` keeps to the constraints of an authority above it; `isEnd` for the end certificate. */
export function keepsToConstraints(
  certificate: Certificate,
  constraints: NameConstraints,
  isEnd: boolean,
): boolean {
  const names = certificate.extensions?.subjectAltNames ?? [];
  const dnsNames = isEnd
    ? presentedNames(certificate)
    : names.filter(isDnsName).map(({ content }) => content.toString('latin1'));
  return (
    dnsNames.every((name) => allowed(constraints, GENERAL_NAME.dnsName, dnsTree(name))) &&
    keepsDirectoryName(certificate, constraints) &&
    names
      .filter((name) => !isDnsName(name))
      .every(({ choice }) => allowed(constraints, choice, () => ({ inside: false, touches: true })))
  );
}

const isDnsName = ({ choice }: GeneralName): boolean => choice === GENERAL_NAME.dnsName;

interface Relation {
  /** All that the name stands for lies in the tree. */
  readonly inside: boolean;
  /** Something that it stands for lies in the tree. */
  readonly touches: boolean;
}

function allowed(
  { permitted, excluded }: NameConstraints,
  choice: number,
  relate: (base: Buffer) => Relation,
): boolean {
  const ofKind = (trees: readonly GeneralName[]): GeneralName[] =>
    trees.filter((tree) => tree.choice === choice);
  const within = ofKind(permitted);
  return (
    (within.length === 0 || within.some(({ content }) => relate(content).inside)) &&
    !ofKind(excluded).some(({ content }) => relate(content).touches)
  );
}

/** `example.com` is itself and everything below; `.example.com`, as OpenSSL reads it, only what is below. */
const dnsTree =
  (presented: string) =>
  (content: Buffer): Relation => {
    const name = presented.toLowerCase();
    const base = content.toString('latin1').toLowerCase();
    const below = base === '' || name.endsWith(base.startsWith('.') ? base : `.${base}`);
    const inside = below || name === base;
    // `*.example.com` also stands for an excluded `a.example.com`.
    return { inside, touches: inside || (name.startsWith('*.') && base.endsWith(name.slice(1))) };
  };

function keepsDirectoryName(certificate: Certificate, constraints: NameConstraints): boolean {
  const subject = comparable(certificate.subject.whole);
  if (subject?.length === 0) return true;
  return allowed(constraints, GENERAL_NAME.directoryName, (content) => {
    const base = comparable(content);
    // What cannot be read is outside of what is permitted and inside of what is excluded.
    if (base === null || subject === null) return { inside: false, touches: true };
    const inside = base.every((part, index) => part === subject[index]);
    return { inside, touches: inside };
  });
}

/** The parts of a name in a form for `===`: case and runs of spaces do not count (RFC 5280 section 7.1). */
function comparable(name: Buffer): string[] | null {
  const element = readOne(name);
  const parts = element === null ? null : readName(element);
  if (parts === null) return null;
  return parts.map((part) =>
    part
      .map(({ type, text, value }) =>
        text === null
          ? `${type}#${value.whole.toString('hex')}`
          : `${type}=${text.toLowerCase().trim().replace(/\s+/g, ' ')}`,
      )
      .sort()
      .join('+'),
  );
}
