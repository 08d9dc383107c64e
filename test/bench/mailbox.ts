/**
 * What the pages ask for, with 10,000 messages in the mailbox and 2,000 deliveries behind it: the time of each
 * kind of request over HTTPS, one after the other, as one reader makes them. The aim is 200 ms at the 95th
 * percentile. Messages and deliveries are written by the store modules; a few are sent through the whole system.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { deliveryStore } from '../../shared/store/deliveries.ts';
import type { Delivery, Receipt } from '../../shared/store/delivery.ts';
import { createIdentifier, deriveIdentifier } from '../../shared/store/identifier.ts';
import { mailboxStore } from '../../shared/store/mailbox.ts';
import type { Api } from '../e2e/api-client.ts';
import { ALICE, ALICE_ALIAS } from '../e2e/local-system.ts';
import { median, percentile } from './statistics.ts';

export const MESSAGES = 10_000;
export const DELIVERIES = 2000;
const ROUNDS = 60;
const WARM_UP = 5;
const WRITERS = 16;
const HOUR = 3600_000;
const TABLES = { mailbox: 'mailbox', deliveries: 'deliveries', bucket: 'bodies' };

export interface RequestTimes {
  readonly name: string;
  readonly requests: number;
  /** Milliseconds. */
  readonly median: number;
  readonly percentile95: number;
  readonly most: number;
}

/** Of one kind of request, from the milliseconds of each. */
export function timesOf(name: string, times: readonly number[]): RequestTimes {
  return {
    name,
    requests: times.length,
    median: median(times),
    percentile95: percentile(times, 0.95),
    most: Math.max(...times),
  };
}

/** Does something for 0, 1, … several at a time. */
async function forEach(count: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: WRITERS }, worker));
}

const TLS = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };
const BODY = Buffer.from(
  `From: Bob <bob@good.example>\r\nSubject: x\r\n\r\n${'All work and no play.\r\n'.repeat(200)}`,
);

async function fillFolder(folder: 'inbox' | 'sent', count: number, now: number): Promise<void> {
  const objects = bodyStore(TABLES.bucket);
  // The newest have their bodies: enough to open some, and the others are only listed.
  const mailbox = mailboxStore(TABLES.mailbox, objects);
  const listed = mailboxStore(TABLES.mailbox, { ...objects, put: () => Promise.resolve() });
  await forEach(count, async (index) => {
    const at = now - index * HOUR;
    const other = `Correspondent ${index % 300} <person${index % 300}@provider${index % 40}.example>`;
    await (index < 100 ? mailbox : listed).file(
      {
        home: ALICE as HomeAddress,
        folder,
        id: createIdentifier(at),
        kind: 'mail',
        from: folder === 'inbox' ? other : ALICE_ALIAS,
        to: [folder === 'inbox' ? ALICE_ALIAS : other],
        subject: `Re: ${index % 10 === 0 ? 'Meeting' : 'Report'} about the matter of ${index}, and some more words`,
        receivedAt: new Date(at).toISOString(),
        size: BODY.length,
        tls: TLS,
        deliveryId: null,
        unread: index < 50,
      },
      BODY,
    );
  });
}

const RECEIPT: Receipt = {
  at: '2026-11-23T10:00:02.000Z',
  host: 'mx.good.example',
  address: '192.0.2.1',
  level: 'encrypt',
  tls: TLS,
  certificate: {
    sha256: 'aa'.repeat(32),
    spkiSha256: 'bb'.repeat(32),
    subject: 'CN=mx.good.example',
    issuer: 'CN=Example CA',
    notAfter: '2027-01-01T00:00:00.000Z',
  },
  dnssec: { mx: 'insecure', address: 'insecure', tlsa: null },
  dane: null,
  trust: null,
  sts: null,
  requireTls: false,
  reply: '250 2.0.0 ok',
};

