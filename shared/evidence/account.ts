/**
 * Evidence in words: what the document for people and the verifying command both say, made of the claims alone.
 * Pure, and the same for the same claims: a document can be made again from its signed part and compared.
 */
import { english as englishNotices } from '../mail/words/english.ts';
import { german as germanNotices } from '../mail/words/german.ts';
import { whyOfEnd } from '../mail/words/recipient-why.ts';
import { whySentence, type Language, type Words } from '../mail/words/words.ts';
import type { AttemptClaim, EvidenceClaims, RecipientClaim, RelayClaim } from './claims.ts';
import { english } from './words/english.ts';
import { german } from './words/german.ts';
import { tlsName, type EvidenceWords } from './words/words.ts';

export type Row = readonly [label: string, value: string];

export interface Section {
  readonly heading: string;
  readonly paragraphs: readonly string[];
  readonly rows: readonly Row[];
}

export interface Account {
  readonly title: string;
  readonly sections: readonly Section[];
  /** What the document is, and is not. */
  readonly meaning: Section;
  readonly checking: Section;
  readonly signedHeading: string;
}

const WORDS: Readonly<Record<Language, { readonly own: EvidenceWords; readonly notices: Words }>> = {
  en: { own: english, notices: englishNotices },
  de: { own: german, notices: germanNotices },
};

/** Words of other servers, of any length, as one line of a document; control characters as blanks. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

/** The attempt that a recipient's end rests on: the last with its reason, else the last one. */
function tellingAttempt(claims: EvidenceClaims, { reason }: RecipientClaim): AttemptClaim | null {
  return (
    claims.attempts.findLast((attempt) => attempt.reason === reason && attempt.outcome !== 'met') ??
    claims.attempts.at(-1) ??
    null
  );
}

class Telling {
  readonly #claims: EvidenceClaims;
  readonly #words: EvidenceWords;
  readonly #notices: Words;

  constructor(claims: EvidenceClaims, language: Language) {
    this.#claims = claims;
    this.#words = WORDS[language].own;
    this.#notices = WORDS[language].notices;
  }

  tell(keyId: string): Account {
    const { titles, headings, meaning, checking } = this.#words;
    const { event, iss } = this.#claims;
    return {
      title: titles[event ?? 'mixed'],
      sections: [
        this.#recipients(),
        this.#message(keyId),
        ...this.#claims.relays.map((relay) => this.#relay(relay)),
        ...(this.#claims.attempts.length > 0 ? [this.#attempts()] : []),
      ],
      meaning: { heading: headings.meaning, paragraphs: meaning(iss), rows: [] },
      checking: { heading: headings.checking, paragraphs: checking(iss), rows: [] },
      signedHeading: headings.signed,
    };
  }

  #date(at: string): string {
    return this.#words.date(new Date(at));
  }

  #message(keyId: string): Section {
    const { labels, headings, setting } = this.#words;
    const { message, sender, submittedAt, eventTime, level, levelSource, iss, jti, iat } = this.#claims;
    const rows: Row[] = [
      [labels.from, sender],
      ...(message.subject === null ? [] : [[labels.subject, oneLine(message.subject)] satisfies Row]),
      [labels.messageId, oneLine(message.messageId)],
      [labels.submittedAt, this.#date(submittedAt)],
      [labels.eventTime, this.#date(eventTime)],
      [labels.setting, setting(level, levelSource)],
      [labels.issuer, iss],
      [labels.identifier, jti],
      [labels.signedAt, this.#words.date(new Date(iat * 1000))],
      [labels.keyId, keyId],
    ];
    return { heading: headings.message, paragraphs: [], rows };
  }

  #recipients(): Section {
    const { headings, nothingLeft } = this.#words;
    const { recipients, nothingLeft: isNothingLeft, event } = this.#claims;
    const rows = recipients.map((recipient): Row => [recipient.address, this.#outcome(recipient)]);
    const failed = event === 'RelayFailure' && isNothingLeft;
    return { heading: headings.recipients, paragraphs: failed ? [nothingLeft] : [], rows };
  }

  #outcome(recipient: RecipientClaim): string {
    const { relays, domain } = this.#claims;
    const { outcome, proof, told } = this.#words;
    const relay = recipient.relay === null ? null : (relays[recipient.relay] ?? null);
    const parts = [outcome(recipient.event, relay)];
    switch (recipient.event) {
      case 'RelayAcceptance':
        if (relay !== null) parts.push(proof(relay, domain));
        break;
      case 'ContentConsignment':
        break;
      case 'RelayRejection':
      case 'RelayFailure':
      case 'ContentConsignmentFailure':
        parts.push(told(this.#why(recipient)), oneLine(recipient.detail ?? ''));
    }
    const { status, reason } = recipient;
    const codes = [recipient.event, status, reason].filter((part) => part !== null).join(', ');
    return `${parts.filter((part) => part !== '').join(' ')} (${codes})`;
  }

  #why(recipient: RecipientClaim): string {
    const { submittedAt, eventTime, domain } = this.#claims;
    const encrypted = (tellingAttempt(this.#claims, recipient)?.tls ?? null) !== null;
    const tried = Date.parse(eventTime) - Date.parse(submittedAt);
    const why = whyOfEnd({ ...recipient, encrypted, tried });
    return whySentence(this.#notices, domain, 'words' in why ? { ...why, words: oneLine(why.words) } : why);
  }

  #relay(relay: RelayClaim): Section {
    const { labels, headings, proof, requireTls, certificate } = this.#words;
    const { subject, issuer, notAfter, sha256, spkiSha256 } = relay.certificate;
    const digests: (readonly [string, string | null])[] = [
      [labels.messageDigest, relay.messageSha256],
      [labels.acceptedDigest, relay.acceptedSha256],
    ];
    const rows: Row[] = [
      [labels.at, this.#date(relay.at)],
      [labels.server, `${relay.host} [${relay.address}]`],
      [labels.connection, `${tlsName(relay.tls.version)}, ${relay.tls.cipher}`],
      [labels.certificate, `${oneLine(certificate(subject, issuer, notAfter))}; SHA-256 ${sha256}`],
      [labels.publicKey, spkiSha256],
      [labels.answer, oneLine(relay.reply)],
      ...digests.flatMap(([label, value]): Row[] => (value === null ? [] : [[label, value]])),
    ];
    const paragraphs = [proof(relay, this.#claims.domain), ...(relay.requireTls ? [requireTls] : [])];
    return { heading: headings.relay, paragraphs, rows };
  }

  #attempts(): Section {
    const rows = this.#claims.attempts.map((attempt): Row => {
      const { at, host, address, outcome, reason, detail, reply, tls } = attempt;
      const place = host === null ? '' : `${host}${address === null ? '' : ` [${address}]`}: `;
      const said = reply === null || detail.includes(reply) ? '' : `; ${oneLine(reply)}`;
      const codes = [outcome, reason, tls === null ? null : tlsName(tls.version)];
      return [
        this.#date(at),
        `${place}${oneLine(detail)}${said} (${codes.filter((part) => part !== null).join(', ')})`,
      ];
    });
    return { heading: this.#words.headings.attempts, paragraphs: [], rows };
  }
}

/** Tells evidence in a language; `keyId` is that of the key which signed it. */
export function tellEvidence(claims: EvidenceClaims, keyId: string, language: Language): Account {
  return new Telling(claims, language).tell(keyId);
}
