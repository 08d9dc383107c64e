import { defineWords } from '../../words/words.ts';

/** The names of figures are those of the dashboard on AWS. */
export const words = defineWords(
  {
    title: 'System health',
    says: 'The last 24 hours, and the queues as they are. This page refreshes itself every minute.',
    allFine: 'Nothing is worth a look',
    look: (count: number) =>
      count === 1 ? 'One thing is worth a look' : `${String(count)} things are worth a look`,
    runbook: (section: string) => `What to do: docs/operate.md, “${section}”`,
    stale: 'This could not be refreshed. What you see is older.',
    judgement: {
      look: 'worth a look',
      was: 'was worth a look earlier',
    },
    nothing: 'nothing measured',
    works: 'works',
    worksNot: 'does not work',
    latest: (value: string, time: string) => `Latest: ${value}, ${time}.`,
    queues: 'Queues',
    queue: { outbound: 'Mail out', home: 'On its way home' },
    columns: {
      queue: 'Queue',
      waiting: 'Waiting',
      inWork: 'In work',
      postponed: 'To be tried again later',
      deadLetters: 'Given up',
    },
    deadLettersSay:
      'What was given up after a hundred tries lies there until somebody has looked (docs/operate.md, “dead-letters”).',
    group: {
      flow: 'Is mail flowing?',
      back: 'How much came back, and how soon?',
      late: 'Is anything late?',
      turnedAway: 'Who was turned away, and who is there?',
      proof: 'Can what we prove be believed?',
      broken: 'Faults of our own',
      other: 'Other figures',
    },
    figure: {
      'mail-in': {
        name: 'Mail in',
        says: 'Messages from outside that were taken over, on port 25 and from mail programs.',
      },
      'api-mail-in': {
        name: 'Accepted over the API',
        says: 'Messages written on these pages or sent by programs.',
      },
      delivered: {
        name: 'Mail out: delivered',
        says: 'Recipients’ servers took it over TLS under the level that was set.',
      },
      deferred: {
        name: 'Mail out: put off',
        says: 'Tries that are repeated later: a server was down, or asked us to come back. Many at once mean that nothing leaves.',
      },
      'brought-home': {
        name: 'Brought home',
        says: 'Messages and notices that reached the mailbox or the home server.',
      },
      'came-back': {
        name: 'Came back, and why',
        says: 'Messages that no server of the recipient’s took as the level asks, by reason. That is the promise at work, not a fault.',
      },
      'time-to-bounce': {
        name: 'Time until a bounce, usual',
        says: 'From acceptance until the notice is on its way. Seconds, but for servers that we tried again for a while.',
      },
      'time-to-bounce-worst': { name: 'Time until a bounce, longest', says: 'The slowest in a hundred.' },
      'lateness-out': {
        name: 'How late the latest job was',
        says: 'From when a delivery was due until it was taken up. Five minutes are too many.',
      },
      'lateness-home': {
        name: 'How late the latest item on its way home was',
        says: 'The same for mail to the mailboxes.',
      },
      'refused-plaintext': {
        name: 'Turned away for want of TLS',
        says: 'Servers that wanted to deliver without encryption, by reason. The recipients see them under “Refused”.',
      },
      'open-connections': { name: 'Open connections, of the fullest task', says: 'The most at one moment.' },
      'dnssec-validates': {
        name: 'DNSSEC validation works',
        says: 'The keys of the DNS root are proven through the resolvers in use. Without that nothing is delivered under “Proven server” (dane-only).',
      },
      'trusted-provider-changed': {
        name: 'Trusted providers: changed',
        says: 'Servers that show what no entry matches, at the daily watch. Mail under “Checked providers only” comes back.',
      },
      'certificate-days': {
        name: 'Our own certificate: days left',
        says: 'It is renewed by itself. Below 14 days it was not.',
      },
      'faults-edge': { name: 'Edge', says: 'Something of ours was broken while mail was being taken over.' },
      'faults-out': {
        name: 'Delivery',
        says: 'Something of ours was broken while mail was being sent. It waits and is tried again.',
      },
      'faults-home': { name: 'Home delivery', says: 'The same on the way to the mailboxes.' },
      'faults-api': { name: 'API', says: 'Requests of these pages or of programs that failed through us.' },
    },
  },
  {
    title: 'Zustand des Systems',
    says: 'Die letzten 24 Stunden, und die Warteschlangen, wie sie sind. Diese Seite erneuert sich jede Minute von selbst.',
    allFine: 'Nichts verlangt einen Blick',
    look: (count) =>
      count === 1 ? 'Eine Sache verlangt einen Blick' : `${String(count)} Dinge verlangen einen Blick`,
    runbook: (section) => `Was zu tun ist: docs/operate.md, „${section}“`,
    stale: 'Das ließ sich nicht erneuern. Was du siehst, ist älter.',
    judgement: {
      look: 'verlangt einen Blick',
      was: 'verlangte vorhin einen Blick',
    },
    nothing: 'nichts gemessen',
    works: 'funktioniert',
    worksNot: 'funktioniert nicht',
    latest: (value, time) => `Zuletzt: ${value}, ${time}.`,
    queues: 'Warteschlangen',
    queue: { outbound: 'Mail hinaus', home: 'Auf dem Weg nach Hause' },
    columns: {
      queue: 'Warteschlange',
      waiting: 'Wartet',
      inWork: 'In Arbeit',
      postponed: 'Wird später wieder versucht',
      deadLetters: 'Aufgegeben',
    },
    deadLettersSay:
      'Was nach hundert Versuchen aufgegeben wurde, liegt dort, bis jemand nachgesehen hat (docs/operate.md, „dead-letters“).',
    group: {
      flow: 'Fließt die Mail?',
      back: 'Wie viel kam zurück, und wie schnell?',
      late: 'Ist etwas verspätet?',
      turnedAway: 'Wer wurde abgewiesen, und wer ist da?',
      proof: 'Kann man unseren Nachweisen glauben?',
      broken: 'Eigene Fehler',
      other: 'Andere Zahlen',
    },
    figure: {
      'mail-in': {
        name: 'Mail herein',
        says: 'Nachrichten von außen, die übernommen wurden: an Port 25 und aus Mailprogrammen.',
      },
      'api-mail-in': {
        name: 'Über die API angenommen',
        says: 'Nachrichten, die auf diesen Seiten geschrieben oder von Programmen gesendet wurden.',
      },
      delivered: {
        name: 'Mail hinaus: zugestellt',
        says: 'Die Server der Empfänger haben sie über TLS übernommen, nach der gesetzten Stufe.',
      },
      deferred: {
        name: 'Mail hinaus: verschoben',
        says: 'Versuche, die später wiederholt werden: Ein Server war nicht da oder bat um Geduld. Viele auf einmal heißen, dass nichts hinausgeht.',
      },
      'brought-home': {
        name: 'Nach Hause gebracht',
        says: 'Nachrichten und Meldungen, die im Postfach oder am Server daheim ankamen.',
      },
      'came-back': {
        name: 'Zurückgekommen, und warum',
        says: 'Nachrichten, die kein Server des Empfängers so übernahm, wie die Stufe es verlangt, nach Grund. Das ist das Versprechen bei der Arbeit, kein Fehler.',
      },
      'time-to-bounce': {
        name: 'Zeit bis zur Rückgabe, üblich',
        says: 'Von der Annahme, bis die Meldung unterwegs ist. Sekunden, außer wo wir es eine Weile weiter versucht haben.',
      },
      'time-to-bounce-worst': { name: 'Zeit bis zur Rückgabe, längste', says: 'Die langsamste von hundert.' },
      'lateness-out': {
        name: 'Wie spät der späteste Auftrag war',
        says: 'Von dem Augenblick, in dem eine Zustellung fällig war, bis sie begann. Fünf Minuten sind zu viel.',
      },
      'lateness-home': {
        name: 'Wie spät das Späteste auf dem Weg nach Hause war',
        says: 'Dasselbe für Mail an die Postfächer.',
      },
      'refused-plaintext': {
        name: 'Abgewiesen, weil TLS fehlte',
        says: 'Server, die unverschlüsselt zustellen wollten, nach Grund. Die Empfänger sehen sie unter „Abgelehnt“.',
      },
      'open-connections': {
        name: 'Offene Verbindungen, der vollsten Instanz',
        says: 'Die meisten in einem Augenblick.',
      },
      'dnssec-validates': {
        name: 'DNSSEC-Prüfung funktioniert',
        says: 'Die Schlüssel der DNS-Wurzel sind über die benutzten Resolver nachgewiesen. Sonst wird unter „Nachgewiesener Server“ (dane-only) nichts zugestellt.',
      },
      'trusted-provider-changed': {
        name: 'Vertraute Anbieter: geändert',
        says: 'Server, die etwas zeigen, zu dem kein Eintrag passt, bei der täglichen Prüfung. Mail unter „Nur geprüfte Anbieter“ kommt zurück.',
      },
      'certificate-days': {
        name: 'Unser eigenes Zertifikat: Tage übrig',
        says: 'Es wird von selbst erneuert. Unter 14 Tagen ist das nicht geschehen.',
      },
      'faults-edge': { name: 'Eingang', says: 'Bei uns war etwas kaputt, während Mail übernommen wurde.' },
      'faults-out': {
        name: 'Zustellung',
        says: 'Bei uns war etwas kaputt, während Mail gesendet wurde. Sie wartet und wird wieder versucht.',
      },
      'faults-home': { name: 'Weg nach Hause', says: 'Dasselbe auf dem Weg zu den Postfächern.' },
      'faults-api': {
        name: 'API',
        says: 'Anfragen dieser Seiten oder von Programmen, die an uns gescheitert sind.',
      },
    },
  },
);
