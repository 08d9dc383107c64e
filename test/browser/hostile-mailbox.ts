/** Every message of the corpus in Alice's mailbox: come in by SMTP as a stranger's mail where the edge takes it. */
import { PutObjectCommand } from '@aws-sdk/client-s3';
import { SendMessageCommand } from '@aws-sdk/client-sqs';

import { createClients } from '../../infra/local/aws/clients.ts';
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { transitKey } from '../../shared/store/bodies.ts';
import { createIdentifier } from '../../shared/store/identifier.ts';
import type { HomeItem } from '../../shared/store/queues.ts';
import { eventually, type Api } from '../e2e/api-client.ts';
import { ALICE, ALICE_ALIAS, type Bench } from '../e2e/local-system.ts';
import { connectEncrypted } from '../e2e/mail-client.ts';
import { corpus, type HostileMessage } from '../mail-corpus/corpus.ts';

export interface Filed extends HostileMessage {
  /** In the mailbox. */
  readonly id: string;
  /** What the edge said, where it did not take it. */
  readonly refused: string | null;
}

/** Connections at one time. */
const AT_ONCE = 6;

/** As infra/local/aws/resources.ts names them. */
const BUCKET = 'bodies';
const HOME_QUEUE = '/000000000000/home';

const STRANGER = 'mail.evil.example';

/** The envelope sender tells the cases apart, whatever the message itself says. */
const senderOf = (at: number): string => `case-${at}@evil.example`;

/** As a mail server puts a message on the wire: dots stuffed (RFC 5321 section 4.5.2), and a line end at the end. */
function onTheWire(raw: Buffer): string {
  const text = raw.toString('latin1').replaceAll(/^\./gm, '..');
  return text.endsWith('\r\n') ? text : `${text}\r\n`;
}

async function send(bench: Bench, at: number, raw: Buffer): Promise<string> {
  const client = await connectEncrypted(bench.system.ports.mx, bench.authority, STRANGER);
  try {
    return await client.send(senderOf(at), [ALICE_ALIAS], Buffer.from(onTheWire(raw), 'latin1'));
  } finally {
    client.close();
  }
}

async function allOf(api: Api): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let cursor: string | null = null, more = true; more;) {
    const query = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer = await api(`/v1/messages?folder=inbox&limit=100${query}`);
    const page = answer.json<{ items: { id: string }[]; next: string | null }>();
    ids.push(...page.items.map(({ id }) => id));
    cursor = page.next;
    more = cursor !== null;
  }
  return ids;
}

async function caseOf(api: Api, id: string): Promise<number> {
  const answer = await api(`/v1/messages/${id}/raw`);
  const raw = answer.status === 303 ? await api(String(answer.headers['location'])) : answer;
  return Number(/^Return-Path: <case-(\d+)@/.exec(raw.body.subarray(0, 100).toString('latin1'))?.[1]);
}

/** Past the edge, onto the queue behind it: what the edge refuses today may come in another way tomorrow. */
async function putBehindTheEdge(bench: Bench, at: number, raw: Buffer): Promise<void> {
  const { awsEnvironment } = bench.system;
  const clients = createClients(awsEnvironment);
  try {
    const id = createIdentifier(Date.now());
    const key = transitKey(id);
    await clients.s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: raw }));
    const item = {
      kind: 'mail',
      id,
      recipients: [{ address: ALICE_ALIAS, home: ALICE as HomeAddress }],
      sender: senderOf(at),
      receivedAt: Date.now(),
      client: { address: '127.0.0.1', helo: STRANGER },
      tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
      aliasDomain: 'secure.example.org' as Domain,
      body: { key },
    } satisfies HomeItem;
    const QueueUrl = `${awsEnvironment['AWS_ENDPOINT_URL_SQS'] ?? ''}${HOME_QUEUE}`;
    await clients.sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(item) }));
  } finally {
    clients.destroy();
  }
}

/** Files them all, in Alice's inbox. Her alias must be on. */
export async function fileCorpus(bench: Bench): Promise<readonly Filed[]> {
  const api = await bench.as(ALICE);
  const refused = new Map<number, string>();
  const file = async (at: number, raw: Buffer): Promise<void> => {
    const reply = await send(bench, at, raw);
    if (reply.startsWith('250')) return;
    refused.set(at, reply);
    await putBehindTheEdge(bench, at, raw);
  };
  const waiting = corpus.entries();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const [at, { raw }] of waiting) await file(at, raw);
    }),
  );
  const ids = await eventually('all of them filed', async () => {
    const all = await allOf(api);
    return all.length >= corpus.length ? all : null;
  });
  const cases = new Map<number, string>();
  await Promise.all(ids.map(async (id) => cases.set(await caseOf(api, id), id)));
  return corpus.map((message, at) => {
    const id = cases.get(at);
    if (id === undefined) throw new Error(`${message.name} is not in the mailbox`);
    return { ...message, id, refused: refused.get(at) ?? null };
  });
}
