/**
 * Looks at the receiving host as its senders and its users' mail programs do: TLS on every port, and which
 * recipients it takes, without encryption and with it. Nothing is ever sent: no DATA follows.
 */
import { connect, type Socket } from 'node:net';

import { Channel, isBroken } from '../../shared/smtp/channel.ts';
import { openSession, type EncryptedSession, type Opened, type Timeouts } from '../../shared/smtp/session.ts';

export interface Ports {
  readonly mx: number;
  readonly submissions: number;
  readonly submission: number;
}

export const PORTS: Ports = { mx: 25, submissions: 465, submission: 587 };

export interface ProbeOptions {
  readonly clientName: string;
  readonly ports: Ports;
  /** PEM of authorities in place of the public ones. */
  readonly authorities?: string;
  /** For one conversation. */
  readonly milliseconds: number;
}

export type Answer =
  | { readonly kind: 'reply'; readonly code: number; readonly status: string | null; readonly text: string }
  | { readonly kind: 'broken'; readonly detail: string };

export type SeenPort =
  | { readonly kind: 'closed'; readonly detail: string }
  /** Somebody answers, but there is no encrypted session to be had. */
  | { readonly kind: 'unencrypted'; readonly detail: string }
  | {
      readonly kind: 'encrypted';
      readonly version: string;
      readonly cipher: string;
      readonly chain: readonly Buffer[];
      /** Why the certificate does not verify publicly; null where it does. */
      readonly verificationFailure: string | null;
      /** What it says to mail for elsewhere (port 25), or to mail before sign-in (the others). */
      readonly stranger: Answer;
    };

export interface SeenServer {
  readonly address: string;
  readonly mx: SeenPort;
  readonly submissions: SeenPort;
  readonly submission: SeenPort;
  /** What it says to mail for the alias domain over an unencrypted connection. */
  readonly plaintext: Answer;
}

const OUTSIDE = 'nobody@example.net';

async function command(channel: Channel, line: string, deadline: number): Promise<Answer> {
  const failed = await channel.write(`${line}\r\n`, deadline, 1);
  const reply = failed ?? (await channel.read(deadline, `in answer to ${line.split(' ')[0] ?? line}`));
  return isBroken(reply)
    ? { kind: 'broken', detail: reply.broken }
    : { kind: 'reply', code: reply.code, status: reply.status, text: reply.text };
}

/** The answer to RCPT, or to what already failed before it. */
async function offer(channel: Channel, sender: string, recipient: string, deadline: number): Promise<Answer> {
  const mail = await command(channel, `MAIL FROM:<${sender}>`, deadline);
  if (mail.kind === 'broken' || mail.code !== 250) return mail;
  return command(channel, `RCPT TO:<${recipient}>`, deadline);
}

function timeoutsOf(milliseconds: number): Timeouts {
  const all = milliseconds;
  return { connect: all, greeting: all, command: all, handshake: all, data: all, finalDot: all };
}

const CLOSED = new Set(['unreachable']);

async function seenPort(
  { observation, session }: Opened,
  stranger: (session: EncryptedSession) => Promise<Answer>,
): Promise<SeenPort> {
  if (session === null) {
    const detail =
      'detail' in observation
        ? observation.detail
        : 'reply' in observation
          ? `it answers ${observation.reply.code} ${observation.reply.text}`
          : 'it does not offer STARTTLS';
    return { kind: CLOSED.has(observation.kind) ? 'closed' : 'unencrypted', detail };
  }
  const { chain, verificationFailure, channel } = session;
  const { version, cipher } = observation.tls;
  const answer = await stranger(session);
  channel.quit();
  return { kind: 'encrypted', version, cipher, chain, verificationFailure, stranger: answer };
}

/** Looks at one address. Never rejects for anything that the server or the network does. */
export async function lookAtServer(
  host: string,
  address: string,
  alias: string,
  options: ProbeOptions,
): Promise<SeenServer> {
  const { clientName, ports, authorities, milliseconds } = options;
  const open = async (port: number, implicitTls: boolean, sender: string): Promise<SeenPort> => {
    const deadline = Date.now() + milliseconds;
    const opened = await openSession(
      { host, address, port, implicitTls, ...(authorities === undefined ? {} : { authorities }) },
      { clientName, timeouts: timeoutsOf(milliseconds), deadline },
    );
    return seenPort(opened, ({ channel }) => offer(channel, sender, OUTSIDE, deadline));
  };
  const [mx, submissions, submission, plaintext] = await Promise.all([
    open(ports.mx, false, ''),
    open(ports.submissions, true, `postmaster@${alias}`),
    open(ports.submission, false, `postmaster@${alias}`),
    offerUnencrypted(address, alias, options),
  ]);
  return { address, mx, submissions, submission, plaintext };
}

function connected(address: string, port: number, milliseconds: number): Promise<Socket | Error> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port });
    const give = (result: Socket | Error): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      if (result !== socket) {
        socket.on('error', () => undefined);
        socket.destroy();
      }
      resolve(result);
    };
    const timer = setTimeout(() => {
      give(new Error('timed out'));
    }, milliseconds);
    socket.once('connect', () => {
      give(socket);
    });
    socket.once('error', give);
  });
}

/** A made-up recipient: existing and not existing ones are answered alike, and nobody's list gets a line. */
async function offerUnencrypted(
  address: string,
  alias: string,
  { clientName, ports, milliseconds }: ProbeOptions,
): Promise<Answer> {
  const deadline = Date.now() + milliseconds;
  const socket = await connected(address, ports.mx, milliseconds);
  if (socket instanceof Error) return { kind: 'broken', detail: `no connection (${socket.message})` };
  const channel = new Channel(socket);
  try {
    const greeting = await channel.read(deadline, 'before its greeting');
    if (isBroken(greeting)) return { kind: 'broken', detail: greeting.broken };
    const hello = await command(channel, `EHLO ${clientName}`, deadline);
    if (hello.kind === 'broken' || hello.code !== 250) return hello;
    return await offer(channel, '', `doctor-${Date.now().toString(36)}@${alias}`, deadline);
  } finally {
    channel.quit();
  }
}
