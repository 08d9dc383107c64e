/**
 * The document for people: one HTML file without scripts, links or anything to load, made to be printed and kept,
 * with the whole JWS in it. What it shows is made of the claims alone, so it can be made again from its own signed
 * part: a document whose visible text says something else was altered.
 */
import { decodeProtectedHeader } from 'jose';

import type { Language } from '../mail/words/words.ts';
import { tellEvidence, type Account, type Section } from './account.ts';
import type { EvidenceClaims } from './claims.ts';

/** Raised with every change of what the document looks like or says. */
const EDITION = 2;
export const GENERATOR = `Secure Alias evidence document ${EDITION}`;

export const DOCUMENT_STYLE =
  'body{max-width:46rem;margin:2rem auto;padding:0 1rem;font:1rem/1.5 system-ui,sans-serif;color:#1a1a1a;' +
  'background:#fff}h1{font-size:1.5rem;line-height:1.3}h2{font-size:1.1rem;margin:2rem 0 .5rem}' +
  'dl{display:grid;grid-template-columns:minmax(9rem,1fr) 3fr;gap:.4rem 1rem;margin:0}dt{font-weight:600}' +
  'dt,dd{margin:0;overflow-wrap:anywhere}pre{font-size:.75rem;white-space:pre-wrap;overflow-wrap:anywhere;' +
  'border:1px solid #767676;padding:.75rem}@media(max-width:34rem){dl{display:block}dd{margin:0 0 .6rem}}' +
  '@media print{body{margin:0;max-width:none;font-size:10pt}pre{font-size:7pt}section{break-inside:avoid}}';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Text from anywhere as text. Characters that turn the direction of what follows are shown as what they are, or an
 * address could be made to read as another (Unicode TR 36, bidirectional spoofing).
 */
function escape(text: string): string {
  return text
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')
    .replace(
      /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g,
      (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}]`,
    );
}

function sectionHtml({ heading, paragraphs, rows }: Section): string {
  const list = rows.map(([label, value]) => `<dt>${escape(label)}</dt><dd>${escape(value)}</dd>`).join('\n');
  return [
    '<section>',
    `<h2>${escape(heading)}</h2>`,
    ...paragraphs.map((paragraph) => `<p>${escape(paragraph)}</p>`),
    ...(rows.length === 0 ? [] : [`<dl>\n${list}\n</dl>`]),
    '</section>',
  ].join('\n');
}

function page(account: Account, jws: string, language: Language): string {
  const sections = [...account.sections, account.meaning, account.checking].map(sectionHtml).join('\n');
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${GENERATOR}">
<title>${escape(account.title)}</title>
<style>${DOCUMENT_STYLE}</style>
</head>
<body>
<main>
<h1>${escape(account.title)}</h1>
${sections}
<section>
<h2>${escape(account.signedHeading)}</h2>
<pre id="evidence">${jws}</pre>
</section>
</main>
</body>
</html>
`;
}

/** Makes the document of a JWS and the claims in it. */
export function renderDocument(claims: EvidenceClaims, jws: string, language: Language): string {
  const { kid = '' } = decodeProtectedHeader(jws);
  return page(tellEvidence(claims, kid, language), jws, language);
}

export type DocumentReading =
  | { readonly kind: 'jws'; readonly jws: string }
  | { readonly kind: 'document'; readonly jws: string; readonly html: string }
  /** Neither a JWS nor a document with one in it, or with several, of which one could be shown and another checked. */
  | { readonly kind: 'neither'; readonly blocks: number };

/** Finds the JWS in what was handed in: a JWS by itself, the API's JSON, or the document for people. */
export function readDocument(text: string): DocumentReading {
  const trimmed = text.trim();
  if (/^[A-Za-z0-9_.-]+$/.test(trimmed)) return { kind: 'jws', jws: trimmed };
  if (trimmed.startsWith('{')) {
    const jws = jwsInJson(trimmed);
    return jws === null ? { kind: 'neither', blocks: 0 } : { kind: 'jws', jws };
  }
  const blocks = [...text.matchAll(/<pre\b[^>]*\bid=["']?evidence\b[^>]*>([^<]*)<\/pre>/gi)];
  const [block] = blocks;
  if (block === undefined || blocks.length > 1) return { kind: 'neither', blocks: blocks.length };
  return { kind: 'document', jws: (block[1] ?? '').replace(/\s+/g, ''), html: text };
}

function jwsInJson(text: string): string | null {
  try {
    const { jws } = JSON.parse(text) as { jws?: unknown };
    return typeof jws === 'string' ? jws : null;
  } catch {
    return null;
  }
}

/**
 * Whether a document says what its signed part says. `other-edition`: it was made by another version of this
 * software, and cannot be compared; then only the signed part can be relied on.
 */
export function compareDocument(
  html: string,
  claims: EvidenceClaims,
  jws: string,
): 'same' | 'altered' | 'other-edition' {
  const given = html
    .replaceAll('\r\n', '\n')
    .replace(/^\uFEFF/, '')
    .trim();
  const isSame = (['en', 'de'] as const).some(
    (language) => renderDocument(claims, jws, language).trim() === given,
  );
  if (isSame) return 'same';
  return given.includes(`<meta name="generator" content="${GENERATOR}">`) ? 'altered' : 'other-edition';
}
