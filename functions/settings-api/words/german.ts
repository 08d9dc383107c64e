/**
 * The sentences of the API in German, with the informal "du" and the words of the pages; the keys are the English as
 * it stands in the code. Names in braces are placeholders, the same in both languages.
 */
import { germanFields } from './german-fields.ts';
import { germanOperators } from './german-operators.ts';

export const german = {
  ...germanFields,
  ...germanOperators,

  // Titles of problems (problem.ts).
  'The body is not JSON': 'Der Inhalt der Anfrage ist kein JSON',
  'Sign-in is needed': 'Dafür musst du angemeldet sein',
  'This is not yours to do': 'Das darfst du hier nicht',
  'There is nothing here': 'Hier ist nichts',
  'This method is not used here': 'Diese Methode gibt es hier nicht',
  'There are as many app passwords as one user may have': 'Mehr App-Passwörter kann eine Person nicht haben',
  'There are as many open uploads as one user may have': 'Mehr offene Dateien kann eine Person nicht haben',
  'There is nothing to send again': 'Es gibt nichts noch einmal zu senden',
  'The copy of this message has been deleted': 'Die Kopie dieser Nachricht wurde gelöscht',
  'This is in the trust store already': 'Das ist schon eingetragen',
  'There are as many entries as one domain may have': 'Mehr Einträge kann eine Domain nicht haben',
  'This delivery has not ended yet': 'Diese Zustellung ist noch nicht zu Ende',
  'Where your mail is read is not known here': 'Wo du deine Mail liest, ist hier nicht bekannt',
  'It was being changed by somebody else': 'Jemand anderes hat es gerade geändert',
  'It has changed since you read it': 'Es hat sich geändert, seit du es gelesen hast',
  'The request is too large': 'Die Anfrage ist zu groß',
  'This content type is not understood here': 'Dieser Inhaltstyp wird hier nicht verstanden',
  'Some parts of the request do not fit': 'Etwas an der Anfrage passt nicht',
  'This setting needs expert mode': 'Diese Einstellung braucht den Expertenmodus',
  'Your secure address is switched off': 'Deine sichere Adresse ist ausgeschaltet',
  'This key belongs to another request': 'Dieser Schlüssel gehört zu einer anderen Anfrage',
  'This was asked too often in a short time': 'Das wurde zu oft in kurzer Zeit gefragt',
  'Something went wrong on our side': 'Bei uns ist etwas schiefgegangen',
  'It could not be recorded, and was not done': 'Es ließ sich nicht festhalten und wurde nicht getan',
  'The message could not be taken over right now': 'Die Nachricht ließ sich gerade nicht annehmen',

  // Who is asking, and for what (api.ts, caller.ts, routing.ts).
  'Send an access token: Authorization: Bearer ….': 'Sende ein Zugriffstoken: Authorization: Bearer ….',
  'This is for operators only.': 'Das ist nur für Betreiber.',
  'This is a fault of ours, and it has been recorded. Try again in a moment.':
    'Das ist ein Fehler von uns, und er wurde festgehalten. Versuche es gleich noch einmal.',
  'There is nothing at this address, or it is not yours.':
    'Unter dieser Adresse ist nichts, oder es gehört nicht dir.',
  'Here you can use {methods}.': 'Hier gehen {methods}.',
  'Your sign-in names no e-mail address, so we cannot tell whose mail to show.':
    'Deine Anmeldung nennt keine E-Mail-Adresse; wir wissen also nicht, wessen Mail wir zeigen sollen.',
  'The address {address} of your sign-in has not been verified yet.':
    'Die Adresse {address} deiner Anmeldung ist noch nicht bestätigt.',
  'You are signed in as {address}. Secure addresses are for plain addresses at {homes} only.':
    'Du bist als {address} angemeldet. Sichere Adressen gibt es nur zu einfachen Adressen bei {homes}.',
  '{home} is an address of the operators and has no secure address of its own.':
    '{home} ist eine Adresse der Betreiber und hat keine eigene sichere Adresse.',

  // The request as a whole (request.ts, idempotency.ts).
  'Send application/json or message/rfc822, and say so in Content-Type.':
    'Sende application/json oder message/rfc822, und sag das in Content-Type.',
  'Send application/json, and say so in Content-Type.':
    'Sende application/json, und sag das in Content-Type.',
  'At most {limit} octets are taken here; this request has {size}.':
    'Hier werden höchstens {limit} Byte angenommen; diese Anfrage hat {size}.',
  'At most {limit} octets are taken here.': 'Hier werden höchstens {limit} Byte angenommen.',
  'The body is not valid JSON.': 'Der Inhalt der Anfrage ist kein gültiges JSON.',
  'The body is not UTF-8.': 'Der Inhalt der Anfrage ist kein UTF-8.',
  'The request does not fit.': 'Die Anfrage passt nicht.',
  'Idempotency-Key must be 1 to 255 printable ASCII characters.':
    'Idempotency-Key muss 1 bis 255 druckbare ASCII-Zeichen haben.',
  'This Idempotency-Key came with another request before. Use a new key for a new message.':
    'Dieser Idempotency-Key kam schon mit einer anderen Anfrage. Nimm für eine neue Nachricht einen neuen.',

  // Settings, app passwords, mail programs.
  '{domain} is our own domain: mail to it never leaves the house.':
    '{domain} ist unsere eigene Domain: Mail an sie verlässt das Haus nie.',
  '{domain} has a level already, at /overrides/{index}.':
    '{domain} hat schon eine Stufe, unter /overrides/{index}.',
  'The level {level} needs expert mode ("expert": true).':
    'Die Stufe {level} braucht den Expertenmodus ("expert": true).',
  'Levels for single domains need expert mode ("expert": true).':
    'Stufen für einzelne Domains brauchen den Expertenmodus ("expert": true).',
  'Others keep changing these settings at the same moment. Try again.':
    'Andere ändern diese Einstellungen gerade im selben Augenblick. Versuche es noch einmal.',
  'Read the settings again, and repeat your change on top of them.':
    'Lies die Einstellungen neu, und mach deine Änderung dann noch einmal.',
  'You have {count} app passwords. Remove one that you no longer use.':
    'Du hast {count} App-Passwörter. Entferne eines, das du nicht mehr verwendest.',
  'There is no file for mail programs here: mail is read on the pages, or with the program as it is set up for the home address already. Settings for sending are under "Connect a mail program".':
    'Eine Datei für Mailprogramme gibt es hier nicht: Mail liest man auf den Seiten, oder mit dem Programm, wie es für die gewohnte Adresse schon eingerichtet ist. Die Angaben zum Senden stehen unter „Mailprogramm verbinden“.',
  'Ask with ?emailaddress= and an address at {domains}.':
    'Frage mit ?emailaddress= und einer Adresse bei {domains}.',
  'The request names no address.': 'Die Anfrage nennt keine Adresse.',
  'A profile has to say where mail is read, and no such server is configured here. Add the sending server by hand to the account that you have.':
    'Ein Profil muss sagen, wo Mail gelesen wird, und ein solcher Server ist hier nicht eingetragen. Trag den Server zum Senden von Hand in das Konto ein, das du schon hast.',

  // Checks and deliveries.
  'mail to {domain} stays inside, on our own servers':
    'Mail an {domain} bleibt im Haus, auf unseren eigenen Servern',
  'There were more than {count} checks in this minute.':
    'In dieser Minute waren es schon mehr als {count} Prüfungen.',
  'This delivery is still under way. There is a document once it is delivered or has come back.':
    'Diese Zustellung ist noch unterwegs. Ein Dokument gibt es, sobald sie zugestellt oder zurückgekommen ist.',
  'This delivery has reached everybody, or is still under way.':
    'Diese Zustellung hat alle erreicht oder ist noch unterwegs.',
  'The copy in the folder sent has been deleted. Write the message anew.':
    'Die Kopie unter „Gesendet“ wurde gelöscht. Schreib die Nachricht neu.',

  // Sending, and files for it.
  'You can send from {address} (or a subaddress of it), not from {sender}.':
    'Du kannst von {address} senden (oder einer Unteradresse davon), nicht von {sender}.',
  'Switch {address} on before you send from it.': 'Schalte {address} ein, bevor du davon sendest.',
  'Your message has not been accepted, because a part of our system did not answer. Send it again in a moment.':
    'Deine Nachricht wurde nicht angenommen, weil ein Teil unseres Systems nicht geantwortet hat. Sende sie gleich noch einmal.',
  'The message has {size} octets; at most {limit} are taken.':
    'Die Nachricht hat {size} Byte; höchstens {limit} werden angenommen.',
  'The attachments make {size} octets of a message; at most {limit} are taken.':
    'Die Anhänge machen {size} Byte einer Nachricht aus; höchstens {limit} werden angenommen.',
  'A message has at most {limit} octets, and this file makes {size} of one.':
    'Eine Nachricht hat höchstens {limit} Byte, und diese Datei macht davon {size} aus.',
  'There were more than {count} uploads in this minute.':
    'In dieser Minute wurden schon mehr als {count} Dateien hochgeladen.',
  'There are {count} uploads that no message has taken yet. Send or delete some of them.':
    'Es gibt {count} Dateien, die noch keine Nachricht genommen hat. Sende oder lösche einige davon.',
  'There is no upload of yours with this identifier, or it has expired, or a message has taken it already. Upload the file again.':
    'Du hast keine Datei mit dieser Kennung hochgeladen, oder ihre Zeit ist um, oder eine Nachricht hat sie schon genommen. Lade die Datei noch einmal hoch.',
  'The file has not been uploaded yet, or not whole: put it to the address that POST /v1/uploads gave.':
    'Die Datei ist noch nicht oder nicht ganz hochgeladen: Sie gehört an die Adresse, die POST /v1/uploads genannt hat.',
  'Octet {offset} of the message is NUL, which no message may contain.':
    'Byte {offset} der Nachricht ist NUL, das keine Nachricht enthalten darf.',
  'Octet {offset} of the message is a carriage return without a line feed; every line must end with both.':
    'Byte {offset} der Nachricht ist ein Wagenrücklauf ohne Zeilenvorschub; jede Zeile muss mit beiden enden.',
  'Octet {offset} of the message is a line feed without a carriage return; every line must end with both.':
    'Byte {offset} der Nachricht ist ein Zeilenvorschub ohne Wagenrücklauf; jede Zeile muss mit beiden enden.',
  'Octet {offset} of the message is in a line of more than {limit} octets.':
    'Byte {offset} der Nachricht steht in einer Zeile von mehr als {limit} Byte.',
  'The message is malformed: {detail}.': 'Die Nachricht ist nicht richtig aufgebaut: {detail}.',
  'The header section contains octets over 127 that are not UTF-8.':
    'In den Kopfzeilen stehen Bytes über 127, die kein UTF-8 sind.',
  '{field} must stand there once and name a level.':
    '{field} muss genau einmal dastehen und eine Stufe nennen.',
  'Message-ID must stand there once, as <…@…>, or be left to us.':
    'Message-ID muss genau einmal dastehen, als <…@…>, oder uns überlassen bleiben.',
  'There is no recipient in To, Cc or Bcc.': 'In To, Cc und Bcc steht kein Empfänger.',
  'To, Cc and Bcc name {count} recipients; at most {limit} go.':
    'To, Cc und Bcc nennen {count} Empfänger; es gehen höchstens {limit}.',
  'there is no {name} field': 'das Feld {name} fehlt',
  'there are several {name} fields': 'das Feld {name} gibt es mehrmals',
  'the {name} field names a group': 'das Feld {name} nennt eine Gruppe',
  'the {name} field names nobody': 'das Feld {name} nennt niemanden',
  'the {name} field names several mailboxes': 'das Feld {name} nennt mehrere Adressen',
} as const;