/** Gives the identifier of one message that has a delivery. */
async function fillDeliveries(now: number): Promise<string> {
  const store = deliveryStore(TABLES.deliveries);
  let sentId = '';
  await forEach(DELIVERIES, async (index) => {
    const acceptedAt = now - index * HOUR;
    const messageId = createIdentifier(acceptedAt);
    if (index === DELIVERIES / 2) sentId = messageId;
    const domain = `provider${index % 40}.example` as Domain;
    const id = deriveIdentifier(messageId, domain);
    const recipient = `person@${domain}`;
    await store.open(
      {
        messageId,
        headerMessageId: `<${messageId}@secure.example.org>`,
        owner: ALICE as HomeAddress,
        alias: null,
        sender: ALICE_ALIAS,
        aliasDomain: 'secure.example.org' as Domain,
        subject: `Report ${index}`,
        language: 'en',
        acceptedAt,
        size: BODY.length,
        eightBit: false,
        smtpUtf8: false,
      },
      { id, domain, recipients: [recipient], level: 'encrypt', levelSource: 'default' },
    );
    const opened = await store.get(id);
    if (opened === null) throw new Error('a delivery is not there');
    const bounced = index % 500 === 499;
    const attempt = {
      at: RECEIPT.at,
      host: RECEIPT.host,
      address: RECEIPT.address,
      outcome: 'met' as const,
      reason: null,
      detail: 'Delivered over TLSv1.3.',
      smtp: { code: 250, status: '2.0.0', text: 'ok' },
      tls: TLS,
    };
    const settled: Delivery = {
      ...opened,
      state: bounced ? 'bounced' : 'delivered',
      recipients: [
        {
          address: recipient,
          state: bounced ? 'bounced' : 'delivered',
          status: '2.0.0',
          reason: null,
          detail: 'ok',
        },
      ],
      attempts: [attempt],
      receipt: bounced ? null : RECEIPT,
      finishedAt: acceptedAt + 2000,
      nextAttemptAt: null,
    };
    await store.settle(opened, settled);
  });
  return sentId;
}

interface Page {
  readonly items: readonly { readonly id: string }[];
  readonly next: string | null;
}

async function time(name: string, ask: (round: number) => Promise<number>): Promise<RequestTimes> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round += 1) {
    const startedAt = performance.now();
    const status = await ask(round);
    const milliseconds = performance.now() - startedAt;
    if (status !== 200) throw new Error(`${name} answered ${status}`);
    if (round >= WARM_UP) times.push(milliseconds);
  }
  return timesOf(name, times);
}

/** Fills the mailbox and measures. `say` hears of each figure as it is taken. */
export async function measureMailbox(
  alice: Api,
  say: (times: RequestTimes) => void,
): Promise<RequestTimes[]> {
  const now = Date.now();
  await fillFolder('inbox', MESSAGES, now);
  await fillFolder('sent', DELIVERIES, now);
  const sentId = await fillDeliveries(now);
  const page = async (path: string): Promise<Page> => (await alice(path)).json<Page>();
  const opened = (await page('/v1/messages?limit=1')).items[0]?.id ?? '';
  let deep = '';
  for (let pages = 0; pages < MESSAGES / 200; pages += 1) {
    deep = (await page(`/v1/messages?limit=100${deep === '' ? '' : `&cursor=${deep}`}`)).next ?? '';
  }
  const delivery = (await page('/v1/deliveries?limit=1')).items[0]?.id ?? '';
  const get = (path: string) => async (): Promise<number> => (await alice(path)).status;
  /** Goes on where the request before stopped, and begins anew at the end: what a page does that looks for more. */
  const walk = (path: string): (() => Promise<number>) => {
    let cursor: string | null = null;
    return async () => {
      const answer = await alice(cursor === null ? path : `${path}&cursor=${cursor}`);
      cursor = answer.json<Page>().next;
      return answer.status;
    };
  };
  const kinds: readonly (readonly [name: string, ask: (round: number) => Promise<number>])[] = [
    ['alias', get('/v1/alias')],
    ['identities', get('/v1/identities')],
    ['inbox, first page', get('/v1/messages?folder=inbox&limit=50')],
    ['inbox, 100 a page, in the middle', get(`/v1/messages?folder=inbox&limit=100&cursor=${deep}`)],
    ['search, found often', get('/v1/messages?search=meeting')],
    ['search, found once, request by request', walk('/v1/messages?search=matter+of+9999,')],
    ['search in sent, found nowhere', walk('/v1/messages?folder=sent&search=nowhere')],
    ['a message', get(`/v1/messages/${opened}?attachments=listed`)],
    [
      'marked as read',
      async (round) =>
        (await alice(`/v1/messages/${opened}`, { method: 'PATCH', json: { unread: round % 2 === 0 } }))
          .status,
    ],
    ['deliveries, first page', get('/v1/deliveries?limit=50')],
    ['deliveries, 100 a page', get('/v1/deliveries?limit=100')],
    ['deliveries that bounced', walk('/v1/deliveries?state=bounced')],
    ['deliveries of a message', get(`/v1/deliveries?messageId=${sentId}`)],
    ['a delivery', get(`/v1/deliveries/${delivery}`)],
    ['refusals', get('/v1/refusals')],
    ['suggestions', get('/v1/suggestions')],
  ];
  const all: RequestTimes[] = [];
  for (const [name, ask] of kinds) {
    const times = await time(name, ask);
    say(times);
    all.push(times);
  }
  return all;
}
