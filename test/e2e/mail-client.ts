/** SMTP clients of the outside world that verify our certificate: a stranger's server, and a mail program. */
import { Resolver } from 'node:dns/promises';

import { dkimVerify } from 'mailauth/lib/dkim/verify.js';

import { SmtpClient } from '../functions/smtp-edge/smtp-client.ts';

/** The name that our MX record gives, which is on the certificate. */
export const MX_HOST = 'mx.secure.example.org';

/** What a client checks: the chain to our authority, and the name. */
export function verifying(authority: string): {
  ca: string;
  servername: string;
  rejectUnauthorized: true;
} {
  return { ca: authority, servername: MX_HOST, rejectUnauthorized: true };
}

/** Connects, upgrades with STARTTLS, verifies, and says EHLO again. */
export async function connectEncrypted(
  port: number,
  authority: string,
  helo = 'mx.good.example',
): Promise<SmtpClient> {
  const client = await SmtpClient.greet(port);
  try {
    const ready = await client.command('STARTTLS');
    if (!ready.startsWith('220')) throw new Error(`no TLS: ${ready}`);
    await client.handshake(verifying(authority));
    await client.command(`EHLO ${helo}`);
    return client;
  } catch (error) {
    client.close();
    throw error;
  }
}

/** Connects with TLS from the first octet, verifies, and says EHLO. */
export async function connectImplicit(port: number, authority: string): Promise<SmtpClient> {
  return SmtpClient.greet(port, { tls: verifying(authority) });
}

/** The argument of AUTH PLAIN (RFC 4616). */
export function plain(userName: string, password: string): string {
  return Buffer.from(`\0${userName}\0${password}`).toString('base64');
}

/** A message as lines with CRLF. */
export function lines(...text: readonly string[]): string {
  return `${text.join('\r\n')}\r\n`;
}

/** The DKIM signatures of a message, each verified with the keys that this DNS server publishes. */
export async function verifySignatures(message: Buffer, dnsServer: string) {
  const resolver = new Resolver();
  resolver.setServers([dnsServer]);
  const { results } = await dkimVerify(message, {
    strict: true,
    resolver: async (name, type) => (await resolver.resolve(name, type)) as string[] | string[][],
  });
  return results;
}
