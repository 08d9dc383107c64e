/**
 * From a document and a key set to what is printed: whether it holds, in words for whoever was handed a receipt.
 * Apart from files and the network; the rules are those of shared/evidence, which the pages use, too.
 */
import { tellEvidence, type Section } from '../../shared/evidence/account.ts';
import type { EvidenceClaims } from '../../shared/evidence/claims.ts';
import { compareDocument, readDocument } from '../../shared/evidence/document.ts';
import { matchMessage } from '../../shared/evidence/message-match.ts';
import { verifyEvidence, type Refusal } from '../../shared/evidence/verify.ts';

export interface Material {
  /** HTML, JSON or a bare JWS. */
  readonly document: string;
  /** As parsed from JSON. */
  readonly keySet: unknown;
  readonly keysFrom: { readonly name: string; readonly isUrl: boolean };
  readonly message: Uint8Array | null;
  readonly language: 'en' | 'de';
}

export interface Examination {
  /** Whether the signature is right, and nothing shown beside it says otherwise. */
  readonly holds: boolean;
  readonly lines: readonly string[];
}

const REFUSALS: Readonly<Record<Refusal, string>> = {
  'not-a-jws':
    'This is no signed document: a JWS has three parts of letters and digits with dots between them.',
  'wrong-algorithm':
    'This is not signed as receipts are (ES256). A document that chooses another algorithm, or none, is not believed.',
  'wrong-type': 'This is signed, but it is no receipt: it is a token of another kind.',
  'unknown-extension': 'This asks for rules of verification that are not known here, so it is not believed.',
  'unknown-key':
    'None of these keys has signed it. It comes from another issuer, or the keys are from another time: get them anew from the issuer.',
  'no-keys': 'There is no key in this key set that receipts are signed with (EC, P-256, ES256).',
  'signature-invalid':
    'THE SIGNATURE IS WRONG. Something was changed after it was signed, or somebody else signed it. Nothing in it can be relied on.',
  'unreadable-claims':
    'The signature is right, but what was signed is no receipt that this version can read. Try a newer version of this software.',
};

/** What other servers wrote is data on a terminal, never control (ECMA-48). */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}

function sectionLines({ heading, paragraphs, rows }: Section): string[] {
  const told = [...paragraphs, ...rows.map(([label, value]) => `${label}: ${value}`)];
  return ['', heading, ...told.map((line) => `  ${printable(line)}`)];
}

async function messageLines(
  message: Uint8Array | null,
  { relays }: EvidenceClaims,
): Promise<{ readonly holds: boolean; readonly lines: string[] }> {
  if (message === null) return { holds: true, lines: [] };
  const match = await matchMessage(message, relays);
  switch (match.kind) {
    case 'sent':
      return { holds: true, lines: ['', 'The message is the one that was sent, octet for octet.'] };
    case 'accepted':
      return {
        holds: true,
        lines: ['', 'The message is the one that was handed in to be sent, octet for octet.'],
      };
    case 'other':
      return {
        holds: false,
        lines: ['', 'THE MESSAGE IS NOT THE ONE of this receipt, or it was changed on its way.'],
      };
  }
}

/** Examines a document. Never throws for what it or the key set holds. */
export async function examineReceipt(material: Material): Promise<Examination> {
  const { keySet, keysFrom, message, language } = material;
  const reading = readDocument(material.document);
  if (reading.kind === 'neither') {
    const why =
      reading.blocks > 1
        ? `This document has ${reading.blocks} signed parts, so that one could be shown and another checked. It is not believed.`
        : 'There is no signed part in this document.';
    return { holds: false, lines: ['NOT VERIFIED.', why] };
  }
  const { jws } = reading;
  const verification = await verifyEvidence(jws, keySet);
  if (verification.kind === 'refused') {
    const { why, keyId } = verification;
    const named = why === 'unknown-key' && keyId !== null ? [`It names the key ${printable(keyId)}.`] : [];
    return { holds: false, lines: ['NOT VERIFIED.', REFUSALS[why], ...named] };
  }
  const { claims, keyId } = verification;
  const account = tellEvidence(claims, keyId, language);
  const shown = reading.kind === 'jws' ? 'same' : compareDocument(reading.html, claims, jws);
  const match = await messageLines(message, claims);
  const lines = [
    shown === 'altered' ? 'THE DOCUMENT WAS ALTERED; its signed part was not.' : 'VERIFIED.',
    ...comparisonLines(shown),
    `Signed with the key ${keyId}, which is in ${printable(keysFrom.name)}${keysFrom.isUrl ? ' (fetched now)' : ''}.`,
    `The document names ${printable(claims.iss)} as its issuer: that the keys are theirs is for you to know.`,
    '',
    account.title,
    ...account.sections.flatMap(sectionLines),
    ...sectionLines(account.meaning),
    ...match.lines,
  ];
  return { holds: shown !== 'altered' && match.holds, lines };
}

function comparisonLines(shown: ReturnType<typeof compareDocument>): string[] {
  switch (shown) {
    case 'same':
      return [];
    case 'altered':
      return ['Its visible text is not what was signed. Only what is printed here counts.'];
    case 'other-edition':
      return [
        'Its visible text was made by another version of this software, or altered, and is not compared. Only what is printed here counts.',
      ];
  }
}
