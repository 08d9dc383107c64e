/** The notices in English. */
import type { Level } from '../../policy/level.ts';
import { clock, megabytes, wholeUnit } from './amounts.ts';
import type { Words } from './words.ts';

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const LEVELS: Readonly<Record<Level, string>> = {
  encrypt: 'Encrypted connection',
  'dane-only': 'Proven server (DANE)',
  verify: 'Checked providers only',
};

function duration(milliseconds: number): string {
  const { count, unit } = wholeUnit(milliseconds);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

function date(at: Date): string {
  return `${at.getUTCDate()} ${MONTHS[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()} ${clock(at)} UTC`;
}

export const english: Words = {
  notSent: 'Not sent:',
  stillTrying: 'Still trying:',
  labels: { to: 'To:', why: 'Why:', setting: 'Setting:' },
  headings: { advice: 'What you can do', details: 'Details' },
  wasNotSent: 'Your message was not sent.',
  wasNotDelivered: 'Your message was not delivered.',
  didNotReachAll: 'Your message did not reach everybody.',
  nothingHasLeft: 'Nothing of it has left our servers.',
  wasNotSentTo: (recipients) => `Your message to ${recipients.join(', ')} was not sent.`,
  wasNotDeliveredTo: (recipients) => `Your message to ${recipients.join(', ')} was not delivered.`,
  nothingWentTo: (domains) => `Nothing of it has gone to ${domains.join(', ')}.`,
  seeOthers: 'What became of the other recipients stands under Deliveries.',
  wholeAttached: 'The whole message is attached.',
  headersAttached: 'Its header is attached; the whole message is still in Sent.',
  didReach: (recipients) => `The message did reach: ${recipients.join(', ')}.`,
  notDeliveredYet: (recipients, until) =>
    `Your message to ${recipients.join(', ')} has not been delivered yet; we keep trying until ${date(until)}. You need not do anything.`,
  level: (level) => LEVELS[level],
  setting: (level, source, domain) => {
    const name = `${LEVELS[level]} (${level})`;
    switch (source) {
      case 'default':
        return `${name}, your default.`;
      case 'override':
        return `${name}, your setting for ${domain}.`;
      case 'message':
        return `${name}, asked for by this message.`;
    }
  },
  date,
  why: {
    'starttls-not-supported': (domain) =>
      `The mail server of ${domain} does not offer encrypted connections, and your secure address never uses any other.`,
    'tls-outdated-or-broken': (domain) =>
      `The mail server of ${domain} offers only outdated encryption, or broke off while we tried to encrypt.`,
    'tlsa-mismatch': (domain) =>
      `${domain} publishes which certificate its mail server has, and the server showed another one. This can be a mistake of theirs during a change, or somebody in between.`,
    'dane-required': (domain) =>
      `${domain} does not publish a signed proof of its mail server's certificate, which your setting "Proven server" asks for.`,
    'dnssec-invalid': (domain) => `The signed records of ${domain} could not be verified.`,
    'tlsa-invalid': (domain) => `${domain} publishes a proof of its certificate that is not usable.`,
    'domain-not-trusted': (domain) =>
      `${domain} is not among the providers that our operators have checked, and your setting sends to those only.`,
    'certificate-not-trusted': (domain) =>
      `The mail server of ${domain} showed a certificate other than the one our operators have checked. We have told them.`,
    'sts-invalid': (domain) =>
      `${domain} asks senders to verify its mail server's certificate, and the verification failed.`,
    requiretls: (domain) =>
      `No mail server of ${domain} promises to keep the rest of the way encrypted, which this message asked for.`,
    'recipient-refused': (domain, { words }) =>
      `The connection was encrypted and fine, but the mail server of ${domain} refused the message: "${words}".`,
    'no-mail-server': (domain) =>
      `There is no mail server for ${domain}. Check the address for a typing mistake.`,
    'too-long-temporary': (domain, { milliseconds }) =>
      `We tried for ${duration(milliseconds)}; the mail server of ${domain} could not be reached, or kept asking us to come back later.`,
    'needs-8bitmime': (domain) =>
      `The mail server of ${domain} takes plain ASCII text only, and your message holds other characters that we must not change.`,
    'needs-smtputf8': (domain) =>
      `An address or a header line of your message holds characters outside of ASCII, which the mail server of ${domain} does not take.`,
    'message-too-large': (domain, { limit }) =>
      limit === null
        ? `Your message is larger than the mail server of ${domain} takes.`
        : `Your message is larger than the mail server of ${domain} takes: ${megabytes(limit)} MB at most.`,
    'unknown-local-recipient': (domain) => `There is no such address at ${domain}.`,
    'home-refused': (domain, { words }) =>
      `The message arrived here, but the recipient's own mail server at ${domain} refused it: "${words}".`,
  },
  advice: {
    'other-provider': () =>
      'Ask the recipient for an address at another provider, or use another way for this message.',
    'forward-to-administrator': (domain) =>
      `Forward this notice to ${domain}'s administrator; the details below are for them.`,
    'try-later': () => 'Send the message again later.',
    'check-address': () => 'Check the address for a typing mistake, or ask the recipient for the right one.',
    'change-setting': (domain) =>
      `Choose another setting for ${domain} under "Encrypted sending", if that is good enough for this message.`,
    'ask-operators': () => 'Ask the operators of your secure address.',
    'ascii-address': () => 'Ask the recipient for an address in plain Latin letters.',
    'send-less': () => 'Send less at once, or share large files in another way.',
  },
};
