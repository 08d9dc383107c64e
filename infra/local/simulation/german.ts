/** What the simulated providers are set up to do, in German, by the English sentence that describes them. */
const GERMAN: Readonly<Record<string, string>> = {
  'Encrypts, with a certificate signed by an authority.':
    'Verschlüsselt, mit einem Zertifikat, das eine Zertifizierungsstelle unterschrieben hat.',
  'Encrypts, with a certificate that nobody but itself has signed.':
    'Verschlüsselt, mit einem Zertifikat, das nur er selbst unterschrieben hat.',
  'Encrypts, with a certificate that has expired.': 'Verschlüsselt, mit einem abgelaufenen Zertifikat.',
  'Encrypts, with a certificate for another name.':
    'Verschlüsselt, mit einem Zertifikat für einen anderen Namen.',
  'Offers no encryption at all.': 'Bietet gar keine Verschlüsselung an.',
  'Offers encryption (STARTTLS), but refuses it when asked.':
    'Bietet Verschlüsselung an (STARTTLS), verweigert sie aber auf Nachfrage.',
  'Offers encryption (STARTTLS), but says "not now" when asked.':
    'Bietet Verschlüsselung an (STARTTLS), sagt auf Nachfrage aber „jetzt nicht“.',
  'Encrypts with TLS 1.0 only, which is outdated.': 'Verschlüsselt nur mit TLS 1.0, das veraltet ist.',
  'Cuts the connection in the middle of the TLS handshake.':
    'Bricht die Verbindung mitten im TLS-Handshake ab.',
  'Falls silent in the middle of the TLS handshake.': 'Verstummt mitten im TLS-Handshake.',
  'Sends plaintext of its own between "ready for TLS" and the TLS handshake.':
    'Schickt zwischen „bereit für TLS“ und dem TLS-Handshake eigenen Klartext.',
  'Encrypts, but thinks a while before every answer.':
    'Verschlüsselt, denkt aber vor jeder Antwort eine Weile nach.',
  'Encrypts, but asks every new sender to come back later once.':
    'Verschlüsselt, bittet aber jeden neuen Absender, einmal später wiederzukommen.',
  'Encrypts; mailboxes whose name starts with "full" are full for now.':
    'Verschlüsselt; Postfächer, deren Name mit „full“ beginnt, sind gerade voll.',
  'Encrypts, but knows none of the recipients.': 'Verschlüsselt, kennt aber keinen der Empfänger.',
  'Encrypts, takes the whole message, and refuses it then.':
    'Verschlüsselt, nimmt die ganze Nachricht und lehnt sie dann ab.',
  'Encrypts, takes the whole message, and asks to come back later then.':
    'Verschlüsselt, nimmt die ganze Nachricht und bittet dann, später wiederzukommen.',
  'Encrypts and takes the message, but drops the connection instead of saying so.':
    'Verschlüsselt und nimmt die Nachricht, trennt aber die Verbindung, statt es zu sagen.',
  'Encrypts, but takes 7-bit messages only.': 'Verschlüsselt, nimmt aber nur 7-Bit-Nachrichten.',
  'Its mail server does not run.': 'Sein Mailserver läuft nicht.',
  'Its first mail server offers no encryption, its second one does.':
    'Sein erster Mailserver bietet keine Verschlüsselung an, sein zweiter schon.',
  'Has no MX record; its own address takes the mail, encrypted.':
    'Hat keinen MX-Eintrag; seine eigene Adresse nimmt die Mail an, verschlüsselt.',
  'Says in the DNS that it takes no mail (null MX).': 'Sagt im DNS, dass er keine Mail annimmt (Null-MX).',
  'Does not exist.': 'Gibt es nicht.',
  'Proves its key in signed DNS (DANE 3 1 1); nobody else vouches for its certificate.':
    'Weist seinen Schlüssel im signierten DNS nach (DANE 3 1 1); sonst bürgt niemand für sein Zertifikat.',
  'As dane.example, and promises to keep the rest of the way encrypted, too (REQUIRETLS).':
    'Wie dane.example, und verspricht, auch den Rest des Weges zu verschlüsseln (REQUIRETLS).',
  'Proves in signed DNS which private authority signs its certificate (DANE 2 0 1).':
    'Weist im signierten DNS nach, welche private Zertifizierungsstelle sein Zertifikat unterschreibt (DANE 2 0 1).',
  'In the middle of a change: signed DNS names its next key and the one it uses.':
    'Mitten in einem Wechsel: Das signierte DNS nennt seinen nächsten Schlüssel und den, den er benutzt.',
  'Signed DNS names another key than the one that its server has.':
    'Das signierte DNS nennt einen anderen Schlüssel als den, den sein Server hat.',
  'The signatures in its DNS are wrong.': 'Die Signaturen in seinem DNS sind falsch.',
  'Names its key in DNS that is not signed, which proves nothing.':
    'Nennt seinen Schlüssel in einem DNS ohne Signaturen, was nichts beweist.',
  'Its mail server is an alias of one at hosting.example, whose key signed DNS proves.':
    'Sein Mailserver ist ein anderer Name für einen bei hosting.example, dessen Schlüssel das signierte DNS nachweist.',
  'Signed DNS has records about its certificate, none of which can be used.':
    'Das signierte DNS hat Einträge zu seinem Zertifikat, von denen keiner brauchbar ist.',
  'Proves its key in signed DNS, but its server offers no encryption at all.':
    'Weist seinen Schlüssel im signierten DNS nach, aber sein Server bietet gar keine Verschlüsselung an.',
  'Encrypts, with a certificate of its own making that operators may trust by hand.':
    'Verschlüsselt, mit einem selbst gemachten Zertifikat, dem Betreiber von Hand vertrauen können.',
  'As pinned.example, for a certificate that changes after it was trusted.':
    'Wie pinned.example, für ein Zertifikat, das sich ändert, nachdem ihm vertraut wurde.',
  'Asks senders to verify its mail server (MTA-STS), which has a certificate that holds.':
    'Bittet Absender, seinen Mailserver zu prüfen (MTA-STS); dessen Zertifikat hält der Prüfung stand.',
  'Asks senders to verify its mail server (MTA-STS), whose certificate nobody vouches for.':
    'Bittet Absender, seinen Mailserver zu prüfen (MTA-STS), für dessen Zertifikat aber niemand bürgt.',
  'Tries MTA-STS out: its mail server does not hold what its policy says, and mail comes through.':
    'Probiert MTA-STS aus: Sein Mailserver hält nicht, was seine Richtlinie sagt, und Mail kommt durch.',
};

/** The German sentence; the English one where there is none. */
export function inGerman(description: string): string {
  return GERMAN[description] ?? description;
}
