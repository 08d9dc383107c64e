/** What the pages call things, in both languages, as a person looks for them on the way through. */
export interface Labels {
  readonly settings: string;
  readonly off: RegExp;
  readonly on: string;
  readonly write: string;
  readonly to: string;
  readonly subject: string;
  readonly message: string;
  readonly send: string;
  readonly wouldGo: string;
  readonly wouldComeBack: string;
  readonly over: string;
  readonly delivered: string;
  readonly cameBack: string;
  readonly matchedTlsa: RegExp;
  readonly openNotice: string;
  readonly whatHappened: string;
  readonly noEncryption: RegExp;
  readonly expert: RegExp;
  readonly understood: string;
  readonly openExpert: string;
  readonly daneLevel: RegExp;
  readonly noProof: RegExp;
  readonly changeLevel: string;
  readonly add: string;
  readonly deliveries: string;
  readonly saveDocument: string;
  readonly verifyTitle: string;
  readonly document: string;
  readonly check: string;
  readonly genuine: RegExp;
  readonly refusedTitle: string;
  readonly notEncrypted: string;
}

export const LABELS: Readonly<Record<'en' | 'de', Labels>> = {
  en: {
    settings: 'Settings',
    off: /switched off/,
    on: 'Your secure address is switched on',
    write: 'Write a message',
    to: 'To',
    subject: 'Subject',
    message: 'Message',
    send: 'Send',
    wouldGo: 'would go',
    wouldComeBack: 'would come back',
    over: 'What became of it',
    delivered: 'delivered, with receipt',
    cameBack: 'came back, not sent',
    matchedTlsa: /matched the DNSSEC-signed TLSA record/,
    openNotice: 'Open the notice',
    whatHappened: 'What happened',
    noEncryption: /does not offer encrypted connections/,
    expert: /^Expert mode/,
    understood: 'I understand that mail may come back more often',
    openExpert: 'Open expert mode',
    daneLevel: /Proven server/,
    noProof: /does not publish a signed proof/,
    changeLevel: 'Change the level for good.example',
    add: 'Add',
    deliveries: 'Deliveries',
    saveDocument: 'Save as a signed document',
    verifyTitle: 'Check a receipt',
    document: 'The document',
    check: 'Check',
    genuine: /The signature is genuine/,
    refusedTitle: 'Refused mail',
    notEncrypted: 'refused: not encrypted',
  },
  de: {
    settings: 'Einstellungen',
    off: /ausgeschaltet/,
    on: 'Deine sichere Adresse ist eingeschaltet',
    write: 'Eine Nachricht schreiben',
    to: 'An',
    subject: 'Betreff',
    message: 'Nachricht',
    send: 'Senden',
    wouldGo: 'würde gehen',
    wouldComeBack: 'würde zurückkommen',
    over: 'Was aus ihr geworden ist',
    delivered: 'zugestellt, mit Beleg',
    cameBack: 'zurückgekommen, nicht gesendet',
    matchedTlsa: /passte zum DNSSEC-signierten TLSA-Eintrag/,
    openNotice: 'Die Meldung öffnen',
    whatHappened: 'Was geschehen ist',
    noEncryption: /bietet keine verschlüsselten Verbindungen an/,
    expert: /^Expertenmodus/,
    understood: 'Mir ist klar, dass Mail öfter zurückkommen kann',
    openExpert: 'Expertenmodus öffnen',
    daneLevel: /Nachgewiesener Server/,
    noProof: /veröffentlicht keinen signierten Nachweis/,
    changeLevel: 'Die Stufe für good.example ändern',
    add: 'Hinzufügen',
    deliveries: 'Zustellungen',
    saveDocument: 'Als signiertes Dokument speichern',
    verifyTitle: 'Einen Beleg prüfen',
    document: 'Das Dokument',
    check: 'Prüfen',
    genuine: /Die Signatur ist echt/,
    refusedTitle: 'Abgelehnte Mail',
    notEncrypted: 'abgelehnt: unverschlüsselt',
  },
};
