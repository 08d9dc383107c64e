/**
 * One HTTPS request to a host that a stranger named: an MTA-STS policy host, or the receiver of a TLS report.
 *
 * The name is looked up with our own resolver, each address is checked like a mail server's (mayConnect), and
 * the connection goes to that very address: nothing is looked up a second time, so a name that answers
 * differently the next time leads nowhere else. TLS 1.2 or newer; the certificate must be valid for the name
 * (a DNS name of its subjectAltName, RFC 6125) and lead to an authority that Node trusts, NODE_EXTRA_CA_CERTS
 * included. Redirects are answers like others and are not followed; no proxy, no cookies, no kept connection.
 */
import { request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';

import { addressesOf, type Destinations } from './destinations.ts';
import { failureOf, type HttpsFailure } from './failure.ts';

export interface HttpsClient extends Destinations {
  /** Certificate authorities (PEM) in place of Node's own. @default Node's */
  readonly authorities?: string;
}

export interface HttpsRequest {
  readonly method: 'GET' | 'POST';
  /** A host name in A-labels. */
  readonly host: string;
  readonly port: number;
  /** Path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** The largest body of an answer that is read. */
  readonly most: number;
  /** Milliseconds since 1970: the whole of it ends here. */
  readonly deadline: number;
}

export type HttpsOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      /** Media type in lower case, without parameters; empty where there is none. */
      readonly mediaType: string;
      readonly body: Buffer;
    }
  | HttpsFailure;

const CONNECT_MILLISECONDS = 10_000;
const LARGEST_HEADER = 16 * 1024;

/** The certificate's DNS names decide; a common name proves nothing (RFC 6125 section 6.4.4). */
function checkIdentity(host: string, certificate: PeerCertificate): Error | undefined {
  if (!/(^|, )DNS:/.test(certificate.subjectaltname ?? '')) {
    return Object.assign(new Error('the certificate names no host'), {
      code: 'ERR_TLS_CERT_ALTNAME_INVALID',
    });
  }
  return checkServerIdentity(host, certificate);
}

/** Reads a body up to a limit; null where it is larger. */
async function readBody(response: IncomingMessage, most: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** One try at one address. Never rejects. */
function askAt(
  address: string,
  wanted: HttpsRequest,
  client: HttpsClient,
  signal: AbortSignal,
): Promise<HttpsOutcome> {
  const { method, host, port, path, headers = {}, body, most } = wanted;
  const options: RequestOptions = {
    method,
    host: address,
    port,
    path,
    servername: host,
    headers: {
      Host: port === 443 ? host : `${host}:${port}`,
      'User-Agent': 'Secure-Alias',
      Accept: '*/*',
      Connection: 'close',
      ...headers,
      ...(body && { 'Content-Length': String(body.length) }),
    },
    agent: false,
    minVersion: 'TLSv1.2',
    rejectUnauthorized: true,
    checkServerIdentity: (_name, certificate) => checkIdentity(host, certificate),
    maxHeaderSize: LARGEST_HEADER,
    signal,
    ...(client.authorities === undefined ? {} : { ca: client.authorities }),
  };
  return new Promise((resolve) => {
    let secured = false;
    let answered = false;
    const sent = request(options, (response) => {
      answered = true;
      const status = response.statusCode ?? 0;
      const mediaType = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
      readBody(response, most).then(
        (read) => {
          sent.destroy();
          resolve(
            read === null
              ? { kind: 'failed', step: 'too-large', detail: `${host} answered with over ${most} octets` }
              : { kind: 'answered', status, mediaType, body: read },
          );
        },
        (error: unknown) => {
          resolve(failureOf(error, host, 'answer', signal));
        },
      );
    });
    const connecting = setTimeout(() => {
      sent.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' }));
    }, CONNECT_MILLISECONDS);
    sent.once('socket', (socket) => {
      socket.once('secureConnect', () => {
        secured = true;
        clearTimeout(connecting);
      });
    });
    sent.once('close', () => {
      clearTimeout(connecting);
      if (!answered) resolve(failureOf(null, host, 'answer', signal));
    });
    sent.on('error', (error) => {
      resolve(failureOf(error, host, secured ? 'answer' : 'connection', signal));
    });
    sent.end(body);
  });
}

/** Rejects with the signal's reason when it aborts before the work is done. */
async function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  signal.throwIfAborted();
  let abort = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    abort = () => {
      reject(new Error('the deadline has passed'));
    };
    signal.addEventListener('abort', abort, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/**
 * Sends one request, to one address after the other until one can be connected to: a certificate that does
 * not verify, or an answer, is final. Never rejects.
 */
export async function askOverHttps(wanted: HttpsRequest, client: HttpsClient): Promise<HttpsOutcome> {
  const left = Math.max(0, Math.min(wanted.deadline - Date.now(), 2 ** 31 - 1));
  const end = new AbortController();
  if (left === 0) end.abort();
  const timer = setTimeout(() => {
    end.abort();
  }, left);
  try {
    const addresses = await before(end.signal, addressesOf(wanted.host, client));
    if ('kind' in addresses) return addresses;
    let last: HttpsOutcome = { kind: 'failed', step: 'address', detail: `${wanted.host} has no address` };
    for (const address of addresses) {
      last = await askAt(address, wanted, client, end.signal);
      if (last.kind === 'answered' || last.step !== 'connection') return last;
    }
    return last;
  } catch (error) {
    return failureOf(error, wanted.host, 'name', end.signal);
  } finally {
    clearTimeout(timer);
  }
}
