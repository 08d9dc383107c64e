/**
 * The API with stores in memory and a clock that stands still, and requests as API Gateway would hand them
 * over (payload format 2.0), so that a test reads as what a client does and gets.
 */
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';

import { createApi } from '../../../functions/settings-api/api.ts';
import type { ApiEvent } from '../../../functions/settings-api/caller.ts';
import type { Dependencies } from '../../../functions/settings-api/dependencies.ts';
import type { AliasAddress, HomeAddress } from '../../../shared/address/alias.ts';
import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import type { OutboundItem } from '../../../shared/store/queues.ts';
import { memoryAliases } from '../../doubles/aliases.ts';
import { memoryAllowances } from '../../doubles/allowances.ts';
import { memoryAppPasswords } from '../../doubles/app-passwords.ts';
import { memoryBodies } from '../../doubles/bodies.ts';
import { memoryDeliveries } from '../../doubles/deliveries.ts';
import { memoryEvidenceSigner } from '../../doubles/evidence-key.ts';
import { memoryMailbox } from '../../doubles/mailbox.ts';
import { namedLinks } from '../../doubles/object-links.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { memoryOperatorActions } from '../../doubles/operator-actions.ts';
import { memoryQueue } from '../../doubles/queue.ts';
import { memoryRefusals } from '../../doubles/refusals.ts';
import { memoryRequests } from '../../doubles/requests.ts';
import { memoryTrustEntries } from '../../doubles/trust-entries.ts';
import { memoryUploads } from '../../doubles/uploads.ts';

export const ALICE = 'alice@example.org' as HomeAddress;
export const ALICE_ALIAS = 'alice@secure.example.org' as AliasAddress;
export const BOB = 'bob@example.org' as HomeAddress;
export const NOW = Date.parse('2026-11-23T10:00:00Z');

function domain(text: string): Domain {
  const parsed = parseDomain(text);
  if (parsed === null) throw new Error(`${text} is no domain`);
  return parsed;
}

export interface Asked {
  /** Claims of the token; a text stands for a user with that address; null is nobody. */
  readonly as?: string | Readonly<Record<string, unknown>> | null;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object goes as JSON, a text or Buffer as it is. */
  readonly body?: unknown;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly raw: Buffer;
  /** The body as JSON; undefined where it is none. */
  readonly json: unknown;
}

/** Builds the event of a request. Header names arrive in lower case, binary bodies as base64. */
export function buildEvent(method: string, path: string, asked: Asked = {}): ApiEvent {
  const { as = ALICE, query, body } = asked;
  const asJson = body !== undefined && typeof body !== 'string' && !Buffer.isBuffer(body);
  const headers: Record<string, string> = asJson ? { 'content-type': 'application/json' } : {};
  for (const [name, value] of Object.entries(asked.headers ?? {})) headers[name.toLowerCase()] = value;
  const claims = typeof as === 'string' ? { email: as } : as;
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath: path,
    rawQueryString: new URLSearchParams(query).toString(),
    headers,
    ...(query === undefined ? {} : { queryStringParameters: { ...query } }),
    requestContext: {
      http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'test' },
      ...(claims === null ? {} : { authorizer: { jwt: { claims, scopes: [] } } }),
    },
    isBase64Encoded: Buffer.isBuffer(body),
    ...(body === undefined
      ? {}
      : {
          body: Buffer.isBuffer(body)
            ? body.toString('base64')
            : typeof body === 'string'
              ? body
              : JSON.stringify(body),
        }),
  };
  return event as unknown as ApiEvent;
}

function read(result: APIGatewayProxyStructuredResultV2): Answered {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(result.headers ?? {}))
    headers[name.toLowerCase()] = String(value);
  const raw = Buffer.from(result.body ?? '', result.isBase64Encoded === true ? 'base64' : 'utf8');
  const json: unknown =
    raw.length > 0 && /json/.test(headers['content-type'] ?? '')
      ? JSON.parse(raw.toString('utf8'))
      : undefined;
  return { status: result.statusCode ?? 200, headers, raw, json };
}

/** A house with Alice and Bob not yet known. `overrides` replaces what a test wants to break. */
export function openHouse(overrides: Partial<Dependencies> = {}) {
  const stores = {
    aliases: memoryAliases(),
    appPasswords: memoryAppPasswords(),
    mailbox: memoryMailbox(),
    deliveries: memoryDeliveries(),
    refusals: memoryRefusals(),
    requests: memoryRequests(),
    trustEntries: memoryTrustEntries(),
    operatorActions: memoryOperatorActions(),
    bodies: memoryBodies(),
    uploads: memoryUploads(),
    outbound: memoryQueue<OutboundItem>(),
    observer: memoryObserver(),
    evidence: memoryEvidenceSigner(),
  };
  const api = createApi({
    ...stores,
    allowances: memoryAllowances(),
    links: namedLinks(),
    checkNextHop: () => Promise.reject(new Error('this test looks at nobody')),
    inside: (name) => ['secure.example.org', 'example.org'].includes(name),
    lookAt: (name) => Promise.resolve({ kind: 'no-hosts', detail: `${name} does not exist` }),
    domains: new Map([[domain('secure.example.org'), domain('example.org')]]),
    maxMessageSize: 1024 * 1024,
    publicUrl: new URL('https://mail.example.org'),
    mailPrograms: {
      submission: { host: 'mx.secure.example.org', submissionsPort: 465, submissionPort: 587 },
      incoming: { host: domain('imap.example.org'), port: 993, implicitTls: true },
      reading: 'home-server',
    },
    now: () => NOW,
    ...overrides,
  });
  return {
    ...stores,
    ask: async (method: string, path: string, asked?: Asked): Promise<Answered> =>
      read(await api(buildEvent(method, path, asked))),
    /** Switches an alias on through the API, as its owner would. */
    switchOn: async (home: HomeAddress = ALICE): Promise<void> => {
      const answer = await api(buildEvent('PUT', '/v1/alias', { as: home, body: { enabled: true } }));
      if (answer.statusCode !== 200) throw new Error(`could not switch on: ${answer.body ?? ''}`);
    },
  };
}

export type House = ReturnType<typeof openHouse>;

/** Status, problem name and pointers in one value, for tables. */
export function verdict({ status, json }: Answered): string {
  const { type = '', errors = [] } = (json ?? {}) as {
    type?: string;
    errors?: { in: string; pointer: string }[];
  };
  const name = type.replace('urn:secure-alias:problem:', '');
  const where = errors.map((error) => `${error.in}:${error.pointer}`).join(' ');
  return [String(status), name, where].filter((part) => part !== '').join(' ');
}
