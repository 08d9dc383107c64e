/**
 * The server's part against hostile mail: each message of the corpus comes in as mail does, is listed, opened,
 * and each of its attachments fetched; in bounded time and size, and never with a fault of ours.
 */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { bringHome } from '../../../functions/home-delivery/homecoming.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { corpus, spoofedNotices } from '../../mail-corpus/corpus.ts';
import { ALICE, ALICE_ALIAS, NOW, openHouse, type House } from './house.ts';

/** What Lambda hands on. */
const LAMBDA_LIMIT = 6_291_556;
/** Of the processor, not of the clock: how busy the machine is says nothing about a message. */
const MOST_CPU_MILLISECONDS = 10_000;
/** Attachments of one message that are fetched one by one. */
const FETCHED = 3;

async function receive(house: House, raw: Buffer): Promise<string> {
  const { mailbox, bodies, observer } = house;
  const item = {
    kind: 'mail' as const,
    id: createIdentifier(NOW),
    recipients: [{ address: ALICE_ALIAS, home: ALICE }],
    sender: '',
    receivedAt: NOW,
    client: { address: '198.51.100.7', helo: 'mail.evil.example' },
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    aliasDomain: 'secure.example.org' as Domain,
    body: { inline: raw.toString('base64') },
  };
  const authenticate = (message: Buffer) => Promise.resolve(message);
  await bringHome(
    item,
    { deadline: NOW, leaseUntil: NOW },
    { mailbox, bodies, observer, authenticate, relay: null },
  );
  const { items } = (await house.ask('GET', '/v1/messages')).json as { items: { id: string }[] };
  return items[0]?.id ?? '';
}

interface Shown {
  readonly kind: string;
  readonly subject: string;
  readonly attachments: readonly { readonly filename: string | null }[];
}

for (const { name, raw } of corpus) {
  test(name, async () => {
    const house = openHouse();
    const before = process.cpuUsage();
    const id = await receive(house, raw);
    const answer = await house.ask('GET', `/v1/messages/${id}`);
    const { user, system } = process.cpuUsage(before);
    const milliseconds = (user + system) / 1000;
    equal(answer.status, 200);
    ok(milliseconds < MOST_CPU_MILLISECONDS, `${Math.round(milliseconds)} ms`);
    const octets = Buffer.byteLength(JSON.stringify(answer.raw.toString()));
    ok(octets < LAMBDA_LIMIT, `${octets} octets`);
    const list = await house.ask('GET', '/v1/messages');
    ok(list.raw.length < 64 * 1024, `${list.raw.length} octets in the list`);
    const { kind, attachments } = answer.json as Shown;
    equal(kind, 'mail');
    for (const { filename } of attachments) {
      ok(filename === null || !/[/\\\p{Cc}\p{Cf}]|^\.|^$/u.test(filename), JSON.stringify(filename));
    }
    for (let index = 0; index < Math.min(FETCHED, attachments.length); index += 1) {
      const { status, headers } = await house.ask('GET', `/v1/messages/${id}/attachments/${index}`);
      ok(status === 200 || status === 303, `${status}`);
      if (status === 200) {
        equal(headers['content-type'], 'application/octet-stream');
        const disposition = headers['content-disposition'] ?? '';
        ok(disposition.startsWith('attachment; '));
        // What a header field may hold; Node would refuse to send another one.
        ok(/^[\x20-\x7e]*$/.test(disposition));
      }
    }
    const whole = await house.ask('GET', `/v1/messages/${id}/raw`);
    ok(whole.status === 200 || whole.status === 303);
    deepEqual(
      house.observer.lines.filter(({ level }) => level === 'fault'),
      [],
    );
  });
}

test('the corpus has what it promises: many cases, each with a name of its own and what must not happen', () => {
  ok(corpus.length >= 45, `${corpus.length}`);
  equal(new Set(corpus.map(({ name }) => name)).size, corpus.length);
  ok(corpus.every(({ mustNot }) => mustNot.length > 10));
  ok(spoofedNotices.length >= 3);
});
