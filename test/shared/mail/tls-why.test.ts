/** Every TLS reason, with what tells its cases apart, as the owner reads it in both languages. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { english } from '../../../shared/mail/words/english.ts';
import { german } from '../../../shared/mail/words/german.ts';
import { whyOfTls } from '../../../shared/mail/words/tls-why.ts';
import { ADVICE, CAUSED_BY_SETTING, whySentence, type Advice } from '../../../shared/mail/words/words.ts';
import { LEVELS, type Level } from '../../../shared/policy/level.ts';
import { TLS_REASONS, type TlsReason } from '../../../shared/policy/reason.ts';

interface Row {
  readonly reason: TlsReason;
  readonly status: string;
  readonly encrypted: boolean;
  readonly en: string;
  readonly de: string;
  readonly advice: readonly Advice[];
  /** Whether the notice names the setting as the cause. */
  readonly setting: boolean;
}

const rows: readonly Row[] = [
  {
    reason: 'starttls-not-supported',
    status: '5.7.4',
    encrypted: false,
    en: 'The mail server of d.example does not offer encrypted connections, and your secure address never uses any other.',
    de: 'Der Mailserver von d.example bietet keine verschlüsselten Verbindungen an, und deine sichere Adresse nutzt nie andere.',
    advice: ['other-provider', 'forward-to-administrator'],
    setting: true,
  },
  {
    reason: 'validation-failure',
    status: '5.7.5',
    encrypted: false,
    en: 'The mail server of d.example offers only outdated encryption, or broke off while we tried to encrypt.',
    de: 'Der Mailserver von d.example bietet nur veraltete Verschlüsselung an oder brach ab, während wir verschlüsseln wollten.',
    advice: ['other-provider', 'forward-to-administrator'],
    setting: true,
  },
  {
    reason: 'validation-failure',
    status: '5.7.5',
    encrypted: true,
    en: 'd.example publishes which certificate its mail server has, and the server showed another one. This can be a mistake of theirs during a change, or somebody in between.',
    de: 'd.example veröffentlicht, welches Zertifikat sein Mailserver hat, und der Server zeigte ein anderes. Das kann ein Fehler dort bei einer Umstellung sein oder jemand dazwischen.',
    advice: ['try-later', 'other-provider', 'forward-to-administrator'],
    setting: true,
  },
  {
    reason: 'dane-required',
    status: '5.7.4',
    encrypted: true,
    en: 'd.example does not publish a signed proof of its mail server\'s certificate, which your setting "Proven server" asks for.',
    de: 'd.example veröffentlicht keinen signierten Nachweis für das Zertifikat seines Mailservers, den deine Einstellung „Nachgewiesener Server“ verlangt.',
    advice: ['other-provider', 'change-setting', 'forward-to-administrator'],
    setting: true,
  },
  {
    reason: 'dnssec-invalid',
    status: '5.7.5',
    encrypted: false,
    en: 'The signed records of d.example could not be verified.',
    de: 'Die signierten Einträge von d.example ließen sich nicht prüfen.',
    advice: ['try-later', 'forward-to-administrator'],
    setting: true,
  },
  {
    reason: 'tlsa-invalid',
    status: '5.7.5',
    encrypted: true,
    en: 'd.example publishes a proof of its certificate that is not usable.',
    de: 'd.example veröffentlicht einen Nachweis für sein Zertifikat, der nicht brauchbar ist.',
    advice: ['other-provider', 'forward-to-administrator'],
    setting: true,
  },
  {
    reason: 'certificate-not-trusted',
    status: '5.7.4',
    encrypted: false,
    en: 'd.example is not among the providers that our operators have checked, and your setting sends to those only.',
    de: 'd.example gehört nicht zu den Anbietern, die unsere Betreiber geprüft haben, und deine Einstellung sendet nur an diese.',
    advice: ['ask-operators', 'change-setting'],
    setting: true,
  },
  {
    reason: 'certificate-not-trusted',
    status: '5.7.5',
    encrypted: true,
    en: 'The mail server of d.example showed a certificate other than the one our operators have checked. We have told them.',
    de: 'Der Mailserver von d.example zeigte ein anderes Zertifikat als das, das unsere Betreiber geprüft haben. Wir haben es ihnen gemeldet.',
    advice: ['try-later', 'other-provider'],
    setting: true,
  },
  ...(['sts-policy-invalid', 'sts-webpki-invalid'] as const).map((reason): Row => ({
    reason,
    status: '5.7.5',
    encrypted: true,
    en: "d.example asks senders to verify its mail server's certificate, and the verification failed.",
    de: 'd.example bittet Absender, das Zertifikat seines Mailservers zu prüfen, und die Prüfung schlug fehl.',
    advice: ['try-later', 'other-provider', 'forward-to-administrator'],
    setting: true,
  })),
  {
    reason: 'requiretls',
    status: '5.7.30',
    encrypted: true,
    en: 'No mail server of d.example promises to keep the rest of the way encrypted, which this message asked for.',
    de: 'Kein Mailserver von d.example verspricht, auch den weiteren Weg zu verschlüsseln, was diese Nachricht verlangt hat.',
    advice: ['other-provider', 'forward-to-administrator'],
    setting: false,
  },
];

for (const { reason, status, encrypted, en, de, advice, setting } of rows) {
  test(`${reason}, ${status}${encrypted ? ', over TLS' : ''}: ${en.slice(0, 60)}…`, () => {
    const why = whyOfTls(reason, { status, encrypted });
    equal(whySentence(english, 'd.example', why), en);
    equal(whySentence(german, 'd.example', why), de);
    deepEqual(ADVICE[why.key], advice);
    equal(CAUSED_BY_SETTING.has(why.key), setting);
  });
}

test('no TLS reason is missing above', () => {
  const named = new Set<string>(rows.map(({ reason }) => reason));
  deepEqual(
    TLS_REASONS.filter((reason) => !named.has(reason)),
    [],
  );
});

const levels: Readonly<Record<Level, [en: string, de: string]>> = {
  encrypt: ['Encrypted connection', 'Verschlüsselte Verbindung'],
  'dane-only': ['Proven server (DANE)', 'Nachgewiesener Server (DANE)'],
  verify: ['Checked providers only', 'Nur geprüfte Anbieter'],
};
for (const level of LEVELS) {
  test(`the level ${level} has its name in both languages, and its technical one beside it`, () => {
    const [en, de] = levels[level];
    deepEqual([english.level(level), german.level(level)], [en, de]);
    equal(english.setting(level, 'default', 'd.example'), `${en} (${level}), your default.`);
    equal(german.setting(level, 'default', 'd.example'), `${de} (${level}), deine Voreinstellung.`);
  });
}
