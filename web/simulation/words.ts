import { defineWords } from '../words/words.ts';

export const words = defineWords(
  {
    title: 'Simulated internet',
    says: 'These providers exist on this machine only. Each has its own manners. Write to them and see with your own eyes what reached them, and over which connection.',
    loading: 'The providers are being fetched',
    failed: 'The simulated internet did not answer.',
    providers: 'Providers',
    write: (domain: string) => `Write to bob@${domain}`,
    show: (domain: string) => `Show ${domain}`,
    connections: (all: number, encrypted: number) =>
      all === 0
        ? 'no connection yet'
        : all === 1
          ? `1 connection, ${encrypted === 1 ? '' : 'not '}encrypted`
          : `${String(all)} connections, ${String(encrypted)} of them encrypted`,
    messages: (n: number) => (n === 0 ? 'no message' : n === 1 ? '1 message' : `${String(n)} messages`),
    lookedAt: (domain: string) => `What ${domain} has seen`,
    close: 'Close',
    noConnections: 'Nobody has connected yet.',
    encryptedBy: (tls: string) => `encrypted (${tls})`,
    plaintext: 'not encrypted',
    nothingLeaked: 'No message and no address was shown to this server before the connection was encrypted.',
    received: 'Received',
    beforeTls: 'All that the server could read before encryption',
    transcript: 'The conversation',
    live: 'Live: all connections',
    liveSays:
      'What servers say to each other, as it happens. A lock marks lines that went through an encrypted connection.',
    waiting: 'Nothing yet. Write a message, or let a provider write to you below.',
    us: (domain: string) => `us to ${domain}`,
    locked: 'encrypted',
    open: 'in the open',
    send: 'Let a provider write to you',
    sendSays: 'A simulated mail server sends a message to your secure address, encrypted or not.',
    as: 'From',
    to: 'To',
    how: 'Connection',
    hows: { now: 'encrypted', none: 'not encrypted', outdated: 'outdated encryption' },
    sendNow: 'Send',
    outcomes: {
      accepted: 'It was taken. You find it in your mail.',
      refused: 'It was refused. You find the attempt under “Refused mail”.',
      broken: 'The connection ended before anything of the message was sent.',
    },
    toMail: 'Mail',
    toRefused: 'Refused mail',
  },
  {
    title: 'Simuliertes Internet',
    says: 'Diese Anbieter gibt es nur auf dieser Maschine. Jeder hat seine Eigenheiten. Schreib ihnen und sieh mit eigenen Augen, was bei ihnen ankam und über welche Verbindung.',
    loading: 'Die Anbieter werden geholt',
    failed: 'Das simulierte Internet hat nicht geantwortet.',
    providers: 'Anbieter',
    write: (domain) => `An bob@${domain} schreiben`,
    show: (domain) => `${domain} zeigen`,
    connections: (all, encrypted) =>
      all === 0
        ? 'noch keine Verbindung'
        : all === 1
          ? `1 Verbindung, ${encrypted === 1 ? '' : 'un'}verschlüsselt`
          : `${String(all)} Verbindungen, ${String(encrypted)} davon verschlüsselt`,
    messages: (n) => (n === 0 ? 'keine Nachricht' : n === 1 ? '1 Nachricht' : `${String(n)} Nachrichten`),
    lookedAt: (domain) => `Was ${domain} gesehen hat`,
    close: 'Schließen',
    noConnections: 'Noch niemand hat sich verbunden.',
    encryptedBy: (tls) => `verschlüsselt (${tls})`,
    plaintext: 'unverschlüsselt',
    nothingLeaked:
      'Keine Nachricht und keine Adresse wurde diesem Server gezeigt, bevor die Verbindung verschlüsselt war.',
    received: 'Empfangen',
    beforeTls: 'Alles, was der Server vor der Verschlüsselung lesen konnte',
    transcript: 'Das Gespräch',
    live: 'Live: alle Verbindungen',
    liveSays:
      'Was Server einander sagen, während es geschieht. Ein Schloss steht an Zeilen, die durch eine verschlüsselte Verbindung gingen.',
    waiting: 'Noch nichts. Schreib eine Nachricht, oder lass unten einen Anbieter dir schreiben.',
    us: (domain) => `wir an ${domain}`,
    locked: 'verschlüsselt',
    open: 'offen',
    send: 'Lass dir von einem Anbieter schreiben',
    sendSays:
      'Ein simulierter Mailserver sendet eine Nachricht an deine sichere Adresse, verschlüsselt oder nicht.',
    as: 'Von',
    to: 'An',
    how: 'Verbindung',
    hows: { now: 'verschlüsselt', none: 'unverschlüsselt', outdated: 'veraltete Verschlüsselung' },
    sendNow: 'Senden',
    outcomes: {
      accepted: 'Sie wurde angenommen. Du findest sie in deiner Mail.',
      refused: 'Sie wurde abgelehnt. Du findest den Versuch unter „Abgelehnte Mail“.',
      broken: 'Die Verbindung endete, bevor etwas von der Nachricht gesendet war.',
    },
    toMail: 'Mail',
    toRefused: 'Abgelehnte Mail',
  },
);
