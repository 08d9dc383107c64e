/**
 * The API behind the page of the simulated internet, under `/simulation`: who the providers are, what reached them over
 * which connection, a live transcript, and mail from them to this system. Only there with the simulation, without
 * sign-in: all that it shows is simulated. Pages of other origins are kept out all the same: the Host field must be
 * our own (against DNS rebinding), and what sends takes JSON of our own origin only.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';

import { z } from 'zod';

import type { Domain } from '../../../shared/address/domain.ts';
import { parseMailbox } from '../../../shared/address/mailbox.ts';
import type { HttpsServer, Listener } from '../http/https-server.ts';
import { sendProblem } from '../http/problem.ts';
import type { SimulatedInternet } from '../internet/simulation.ts';
import { EventStream } from './event-stream.ts';
import { SENDER_TLS, sendLetter, type Sending } from './sender.ts';
import { viewConnection, viewDetails, viewLine, viewMessage, viewProvider, type LineView } from './views.ts';

export interface SimulationApi {
  readonly listener: Listener;
  /** Ends the live transcripts that are being read. */
  close(): void;
}

export interface SimulationApiOptions {
  readonly internet: SimulatedInternet;
  readonly aliasDomains: ReadonlySet<Domain>;
  /** Where mail from outside comes in. */
  readonly mx: { readonly address: string; readonly port: number };
  /** `https://localhost:8443`; the same port at the listening address counts as ours, too. */
  readonly origin: string;
  readonly listenAddress: string;
}

/** What `POST /simulation/send` answers. */
export interface SendAnswer extends Omit<Sending, 'lines'> {
  readonly lines: readonly LineView[];
}

const LARGEST_BODY = 64 * 1024;

const address = z.string().transform((text, context) => {
  const mailbox = parseMailbox(text);
  if (mailbox !== null && /^[\x21-\x7e]+$/.test(mailbox.address)) return mailbox;
  context.addIssue('is not an address such as carol@plain.example');
  return z.NEVER;
});
const line = z
  .string()
  .max(200)
  .refine((text) => !/\p{Cc}/u.test(text), 'must not contain control characters');
const NewLetter = z.strictObject({
  as: address,
  to: address,
  tls: z
    .union([z.boolean(), z.enum(SENDER_TLS)])
    .default(true)
    .transform((chosen) => (chosen === true ? 'now' : chosen === false ? 'none' : chosen)),
  subject: line.default('A message from outside'),
  text: z.string().max(10_000).default('Hello from the simulated internet.'),
});

/** Host fields that are ours: by name on this machine, or by the address that we listen on. */
function ownHosts({ origin, listenAddress }: SimulationApiOptions): ReadonlySet<string> {
  const { port } = new URL(origin);
  const shown = isIP(listenAddress) === 6 ? `[${listenAddress}]` : listenAddress;
  return new Set(['localhost', '127.0.0.1', '[::1]', shown].map((name) => `${name}:${port}`));
}

function sendJson(response: ServerResponse, value: unknown): void {
  const body = JSON.stringify(value);
  response.writeHead(200, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
}

/** Null where it was too large or cut off, and has been answered. */
async function readBody(request: IncomingMessage, response: ServerResponse): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      if (size <= LARGEST_BODY) parts.push(part);
    }
  } catch {
    response.destroy();
    return null;
  }
  if (size <= LARGEST_BODY) return Buffer.concat(parts).toString('utf8');
  sendProblem(response, 'too-large', `At most ${LARGEST_BODY} octets are taken here.`);
  return null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Makes the listener, to be mounted at `/simulation`. */
