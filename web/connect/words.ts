import { defineWords } from '../words/words.ts';

/** What the steps name. */
export interface Sending {
  /** The secure address. */
  readonly address: string;
  readonly host: string;
  /** Port and encryption in words: the better pair, and all of them. */
  readonly best: string;
  readonly all: string;
}

export const words = defineWords(
  {
    title: 'Connect a mail program',
    says: 'Send from your secure address with the program that you are used to. It needs an app password, which you make here, and the settings below.',
    loading: 'The settings are being fetched',
    failed: 'The settings could not be fetched.',
    again: 'Try again',
    off: 'Your secure address is switched off. Switch it on first:',
    toSettings: 'Encrypted sending',
    passwords: 'App passwords',
    passwordsSay:
      'One for each program, so that you can take back a single one. Your own password never goes into a mail program.',
    name: 'Where will it be used?',
    nameHint: 'For example: Thunderbird on my laptop',
    create: 'Make an app password',
    created: (name: string) => `The app password for “${name}”`,
    createdSays: 'It is shown this once. Put it into the program now; if it gets lost, make a new one.',
    copy: 'Copy',
    copied: 'Copied',
    copyFailed: 'Your browser did not allow copying. Select it and copy it by hand.',
    done: 'Done',
    none: 'There are none yet.',
    made: 'made',
    used: 'last used',
    never: 'never used',
    remove: 'Remove',
    removeOf: (name: string) => `Remove the app password “${name}”`,
    removeTitle: (name: string) => `Remove “${name}”?`,
    removeSays: 'The program that uses it can then no longer send. This cannot be undone.',
    cancel: 'Cancel',
    removed: 'Removed',
    noAnswer:
      'No answer came. If a new entry stands below all the same, remove it and make another: nobody has seen its password.',
    notRemoved: 'No answer came, so we do not know whether it was removed. The list below will show it.',
    sending: 'Settings for sending',
    server: 'Outgoing server (SMTP)',
    port: 'Port',
    security: { tls: 'SSL/TLS', starttls: 'STARTTLS' },
    way: (port: number, security: string) => `port ${String(port)}, ${security}`,
    or: 'or',
    user: 'User name',
    password: 'Password',
    appPassword: 'the app password',
    reading: 'Reading',
    readingIs: {
      pages: 'Mail to your secure address is read on these pages. Mail programs are for sending.',
      'home-server': 'Mail to your secure address arrives in your usual mailbox. Read it as you do now.',
      'outside-provider':
        'Mail to your secure address is brought to your usual mailbox. Read it as you do now.',
    },
    incoming: 'Incoming server (IMAP)',
    files: 'Set up by itself',
    apple: 'Profile for iPhone, iPad and Mac',
    appleSays: 'Open the file on the device, then confirm it in the settings. It holds no password.',
    saveFailed: 'The file could not be fetched. Please try again.',
    thunderbirdFile: 'File for Thunderbird (autoconfig)',
    thunderbirdFileSays:
      'Thunderbird looks for this file by itself when you add an account with your secure address. Your administrator may want to see it.',
    noFiles:
      'There is no file that sets up a mail program here: it would have to name the server where you read your mail, and that is not ours. Enter the settings above by hand, into the account that you have.',
    steps: 'Step by step',
    thunderbird: 'Thunderbird',
    thunderbirdSteps: ({ address, host, best }: Sending) => [
      'Open Account Settings and choose your account.',
      `Outgoing Server (SMTP) → Add: ${host}, ${best}, normal password.`,
      `Manage Identities → Add: ${address}, with that outgoing server.`,
      'When you write, choose the secure address as From. Thunderbird asks for the app password once.',
    ],
    gmail: 'Gmail',
    gmailSteps: ({ address, host, best }: Sending) => [
      'Settings → See all settings → Accounts and import → Send mail as → Add another email address.',
      `Enter ${address}.`,
      `SMTP server ${host}, ${best}; user name ${address}; the app password.`,
      'Gmail sends a code to the address: it arrives where you read your secure mail.',
    ],
    outlook: 'Outlook',
    outlookSteps: ({ address, host, all }: Sending) => [
      'File → Account settings → New; choose to set the account up by hand.',
      `Outgoing server ${host}, ${all}; it needs a sign-in of its own.`,
      `User name ${address}; the app password. Incoming server: that of your usual mailbox.`,
      'When you write, choose the secure address under From.',
    ],
    applemail: 'Apple Mail',
    applemailSteps: ({ address, host, best }: Sending) => [
      'Mail → Settings → Accounts → your account → Email Address → Edit: add the address.',
      `Server Settings → Outgoing Mail Account → Edit server list → +: ${host}, ${best}.`,
      `Authentication: Password; user name ${address}; the app password.`,
      'When you write, choose the secure address under From.',
    ],
    roundcube: 'Roundcube',
    roundcubeSteps: ({ address }: Sending) => [
      `Settings → Identities → Create: ${address}.`,
      'Your administrator has to let Roundcube send this identity through our server; ask them, with the settings above.',
    ],
  },
  {
    title: 'Mailprogramm verbinden',
    says: 'Sende von deiner sicheren Adresse mit dem Programm, das du gewohnt bist. Es braucht ein App-Passwort, das du hier anlegst, und die Angaben unten.',
    loading: 'Die Angaben werden geholt',
    failed: 'Die Angaben ließen sich nicht holen.',
    again: 'Noch einmal versuchen',
    off: 'Deine sichere Adresse ist ausgeschaltet. Schalte sie zuerst ein:',
    toSettings: 'Verschlüsselter Versand',
    passwords: 'App-Passwörter',
    passwordsSay:
      'Eines für jedes Programm, damit du ein einzelnes zurücknehmen kannst. Dein eigenes Passwort kommt nie in ein Mailprogramm.',
    name: 'Wo wird es verwendet?',
    nameHint: 'Zum Beispiel: Thunderbird auf meinem Laptop',
    create: 'App-Passwort anlegen',
    created: (name) => `Das App-Passwort für „${name}“`,
    createdSays:
      'Es wird nur dieses eine Mal gezeigt. Trag es jetzt in das Programm ein; geht es verloren, leg ein neues an.',
    copy: 'Kopieren',
    copied: 'Kopiert',
    copyFailed: 'Dein Browser hat das Kopieren nicht erlaubt. Markiere es und kopiere es von Hand.',
    done: 'Fertig',
    none: 'Es gibt noch keine.',
    made: 'angelegt',
    used: 'zuletzt verwendet',
    never: 'nie verwendet',
    remove: 'Entfernen',
    removeOf: (name) => `Das App-Passwort „${name}“ entfernen`,
    removeTitle: (name) => `„${name}“ entfernen?`,
    removeSays:
      'Das Programm, das es verwendet, kann dann nicht mehr senden. Das lässt sich nicht rückgängig machen.',
    cancel: 'Abbrechen',
    removed: 'Entfernt',
    noAnswer:
      'Es kam keine Antwort. Steht unten trotzdem ein neuer Eintrag, entferne ihn und leg einen anderen an: Sein Passwort hat niemand gesehen.',
    notRemoved: 'Es kam keine Antwort; ob es entfernt ist, wissen wir nicht. Die Liste unten wird es zeigen.',
    sending: 'Angaben zum Senden',
    server: 'Postausgangsserver (SMTP)',
    port: 'Port',
    security: { tls: 'SSL/TLS', starttls: 'STARTTLS' },
    way: (port, security) => `Port ${String(port)}, ${security}`,
    or: 'oder',
    user: 'Benutzername',
    password: 'Passwort',
    appPassword: 'das App-Passwort',
    reading: 'Lesen',
    readingIs: {
      pages: 'Mail an deine sichere Adresse liest du auf diesen Seiten. Mailprogramme sind zum Senden da.',
      'home-server':
        'Mail an deine sichere Adresse kommt in deinem gewohnten Postfach an. Lies sie wie bisher.',
      'outside-provider':
        'Mail an deine sichere Adresse wird in dein gewohntes Postfach gebracht. Lies sie wie bisher.',
    },
    incoming: 'Posteingangsserver (IMAP)',
    files: 'Von selbst einrichten',
    apple: 'Profil für iPhone, iPad und Mac',
    appleSays:
      'Öffne die Datei auf dem Gerät und bestätige sie dort in den Einstellungen. Sie enthält kein Passwort.',
    saveFailed: 'Die Datei ließ sich nicht holen. Bitte versuche es noch einmal.',
    thunderbirdFile: 'Datei für Thunderbird (autoconfig)',
    thunderbirdFileSays:
      'Thunderbird sucht diese Datei von selbst, wenn du ein Konto mit deiner sicheren Adresse anlegst. Vielleicht möchten deine Administratoren sie sehen.',
    noFiles:
      'Eine Datei, die ein Mailprogramm von selbst einrichtet, gibt es hier nicht: Sie müsste den Server nennen, auf dem du deine Mail liest, und der ist nicht unserer. Trag die Angaben oben von Hand in das Konto ein, das du schon hast.',
    steps: 'Schritt für Schritt',
    thunderbird: 'Thunderbird',
    thunderbirdSteps: ({ address, host, best }) => [
      'Öffne die Konten-Einstellungen und wähle dein Konto.',
      `Postausgangsserver (SMTP) → Hinzufügen: ${host}, ${best}, Passwort normal.`,
      `Weitere Identitäten → Hinzufügen: ${address}, mit diesem Postausgangsserver.`,
      'Wähle beim Schreiben die sichere Adresse unter Von. Thunderbird fragt einmal nach dem App-Passwort.',
    ],
    gmail: 'Gmail',
    gmailSteps: ({ address, host, best }) => [
      'Einstellungen → Alle Einstellungen aufrufen → Konten & Import → Senden als → Weitere E-Mail-Adresse hinzufügen.',
      `Gib ${address} ein.`,
      `SMTP-Server ${host}, ${best}; Nutzername ${address}; das App-Passwort.`,
      'Gmail schickt der Adresse einen Code: Er kommt dort an, wo du deine sichere Mail liest.',
    ],
    outlook: 'Outlook',
    outlookSteps: ({ address, host, all }) => [
      'Datei → Kontoeinstellungen → Neu; wähle, das Konto von Hand einzurichten.',
      `Postausgang ${host}, ${all}; er braucht eine eigene Anmeldung.`,
      `Benutzername ${address}; das App-Passwort. Posteingang: der deines gewohnten Postfachs.`,
      'Wähle beim Schreiben die sichere Adresse unter Von.',
    ],
    applemail: 'Apple Mail',
    applemailSteps: ({ address, host, best }) => [
      'Mail → Einstellungen → Accounts → dein Account → E-Mail-Adresse → Bearbeiten: die Adresse hinzufügen.',
      `Servereinstellungen → Account für ausgehende E-Mails → Serverliste bearbeiten → +: ${host}, ${best}.`,
      `Authentifizierung: Passwort; Benutzername ${address}; das App-Passwort.`,
      'Wähle beim Schreiben die sichere Adresse unter Von.',
    ],
    roundcube: 'Roundcube',
    roundcubeSteps: ({ address }) => [
      `Einstellungen → Identitäten → Anlegen: ${address}.`,
      'Deine Administratoren müssen Roundcube erlauben, diese Identität über unseren Server zu senden; frag sie, mit den Angaben oben.',
    ],
  },
);
