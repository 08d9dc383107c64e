import { defineWords } from '../words/words.ts';

export const words = defineWords(
  {
    title: 'Check a receipt',
    says: 'Choose a receipt that was saved as a document, or paste its signed text. It is checked in your browser and sent nowhere.',
    file: 'The document',
    text: 'Or the signed text',
    textHint: 'The long line that begins with eyJ',
    keyFile: 'Keys from a file (JSON), for documents of another system',
    check: 'Check',
    nothing: 'Choose a document or paste the signed text first.',
    unchecked: {
      'no-document': 'There is no signed text in this.',
      'several-documents':
        'There are several signed texts in this, so that one could be shown and another checked. It is not believed.',
      'file-unreadable': 'The file could not be read. Choose it again, please.',
      'keys-failed': 'The published keys could not be fetched. Choose a file with the keys instead.',
      'keys-unreadable': 'The file with the keys is not JSON.',
    },
    shown: {
      same: 'The signature is genuine. This is what was signed:',
      altered:
        'The signature is genuine, but the text of the document was changed. Only what stands below was signed:',
      'other-edition':
        'The signature is genuine. The text of the document was made by another version, or changed, and was not compared. Only what stands below was signed:',
    },
    bad: 'This proves nothing',
    why: {
      'not-a-jws': 'There is no signed text, or it was cut.',
      'wrong-algorithm':
        'It names a way of signing that we never use. It is not ours, or somebody has tampered with it.',
      'wrong-type': 'It is signed, but it is something else than a receipt.',
      'unknown-extension': 'It asks for something that is not part of a receipt.',
      'unknown-key':
        'It was not signed with any of these keys: it is from another system, or from another time.',
      'no-keys': 'There are no keys in the key set that could check it.',
      'signature-invalid':
        'The signature does not fit: something was changed after it was signed, or somebody else signed it.',
      'unreadable-claims': 'The signature fits, but the content is not a receipt that this page can read.',
    },
    key: 'Signed with the key',
  },
  {
    title: 'Einen Beleg prüfen',
    says: 'Wähle einen Beleg, der als Dokument gespeichert wurde, oder füge seinen signierten Text ein. Er wird in deinem Browser geprüft und nirgendwohin gesendet.',
    file: 'Das Dokument',
    text: 'Oder der signierte Text',
    textHint: 'Die lange Zeile, die mit eyJ beginnt',
    keyFile: 'Schlüssel aus einer Datei (JSON), für Dokumente eines anderen Systems',
    check: 'Prüfen',
    nothing: 'Wähle zuerst ein Dokument, oder füge den signierten Text ein.',
    unchecked: {
      'no-document': 'Darin steht kein signierter Text.',
      'several-documents':
        'Darin stehen mehrere signierte Texte, sodass einer gezeigt und ein anderer geprüft werden könnte. Das glauben wir nicht.',
      'file-unreadable': 'Die Datei ließ sich nicht lesen. Bitte wähle sie noch einmal.',
      'keys-failed':
        'Die veröffentlichten Schlüssel ließen sich nicht holen. Wähle stattdessen eine Datei mit den Schlüsseln.',
      'keys-unreadable': 'Die Datei mit den Schlüsseln ist kein JSON.',
    },
    shown: {
      same: 'Die Signatur ist echt. Dies wurde signiert:',
      altered:
        'Die Signatur ist echt, aber der Text des Dokuments wurde verändert. Signiert wurde nur, was hier steht:',
      'other-edition':
        'Die Signatur ist echt. Den Text des Dokuments hat eine andere Fassung gemacht, oder er wurde verändert; er wurde nicht verglichen. Signiert wurde nur, was hier steht:',
    },
    bad: 'Das beweist nichts',
    why: {
      'not-a-jws': 'Es ist kein signierter Text, oder er wurde abgeschnitten.',
      'wrong-algorithm':
        'Es nennt eine Art zu signieren, die wir nie verwenden. Es ist nicht von uns, oder jemand hat daran gedreht.',
      'wrong-type': 'Es ist signiert, aber etwas anderes als ein Beleg.',
      'unknown-extension': 'Es verlangt etwas, das nicht zu einem Beleg gehört.',
      'unknown-key':
        'Es wurde mit keinem dieser Schlüssel signiert: Es ist von einem anderen System oder aus einer anderen Zeit.',
      'no-keys': 'In dem Schlüsselsatz ist keiner, mit dem es sich prüfen ließe.',
      'signature-invalid':
        'Die Signatur passt nicht: Nach dem Signieren wurde etwas verändert, oder jemand anders hat signiert.',
      'unreadable-claims': 'Die Signatur passt, aber der Inhalt ist kein Beleg, den diese Seite lesen kann.',
    },
    key: 'Signiert mit dem Schlüssel',
  },
);
