/** What the levels and the states of a delivery are called, everywhere on the pages; explained by consequence. */
import { defineWords } from '../words/words.ts';

export const levelWords = defineWords(
  {
    name: {
      encrypt: 'Encrypted connection',
      'dane-only': 'Proven server (DANE)',
      verify: 'Checked providers only',
    },
    consequence: {
      encrypt:
        'Goes to every provider that offers an encrypted connection; nearly all do. Stops listening on the way. Does not by itself prove that the receiving server is the right one; where the provider publishes proof, we check it.',
      'dane-only':
        'Goes only to providers that publish their server’s certificate in signed DNS. Stops an impostor on the way too. Many large providers do not publish this yet: mail to them comes back.',
      verify:
        'Goes only to providers whose certificate our operators have checked by hand. The strictest; mail to anybody else comes back.',
    },
    state: {
      queued: 'being sent',
      delayed: 'still trying',
      delivered: 'delivered, with receipt',
      bounced: 'came back, not sent',
      mixed: 'delivered to some, came back for others',
    },
    verdict: {
      met: 'would go',
      policy: 'would come back',
      temporary: 'cannot tell yet',
    },
  },
  {
    name: {
      encrypt: 'Verschlüsselte Verbindung',
      'dane-only': 'Nachgewiesener Server (DANE)',
      verify: 'Nur geprüfte Anbieter',
    },
    consequence: {
      encrypt:
        'Geht an jeden Anbieter, der eine verschlüsselte Verbindung anbietet; das tun fast alle. Verhindert das Mitlesen unterwegs. Beweist für sich nicht, dass der empfangende Server der richtige ist; wo der Anbieter einen Nachweis veröffentlicht, prüfen wir ihn.',
      'dane-only':
        'Geht nur an Anbieter, die das Zertifikat ihres Servers in signiertem DNS veröffentlichen. Hält auch jemanden auf, der sich unterwegs als der Empfänger ausgibt. Viele große Anbieter tun das noch nicht: Mail an sie kommt zurück.',
      verify:
        'Geht nur an Anbieter, deren Zertifikat unsere Betreiber von Hand geprüft haben. Am strengsten; Mail an alle anderen kommt zurück.',
    },
    state: {
      queued: 'wird gesendet',
      delayed: 'wird weiter versucht',
      delivered: 'zugestellt, mit Beleg',
      bounced: 'zurückgekommen, nicht gesendet',
      mixed: 'teils zugestellt, teils zurückgekommen',
    },
    verdict: {
      met: 'würde gehen',
      policy: 'würde zurückkommen',
      temporary: 'lässt sich noch nicht sagen',
    },
  },
);
