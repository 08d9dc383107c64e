/** The notices in German, with the informal "du". */
import type { Level } from '../../policy/level.ts';
import { clock, megabytes, wholeUnit } from './amounts.ts';
import type { Words } from './words.ts';

const MONTHS = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
];

const LEVELS: Readonly<Record<Level, string>> = {
  encrypt: 'Verschlüsselte Verbindung',
  'dane-only': 'Nachgewiesener Server (DANE)',
  verify: 'Nur geprüfte Anbieter',
};

/** One and several, as "… lang" wants them. */
const UNITS = {
  day: ['einen Tag', 'Tage'],
  hour: ['eine Stunde', 'Stunden'],
  minute: ['eine Minute', 'Minuten'],
  second: ['eine Sekunde', 'Sekunden'],
} as const;

function duration(milliseconds: number): string {
  const { count, unit } = wholeUnit(milliseconds);
  const [one, several] = UNITS[unit];
  return count === 1 ? one : `${count} ${several}`;
}

function date(at: Date): string {
  return `${at.getUTCDate()}. ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()} ${clock(at)} UTC`;
}

export const german: Words = {
  notSent: 'Nicht gesendet:',
  stillTrying: 'Wird weiter versucht:',
  labels: { to: 'An:', why: 'Warum:', setting: 'Einstellung:' },
  headings: { advice: 'Was du tun kannst', details: 'Einzelheiten' },
  wasNotSent: 'Deine Nachricht wurde nicht gesendet.',
  wasNotDelivered: 'Deine Nachricht wurde nicht zugestellt.',
  didNotReachAll: 'Deine Nachricht hat nicht alle erreicht.',
  nothingHasLeft: 'Nichts davon hat unsere Server verlassen.',
  wasNotSentTo: (recipients) => `Deine Nachricht an ${recipients.join(', ')} wurde nicht gesendet.`,
  wasNotDeliveredTo: (recipients) => `Deine Nachricht an ${recipients.join(', ')} wurde nicht zugestellt.`,
  nothingWentTo: (domains) => `Nichts davon ist an ${domains.join(', ')} gegangen.`,
  seeOthers: 'Was aus den anderen Empfängern wurde, steht unter „Zustellungen“.',
  wholeAttached: 'Die ganze Nachricht hängt an.',
  headersAttached: 'Ihre Kopfzeilen hängen an; die ganze Nachricht liegt weiter unter „Gesendet“.',
  didReach: (recipients) => `Erreicht hat die Nachricht: ${recipients.join(', ')}.`,
  notDeliveredYet: (recipients, until) =>
    `Deine Nachricht an ${recipients.join(', ')} ist noch nicht zugestellt; wir versuchen es weiter bis ${date(until)}. Du musst nichts tun.`,
  level: (level) => LEVELS[level],
  setting: (level, source, domain) => {
    const name = `${LEVELS[level]} (${level})`;
    switch (source) {
      case 'default':
        return `${name}, deine Voreinstellung.`;
      case 'override':
        return `${name}, deine Einstellung für ${domain}.`;
      case 'message':
        return `${name}, von dieser Nachricht verlangt.`;
    }
  },
  date,
  why: {
    'starttls-not-supported': (domain) =>
      `Der Mailserver von ${domain} bietet keine verschlüsselten Verbindungen an, und deine sichere Adresse nutzt nie andere.`,
    'tls-outdated-or-broken': (domain) =>
      `Der Mailserver von ${domain} bietet nur veraltete Verschlüsselung an oder brach ab, während wir verschlüsseln wollten.`,
    'tlsa-mismatch': (domain) =>
      `${domain} veröffentlicht, welches Zertifikat sein Mailserver hat, und der Server zeigte ein anderes. Das kann ein Fehler dort bei einer Umstellung sein oder jemand dazwischen.`,
    'dane-required': (domain) =>
      `${domain} veröffentlicht keinen signierten Nachweis für das Zertifikat seines Mailservers, den deine Einstellung „Nachgewiesener Server“ verlangt.`,
    'dnssec-invalid': (domain) => `Die signierten Einträge von ${domain} ließen sich nicht prüfen.`,
    'tlsa-invalid': (domain) =>
      `${domain} veröffentlicht einen Nachweis für sein Zertifikat, der nicht brauchbar ist.`,
    'domain-not-trusted': (domain) =>
      `${domain} gehört nicht zu den Anbietern, die unsere Betreiber geprüft haben, und deine Einstellung sendet nur an diese.`,
    'certificate-not-trusted': (domain) =>
      `Der Mailserver von ${domain} zeigte ein anderes Zertifikat als das, das unsere Betreiber geprüft haben. Wir haben es ihnen gemeldet.`,
    'sts-invalid': (domain) =>
      `${domain} bittet Absender, das Zertifikat seines Mailservers zu prüfen, und die Prüfung schlug fehl.`,
    requiretls: (domain) =>
      `Kein Mailserver von ${domain} verspricht, auch den weiteren Weg zu verschlüsseln, was diese Nachricht verlangt hat.`,
    'recipient-refused': (domain, { words }) =>
      `Die Verbindung war verschlüsselt und in Ordnung, aber der Mailserver von ${domain} lehnte die Nachricht ab: „${words}“.`,
    'no-mail-server': (domain) =>
      `Für ${domain} gibt es keinen Mailserver. Prüfe die Adresse auf einen Tippfehler.`,
    'too-long-temporary': (domain, { milliseconds }) =>
      `Wir haben es ${duration(milliseconds)} lang versucht; der Mailserver von ${domain} war nicht erreichbar oder bat immer wieder, später zu kommen.`,
    'needs-8bitmime': (domain) =>
      `Der Mailserver von ${domain} nimmt nur reinen ASCII-Text, und deine Nachricht enthält andere Zeichen, die wir nicht verändern dürfen.`,
    'needs-smtputf8': (domain) =>
      `Eine Adresse oder eine Kopfzeile deiner Nachricht enthält Zeichen außerhalb von ASCII, die der Mailserver von ${domain} nicht annimmt.`,
    'message-too-large': (domain, { limit }) =>
      limit === null
        ? `Deine Nachricht ist größer, als der Mailserver von ${domain} annimmt.`
        : `Deine Nachricht ist größer, als der Mailserver von ${domain} annimmt: höchstens ${String(megabytes(limit)).replace('.', ',')} MB.`,
    'unknown-local-recipient': (domain) => `Diese Adresse gibt es bei ${domain} nicht.`,
    'home-refused': (domain, { words }) =>
      `Die Nachricht kam hier an, aber der eigene Mailserver des Empfängers bei ${domain} lehnte sie ab: „${words}“.`,
  },
  advice: {
    'other-provider': () =>
      'Bitte den Empfänger um eine Adresse bei einem anderen Anbieter, oder nimm für diese Nachricht einen anderen Weg.',
    'forward-to-administrator': (domain) =>
      `Leite diese Meldung an die Administratoren von ${domain} weiter; die Einzelheiten unten sind für sie.`,
    'try-later': () => 'Sende die Nachricht später noch einmal.',
    'check-address': () =>
      'Prüfe die Adresse auf einen Tippfehler, oder frage den Empfänger nach der richtigen.',
    'change-setting': (domain) =>
      `Wähle unter „Verschlüsselter Versand“ eine andere Einstellung für ${domain}, wenn sie dir für diese Nachricht genügt.`,
    'ask-operators': () => 'Frage die Betreiber deiner sicheren Adresse.',
    'ascii-address': () => 'Bitte den Empfänger um eine Adresse in einfachen lateinischen Buchstaben.',
    'send-less': () => 'Sende weniger auf einmal, oder teile große Dateien auf anderem Weg.',
  },
};
