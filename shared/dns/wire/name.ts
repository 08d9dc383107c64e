/**
 * A domain name in one comparable form: its labels in lower case, joined by dots, no dot at the end, the
 * root as the empty string. Every octet of a label that is not a letter, digit, hyphen, underscore or
 * asterisk is written `\DDD` (RFC 1035 section 5.1), so that a dot in the text always separates labels and
 * two names are the same name (RFC 4343) exactly if their texts are equal.
 */

declare const nameBrand: unique symbol;
export type Name = string & { readonly [nameBrand]: true };

export const root = '' as Name;

const MOST_OCTETS = 255;
const MOST_LABEL_OCTETS = 63;
const PLAIN = /^[a-z0-9_*-]+$/;

/** Takes one label's octets as a latin1 string. */
function labelText(octets: string): string {
  const lower = octets.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
  if (PLAIN.test(lower)) return lower;
  return lower.replace(/[^a-z0-9_*-]/g, (octet) => `\\${octet.charCodeAt(0).toString().padStart(3, '0')}`);
}

/** The octets of a label's text as a latin1 string. */
function labelOctets(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(\d{3})/g, (_, digits: string) => String.fromCharCode(Number(digits)));
}

/** Takes labels as latin1 strings of 1 to 63 octets, most specific first; the caller has checked lengths. */
export function nameFromLabels(labels: readonly string[]): Name {
  return labels.map(labelText).join('.') as Name;
}

/** The labels' texts, most specific first; the root has none. */
export function labelsOf(name: Name): readonly string[] {
  return name === '' ? [] : name.split('.');
}

/** Octets on the wire (RFC 1035 section 3.1), in lower case: the canonical form of RFC 4034 section 6.2. */
export function encodeName(name: Name): Buffer {
  const parts = labelsOf(name).map((text) => {
    const octets = labelOctets(text);
    return String.fromCharCode(octets.length) + octets;
  });
  return Buffer.from(`${parts.join('')}\0`, 'latin1');
}

/**
 * Takes a name as configuration or another module writes it: printable ASCII, any case, one dot at the end
 * allowed. Gives null where that is no domain name (empty label, a label over 63 or a name over 255 octets).
 */
export function parseName(text: string): Name | null {
  const bare = text.endsWith('.') ? text.slice(0, -1) : text;
  if (bare === '') return text === '' || text === '.' ? root : null;
  if (!/^[!-[\]-~]+$/.test(bare)) return null;
  const labels = bare.split('.');
  if (labels.some((label) => label.length === 0 || label.length > MOST_LABEL_OCTETS)) return null;
  const octets = labels.reduce((sum, label) => sum + 1 + label.length, 1);
  return octets > MOST_OCTETS ? null : nameFromLabels(labels);
}

/** The name without its first label; null for the root. */
export function parentOf(name: Name): Name | null {
  if (name === '') return null;
  const dot = name.indexOf('.');
  return (dot < 0 ? '' : name.slice(dot + 1)) as Name;
}

/** True if the name is the ancestor or lies below it. */
export function isWithin(name: Name, ancestor: Name): boolean {
  return ancestor === '' || name === ancestor || name.endsWith(`.${ancestor}`);
}

/** True if the name lies below the ancestor and is not it. */
export function isBelow(name: Name, ancestor: Name): boolean {
  return name !== ancestor && isWithin(name, ancestor);
}

/** The last `count` labels of the name. */
export function lastLabels(name: Name, count: number): Name {
  const labels = labelsOf(name);
  return labels.slice(labels.length - count).join('.') as Name;
}

/** `*.name` */
export function wildcardBelow(name: Name): Name {
  return (name === '' ? '*' : `*.${name}`) as Name;
}

/** The longest name that both are within. */
export function commonAncestor(one: Name, other: Name): Name {
  const a = labelsOf(one);
  const b = labelsOf(other);
  let count = 0;
  while (count < a.length && count < b.length && a[a.length - 1 - count] === b[b.length - 1 - count]) count++;
  return lastLabels(one, count);
}

/**
 * The target of a DNAME for a name below its owner (RFC 6672 section 2.2): the owner's labels replaced.
 * Null where the name is not below the owner, or the outcome would be longer than a name can be.
 */
export function substitute(name: Name, owner: Name, target: Name): Name | null {
  if (!isBelow(name, owner)) return null;
  const count = labelsOf(name).length - labelsOf(owner).length;
  const made = [...labelsOf(name).slice(0, count), ...labelsOf(target)].join('.') as Name;
  return encodeName(made).length > MOST_OCTETS ? null : made;
}

/** Canonical order of names (RFC 4034 section 6.1): by label from the right, as octets, absent first. */
export function compareNames(one: Name, other: Name): number {
  const a = labelsOf(one);
  const b = labelsOf(other);
  for (let index = 1; index <= Math.min(a.length, b.length); index++) {
    const left = labelOctets(a[a.length - index] ?? '');
    const right = labelOctets(b[b.length - index] ?? '');
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}
