/** What all pages for operators say. */
import { defineWords } from '../words/words.ts';

export const operatorWords = defineWords(
  {
    loading: 'Being fetched',
    failed: 'This could not be fetched.',
    again: 'Try again',
    more: 'Show more',
    cancel: 'Cancel',
    close: 'Close',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Your browser did not allow copying. Select the text and copy it by hand.',
    noAnswer:
      'The connection was lost before an answer came. Whether it was done is not known: look at what is shown here before you try again.',
    notDone: 'It was not done',
    kind: {
      'public-key': 'Public key',
      certificate: 'Certificate',
      ca: 'Private authority',
    },
    kindSays: {
      'public-key':
        'The server has to show this key. It goes on matching when the provider renews the certificate for the same key.',
      certificate:
        'The server has to show exactly this certificate. Each new one has to be compared and added.',
      ca: 'The server’s certificate has to be signed by this authority, in date, and name the mail server or the domain.',
    },
  },
  {
    loading: 'Wird geholt',
    failed: 'Das ließ sich nicht holen.',
    again: 'Noch einmal versuchen',
    more: 'Mehr zeigen',
    cancel: 'Abbrechen',
    close: 'Schließen',
    copy: 'Kopieren',
    copied: 'Kopiert',
    copyFailed: 'Dein Browser hat das Kopieren nicht erlaubt. Markiere den Text und kopiere ihn von Hand.',
    noAnswer:
      'Die Verbindung brach ab, bevor eine Antwort kam. Ob es geschehen ist, wissen wir nicht: Sieh nach, was hier jetzt steht, bevor du es noch einmal versuchst.',
    notDone: 'Es wurde nicht ausgeführt',
    kind: {
      'public-key': 'Öffentlicher Schlüssel',
      certificate: 'Zertifikat',
      ca: 'Private Zertifizierungsstelle',
    },
    kindSays: {
      'public-key':
        'Der Server muss diesen Schlüssel zeigen. Das passt auch dann noch, wenn der Anbieter das Zertifikat für denselben Schlüssel erneuert.',
      certificate:
        'Der Server muss genau dieses Zertifikat zeigen. Jedes neue muss wieder verglichen und hinzugefügt werden.',
      ca: 'Das Zertifikat des Servers muss von dieser Stelle unterschrieben und gültig sein und den Mailserver oder die Domain nennen.',
    },
  },
);
