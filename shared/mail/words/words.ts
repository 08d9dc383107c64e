/**
 * The sentences of failure and delay notices, as a type that each language implements: a sentence that one
 * language lacks is a type error. First what happened and what it means for me, then what I can do, then the
 * details; the same thing has the same name everywhere. Technical detail lines are the same in all languages.
 */
import type { Level, LevelSource } from '../../policy/level.ts';

export type Language = 'en' | 'de';

/** Why a message came back, with what its sentence needs to say. */
export type Why =
  | { readonly key: 'starttls-not-supported' }
  | { readonly key: 'tls-outdated-or-broken' }
  | { readonly key: 'tlsa-mismatch' }
  | { readonly key: 'dane-required' }
  | { readonly key: 'dnssec-invalid' }
  | { readonly key: 'tlsa-invalid' }
  | { readonly key: 'domain-not-trusted' }
  | { readonly key: 'certificate-not-trusted' }
  | { readonly key: 'sts-invalid' }
  | { readonly key: 'requiretls' }
  /** `words`: the recipient's server's own. */
  | { readonly key: 'recipient-refused'; readonly words: string }
  | { readonly key: 'no-mail-server' }
  | { readonly key: 'too-long-temporary'; readonly milliseconds: number }
  | { readonly key: 'needs-8bitmime' }
  | { readonly key: 'needs-smtputf8' }
  /** `limit`: the SIZE that their server announced, in octets, or null where it named none. */
  | { readonly key: 'message-too-large'; readonly limit: number | null }
  | { readonly key: 'unknown-local-recipient' }
  /** Mail that had come in, refused by the recipient's own home server. */
  | { readonly key: 'home-refused'; readonly words: string };

export type WhyKey = Why['key'];

/** What the reader can do. */
export type Advice =
  | 'other-provider'
  | 'forward-to-administrator'
  | 'try-later'
  | 'check-address'
  | 'change-setting'
  | 'ask-operators'
  | 'ascii-address'
  | 'send-less';

/** Which advice goes with which reason, in the order it is given. */
export const ADVICE: { readonly [Key in WhyKey]: readonly Advice[] } = {
  'starttls-not-supported': ['other-provider', 'forward-to-administrator'],
  'tls-outdated-or-broken': ['other-provider', 'forward-to-administrator'],
  'tlsa-mismatch': ['try-later', 'other-provider', 'forward-to-administrator'],
  'dane-required': ['other-provider', 'change-setting', 'forward-to-administrator'],
  'dnssec-invalid': ['try-later', 'forward-to-administrator'],
  'tlsa-invalid': ['other-provider', 'forward-to-administrator'],
  'domain-not-trusted': ['ask-operators', 'change-setting'],
  'certificate-not-trusted': ['try-later', 'other-provider'],
  'sts-invalid': ['try-later', 'other-provider', 'forward-to-administrator'],
  requiretls: ['other-provider', 'forward-to-administrator'],
  'recipient-refused': ['check-address', 'forward-to-administrator'],
  'no-mail-server': ['check-address'],
  'too-long-temporary': ['try-later', 'other-provider'],
  'needs-8bitmime': ['other-provider', 'forward-to-administrator'],
  'needs-smtputf8': ['ascii-address', 'forward-to-administrator'],
  'message-too-large': ['send-less'],
  'unknown-local-recipient': ['check-address'],
  'home-refused': ['check-address'],
};

/** Reasons that come from the owner's setting, so that the notice names the setting. */
export const CAUSED_BY_SETTING: ReadonlySet<WhyKey> = new Set<WhyKey>([
  'starttls-not-supported',
  'tls-outdated-or-broken',
  'tlsa-mismatch',
  'dane-required',
  'dnssec-invalid',
  'tlsa-invalid',
  'domain-not-trusted',
  'certificate-not-trusted',
  'sts-invalid',
]);

export interface Words {
  /** Before the original subject; ASCII, with the colon. */
  readonly notSent: string;
  readonly stillTrying: string;
  readonly labels: { readonly to: string; readonly why: string; readonly setting: string };
  readonly headings: { readonly advice: string; readonly details: string };
  /** What happened: to the whole message, or to some recipients only. */
  readonly wasNotSent: string;
  readonly wasNotDelivered: string;
  readonly didNotReachAll: string;
  readonly nothingHasLeft: string;
  /** The same of some recipients, where others are at other domains. */
  readonly wasNotSentTo: (recipients: readonly string[]) => string;
  readonly wasNotDeliveredTo: (recipients: readonly string[]) => string;
  readonly nothingWentTo: (domains: readonly string[]) => string;
  readonly seeOthers: string;
  readonly wholeAttached: string;
  readonly headersAttached: string;
  readonly didReach: (recipients: readonly string[]) => string;
  readonly notDeliveredYet: (recipients: readonly string[], until: Date) => string;
  readonly level: (level: Level) => string;
  /** The setting that caused it, as a sentence of its own. */
  readonly setting: (level: Level, source: LevelSource, domain: string) => string;
  readonly date: (at: Date) => string;
  readonly why: {
    readonly [Key in WhyKey]: (domain: string, why: Extract<Why, { key: Key }>) => string;
  };
  readonly advice: { readonly [Key in Advice]: (domain: string) => string };
}

/** The sentence for one reason. */
export function whySentence(words: Words, domain: string, why: Why): string {
  // Each entry takes the member of the union that its own key names; the type system cannot see that the
  // key and the value come from the same object.
  const sentence = words.why[why.key] as (domain: string, why: Why) => string;
  return sentence(domain, why);
}
