import { defineWords } from '../../../words/words.ts';

export const words = defineWords(
  {
    title: 'Compare, then trust',
    given: 'Paste the digest that you were given',
    givenHint:
      'By telephone, on paper or from the provider’s website, not by mail. Colons, spaces and case do not matter.',
    same: (where: string) => `The same. It is ${where}.`,
    place: {
      certificate: (which: string, host: string) => `${which} at ${host}`,
      'public-key': (which: string, host: string) => `the key of ${which} at ${host}`,
    },
    own: 'the server’s certificate',
    chain: (n: number) => `certificate ${String(n)} of the chain`,
    different:
      'Not the same: no server shows this digest now. Do not trust what is shown. Ask the provider; if the digest is of a certificate that is still to come, choose “Something else” below.',
    privateKey:
      'This is a private key. It was not sent anywhere. Nobody but its server should have it: take it away from here, and tell its owner.',
    notHexadecimal: 'A digest has the digits 0 to 9 and a to f, and colons or spaces, nothing else.',
    wrongLength: (digits: number, looksLike: string | null) =>
      `A SHA-256 digest has 64 digits, this has ${String(digits)}.${looksLike === null ? '' : ` It looks like ${looksLike}: ask for the SHA-256 digest.`}`,
    choice: 'What do you want to trust?',
    candidate: (subject: string, hosts: string) => `Of ${subject}, shown by ${hosts}.`,
    other: 'Something else',
    otherSays:
      'What no server shows yet: the provider’s next certificate, or an authority that is not sent along.',
    kind: 'What it is',
    pasted: 'Certificate or public key (PEM), or its SHA-256 digest',
    pastedHint: 'For an authority, better the certificate than its digest.',
    until: 'Trust it until',
    untilHint: 'Left empty: until somebody removes it.',
    untilPassed: 'This day has passed. Choose a later one, or leave it empty.',
    note: 'How did you check it, and with whom?',
    noteHint: 'For the next operator. For example: by telephone with Ms Roe, number from the contract',
    noteMissing: 'Please say how you checked it: it is what the next operator relies on.',
    submit: 'Trust this …',
    chooseFirst: 'Please choose what you want to trust.',
    notYours:
      'The digest that you pasted is not the one that you chose. Choose the one that is the same, or ask the provider.',
    confirm: (domain: string) => `Trust this for ${domain}?`,
    confirmSays: (domain: string) =>
      `From now on mail to ${domain} under “Checked providers only” goes to servers that match it.`,
    compared: 'It is the same as the digest that you were given.',
    notCompared:
      'You have not pasted a digest to compare it with. What our server sees may come from somebody in between.',
    comparedElsewhere: 'I have compared the digest with the provider in another way',
    comparedMissing: 'Please compare it first, and mark that you did.',
    add: 'Trust it',
    addedToast: (domain: string) => `${domain} is trusted by it from now on.`,
    what: 'What',
    digest: 'SHA-256',
    fromPem: 'as read from what you pasted',
  },
  {
    title: 'Vergleichen, dann vertrauen',
    given: 'Füge den Fingerabdruck ein, den man dir genannt hat',
    givenHint:
      'Am Telefon, auf Papier oder von der Website des Anbieters, nicht per Mail. Doppelpunkte, Leerzeichen und Groß- oder Kleinschreibung sind egal.',
    same: (where) => `Er ist gleich. Es ist ${where}.`,
    place: {
      certificate: (which, host) => `${which} bei ${host}`,
      'public-key': (which, host) => `der Schlüssel zu: ${which} bei ${host}`,
    },
    own: 'das Zertifikat des Servers',
    chain: (n) => `Zertifikat ${String(n)} der Kette`,
    different:
      'Nicht gleich: Kein Server zeigt jetzt diesen Fingerabdruck. Vertraue nicht dem, was gezeigt wird. Frage den Anbieter; gehört der Fingerabdruck zu einem Zertifikat, das erst kommt, wähle unten „Etwas anderes“.',
    privateKey:
      'Das ist ein privater Schlüssel. Er wurde nirgendwohin gesendet. Niemand außer seinem Server sollte ihn haben: Nimm ihn hier weg und sage es dem, dem er gehört.',
    notHexadecimal:
      'Ein Fingerabdruck besteht aus den Ziffern 0 bis 9 und a bis f, dazu Doppelpunkten oder Leerzeichen, aus sonst nichts.',
    wrongLength: (digits, looksLike) =>
      `Ein SHA-256-Fingerabdruck hat 64 Ziffern, dieser hat ${String(digits)}.${looksLike === null ? '' : ` Er sieht nach ${looksLike} aus: Frage nach dem SHA-256-Fingerabdruck.`}`,
    choice: 'Wem willst du vertrauen?',
    candidate: (subject, hosts) => `Von ${subject}, gezeigt von ${hosts}.`,
    other: 'Etwas anderes',
    otherSays:
      'Was noch kein Server zeigt: das nächste Zertifikat des Anbieters, oder eine Zertifizierungsstelle, die nicht mitgeschickt wird.',
    kind: 'Was es ist',
    pasted: 'Zertifikat oder öffentlicher Schlüssel (PEM), oder sein SHA-256-Fingerabdruck',
    pastedHint: 'Von einer Zertifizierungsstelle besser das Zertifikat als den Fingerabdruck.',
    until: 'Vertrauen bis',
    untilHint: 'Leer: bis es jemand entfernt.',
    untilPassed: 'Dieser Tag ist schon vorbei. Wähle einen späteren, oder lass das Feld leer.',
    note: 'Wie hast du es geprüft, und mit wem?',
    noteHint: 'Für die nächste Person. Zum Beispiel: am Telefon mit Frau Roe, Nummer aus dem Vertrag',
    noteMissing: 'Bitte sage, wie du es geprüft hast: Darauf verlässt sich die nächste Person.',
    submit: 'Diesem vertrauen …',
    chooseFirst: 'Bitte wähle, wem du vertrauen willst.',
    notYours:
      'Der Fingerabdruck, den du eingefügt hast, ist nicht der, den du gewählt hast. Wähle den gleichen, oder frage den Anbieter.',
    confirm: (domain) => `Diesem für ${domain} vertrauen?`,
    confirmSays: (domain) =>
      `Von jetzt an geht Mail an ${domain} unter „Nur geprüfte Anbieter“ an Server, die dazu passen.`,
    compared: 'Es ist der Fingerabdruck, den man dir genannt hat.',
    notCompared:
      'Du hast keinen Fingerabdruck zum Vergleichen eingefügt. Was unser Server sieht, kann von jemandem dazwischen kommen.',
    comparedElsewhere: 'Ich habe den Fingerabdruck auf anderem Weg mit dem Anbieter verglichen',
    comparedMissing: 'Bitte vergleiche ihn zuerst und kreuze an, dass du es getan hast.',
    add: 'Vertrauen',
    addedToast: (domain) => `${domain} wird von jetzt an daran erkannt.`,
    what: 'Was',
    digest: 'SHA-256',
    fromPem: 'wie er in dem steht, was du eingefügt hast',
  },
);
