/** What is said to operators: of the trust store, of levels that they set for others, and of what they paste. */
export const germanOperators = {
  'The log of operators’ actions cannot be written to right now. What was done before is in it; nothing else was done. Try again.':
    'In das Protokoll der Betreiber lässt sich gerade nicht schreiben. Was vorher getan wurde, steht darin; mehr wurde nicht getan. Versuche es noch einmal.',
  'This end has passed: it is {now} now.': 'Dieses Ende ist schon vorbei: Es ist jetzt {now}.',
  '{domain} has {count} entries. Remove those that are not needed any more.':
    '{domain} hat {count} Einträge. Entferne die, die nicht mehr gebraucht werden.',
  '{domain} has this {kind} already, since {date}: entry {id}. Change that one.':
    '{domain} hat das schon ({kind}), seit {date}: Eintrag {id}. Ändere diesen.',
  'Read the entry again, and repeat your change on top of it.':
    'Lies den Eintrag neu, und mach deine Änderung dann noch einmal.',
  'Others keep changing this entry at the same moment. Try again.':
    'Andere ändern diesen Eintrag gerade im selben Augenblick. Versuche es noch einmal.',

  // Warnings at an entry (trust-entry-view.ts).
  'The authority ended on {date}. From then on nothing matches this entry.':
    'Die Zertifizierungsstelle ist am {date} abgelaufen. Seitdem passt nichts mehr zu diesem Eintrag.',
  'The certificate ended on {date}. What is pinned goes on matching: dates do not count for it.':
    'Das Zertifikat ist am {date} abgelaufen. Was eingetragen ist, passt weiterhin: Auf Zeitangaben kommt es dabei nicht an.',
  'The authority ends on {date}, before this entry does. From then on nothing matches this entry.':
    'Die Zertifizierungsstelle läuft am {date} ab, vor diesem Eintrag. Von da an passt nichts mehr zu ihm.',
  'The certificate ends on {date}, before this entry does. What is pinned goes on matching: dates do not count for it.':
    'Das Zertifikat läuft am {date} ab, vor diesem Eintrag. Was eingetragen ist, passt weiterhin: Auf Zeitangaben kommt es dabei nicht an.',
  'Given by its digest only, the authority must be among the certificates that the server presents.':
    'Da nur ihr Fingerabdruck eingetragen ist, muss die Zertifizierungsstelle unter den Zertifikaten sein, die der Server zeigt.',

  // What stays as it is where levels are set for others (override-merge.ts).
  'this is the level already': 'das ist die Stufe schon',
  "the owner's own level for this domain is stricter": 'die eigene Stufe für diese Domain ist strenger',
  "the owner's level for all domains is stricter": 'die eigene Stufe für alle Domains ist strenger',

  // What a domain's servers present (shared/next-hop/presented.ts).
  'it offers no encryption (STARTTLS)': 'er bietet keine Verschlüsselung an (STARTTLS)',
  'it has only a private or reserved address, and those are not asked':
    'er hat nur eine private oder reservierte Adresse, und solche werden nicht gefragt',
  'the domain {domain} does not exist': 'die Domain {domain} gibt es nicht',
  '{domain} says that it takes no mail': '{domain} sagt, dass sie keine Mail annimmt',

  // What was pasted (shared/tls/trust-material.ts).
  'this is a private key: it is not stored here, and nobody but its server should have it; paste the certificate or the public key':
    'das ist ein privater Schlüssel: Er wird hier nicht gespeichert, und niemand außer seinem Server sollte ihn haben; füge das Zertifikat oder den öffentlichen Schlüssel ein',
  'give either pem or sha256, not both': 'gib entweder pem oder sha256 an, nicht beides',
  'give pem or sha256': 'gib pem oder sha256 an',
  'a digest has hexadecimal digits and colons only':
    'ein Fingerabdruck besteht nur aus hexadezimalen Ziffern und Doppelpunkten',
  'a SHA-256 digest has 64 hexadecimal digits, this has {count}':
    'ein SHA-256-Fingerabdruck hat 64 hexadezimale Ziffern, dieser hat {count}',
  'a SHA-256 digest has 64 hexadecimal digits, this has {count} (it looks like {other})':
    'ein SHA-256-Fingerabdruck hat 64 hexadezimale Ziffern, dieser hat {count} (es sieht nach {other} aus)',
  'this is too long for one certificate or public key':
    'das ist zu lang für ein Zertifikat oder einen öffentlichen Schlüssel',
  'there is no whole PEM block: from -----BEGIN to -----END, both lines included':
    'es gibt keinen ganzen PEM-Block: von -----BEGIN bis -----END, mit beiden Zeilen',
  'there are {count} PEM blocks: paste one, of the certificate that you checked':
    'es gibt {count} PEM-Blöcke: füge einen ein, den des Zertifikats, das du geprüft hast',
  'the BEGIN and END lines do not belong together': 'die Zeilen BEGIN und END gehören nicht zusammen',
  'the text between the BEGIN and END lines is not base64, or part of it is missing':
    'der Text zwischen den Zeilen BEGIN und END ist kein Base64, oder ein Teil fehlt',
  'the PEM block does not hold a certificate': 'der PEM-Block enthält kein Zertifikat',
  'the PEM block does not hold a public key': 'der PEM-Block enthält keinen öffentlichen Schlüssel',
  'the PEM block must be a CERTIFICATE, or a PUBLIC KEY':
    'der PEM-Block muss ein CERTIFICATE oder ein PUBLIC KEY sein',
  'this is a certificate request, not a certificate':
    'das ist ein Antrag auf ein Zertifikat, kein Zertifikat',
  'the certificate has no end date that can be read': 'das Zertifikat hat kein lesbares Ende',
  'the certificate has malformed extensions':
    'das Zertifikat hat Erweiterungen, die nicht richtig aufgebaut sind',
  'this is not the certificate of an authority: its CA flag is not set (it is self-signed: add it as kind certificate)':
    'das ist nicht das Zertifikat einer Zertifizierungsstelle: Sein CA-Kennzeichen ist nicht gesetzt (es ist von sich selbst unterschrieben: füge es als Art certificate hinzu)',
  'this is not the certificate of an authority: its CA flag is not set':
    'das ist nicht das Zertifikat einer Zertifizierungsstelle: Sein CA-Kennzeichen ist nicht gesetzt',
  'the authority ended on {date}': 'die Zertifizierungsstelle ist am {date} abgelaufen',
  'this is a public key; the kind {kind} needs a certificate':
    'das ist ein öffentlicher Schlüssel; die Art {kind} braucht ein Zertifikat',
  'there is something after the public key': 'hinter dem öffentlichen Schlüssel steht noch etwas',
} as const;
