/**
 * Route 53 over HTTP, as far as the renewal uses it: changes of one zone, which the name servers have only once
 * somebody has asked twice whether they have.
 */
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

const ZONE = 'Z0123456789ABCDEFGHIJ';
const NAMESPACE = 'https://route53.amazonaws.com/doc/2013-04-01/';

interface Change {
  readonly action: string;
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly values: readonly string[];
}

export interface Route53Double {
  readonly zoneId: string;
  readonly endpoint: string;
  /** What the name servers say, by name and type. */
  readonly records: ReadonlyMap<string, readonly string[]>;
  /** `UPSERT _acme-challenge.mx.secure.example.org TXT`, in order. */
  readonly changes: string[];
  /** Makes the next change be refused. */
  refuse(): void;
  close(): Promise<void>;
}

const unescaped = (xml: string): string =>
  xml.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

function readChanges(xml: string): Change[] {
  return [...xml.matchAll(/<Change>(.*?)<\/Change>/gs)].map(([, change = '']) => {
    const of = (tag: string): string => new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(change)?.[1] ?? '';
    const values = [...change.matchAll(/<Value>(.*?)<\/Value>/gs)].map(([, value = '']) => unescaped(value));
    return {
      action: of('Action'),
      name: of('Name').replace(/\.$/, ''),
      type: of('Type'),
      ttl: Number(of('TTL')),
      values,
    };
  });
}

/** `looks`: how often somebody has to ask until a change is everywhere. */
export async function startRoute53(looks = 2): Promise<Route53Double> {
  const records = new Map<string, readonly string[]>();
  const changes: string[] = [];
  const pending = new Map<string, { looks: number; readonly batch: readonly Change[] }>();
  let refusing = false;

  const apply = ({ action, name, type, values }: Change): void => {
    if (action === 'DELETE') records.delete(`${name} ${type}`);
    else records.set(`${name} ${type}`, values);
  };
  const info = (id: string, status: string): string =>
    `<ChangeInfo><Id>/change/${id}</Id><Status>${status}</Status><SubmittedAt>2026-11-25T04:00:00Z</SubmittedAt></ChangeInfo>`;
  const answer = (method: string, path: string, body: string): [number, string] => {
    const change = /^\/2013-04-01\/change\/(\w+)$/.exec(path)?.[1];
    const entry = change === undefined ? undefined : pending.get(change);
    if (change !== undefined && entry !== undefined) {
      if (++entry.looks < looks)
        return [
          200,
          `<GetChangeResponse xmlns="${NAMESPACE}">${info(change, 'PENDING')}</GetChangeResponse>`,
        ];
      if (entry.looks === looks) entry.batch.forEach(apply);
      return [200, `<GetChangeResponse xmlns="${NAMESPACE}">${info(change, 'INSYNC')}</GetChangeResponse>`];
    }
    const error = (code: string, message: string): [number, string] => [
      400,
      `<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
    ];
    if (method !== 'POST' || path !== `/2013-04-01/hostedzone/${ZONE}/rrset`)
      return error('NoSuchHostedZone', path);
    const batch = readChanges(body);
    const gone = batch.find(
      ({ action, name, type, values }) =>
        action === 'DELETE' && records.get(`${name} ${type}`)?.join() !== values.join(),
    );
    if (refusing || gone !== undefined) {
      refusing = false;
      return error('InvalidChangeBatch', 'refused');
    }
    changes.push(...batch.map(({ action, name, type }) => `${action} ${name} ${type}`));
    const id = `C${pending.size + 1}`;
    pending.set(id, { looks: 0, batch });
    // Nobody asks what has become of a deletion.
    if (batch.every(({ action }) => action === 'DELETE')) batch.forEach(apply);
    return [
      200,
      `<ChangeResourceRecordSetsResponse xmlns="${NAMESPACE}">${info(id, 'PENDING')}</ChangeResourceRecordSetsResponse>`,
    ];
  };

  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const path = (request.url ?? '').replace(/\?.*$/, '').replace(/\/$/, '');
      const [status, xml] = answer(request.method ?? '', path, body);
      response.writeHead(status, { 'content-type': 'text/xml' }).end(`<?xml version="1.0"?>\n${xml}`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    zoneId: ZONE,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    records,
    changes,
    refuse: () => {
      refusing = true;
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
