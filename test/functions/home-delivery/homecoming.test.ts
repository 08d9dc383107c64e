import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { test } from 'node:test';

import { allot } from '../../../shared/delivery/allotment.ts';
import { authenticator } from '../../../functions/home-delivery/authentication.ts';
import { takeBatch } from '../../../functions/home-delivery/batch.ts';
import { bringHome, type Homecoming } from '../../../functions/home-delivery/homecoming.ts';
import type { MailItem } from '../../../functions/home-delivery/item.ts';
import type { HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import type { DnsLookup } from '../../../shared/mail/authentication-results.ts';
import { METRICS } from '../../../shared/observe/names.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import type { HomeItem } from '../../../shared/store/queues.ts';
import { memoryBodies } from '../../doubles/bodies.ts';
import { memoryMailbox } from '../../doubles/mailbox.ts';
import { memoryObserver } from '../../doubles/observer.ts';

const alice = 'alice@example.org' as HomeAddress;
const bob = 'bob@example.org' as HomeAddress;
const aliasDomain = 'secure.example.org' as Domain;
const hostName = 'mx.secure.example.org';
const body = 'Hi Alice\r\n.\r\n\r\nGrüße\r\n';
const text = `From: Carol <carol@out.example>\r\nTo: alice@secure.example.org\r\nSubject: Hello\r\n\r\n${body}`;

/** Knows the SPF record of out.example, and nothing else. */
const dns: DnsLookup = (name, recordType) =>
  name === 'out.example' && recordType === 'TXT'
    ? Promise.resolve([['v=spf1 ip4:192.0.2.7 -all']])
    : Promise.reject(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));

function inline(message: string): { inline: string } {
  return { inline: Buffer.from(message).toString('base64') };
}

function mail(more: Partial<MailItem> = {}): MailItem {
  return {
    kind: 'mail',
    id: createIdentifier(),
    recipients: [{ address: 'alice@secure.example.org', home: alice }],
    sender: 'carol@out.example',
    receivedAt: Date.parse('2026-11-23T10:15:04Z'),
    client: { address: '192.0.2.7', helo: 'mx.out.example' },
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    aliasDomain,
    body: inline(text),
    ...more,
  };
}

function house({ lookUp = dns, relay = null }: { lookUp?: DnsLookup; relay?: Homecoming['relay'] } = {}) {
  const mailbox = memoryMailbox();
  const observer = memoryObserver();
  const bodies = memoryBodies();
  const authenticate = authenticator(hostName, lookUp, 200);
  const homecoming: Homecoming = { mailbox, bodies, observer, authenticate, relay };
  const bring = (item: HomeItem): Promise<void> => bringHome(item, allot(Date.now(), 30_000), homecoming);
  const only = () => {
    const [filed, ...more] = mailbox.all();
    ok(filed);
    deepEqual(more, []);
    return { message: filed.message, raw: filed.body.toString() };
  };
  return { mailbox, observer, bodies, bring, only };
}

/** Values of the fields of one name. */
function valuesOf(raw: string, name: string): string[] {
  const header = raw.slice(0, raw.indexOf('\r\n\r\n')).replaceAll(/\r\n[ \t]+/g, ' ');
  return header
    .split('\r\n')
    .filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
    .map((line) => line.slice(name.length + 1).trim());
}

test('mail from outside is filed with its path, its results and its connection', async () => {
  const { bring, only, observer } = house();
  const item = mail();
  await bring(item);
  const { message, raw } = only();
  equal(message.home, alice);
  equal(message.folder, 'inbox');
  equal(message.kind, 'mail');
  equal(message.unread, true);
  equal(message.from, 'Carol <carol@out.example>');
  deepEqual(message.to, ['alice@secure.example.org']);
  equal(message.subject, 'Hello');
  equal(message.receivedAt, '2026-11-23T10:15:04.000Z');
  deepEqual(message.tls, item.tls);
  equal(message.size, Buffer.byteLength(raw));
  deepEqual(valuesOf(raw, 'Return-Path'), ['<carol@out.example>']);
  deepEqual(valuesOf(raw, 'Delivered-To'), ['alice@secure.example.org']);
  match(valuesOf(raw, 'Authentication-Results')[0] ?? '', /^mx\.secure\.example\.org;.*spf=pass/);
  ok(raw.endsWith(text), 'the message itself keeps its octets');
  equal(observer.counts.get(METRICS.filed), 1);
  ok(!JSON.stringify(observer.lines).includes('out.example'), 'nobody’s address in a log line');
  ok(!JSON.stringify(observer.lines).includes('Hello'), 'no subject in a log line');
});

test('results that somebody forged in our name, and a Return-Path of theirs, do not come home', async () => {
  const { bring, only } = house();
  const forged =
    `Return-Path: <boss@example.org>\r\nAuthentication-Results: ${hostName};\r\n dkim=pass header.d=bank.example\r\n` +
    `Authentication-Results: mx.elsewhere.example; spf=pass\r\n${text}`;
  await bring(mail({ body: inline(forged), client: { address: '198.51.100.66', helo: 'evil.example' } }));
  const { raw } = only();
  deepEqual(valuesOf(raw, 'Return-Path'), ['<carol@out.example>']);
  const results = valuesOf(raw, 'Authentication-Results');
  equal(results.length, 2);
  match(results[0] ?? '', /^mx\.secure\.example\.org;.*spf=fail/);
  equal(results[1], 'mx.elsewhere.example; spf=pass');
  ok(!raw.includes('bank.example'));
});

