/**
 * DKIM signatures (RFC 6376, Ed25519 by RFC 8463) over what leaves from an alias: relaxed/relaxed, the whole
 * body (no l=), and over-signed: each field that a reader or a filter relies on is named in h= once more than
 * it occurs, so that nobody can add a second From or Subject on the way (RFC 6376 section 8.15). The signers
 * in npm cannot over-sign, hence this one. Checking signatures of others: authentication-results.ts.
 */
import { createHash, sign } from 'node:crypto';

import { privateKeyOf, type DkimKey } from './dkim-keys.ts';
import { bodyOf, readHeaderSection, type HeaderField, type HeaderSection } from './header-section.ts';
import { hashRelaxedBody, relaxField } from './relaxed-canonicalization.ts';

const SIGNED_FIELDS = [
  'From',
  'Sender',
  'Reply-To',
  'To',
  'Cc',
  'Subject',
  'Date',
  'Message-ID',
  'In-Reply-To',
  'References',
  'MIME-Version',
  'Content-Type',
  'Content-Transfer-Encoding',
] as const;

/** Signed where they are: what TLS reports are filtered by (RFC 8460 section 5.3). */
const SIGNED_WHERE_PRESENT = ['TLS-Report-Domain', 'TLS-Report-Submitter'] as const;

const SIGNATURE_LINE = 72;

/** The names of h=: every occurrence and one more, which stands for "there is no further one". */
function signedNames(section: HeaderSection): string[] {
  const occurrences = (name: string): number =>
    section.fields.filter((field) => field.name.toLowerCase() === name.toLowerCase()).length;
  const present = SIGNED_WHERE_PRESENT.filter((name) => occurrences(name) > 0);
  return [...SIGNED_FIELDS, ...present].flatMap((name) =>
    Array.from({ length: occurrences(name) + 1 }, () => name),
  );
}

/** The fields that h= selects: of several of a name the last one first (RFC 6376 section 5.4.2). */
function selectFields(fields: readonly HeaderField[], names: readonly string[]): HeaderField[] {
  const byName = new Map<string, HeaderField[]>();
  for (const field of fields) {
    const name = field.name.toLowerCase();
    const sameName = byName.get(name);
    if (sameName === undefined) byName.set(name, [field]);
    else sameName.push(field);
  }
  return names.flatMap((name) => byName.get(name.toLowerCase())?.pop() ?? []);
}

/**
 * The octets that the header's hash is made of: the fields that `names` select and, last and without CRLF,
 * the DKIM-Signature field with an empty b= (RFC 6376 section 3.7).
 */
export function canonicalHeader(section: HeaderSection, names: readonly string[], unsigned: string): Buffer {
  const fields = selectFields(section.fields, names).map(({ raw }) => `${relaxField(raw)}\r\n`);
  return Buffer.from(`${fields.join('')}${relaxField(Buffer.from(unsigned, 'latin1'))}`, 'latin1');
}

/** Ed25519 signs the SHA-256 hash of the header, not the header (RFC 8463 section 3). */
export function signHeader(header: Buffer, key: DkimKey): string {
  const signature =
    key.algorithm === 'ed25519-sha256'
      ? sign(null, createHash('sha256').update(header).digest(), privateKeyOf(key))
      : sign('sha256', header, privateKeyOf(key));
  return signature.toString('base64');
}

/** Cuts long text into lines; folding inside h= and b= is free (RFC 6376 section 3.5). */
function fold(pieces: readonly string[], separator: string): string {
  let text = '';
  let line = 0;
  for (const [index, piece] of pieces.entries()) {
    const last = index === pieces.length - 1;
    const part = last ? piece : `${piece}${separator}`;
    if (line > 0 && line + part.length > SIGNATURE_LINE) {
      text += '\r\n  ';
      line = 0;
    }
    text += part;
    line += part.length;
  }
  return text;
}

function composeSignature(section: HeaderSection, bodyHash: string, key: DkimKey, at: Date): string {
  const names = signedNames(section);
  const unsigned = [
    `DKIM-Signature: v=1; a=${key.algorithm}; c=relaxed/relaxed; d=${key.domain};`,
    `s=${key.selector}; t=${Math.floor(at.getTime() / 1000)}; bh=${bodyHash};`,
    `h=${fold(names, ':')};`,
    'b=',
  ].join('\r\n ');
  const signature = signHeader(canonicalHeader(section, names, unsigned), key);
  return `${unsigned}${fold(signature.match(/.{1,72}/g) ?? [], '')}\r\n`;
}

/**
 * Takes a whole message and the keys of its alias domain. Gives one DKIM-Signature field per key, to be put
 * before the message as they are. The message must be what goes out: no field named in h= may be added,
 * removed or changed afterwards. Throws where the header section is malformed: acceptance refuses those.
 */
export function signDkim(message: Buffer, keys: readonly DkimKey[], at: Date): string {
  const section = readHeaderSection(message, message.length);
  if (section.kind === 'fault') throw new Error(`cannot sign: ${section.detail}`);
  const bodyHash = hashRelaxedBody(bodyOf(section)).toString('base64');
  return keys.map((key) => composeSignature(section, bodyHash, key, at)).join('');
}
