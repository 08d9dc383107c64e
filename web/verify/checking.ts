/** Checks a document against a key set, in the browser, and says what came of it. */
import { compareDocument, readDocument } from '../../shared/evidence/document.ts';
import type { EvidenceClaims } from '../../shared/evidence/claims.ts';
import { verifyEvidence, type Refusal } from '../../shared/evidence/verify.ts';

export type Checked =
  | {
      readonly kind: 'genuine';
      readonly claims: EvidenceClaims;
      readonly keyId: string;
      readonly altered: boolean;
    }
  | { readonly kind: 'refused'; readonly why: Refusal }
  | { readonly kind: 'no-document' }
  | { readonly kind: 'keys-failed' }
  | { readonly kind: 'keys-unreadable' };

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

/** `keysText`: a key set from a file; null for the keys of this system. */
export async function checkDocument(text: string, keysText: string | null): Promise<Checked> {
  const reading = readDocument(text);
  if (reading.kind === 'neither') return { kind: 'no-document' };
  const keys = keysText === null ? await ownKeys() : parse(keysText);
  if (keys === null) return { kind: keysText === null ? 'keys-failed' : 'keys-unreadable' };
  const verified = await verifyEvidence(reading.jws, keys);
  if (verified.kind === 'refused') return { kind: 'refused', why: verified.why };
  const { claims, keyId } = verified;
  const altered =
    reading.kind === 'document' && compareDocument(reading.html, claims, reading.jws) === 'altered';
  return { kind: 'genuine', claims, keyId, altered };
}
