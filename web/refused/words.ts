import { defineWords } from '../words/words.ts';

export const words = defineWords(
  {
    title: 'Refused mail',
    says: 'Who tried to write to your secure address without encryption. We refused these messages before anything of them was delivered, and the sender’s own mail server was told.',
    loading: 'The list is being fetched',
    failed: 'The list could not be fetched.',
    again: 'Try again',
    none: 'Nobody has been refused',
    noneSays:
      'If somebody’s mail server tries to reach your secure address without encryption, you see it here.',
    more: 'Show older ones',
    sender: 'Who',
    unknownSender: 'sender not named',
    nullSender: 'a mail server (a notice)',
    when: 'When',
    times: 'How often',
    count: (n: number) => (n === 1 ? 'once' : `${String(n)} times`),
    reason: 'Why',
    reasons: { 'no-tls': 'refused: not encrypted', 'tls-too-old': 'refused: outdated encryption' },
    server: 'From the server',
    to: 'To',
    ask: 'How to ask them to fix it',
    askSays:
      'Send this text to the person on another way, or from your other address. The link explains it to whoever runs their mail server.',
    copy: 'Copy the text',
    copied: 'Copied',
    copyFailed: 'Your browser did not allow copying. Select the text and copy it by hand.',
    mail: 'Open in my mail program',
    subject: 'Your message did not reach me',
    text: (address: string, link: string) =>
      `Hello,\n\nyou wrote to me at ${address}. This address takes mail over encrypted connections only, and your mail server tried without encryption, so your message was refused. Your mail server should have told you.\n\nYou did nothing wrong. Please ask whoever runs your mail server to switch on encryption for outgoing mail (STARTTLS with TLS 1.2 or newer). What they need to know is here:\n${link}\n\nThen please send your message again.\n`,
  },
  {
    title: 'Abgelehnte Mail',
    says: 'Wer ohne Verschlüsselung an deine sichere Adresse schreiben wollte. Wir haben diese Nachrichten abgelehnt, bevor etwas davon zugestellt wurde, und der Mailserver des Absenders hat es erfahren.',
    loading: 'Die Liste wird geholt',
    failed: 'Die Liste ließ sich nicht holen.',
    again: 'Noch einmal versuchen',
    none: 'Niemand wurde abgelehnt',
    noneSays:
      'Wenn ein Mailserver deine sichere Adresse ohne Verschlüsselung erreichen will, siehst du es hier.',
    more: 'Ältere zeigen',
    sender: 'Wer',
    unknownSender: 'Absender nicht genannt',
    nullSender: 'ein Mailserver (eine Meldung)',
    when: 'Wann',
    times: 'Wie oft',
    count: (n) => (n === 1 ? 'einmal' : `${String(n)}-mal`),
    reason: 'Warum',
    reasons: {
      'no-tls': 'abgelehnt: unverschlüsselt',
      'tls-too-old': 'abgelehnt: veraltete Verschlüsselung',
    },
    server: 'Vom Server',
    to: 'An',
    ask: 'Wie du um Abhilfe bittest',
    askSays:
      'Sende diesen Text der Person auf einem anderen Weg oder von deiner anderen Adresse. Der Link erklärt es denen, die ihren Mailserver betreiben.',
    copy: 'Text kopieren',
    copied: 'Kopiert',
    copyFailed: 'Dein Browser hat das Kopieren nicht erlaubt. Markiere den Text und kopiere ihn von Hand.',
    mail: 'In meinem Mailprogramm öffnen',
    subject: 'Deine Nachricht hat mich nicht erreicht',
    text: (address, link) =>
      `Hallo,\n\ndu hast mir an ${address} geschrieben. Diese Adresse nimmt Mail nur über verschlüsselte Verbindungen an, und dein Mailserver hat es ohne Verschlüsselung versucht. Deshalb wurde deine Nachricht abgelehnt; dein Mailserver müsste es dir gemeldet haben.\n\nDu hast nichts falsch gemacht. Bitte sag denen, die deinen Mailserver betreiben, dass sie die Verschlüsselung für ausgehende Mail einschalten (STARTTLS mit TLS 1.2 oder neuer). Was sie wissen müssen, steht hier:\n${link}\n\nDann sende deine Nachricht bitte noch einmal.\n`,
  },
);
