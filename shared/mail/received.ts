/**
 * What a server writes on a message that passes: the Received field (RFC 5321 section 4.4) with the TLS
 * cipher suite (the `tls` clause of RFC 8314 section 4.3), and Date and Message-ID where they are missing
 * (RFC 5322 sections 3.3 and 3.6.4). Everything that a peer chose, such as its HELO name, is written only in
 * characters that can neither end the field nor change what its words mean.
 */
import { randomUUID } from 'node:crypto';
import { isIP } from 'node:net';

import { needsSmtpUtf8, parseMailbox } from '../address/mailbox.ts';

/** Transmission types of the IANA registry (RFC 3848, RFC 6531 section 4.3), and HTTP for the API. */
export type Transmission =
  | 'SMTP'
  | 'ESMTP'
  | 'ESMTPA'
  | 'ESMTPS'
  | 'ESMTPSA'
  | 'UTF8SMTP'
  | 'UTF8SMTPA'
  | 'UTF8SMTPS'
  | 'UTF8SMTPSA'
  | 'HTTP';

export interface ReceivedInput {
  /** As the client said it: anything. Null where there was none (the API). */
  readonly heloName: string | null;
  /** Null leaves the `from` clause out: a submitting user's address is nobody's business downstream. */
  readonly clientAddress: string | null;
  /** The client's name by reverse lookup, where one was made. */
  readonly clientName: string | null;
  readonly hostName: string;
  readonly protocol: Transmission;
  /** `version` in OpenSSL's words, `cipher` the IANA name, as RFC 8314 asks. */
  readonly tls: { readonly version: string; readonly cipher: string } | null;
  readonly id: string;
  /** Given only where there is one recipient, so that blind copies stay blind (RFC 5321 section 7.2). */
  readonly recipient: string | null;
  readonly at: Date;
}

/** The transmission type of an SMTP transaction after EHLO. */
export function transmissionOf(session: {
  readonly tls: boolean;
  readonly authenticated: boolean;
  readonly smtpUtf8: boolean;
}): Transmission {
  const base = session.smtpUtf8 ? 'UTF8SMTP' : 'ESMTP';
  if (session.tls) return session.authenticated ? `${base}SA` : `${base}S`;
  return session.authenticated ? `${base}A` : base;
}

/** A name from outside, as an atom or domain: other characters become "?", length is bounded. */
function hostWord(text: string): string {
  const word = text.slice(0, 255).replaceAll(/[^A-Za-z0-9._-]/g, '?');
  return word === '' ? 'unknown' : word;
}

/** An address literal (RFC 5321 section 4.1.3); IPv4 in IPv6's clothes is shown as IPv4. */
function addressLiteral(address: string): string {
  const bare = address.replace(/%.*$/, '').replace(/^::ffff:(?=[0-9.]+$)/i, '');
  switch (isIP(bare)) {
    case 4:
      return `[${bare}]`;
    case 6:
      return `[IPv6:${bare}]`;
    default:
      return 'unknown';
  }
}

function heloWord(helo: string, clientAddress: string): string {
  const literal = /^\[(?:IPv6:)?([0-9a-f:.]+)\]$/i.exec(helo)?.[1];
  if (literal !== undefined && isIP(literal) !== 0) return addressLiteral(literal);
  return helo === '' ? addressLiteral(clientAddress) : hostWord(helo);
}

function fromClause({ heloName, clientAddress, clientName }: ReceivedInput): string[] {
  if (clientAddress === null) return [];
  const name = clientName === null ? '' : `${hostWord(clientName)} `;
  return [`from ${heloWord(heloName ?? '', clientAddress)} (${name}${addressLiteral(clientAddress)})`];
}

function forClause({ recipient, protocol }: ReceivedInput): string[] {
  const mailbox = recipient === null ? null : parseMailbox(recipient);
  if (mailbox === null) return [];
  if (needsSmtpUtf8(mailbox.address) && !protocol.startsWith('UTF8')) return [];
  return [`for <${mailbox.address}>`];
}

function tlsClause({ tls }: ReceivedInput): string[] {
  if (tls === null) return [];
  return [`tls ${hostWord(tls.cipher)} (${hostWord(tls.version)})`];
}

/**
 * Gives the whole field, folded, with its final CRLF, ready to stand before the message. The clauses are in
 * the order of the grammar: From, By, With, ID, For, and then the registered additions.
 */
export function composeReceived(input: ReceivedInput): string {
  const clauses = [
    ...fromClause(input),
    `by ${hostWord(input.hostName)} with ${input.protocol} id ${hostWord(input.id)}`,
    ...forClause(input),
    ...tlsClause(input),
  ];
  return `Received: ${clauses.join('\r\n\t')};\r\n\t${composeDate(input.at)}\r\n`;
}

/** A date-time in UTC (RFC 5322 section 3.3): `Mon, 23 Nov 2026 10:15:04 +0000`. */
export function composeDate(at: Date): string {
  return at.toUTCString().replace('GMT', '+0000');
}

/** A new msg-id (RFC 5322 section 3.6.4), angle brackets included. `domain`: one of ours. */
export function composeMessageId(domain: string): string {
  return `<${randomUUID()}@${domain}>`;
}