test('mail that fails every check is filed all the same', async () => {
  const { bring, only } = house();
  await bring(mail({ client: { address: '198.51.100.66', helo: 'evil.example' } }));
  match(only().raw, /spf=fail/);
});

test('a name server that never answers costs the budget, not the mail', async () => {
  const { bring, only } = house({ lookUp: () => new Promise(() => undefined) });
  await bring(mail());
  match(only().raw, /spf=temperror/);
});

test('mail between our own users carries no results', async () => {
  const { bring, only } = house();
  await bring(mail({ client: null, tls: null }));
  const { message, raw } = only();
  equal(message.tls, null);
  deepEqual(valuesOf(raw, 'Authentication-Results'), []);
});

test('recipients of one home share a copy; each home has its own', async () => {
  const { bring, mailbox } = house();
  await bring(
    mail({
      recipients: [
        { address: 'alice@secure.example.org', home: alice },
        { address: 'bob@secure.example.org', home: bob },
        { address: 'alice+shop@secure.example.org', home: alice },
      ],
    }),
  );
  const filed = mailbox
    .all()
    .map(({ message, body: raw }) => [message.home, valuesOf(raw.toString(), 'Delivered-To')]);
  deepEqual(filed, [
    [alice, ['alice@secure.example.org', 'alice+shop@secure.example.org']],
    [bob, ['bob@secure.example.org']],
  ]);
});

test('an item that the queue brings twice is filed once', async () => {
  const { bring, mailbox } = house();
  const item = mail();
  await bring(item);
  await bring(item);
  equal(mailbox.filings, 2);
  equal(mailbox.all().length, 1);
});

test('a message to oneself is in both folders', async () => {
  const { bring, mailbox } = house();
  const id = createIdentifier();
  await bring({ kind: 'sent', id, home: alice, at: Date.now(), body: inline(text) });
  await bring(mail({ id, client: null, tls: null }));
  const ids = mailbox.all().map(({ message }) => message.id);
  equal(new Set(ids).size, 2, 'each can be read by its own identifier');
  equal(ids[0], id, 'the sent copy has the identifier of the message');
});

test('a copy for Sent is the message as it was accepted', async () => {
  const { bring, only } = house({ relay: { deliver: () => Promise.reject(new Error('not for the relay')) } });
  await bring({ kind: 'sent', id: createIdentifier(), home: alice, at: 0, body: inline(text) });
  const { message, raw } = only();
  equal(message.folder, 'sent');
  equal(raw, text);
});

test('a notice is filed as it was composed, with the delivery it is about', async () => {
  const { bring, only } = house();
  const deliveryId = createIdentifier();
  await bring({
    kind: 'notice',
    id: createIdentifier(),
    noticeKind: 'failure-notice',
    recipient: { address: 'alice@secure.example.org', home: alice },
    aliasDomain,
    deliveryId,
    at: Date.now(),
    body: inline('Subject: Not sent: x\r\n\r\nYour message was not sent.\r\n'),
  });
  const { message, raw } = only();
  equal(message.kind, 'failure-notice');
  equal(message.deliveryId, deliveryId);
  equal(message.subject, 'Not sent: x');
  deepEqual(valuesOf(raw, 'Return-Path'), ['<>']);
});

test('with a home server, mail and notices go to the relay', async () => {
  const relayed: string[] = [];
  const relay = {
    deliver: ({ kind }: HomeItem) => {
      relayed.push(kind);
      return Promise.resolve();
    },
  };
  const { bring, mailbox } = house({ relay });
  await bring(mail());
  equal(mailbox.all().length, 0);
  deepEqual(relayed, ['mail']);
});

test('a large message comes from the object store; one whose body is gone stays in the queue', async () => {
  const { bring, bodies, only } = house();
  await bodies.put('transit/large', Buffer.from(text));
  await bring(mail({ body: { key: 'transit/large' } }));
  ok(only().raw.endsWith(text));
  await rejects(bring(mail({ body: { key: 'transit/gone' } })), /is gone/);
});

test('a batch answers with those items alone that are to come back', async () => {
  const { bring, observer, mailbox } = house();
  const record = (messageId: string, queued: string) => ({
    messageId,
    receiptHandle: messageId,
    body: queued,
    attributes: {
      ApproximateReceiveCount: '1',
      SentTimestamp: String(Date.now() - 50),
      SenderId: '',
      ApproximateFirstReceiveTimestamp: '',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: '',
    awsRegion: '',
  });
  const poison = '{"secret": "Dear Alice';
  const response = await takeBatch(
    {
      Records: [
        record('good', JSON.stringify(mail())),
        record('no JSON', poison),
        record('no kind', '{"id":"x"}'),
        record('unknown kind', JSON.stringify({ kind: 'parcel', id: createIdentifier() })),
        record('body gone', JSON.stringify(mail({ body: { key: 'transit/gone' } }))),
      ],
    },
    { getRemainingTimeInMillis: () => 30_000 },
    bring,
    observer,
  );
  deepEqual(
    response.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier),
    ['no JSON', 'no kind', 'unknown kind', 'body gone'],
  );
  equal(mailbox.all().length, 1);
  equal(observer.faults.length, 4);
  equal(observer.counts.get(METRICS.queueAge), 5);
  ok(!observer.faults.some(({ error }) => String(error).includes('Dear')), 'no content in a log line');
});
