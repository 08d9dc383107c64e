/**
 * The manners of simulated mail providers: what each is set up to do well or badly, as data. A manner is the
 * name of one habit; `behaviourOf` spells it out as the set of switches that the SMTP server obeys, and single
 * switches may be turned beside it, so that habits can be combined.
 */
import type { SecureVersion } from 'node:tls';

export type Manner =
  | { readonly kind: 'good' }
  | { readonly kind: 'self-signed' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wrong-name' }
  | { readonly kind: 'plaintext-only' }
  | { readonly kind: 'starttls-refused' }
  | { readonly kind: 'starttls-deferred' }
  | { readonly kind: 'tls-1.0-only' }
  | { readonly kind: 'handshake-reset' }
  | { readonly kind: 'handshake-silent' }
  /** Sends text after its "220 ready" in plaintext, in the same segment: a STARTTLS response injection. */
  | { readonly kind: 'injecting'; readonly text?: string }
  | { readonly kind: 'slow'; readonly delay?: number }
  | { readonly kind: 'greylisting' }
  | { readonly kind: 'some-full' }
  | { readonly kind: 'no-such-user' }
  | { readonly kind: 'refuse-after-data' }
  | { readonly kind: 'deferred-after-data' }
  | { readonly kind: 'cut-after-dot' }
  | { readonly kind: 'no-8bitmime' }
  | { readonly kind: 'down' };

export type CertificateKind = 'authority' | 'self-signed' | 'expired' | 'wrong-name';

export interface Behaviour {
  /** False: nothing listens at the address. */
  readonly listening: boolean;
  /** What the certificate is worth; 'authority' is signed by the simulation's own and names the host. */
  readonly certificate: CertificateKind;
  readonly starttls:
    | 'works'
    /** Missing in the answer to EHLO; the command gets 502. */
    | 'not-offered'
    /** Offered, but the command gets 554. */
    | 'refused'
    /** Offered, but the command gets 454. */
    | 'deferred'
    /** The connection is reset when the ClientHello arrives. */
    | 'reset'
    /** The ClientHello is never answered. */
    | 'silent';
  readonly tlsVersions: { readonly min: SecureVersion; readonly max: SecureVersion };
  /** Plaintext that follows "220 ready" to STARTTLS in the same segment. */
  readonly injectedText: string;
  /** Milliseconds before every reply. */
  readonly delay: number;
  /** 'some-full': recipients whose local part starts with "full" get 452. */
  readonly recipients: 'accepted' | 'greylisted' | 'some-full' | 'unknown';
  /** The answer to the final dot; 'cut': the message is taken, and the connection dropped without an answer. */
  readonly message: 'accepted' | 'refused' | 'deferred' | 'cut';
  readonly eightBitMime: boolean;
  readonly smtpUtf8: boolean;
  readonly pipelining: boolean;
  /** Whether REQUIRETLS (RFC 8689) is offered over TLS, and taken then. */
  readonly requireTls: boolean;
  /** Octets, as announced with SIZE. */
  readonly maxMessageSize: number;
}

const wellBehaved: Behaviour = {
  listening: true,
  certificate: 'authority',
  starttls: 'works',
  tlsVersions: { min: 'TLSv1.2', max: 'TLSv1.3' },
  injectedText: '',
  delay: 0,
  recipients: 'accepted',
  message: 'accepted',
  eightBitMime: true,
  smtpUtf8: true,
  pipelining: true,
  requireTls: false,
  maxMessageSize: 50 * 1024 * 1024,
};

/** The switches of a manner; `overrides` turns single ones. */
export function behaviourOf(manner: Manner, overrides: Partial<Behaviour> = {}): Behaviour {
  return { ...wellBehaved, ...deviations(manner), ...overrides };
}

function deviations(manner: Manner): Partial<Behaviour> {
  switch (manner.kind) {
    case 'good':
      return {};
    case 'self-signed':
    case 'expired':
    case 'wrong-name':
      return { certificate: manner.kind };
    case 'plaintext-only':
      return { starttls: 'not-offered' };
    case 'starttls-refused':
      return { starttls: 'refused' };
    case 'starttls-deferred':
      return { starttls: 'deferred' };
    case 'tls-1.0-only':
      return { tlsVersions: { min: 'TLSv1', max: 'TLSv1' } };
    case 'handshake-reset':
      return { starttls: 'reset' };
    case 'handshake-silent':
      return { starttls: 'silent' };
    case 'injecting':
      return { injectedText: manner.text ?? '250-AUTH PLAIN LOGIN\r\n250 2.1.0 Injected\r\n' };
    case 'slow':
      return { delay: manner.delay ?? 300 };
    case 'greylisting':
      return { recipients: 'greylisted' };
    case 'some-full':
      return { recipients: 'some-full' };
    case 'no-such-user':
      return { recipients: 'unknown' };
    case 'refuse-after-data':
      return { message: 'refused' };
    case 'deferred-after-data':
      return { message: 'deferred' };
    case 'cut-after-dot':
      return { message: 'cut' };
    case 'no-8bitmime':
      return { eightBitMime: false };
    case 'down':
      return { listening: false };
  }
}

/** One plain sentence about a manner, for people who watch the simulation. */
export function describeManner(manner: Manner): string {
  switch (manner.kind) {
    case 'good':
      return 'Encrypts, with a certificate signed by an authority.';
    case 'self-signed':
      return 'Encrypts, with a certificate that nobody but itself has signed.';
    case 'expired':
      return 'Encrypts, with a certificate that has expired.';
    case 'wrong-name':
      return 'Encrypts, with a certificate for another name.';
    case 'plaintext-only':
      return 'Offers no encryption at all.';
    case 'starttls-refused':
      return 'Offers encryption (STARTTLS), but refuses it when asked.';
    case 'starttls-deferred':
      return 'Offers encryption (STARTTLS), but says "not now" when asked.';
    case 'tls-1.0-only':
      return 'Encrypts with TLS 1.0 only, which is outdated.';
    case 'handshake-reset':
      return 'Cuts the connection in the middle of the TLS handshake.';
    case 'handshake-silent':
      return 'Falls silent in the middle of the TLS handshake.';
    case 'injecting':
      return 'Sends plaintext of its own between "ready for TLS" and the TLS handshake.';
    case 'slow':
      return 'Encrypts, but thinks a while before every answer.';
    case 'greylisting':
      return 'Encrypts, but asks every new sender to come back later once.';
    case 'some-full':
      return 'Encrypts; mailboxes whose name starts with "full" are full for now.';
    case 'no-such-user':
      return 'Encrypts, but knows none of the recipients.';
    case 'refuse-after-data':
      return 'Encrypts, takes the whole message, and refuses it then.';
    case 'deferred-after-data':
      return 'Encrypts, takes the whole message, and asks to come back later then.';
    case 'cut-after-dot':
      return 'Encrypts and takes the message, but drops the connection instead of saying so.';
    case 'no-8bitmime':
      return 'Encrypts, but takes 7-bit messages only.';
    case 'down':
      return 'Its mail server does not run.';
  }
}
