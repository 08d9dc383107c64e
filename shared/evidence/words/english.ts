/** The document for people, in English. */
import { english as notices } from '../../mail/words/english.ts';
import { tlsName, type EvidenceWords } from './words.ts';

const SOURCES = {
  default: "the sender's default",
  override: "the sender's setting for this domain",
  message: 'asked for by the message itself',
} as const;

const KINDS = { certificate: 'certificate', 'public-key': 'public key', ca: 'private authority' } as const;

export const english: EvidenceWords = {
  titles: {
    RelayAcceptance: 'Receipt: delivered over an encrypted connection',
    RelayRejection: 'Record: refused by the recipient’s mail server',
    RelayFailure: 'Record: came back, not sent',
    ContentConsignment: 'Receipt: delivered inside the house',
    ContentConsignmentFailure: 'Record: no such address in the house',
    mixed: 'Record: delivered to some recipients, not to others',
  },
  headings: {
    message: 'The message',
    recipients: 'What became of it',
    relay: 'The connection it left by',
    attempts: 'Attempts',
    meaning: 'What this document is',
    checking: 'How to check it',
    signed: 'The signed part',
  },
  labels: {
    from: 'From',
    subject: 'Subject',
    messageId: 'Message-ID',
    submittedAt: 'Handed in',
    eventTime: 'Outcome known',
    setting: 'Setting',
    issuer: 'Issued by',
    identifier: 'Evidence number',
    signedAt: 'Signed',
    keyId: 'Key',
    at: 'Time',
    server: 'Server',
    connection: 'Encryption',
    certificate: 'Certificate',
    publicKey: 'SHA-256 of its public key',
    answer: 'Its answer',
    messageDigest: 'SHA-256 of the message as sent',
    acceptedDigest: 'SHA-256 of the message as handed in',
  },
  date: notices.date,
  setting: (level, source) => `${notices.level(level)} (${level}), ${SOURCES[source]}`,
  outcome: (event, relay) => {
    switch (event) {
      case 'RelayAcceptance':
        return relay === null
          ? 'Delivered to the recipient’s mail server over an encrypted connection.'
          : `Delivered to ${relay.host} over ${tlsName(relay.tls.version)}.`;
      case 'RelayRejection':
        return 'Not delivered: the recipient’s mail server refused it.';
      case 'RelayFailure':
        return 'Not delivered: it was handed to no mail server.';
      case 'ContentConsignment':
        return 'Delivered inside, without leaving the issuer’s servers.';
      case 'ContentConsignmentFailure':
        return 'Not delivered: nobody in the house has this address.';
    }
  },
  told: (sentence) => `What the sender was told: ${sentence}`,
  nothingLeft: 'Nothing of the message, not even its addresses, was told to any server outside.',
  proof: ({ dane, trust, sts, host }, domain) => {
    if (dane !== null) {
      return `Its certificate matched the DNSSEC-signed TLSA record "${dane.record}" at ${dane.base}: it was the server that ${domain} names.`;
    }
    if (trust !== null) {
      return `It matched the ${KINDS[trust.kind]} that the issuer’s operators had checked for ${domain} (entry ${trust.id}).`;
    }
    if (sts !== null) {
      return `Its name and certificate were those that the MTA-STS policy of ${domain} asks for (policy ${sts.id}, ${sts.mx}).`;
    }
    return `The connection was encrypted; that ${host} was the right server was not proved by its certificate.`;
  },
  requireTls: 'It promised to keep the rest of the way encrypted (REQUIRETLS, RFC 8689).',
  certificate: (subject, issuer, notAfter) => `${subject}; issued by ${issuer}; valid until ${notAfter}`,
  meaning: (issuer) => [
    `It is the word of the mail system at ${issuer}, signed with its key. It says what that system’s own mail server did and saw on the way to the next mail server: which server it spoke to, how the connection was encrypted, and what the server answered.`,
    'It does not say that a person has read the message, nor what happened to it behind that server. It is not evidence of a qualified electronic registered delivery service under the eIDAS regulation, and its times come from the issuer’s own clock.',
    'Only the signed part counts. The text above is made from it for easier reading.',
  ],
  checking: (issuer) => [
    `The simplest way, where the issuer has web pages: give this file to ${issuer}/verify. The page checks it in the browser and sends it nowhere.`,
    `Anybody can check it without the issuer and without a network, too: get the public keys once from ${issuer}/v1/evidence-keys, and keep them.`,
    'Then run: npm run verify-receipt -- THIS-FILE --keys KEYS-FILE. Any program for JSON Web Signatures (RFC 7515, ES256) can check the signed part as well.',
    'Whether a message is the one that this document is about: the file (.eml) that the sender saves from “Sent” is the message as handed in; --message SAVED.eml compares it, as it does the recipient’s copy.',
  ],
};
