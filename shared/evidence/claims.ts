/**
 * What a signed receipt says, and what it does not. The room composes the claims from a finished delivery, verifies
 * the signed document, and puts it into words; it is pure and runs in a browser as it does here, so that whoever is
 * shown a receipt can check it without us. Keys and signatures are made in shared/evidence-key.
 *
 * The document is a JWS in compact form (RFC 7515) with ES256 (RFC 7518 section 3.4). Its vocabulary follows the
 * evidence of ETSI EN 319 522-2 as far as that fits: events B.1 to B.3 for the relay to the next hop, those of
 * content consignment where mail stayed in the house; evidence identifier, reasons, event time, issuer, sender, recipients, and the
 * digest of the message. It is this system's own word, and no evidence of a qualified delivery service.
 */
import type { Level, LevelSource } from '../policy/level.ts';
import type { Reason } from '../policy/reason.ts';
import type { Evidence, TlsSession } from '../tls/evidence.ts';

export const EVIDENCE_TYPE = 'secure-alias-evidence+jwt';
export const EVIDENCE_ALGORITHM = 'ES256';
export const EVIDENCE_VERSION = 1;

/** What became of the message for one recipient. */
export const EVIDENCE_EVENTS = [
  /** B.1: the next hop took it over. */
  'RelayAcceptance',
  /** B.2: the next hop refused it. */
  'RelayRejection',
  /** B.3: it was not handed to any next hop. */
  'RelayFailure',
  /** It stayed in the house and was passed to the recipient's mailbox. */
  'ContentConsignment',
  /** It was for an address of the house that nobody has. */
  'ContentConsignmentFailure',
] as const;
export type EvidenceEvent = (typeof EVIDENCE_EVENTS)[number];

/**
 * Part of what is signed, so that no copy can lose it. The same sentences in the reader's language stand in the
 * document for people.
 */
export const STATEMENT =
  'The issuer signs what its own mail server did and saw on the way to the next mail server, and nothing beyond ' +
  'it: not that a person read the message, nor what became of it behind that server. ' +
  'This is no evidence of a qualified electronic registered delivery service.';

export interface RecipientClaim {
  readonly address: string;
  readonly event: EvidenceEvent;
  /** Enhanced status (RFC 3463). */
  readonly status: string | null;
  readonly reason: Reason | null;
  readonly detail: string | null;
  /** Which of `relays` took the message for them; null where none is known. */
  readonly relay: number | null;
}

/** One handing over to the next hop: the connection, what vouched for it, and the answer. */
export interface RelayClaim extends Evidence {
  readonly at: string;
  readonly host: string;
  readonly address: string;
  readonly reply: string;
  /** Lower-case hex over the message as the server got it, before dots were doubled; null where it is not known. */
  readonly messageSha256: string | null;
  /** The same over the message as its author handed it in. */
  readonly acceptedSha256: string | null;
}

export interface AttemptClaim {
  readonly at: string;
  readonly host: string | null;
  readonly address: string | null;
  readonly outcome: 'met' | 'policy' | 'temporary' | 'refused';
  readonly reason: Reason | null;
  readonly detail: string;
  readonly reply: string | null;
  readonly tls: TlsSession | null;
}

export interface EvidenceClaims {
  /** Evidence issuer: the public URL of this system. */
  readonly iss: string;
  /** Evidence identifier: that of the delivery, since one has one end. */
  readonly jti: string;
  /** When it was signed; seconds. */
  readonly iat: number;
  readonly version: typeof EVIDENCE_VERSION;
  readonly statement: string;
  /** What all recipients have in common; null where it differs. */
  readonly event: EvidenceEvent | null;
  readonly submittedAt: string;
  /** When the last recipient's end was known. */
  readonly eventTime: string;
  readonly sender: string;
  readonly domain: string;
  readonly level: Level;
  readonly levelSource: LevelSource;
  /** Whether not even the envelope went to any server outside. */
  readonly nothingLeft: boolean;
  readonly message: { readonly messageId: string; readonly subject: string | null };
  readonly recipients: readonly RecipientClaim[];
  readonly relays: readonly RelayClaim[];
  /** The last ones, as far as they are kept. */
  readonly attempts: readonly AttemptClaim[];
}
