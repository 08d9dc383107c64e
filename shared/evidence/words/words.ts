/**
 * The sentences of the document for people, as a type that each language implements: a sentence that one language
 * lacks is a type error. Who reads it may never have heard of us: first what happened, then what it rests on, then
 * what the document is and is not. Why a message came back is told in the words of the notices (shared/mail/words).
 */
import type { Level, LevelSource } from '../../policy/level.ts';
import type { EvidenceEvent, RelayClaim } from '../claims.ts';

export interface EvidenceWords {
  /** Of the whole, by the event that all recipients share; `mixed` where they do not. */
  readonly titles: Readonly<Record<EvidenceEvent | 'mixed', string>>;
  readonly headings: {
    readonly message: string;
    readonly recipients: string;
    readonly relay: string;
    readonly attempts: string;
    readonly meaning: string;
    readonly checking: string;
    readonly signed: string;
  };
  readonly labels: {
    readonly from: string;
    readonly subject: string;
    readonly messageId: string;
    readonly submittedAt: string;
    readonly eventTime: string;
    readonly setting: string;
    readonly issuer: string;
    readonly identifier: string;
    readonly signedAt: string;
    readonly keyId: string;
    readonly at: string;
    readonly server: string;
    readonly connection: string;
    readonly certificate: string;
    readonly publicKey: string;
    readonly answer: string;
    readonly messageDigest: string;
    readonly acceptedDigest: string;
  };
  readonly date: (at: Date) => string;
  readonly setting: (level: Level, source: LevelSource) => string;
  /** What became of it for one recipient: `RelayAcceptance` in a sentence, and the name of the event. */
  readonly outcome: (event: EvidenceEvent, relay: RelayClaim | null) => string;
  readonly told: (sentence: string) => string;
  readonly nothingLeft: string;
  /** What vouched for the server, beside the encryption. */
  readonly proof: (relay: RelayClaim, domain: string) => string;
  readonly requireTls: string;
  readonly certificate: (subject: string, issuer: string, notAfter: string) => string;
  /** What the document is, and what it is not; a paragraph each. */
  readonly meaning: (issuer: string) => readonly string[];
  readonly checking: (issuer: string) => readonly string[];
}

/** `TLS 1.3` of OpenSSL's `TLSv1.3`. */
export function tlsName(version: string): string {
  return version.replace(/^TLSv/, 'TLS ');
}
