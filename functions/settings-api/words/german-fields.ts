/**
 * What is said of a single part of a request: at the field on a page, or behind its pointer. In lower case, since it
 * goes on from the name of what it is about.
 */
export const germanFields = {
  '{where}: {detail}.': '{where}: {detail}.',
  '{where}: {detail} (and {count} more).': '{where}: {detail} (und {count} weitere).',
  '{detail}.': '{detail}.',
  'The body': 'Der Inhalt der Anfrage',
  '{pointer} in the body': '{pointer} im Inhalt der Anfrage',
  'The query': 'Die Abfrage in der Adresse',
  '{pointer} in the query': '{pointer} in der Abfrage',
  'The header': 'Der Kopf der Anfrage',
  '{pointer} in the header': '{pointer} im Kopf der Anfrage',

  'is missing': 'fehlt',
  'is not known here': 'ist hier nicht bekannt',
  'must be well-formed Unicode': 'muss gültiges Unicode sein',
  'must not contain line breaks or control characters':
    'darf keine Zeilenumbrüche oder Steuerzeichen enthalten',
  'must not contain NUL': 'darf kein NUL enthalten',
  'is not a mail domain such as bank.example': 'ist keine Maildomain wie bank.example',
  'is not one e-mail address, such as bob@good.example or "Bob" <bob@good.example>':
    'ist nicht eine einzelne E-Mail-Adresse wie bob@good.example oder "Bob" <bob@good.example>',
  'is not an address such as alice@example.org': 'ist keine Adresse wie alice@example.org',
  'is not a time such as 2027-01-31T23:59:59Z': 'ist keine Zeitangabe wie 2027-01-31T23:59:59Z',
  'is not a message identifier such as <id@good.example>':
    'ist keine Nachrichtenkennung wie <id@good.example>',
  'is not a content type such as application/pdf': 'ist kein Inhaltstyp wie application/pdf',
  'is for messages with parts, which one attachment has not':
    'ist für Nachrichten aus Teilen, und ein Anhang hat keine',
  'is not base64 (RFC 4648 section 4, with padding and without line breaks)':
    'ist kein Base64 (RFC 4648, Abschnitt 4, mit Auffüllung und ohne Zeilenumbrüche)',
  'must not stand beside uploadId': 'darf nicht neben uploadId stehen',
  'is missing, and so is uploadId': 'fehlt, und uploadId auch',
  'has more than {limit} recipients together with the other lists':
    'hat zusammen mit den anderen Listen mehr als {limit} Empfänger',
  'is empty, and so are cc and bcc': 'ist leer, und cc und bcc sind es auch',
  'is missing, and so are html and attachments': 'fehlt, und html und attachments auch',

  'is neither en nor de': 'ist weder en noch de',
  'is neither include nor omit': 'ist weder include noch omit',
  'holds nothing that could be found': 'enthält nichts, was sich finden ließe',
  'is not the "next" of an earlier page of this list':
    'ist nicht das „next“ einer früheren Seite dieser Liste',
  'is not the "next" of an earlier page of this folder':
    'ist nicht das „next“ einer früheren Seite dieses Ordners',
  'is not the "next" of an earlier answer': 'ist nicht das „next“ einer früheren Antwort',
  'is not the "id" of a message that was sent': 'ist nicht die „id“ einer gesendeten Nachricht',
  'changes nothing: give note, notAfter or both': 'ändert nichts: gib note, notAfter oder beides an',
  'goes with "homes": null only': 'geht nur mit "homes": null',
} as const;
