/** Checks a document against a key set, in the browser, and says what came of it. */
import { compareDocument, readDocument } from '../../shared/evidence/document.ts';
import type { EvidenceClaims } from '../../shared/evidence/claims.ts';
import { verifyEvidence, type Refusal } from '../../shared/evidence/verify.ts';

/** Whether what a document shows is what was signed; `other-edition` cannot be compared (shared/evidence). */
export type Shown = ReturnType<typeof compareDocument>;

export type Checked =
  | {
      readonly kind: 'genuine';
      readonly claims: EvidenceClaims;
      readonly keyId: string;
      readonly shown: Shown;
    }
  | { readonly kind: 'refused'; readonly why: Refusal }
  /** None, or several, of which one could be shown and another checked. */
  | { readonly kind: 'no-document' | 'several-documents' }
  /** A file that is gone, or that the browser may not read. */
  | { readonly kind: 'file-unreadable' }
  | { readonly kind: 'keys-failed' }
  | { readonly kind: 'keys-unreadable' };

/** Octets; far more than a receipt or a key set has. A film that was chosen by mistake is not read. */
const LARGEST_FILE = 5_000_000;

/** Empty where it is too large to be any of ours; null where it cannot be read. */
async function textOf(source: string | File): Promise<string | null> {
  if (typeof source === 'string') return source;
  if (source.size > LARGEST_FILE) return '';
  try {
    return await source.text();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

/** The published keys of this system; null where they could not be had. No sign-in is needed for them. */
async function ownKeys(): Promise<unknown> {
  try {
    const answer = await fetch('/v1/evidence-keys', { headers: { accept: 'application/json' } });
    return answer.ok ? ((await answer.json()) as unknown) : null;
  } catch {
    return null;
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** A signed text has no blanks, but a mail program that it went through may have broken its line. */
function unbroken(text: string): string {
  const bare = text.replace(/\s+/g, '');
  return /^[\w-]+\.[\w-]+\.[\w-]*$/.test(bare) ? bare : text;
}

/** `keysFile`: a key set; null for the keys of this system. */
export async function checkDocument(source: string | File, keysFile: File | null): Promise<Checked> {
  const text = await textOf(source);
  if (text === null) return { kind: 'file-unreadable' };
  const reading = readDocument(unbroken(text));
  if (reading.kind === 'neither') return { kind: reading.blocks > 1 ? 'several-documents' : 'no-document' };
  const keysText = keysFile === null ? null : await textOf(keysFile);
  if (keysFile !== null && keysText === null) return { kind: 'file-unreadable' };
  const keys = keysText === null ? await ownKeys() : parse(keysText);
  if (keys === null) return { kind: keysText === null ? 'keys-failed' : 'keys-unreadable' };
  const verified = await verifyEvidence(reading.jws, keys);
  if (verified.kind === 'refused') return { kind: 'refused', why: verified.why };
  const { claims, keyId } = verified;
  const shown = reading.kind === 'document' ? compareDocument(reading.html, claims, reading.jws) : 'same';
  return { kind: 'genuine', claims, keyId, shown };
}
