/** The document for people, in German. It is shown to third parties, so it says neither "du" nor "Sie". */
import { german as notices } from '../../mail/words/german.ts';
import { tlsName, type EvidenceWords } from './words.ts';

const SOURCES = {
  default: 'Voreinstellung des Absenders',
  override: 'Einstellung des Absenders für diese Domain',
  message: 'von der Nachricht selbst verlangt',
} as const;

const KINDS = {
  certificate: 'dem Zertifikat',
  'public-key': 'dem öffentlichen Schlüssel',
  ca: 'der eigenen Zertifizierungsstelle',
} as const;

export const german: EvidenceWords = {
  titles: {
    RelayAcceptance: 'Beleg: über eine verschlüsselte Verbindung zugestellt',
    RelayRejection: 'Nachweis: vom Mailserver des Empfängers abgelehnt',
    RelayFailure: 'Nachweis: zurückgekommen, nicht gesendet',
    ContentConsignment: 'Beleg: im Haus zugestellt',
    ContentConsignmentFailure: 'Nachweis: keine solche Adresse im Haus',
    mixed: 'Nachweis: an manche Empfänger zugestellt, an andere nicht',
  },
  headings: {
    message: 'Die Nachricht',
    recipients: 'Was aus ihr wurde',
    relay: 'Die Verbindung, über die sie hinausging',
    attempts: 'Versuche',
    meaning: 'Was dieses Dokument ist',
    checking: 'Wie man es prüft',
    signed: 'Der signierte Teil',
  },
  labels: {
    from: 'Von',
    subject: 'Betreff',
    messageId: 'Message-ID',
    submittedAt: 'Übergeben',
    eventTime: 'Ausgang bekannt',
    setting: 'Einstellung',
    issuer: 'Ausgestellt von',
    identifier: 'Nummer des Nachweises',
    signedAt: 'Signiert',
    keyId: 'Schlüssel',
    at: 'Zeit',
    server: 'Server',
    connection: 'Verschlüsselung',
    certificate: 'Zertifikat',
    publicKey: 'SHA-256 seines öffentlichen Schlüssels',
    answer: 'Seine Antwort',
    messageDigest: 'SHA-256 der Nachricht, wie gesendet',
    acceptedDigest: 'SHA-256 der Nachricht, wie übergeben',
  },
  date: notices.date,
  setting: (level, source) => `${notices.level(level)} (${level}), ${SOURCES[source]}`,
  outcome: (event, relay) => {
    switch (event) {
      case 'RelayAcceptance':
        return relay === null
          ? 'Über eine verschlüsselte Verbindung an den Mailserver des Empfängers zugestellt.'
          : `An ${relay.host} über ${tlsName(relay.tls.version)} zugestellt.`;
      case 'RelayRejection':
        return 'Nicht zugestellt: Der Mailserver des Empfängers lehnte sie ab.';
      case 'RelayFailure':
        return 'Nicht zugestellt: Sie wurde keinem Mailserver übergeben.';
      case 'ContentConsignment':
        return 'Im Haus zugestellt, ohne die Server des Ausstellers zu verlassen.';
      case 'ContentConsignmentFailure':
        return 'Nicht zugestellt: Diese Adresse hat im Haus niemand.';
    }
  },
  told: (sentence) => `Was der Absender erfuhr: ${sentence}`,
  nothingLeft: 'Nichts von der Nachricht, auch keine Adresse, wurde einem Server draußen mitgeteilt.',
  proof: ({ dane, trust, sts, host }, domain) => {
    if (dane !== null) {
      return `Sein Zertifikat passte zum DNSSEC-signierten TLSA-Eintrag „${dane.record}“ bei ${dane.base}: Es war der Server, den ${domain} nennt.`;
    }
    if (trust !== null) {
      return `Er entsprach ${KINDS[trust.kind]}, die Betreiber des Ausstellers für ${domain} geprüft hatten (Eintrag ${trust.id}).`;
    }
    if (sts !== null) {
      return `Sein Name und sein Zertifikat waren die, die die MTA-STS-Richtlinie von ${domain} verlangt (Richtlinie ${sts.id}, ${sts.mx}).`;
    }
    return `Die Verbindung war verschlüsselt; dass ${host} der richtige Server war, hat sein Zertifikat nicht nachgewiesen.`;
  },
  requireTls: 'Er versprach, auch den weiteren Weg zu verschlüsseln (REQUIRETLS, RFC 8689).',
  certificate: (subject, issuer, notAfter) => `${subject}; ausgestellt von ${issuer}; gültig bis ${notAfter}`,
  meaning: (issuer) => [
    `Es ist das Wort des Mailsystems unter ${issuer}, mit dessen Schlüssel signiert. Es sagt, was dessen eigener Mailserver auf dem Weg zum nächsten Mailserver getan und gesehen hat: mit welchem Server er sprach, wie die Verbindung verschlüsselt war und was der Server antwortete.`,
    'Es sagt nicht, dass jemand die Nachricht gelesen hat, und nicht, was hinter jenem Server mit ihr geschah. Es ist kein Nachweis eines qualifizierten Dienstes für die Zustellung elektronischer Einschreiben nach der eIDAS-Verordnung, und seine Zeiten stammen von der Uhr des Ausstellers.',
    'Nur der signierte Teil zählt. Der Text darüber ist zum leichteren Lesen daraus gemacht.',
  ],
  checking: (issuer) => [
    `Am einfachsten geht es, wo der Aussteller Webseiten hat, mit dieser Datei auf ${issuer}/verify. Die Seite prüft sie im Browser und sendet sie nirgendwohin.`,
    `Jeder kann es auch ohne den Aussteller und ohne Netz prüfen: einmal die öffentlichen Schlüssel von ${issuer}/v1/evidence-keys holen und aufbewahren.`,
    'Dann: npm run verify-receipt -- DIESE-DATEI --keys SCHLÜSSEL-DATEI. Auch jedes Programm für JSON Web Signatures (RFC 7515, ES256) kann den signierten Teil prüfen.',
    'Ob eine Nachricht die ist, von der dieses Dokument handelt: Die Datei (.eml), die der Absender aus „Gesendet“ speichert, ist die Nachricht, wie übergeben; --message GESPEICHERT.eml vergleicht sie, und ebenso, was der Empfänger hat.',
  ],
};
