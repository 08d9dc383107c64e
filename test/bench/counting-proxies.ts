/**
 * Counters between the functions and the AWS stand-ins: an HTTP proxy in front of each of them, and a module that
 * points the functions there as they start. Each request is counted by service and operation with its octets;
 * DynamoDB is asked to say what each request consumed, as it is charged.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

export interface Call {
  /** `SQS`, `S3`, `DYNAMODB` or `SECRETS_MANAGER`. */
  readonly service: string;
  /** `SendMessage`, `PUT`, … */
  readonly operation: string;
  readonly sent: number;
  readonly received: number;
  readonly readUnits: number;
  readonly writeUnits: number;
  /** Milliseconds since 1970: when the answer was there. */
  readonly at: number;
  readonly milliseconds: number;
  /** SQS: how many messages it carried. */
  readonly messages: number;
}

export interface CountingProxies {
  readonly calls: Call[];
  close(): Promise<void>;
}

const SERVICES = ['SQS', 'S3', 'DYNAMODB', 'SECRETS_MANAGER'] as const;
const WRITES = /^(Put|Update|Delete|BatchWrite)/;

async function read(message: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of message as AsyncIterable<Buffer>) parts.push(part);
  return Buffer.concat(parts);
}

/** SQS and S3 share a port here; what goes to which is told by the protocol. */
function serviceOf(named: string, target: string): string {
  if (named !== 'SQS' && named !== 'S3') return named;
  return target.startsWith('AmazonSQS') ? 'SQS' : 'S3';
}

function unitsIn(answer: Buffer): number {
  const parsed = JSON.parse(answer.toString() || '{}') as { ConsumedCapacity?: unknown };
  const consumed = [parsed.ConsumedCapacity ?? []].flat() as { CapacityUnits?: number }[];
  return consumed.reduce((sum, { CapacityUnits = 0 }) => sum + CapacityUnits, 0);
}

function messagesIn(operation: string, answer: Buffer): number {
  const parsed = JSON.parse(answer.toString() || '{}') as { Messages?: unknown[]; Successful?: unknown[] };
  if (operation === 'ReceiveMessage') return parsed.Messages?.length ?? 0;
  return parsed.Successful?.length ?? 1;
}

function startProxy(named: string, calls: Call[]): Server {
  return createServer((incoming, outgoing) => {
    void (async () => {
      const began = Date.now();
      let body = await read(incoming);
      const sent = body.length;
      const target = String(incoming.headers['x-amz-target'] ?? '');
      const service = serviceOf(named, target);
      const operation = target.split('.').at(-1) || (incoming.method ?? '');
      const headers = { ...incoming.headers };
      if (service === 'DYNAMODB') {
        body = Buffer.from(
          JSON.stringify({ ...JSON.parse(body.toString()), ReturnConsumedCapacity: 'INDEXES' }),
        );
        headers['content-length'] = String(body.length);
      }
      const real = new URL(process.env[`AWS_ENDPOINT_URL_${named}`] ?? '');
      const forwarded = request(
        { host: real.hostname, port: real.port, method: incoming.method, path: incoming.url, headers },
        (response) => {
          void read(response).then((answer) => {
            const units = service === 'DYNAMODB' && response.statusCode === 200 ? unitsIn(answer) : 0;
            calls.push({
              service,
              operation,
              sent,
              received: answer.length,
              readUnits: WRITES.test(operation) ? 0 : units,
              writeUnits: WRITES.test(operation) ? units : 0,
              at: Date.now(),
              milliseconds: Date.now() - began,
              messages: service === 'SQS' && response.statusCode === 200 ? messagesIn(operation, answer) : 0,
            });
            outgoing.writeHead(response.statusCode ?? 500, response.headers).end(answer);
          });
        },
      );
      forwarded.on('error', () => outgoing.destroy());
      outgoing.on('close', () => forwarded.destroy());
      forwarded.end(body);
    })();
  });
}

/** To be started before the system; the functions that start after it are counted, this process is not. */
export async function startCountingProxies(): Promise<CountingProxies> {
  const calls: Call[] = [];
  const directory = await mkdtemp(join(tmpdir(), 'counting-'));
  const servers: Server[] = [];
  const addresses: Record<string, string> = {};
  for (const service of SERVICES) {
    const server = startProxy(service, calls).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    servers.push(server);
    addresses[service] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }
  // The queues' addresses name the stand-in too.
  const module = `
for (const [service, proxy] of Object.entries(${JSON.stringify(addresses)})) {
  const real = process.env['AWS_ENDPOINT_URL_' + service];
  if (real === undefined) continue;
  for (const [name, value] of Object.entries(process.env))
    if (name.endsWith('QUEUE_URL') && service === 'SQS') process.env[name] = value.replace(real, proxy);
}
for (const [service, proxy] of Object.entries(${JSON.stringify(addresses)}))
  if (process.env['AWS_ENDPOINT_URL_' + service] !== undefined) process.env['AWS_ENDPOINT_URL_' + service] = proxy;
`;
  const file = join(directory, 'count.mjs');
  await writeFile(file, module);
  const before = process.env['NODE_OPTIONS'];
  process.env['NODE_OPTIONS'] = `${before ?? ''} --import ${pathToFileURL(file).href}`.trim();
  return {
    calls,
    async close() {
      if (before === undefined) delete process.env['NODE_OPTIONS'];
      else process.env['NODE_OPTIONS'] = before;
      for (const server of servers) {
        server.closeAllConnections();
        server.close();
      }
      await rm(directory, { recursive: true, force: true });
    },
  };
}