export function createSimulationApi(options: SimulationApiOptions): SimulationApi {
  const { internet, aliasDomains, mx } = options;
  const hosts = ownHosts(options);
  const origins = new Set([...hosts].map((host) => `https://${host}`));
  const stream = new EventStream();
  let letters = 0;

  internet.events.on('connection-opened', (record) => {
    stream.emit({ kind: 'connection-opened', connection: viewConnection(record) });
  });
  internet.events.on('connection-closed', (record) => {
    stream.emit({ kind: 'connection-closed', connection: viewConnection(record) });
  });
  internet.events.on('line', ({ id, domain }, said) => {
    const line = viewLine(said);
    stream.emit({ kind: 'line', domain, connection: id, direction: 'to-provider', line });
  });
  internet.events.on('message', (message) => {
    stream.emit({ kind: 'message', message: viewMessage(message) });
  });

  const send = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { origin, 'content-type': type = '' } = request.headers;
    if (origin !== undefined && !origins.has(origin)) {
      sendProblem(response, 'not-allowed', 'Only pages of this system may send here.');
      return;
    }
    if (type.split(';', 1)[0]?.trim().toLowerCase() !== 'application/json') {
      sendProblem(response, 'unsupported-media-type', 'Send application/json, and say so in Content-Type.');
      return;
    }
    const body = await readBody(request, response);
    if (body === null) return;
    const read = NewLetter.safeParse(parseJson(body));
    if (!read.success) {
      const [issue] = read.error.issues;
      const where = `/${(issue?.path ?? []).map(String).join('/')}`;
      sendProblem(response, 'invalid-request', `${where}: ${issue?.message ?? 'does not fit'}.`);
      return;
    }
    const { as, to, tls, subject, text } = read.data;
    const provider = internet.providers.get(as.domain);
    if (provider === undefined || !aliasDomains.has(to.domain)) {
      const wrong = provider === undefined ? '/as: is at no simulated provider' : '/to: is no secure address';
      sendProblem(response, 'invalid-request', `${wrong}.`);
      return;
    }
    letters += 1;
    const connection = `${as.domain}-sends-${letters}`;
    const [host] = provider.hosts;
    const sending = await sendLetter(
      { from: as.address, to: to.address, subject, text, tls },
      {
        to: mx,
        host: host?.name ?? as.domain,
        ...(host !== undefined && isIP(mx.address) === 4 && { localAddress: host.address }),
        said: (said) => {
          const event = { kind: 'line', domain: as.domain, connection, direction: 'from-provider' } as const;
          stream.emit({ ...event, line: viewLine(said) });
        },
      },
    );
    sendJson(response, { ...sending, lines: sending.lines.map(viewLine) } satisfies SendAnswer);
  };

  const watch = (request: IncomingMessage, response: ServerResponse, url: URL): void => {
    const given = request.headers['last-event-id'] ?? url.searchParams.get('after') ?? '';
    const after = /^[0-9]{1,15}$/.test(String(given)) ? Number(given) : null;
    if (!stream.serve(response, after))
      sendProblem(response, 'try-again-later', 'Too many pages are watching already.');
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!hosts.has(request.headers.host ?? '')) {
      sendProblem(response, 'not-allowed', 'Ask by the address that this system shows at its start.');
      return;
    }
    const url = new URL(request.url ?? '/', options.origin);
    const path = url.pathname.replace(/^\/simulation\/?/, '');
    const method = path === 'send' ? 'POST' : 'GET';
    const [, domain] = /^providers\/([^/]+)$/.exec(path) ?? [];
    const provider = domain === undefined ? undefined : internet.providers.get(domain.toLowerCase());
    if (!['send', 'events', 'providers'].includes(path) && provider === undefined) {
      sendProblem(response, 'not-found', 'There is nothing at this address.');
    } else if (request.method !== method) {
      sendProblem(response, 'method-not-allowed', `Here you can use ${method}.`, { allow: method });
    } else if (path === 'send') {
      await send(request, response);
    } else if (path === 'events') {
      watch(request, response, url);
    } else if (provider === undefined) {
      const items = [...internet.providers.values()].map((each) => viewProvider(each, internet));
      sendJson(response, { items });
    } else {
      sendJson(response, viewDetails(provider, internet));
    }
  };

  return {
    listener: answer,
    close: () => {
      stream.close();
    },
  };
}

/** Mounts it on the server that listens where the MX does; gives what ends it. */
export function mountSimulation(
  https: Pick<HttpsServer, 'mount' | 'origin'>,
  internet: SimulatedInternet,
  domains: ReadonlyMap<Domain, Domain>,
  listenAddress: string,
  mxPort: number,
): () => Promise<void> {
  const simulation = createSimulationApi({
    internet,
    aliasDomains: new Set(domains.keys()),
    mx: { address: listenAddress, port: mxPort },
    origin: https.origin,
    listenAddress,
  });
  // The address itself is that of the page which shows all this.
  for (const place of ['providers', 'events', 'send'])
    https.mount(`/simulation/${place}`, simulation.listener);
  return () => {
    simulation.close();
    return Promise.resolve();
  };
}
