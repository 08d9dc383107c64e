/**
 * An ACME server (RFC 8555) for tests: every request is signed and its signature verified, every nonce is good once,
 * a dns-01 challenge is really looked up, and what is issued carries the key of the request. What it should do
 * wrong is said in `wrong`.
 */
// First: it brings a Reflect metadata of its own, which does not bear another one below it.
import 'acme-client';
import { createHash, createPrivateKey, createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

import * as x509 from '@peculiar/x509';
import { calculateJwkThumbprint, flattenedVerify, importJWK, type JWK } from 'jose';

import { createAuthority } from '../../../infra/local/internet/certificates.ts';

const DAY = 24 * 3600 * 1000;
const ERROR = 'urn:ietf:params:acme:error:';
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export interface Wrong {
  /** Of the next requests, this many are answered badNonce. */
  badNonces: number;
  /** newOrder is refused with this type. */
  newOrder: 'rateLimited' | null;
  /** finalize is refused with this type. */
  finalize: 'caa' | null;
  /** Asks for the challenge under another name than it said. */
  looksElsewhere: boolean;
  /** Issues for another host than asked. */
  otherHost: string | null;
  /** Every request is answered 500, without a problem document. */
  broken: boolean;
}

export interface AcmeServer {
  readonly directory: string;
  readonly wrong: Wrong;
  readonly contacts: readonly string[];
  /** Certificates issued. */
  issued(): number;
  accounts(): number;
  close(): Promise<void>;
}

interface Account {
  readonly jwk: JWK;
  readonly url: string;
}

interface OrderItem {
  readonly host: string;
  readonly token: string;
  readonly account: Account;
  status: string;
  proof: 'pending' | 'valid' | 'invalid';
  /** Looks at it before it is settled, so that whoever asks has to ask again. */
  patience: number;
  chain: string;
}

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const problem = (status: number, type: string, detail: string, more: object = {}): Reply => ({
  status,
  body: { type: ERROR + type, detail, ...more },
});

export interface AcmeServerOptions {
  readonly now?: () => number;
  /** How often whoever asks has to ask again. @default 1 */
  readonly patience?: number;
}

const LIFETIME_DAYS = 90;

/** `lookUpTxt`: the values that the name servers give. */
export async function startAcmeServer(
  lookUpTxt: (name: string) => readonly string[],
  { now = Date.now, patience = 1 }: AcmeServerOptions = {},
): Promise<AcmeServer> {
  const authority = await createAuthority({ commonName: 'ACME test authority' });
  const wrong: Wrong = {
    badNonces: 0,
    newOrder: null,
    finalize: null,
    looksElsewhere: false,
    otherHost: null,
    broken: false,
  };
  const nonces = new Set<string>();
  const accounts = new Map<string, Account>();
  const orders: OrderItem[] = [];
  const contacts: string[] = [];
  let issued = 0;

  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const freshNonce = (): string => {
    const nonce = randomBytes(12).toString('base64url');
    nonces.add(nonce);
    return nonce;
  };

  const issue = async (csr: x509.Pkcs10CertificateRequest, host: string): Promise<string> => {
    const root = new x509.X509Certificate(authority.certificatePem);
    const pkcs8 = createPrivateKey(authority.keyPem).export({ format: 'der', type: 'pkcs8' });
    const certificate = await x509.X509CertificateGenerator.create(
      {
        subject: [{ CN: [host] }],
        issuer: root.subject,
        publicKey: (await csr.publicKey.export(webcrypto)) as webcrypto.CryptoKey,
        signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign']),
        notBefore: new Date(now() - 3600 * 1000),
        notAfter: new Date(now() + LIFETIME_DAYS * DAY),
        signingAlgorithm: algorithm,
        extensions: [new x509.SubjectAlternativeNameExtension([{ type: 'dns', value: host }])],
      },
      webcrypto,
    );
    issued += 1;
    return `${certificate.toString('pem').trim()}\n${authority.certificatePem}`;
  };

  const viewOf = (order: OrderItem, id: number): object => ({
    status: order.status,
    identifiers: [{ type: 'dns', value: order.host }],
    authorizations: [`${base}/authz/${id}`],
    finalize: `${base}/finalize/${id}`,
    ...(order.status === 'valid' && { certificate: `${base}/certificate/${id}` }),
  });
  const challengeOf = (order: OrderItem, id: number): object => ({
    type: 'dns-01',
    url: `${base}/challenge/${id}`,
    token: order.token,
    status: order.proof,
    ...(order.proof === 'invalid' && {
      error: { type: `${ERROR}unauthorized`, detail: `No TXT record found at _acme-challenge.${order.host}` },
    }),
  });

  const look = async (order: OrderItem): Promise<void> => {
    const answer = `${order.token}.${await calculateJwkThumbprint(order.account.jwk)}`;
    const expected = createHash('sha256').update(answer).digest('base64url');
    const name = `_acme-challenge.${wrong.looksElsewhere ? 'elsewhere.example' : order.host}`;
    order.proof = lookUpTxt(name).includes(`"${expected}"`) ? 'valid' : 'invalid';
    order.status = order.proof === 'valid' ? 'ready' : 'invalid';
  };

  const finalize = async (order: OrderItem, id: number, csrText: string): Promise<Reply> => {
    if (order.status !== 'ready') return problem(403, 'orderNotReady', `the order is ${order.status}`);
    if (wrong.finalize === 'caa')
      return problem(403, 'caa', 'CAA record prevents issuance', {
        subproblems: [{ type: `${ERROR}caa`, detail: `CAA record for ${order.host}` }],
      });
    const csr = new x509.Pkcs10CertificateRequest(Buffer.from(csrText, 'base64url'));
    if (!(await csr.verify(webcrypto))) return problem(400, 'badCSR', 'the signature is wrong');
    const extension = csr.getExtension('2.5.29.17');
    const names =
      extension &&
      new x509.SubjectAlternativeNameExtension(extension.rawData).names.items.map(({ value }) => value);
    if (names?.join() !== order.host) return problem(400, 'badCSR', `names ${names?.join() ?? 'nothing'}`);
    order.chain = await issue(csr, wrong.otherHost ?? order.host);
    order.status = 'processing';
    order.patience = patience;
    return { status: 200, body: viewOf(order, id) };
  };

  const answer = async (path: string, account: Account, payload: Record<string, unknown>): Promise<Reply> => {
    if (path === '/new-order') {
      if (wrong.newOrder !== null)
        return {
          ...problem(429, 'rateLimited', 'too many certificates already issued for this host'),
          headers: { 'retry-after': '86400' },
        };
      const [identifier] = payload['identifiers'] as { value: string }[];
      const token = randomBytes(16).toString('base64url');
      const host = identifier?.value ?? '';
      orders.push({ host, token, account, status: 'pending', proof: 'pending', patience: 0, chain: '' });
      const id = orders.length - 1;
      const headers = { location: `${base}/order/${id}` };
      return { status: 201, headers, body: viewOf(orders[id] as OrderItem, id) };
    }
    const [, what, number] = /^\/(order|authz|challenge|finalize|certificate)\/(\d+)$/.exec(path) ?? [];
    const id = Number(number);
    const order = orders[id];
    if (order === undefined || order.account.url !== account.url)
      return problem(404, 'malformed', 'not there');
    switch (what ?? '') {
      case 'order':
        if (order.status === 'processing' && order.patience-- === 0) order.status = 'valid';
        return { status: 200, body: viewOf(order, id) };
      case 'authz':
        if (order.patience-- === 1) await look(order);
        return {
          status: 200,
          body: {
            status: order.proof,
            identifier: { type: 'dns', value: order.host },
            challenges: [
              { type: 'http-01', url: `${base}/http/${id}`, token: order.token, status: 'pending' },
              challengeOf(order, id),
            ],
          },
        };
      case 'challenge':
        order.patience = patience + 1;
        return { status: 200, body: challengeOf(order, id) };
      case 'finalize':
        return finalize(order, id, String(payload['csr']));
      default:
        return { status: 200, body: order.chain };
    }
  };

  const post = async (path: string, body: string): Promise<Reply> => {
    const jws = JSON.parse(body) as { protected: string; payload: string; signature: string };
    const head = JSON.parse(Buffer.from(jws.protected, 'base64url').toString()) as Record<string, unknown>;
    if (head['url'] !== `${base}${path}`) return problem(401, 'unauthorized', 'signed for another URL');
    if (!nonces.delete(String(head['nonce'])) || wrong.badNonces > 0) {
      wrong.badNonces -= 1;
      return problem(400, 'badNonce', 'an old nonce');
    }
    const known = accounts.get(String(head['kid']));
    const jwk = path === '/new-account' ? (head['jwk'] as JWK) : known?.jwk;
    if (jwk === undefined) return problem(400, 'accountDoesNotExist', 'nobody known');
    await flattenedVerify(jws, await importJWK(jwk, String(head['alg'])));
    const payloadText = Buffer.from(jws.payload, 'base64url').toString();
    const payload = (payloadText === '' ? {} : JSON.parse(payloadText)) as Record<string, unknown>;
    if (path !== '/new-account' && known !== undefined) {
      if (path === new URL(known.url).pathname) return { status: 200, body: { status: 'valid' } };
      return answer(path, known, payload);
    }
    if (payload['termsOfServiceAgreed'] !== true) return problem(403, 'userActionRequired', 'terms');
    contacts.splice(0, contacts.length, ...(payload['contact'] as string[]));
    const url = `${base}/account/${await calculateJwkThumbprint(jwk)}`;
    const status = accounts.has(url) ? 200 : 201;
    accounts.set(url, { jwk, url });
    return { status, headers: { location: url }, body: { status: 'valid' } };
  };

  const replyTo = async (method: string, path: string, body: string): Promise<Reply> => {
    if (wrong.broken) return { status: 500, body: 'out of order' };
    if (path === '/directory')
      return {
        status: 200,
        body: Object.fromEntries(
          ['newNonce', 'newAccount', 'newOrder'].map((name) => [
            name,
            `${base}/${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}`,
          ]),
        ),
      };
    return method === 'POST' ? post(path, body) : { status: 200 };
  };

  server.on('request', (request, response) => {
    void (async () => {
      const reply = await replyTo(request.method ?? '', request.url ?? '', await text(request)).catch(
        (error: unknown): Reply => problem(500, 'serverInternal', String(error)),
      );
      const { status, body, headers = {} } = reply;
      const plain = typeof body === 'string';
      response.writeHead(status, {
        'content-type': plain ? 'application/pem-certificate-chain' : 'application/json',
        'replay-nonce': freshNonce(),
        ...headers,
      });
      response.end(body === undefined ? '' : plain ? body : JSON.stringify(body));
    })();
  });
  return {
    directory: `${base}/directory`,
    wrong,
    contacts,
    issued: () => issued,
    accounts: () => accounts.size,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** For whoever wants to compare: SHA-256 of the public key, in hex. */
export function keyDigestOf(pem: string): string {
  const spki = createPublicKey(pem).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('hex');
}
