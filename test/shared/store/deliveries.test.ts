/** Lease, fence and debt of a delivery, on a DynamoDB that really checks conditions. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { AliasAddress, HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { deliveryStore, type Claim, type DeliveryStore } from '../../../shared/store/deliveries.ts';
import type { Delivery, DeliveryProgress } from '../../../shared/store/delivery.ts';
import { createIdentifier, deriveIdentifier } from '../../../shared/store/identifier.ts';
import { documents } from '../../../shared/store/table.ts';
import type { AcceptedMessage, DeliveryOrder } from '../../../shared/store/queues.ts';
import { startEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';
import { losingAnswers } from './lost-answers.ts';

let services: EmbeddedStores;
let store: DeliveryStore;
before(async () => {
  services = await startEmbeddedStores();
  store = deliveryStore(services.name('DELIVERIES_TABLE'));
});
after(() => services.close());

const OWNER = 'alice@example.org' as HomeAddress;

function message(owner: HomeAddress | null = OWNER, acceptedAt = 1000): AcceptedMessage {
  return {
    messageId: createIdentifier(),
    headerMessageId: '<1@secure.example.org>',
    owner,
    alias: 'alice@secure.example.org' as AliasAddress,
    sender: 'alice@secure.example.org',
    aliasDomain: 'secure.example.org' as Domain,
    subject: 'hello',
    language: 'en',
    acceptedAt,
    size: 1,
    eightBit: false,
    smtpUtf8: false,
  };
}

function order(id = createIdentifier()): DeliveryOrder {
  return {
    id,
    domain: 'good.example' as Domain,
    recipients: ['bob@good.example'],
    level: 'encrypt',
    levelSource: 'default',
  };
}

async function opened(): Promise<string> {
  const planned = order();
  await store.open(message(), planned);
  return planned.id;
}

function taken(claim: Claim): Delivery {
  if (claim.kind !== 'claimed') throw new Error(`not claimed but ${claim.kind}`);
  return claim.delivery;
}

function progressOf(delivery: Delivery, changes: Partial<DeliveryProgress>): DeliveryProgress {
  return { ...delivery, ...changes };
}

test('opening twice makes it once, and never overwrites what has happened since', async () => {
  const planned = order();
  await store.open(message(), planned);
  const delivery = taken(await store.claim(planned.id, 2000, 3000));
  await store.settle(
    delivery,
    progressOf(delivery, { state: 'delivered', finishedAt: 2500, nextAttemptAt: null }),
  );
  await store.open(message(), planned);
  equal((await store.get(planned.id))?.state, 'delivered');
});

test('only one of two at the same time gets the lease; the other is told when to ask again', async () => {
  const id = await opened();
  const claims = await Promise.all([store.claim(id, 2000, 9000), store.claim(id, 2000, 9000)]);
  deepEqual(claims.map(({ kind }) => kind).sort(), ['claimed', 'not-yet']);
  const other = claims.find(({ kind }) => kind === 'not-yet');
  equal(other?.kind === 'not-yet' && other.at, 9000);
});

test('a claim whose answer was lost is still ours, and still the only one', async () => {
  const id = await opened();
  const delivery = taken(await losingAnswers('UpdateItemCommand', () => store.claim(id, 2000, 9000)));
  equal(delivery.attempt, 1);
  equal((await store.claim(id, 2000, 9000)).kind, 'not-yet');
  equal(await store.settle(delivery, progressOf(delivery, { state: 'delayed', nextAttemptAt: 3000 })), true);
  equal(taken(await store.claim(id, 3000, 9000)).attempt, 2);
});

test('a delivery is not tried before it is due', async () => {
  const id = await opened();
  deepEqual(await store.claim(id, 999, 9000), { kind: 'not-yet', at: 1000 });
});

test('after the lease has run out the next worker takes over, and the first can write nothing any more', async () => {
  const id = await opened();
  const first = taken(await store.claim(id, 2000, 3000));
  const second = taken(await store.claim(id, 3000, 4000));
  equal(second.attempt, first.attempt + 1);
  equal(await store.announceFinalDot(first), false);
  equal(await store.settle(first, progressOf(first, { state: 'delivered' })), false);
  equal((await store.get(id))?.state, 'queued');
  equal(await store.announceFinalDot(second), true);
});

test('final dots without a result are counted until one is settled, also over tries that reached no dot', async () => {
  const id = await opened();
  await store.claim(id, 2000, 3000);
  const second = taken(await store.claim(id, 3000, 4000));
  equal(second.unansweredDots, 0);
  await store.announceFinalDot(second);
  // The third try ends before its own dot: what the second one did is still unknown.
  equal(taken(await store.claim(id, 4000, 5000)).unansweredDots, 1);
  const fourth = taken(await store.claim(id, 5000, 6000));
  equal(fourth.unansweredDots, 1);
  await store.announceFinalDot(fourth);
  const fifth = taken(await store.claim(id, 6000, 7000));
  equal(fifth.unansweredDots, 2);
  await store.settle(fifth, progressOf(fifth, { state: 'delayed', nextAttemptAt: 7000 }));
  equal(taken(await store.claim(id, 7000, 8000)).unansweredDots, 0);
});

test('a finished delivery is claimed by nobody, and its debt is struck once the notice is on its way', async () => {
  const id = await opened();
  const delivery = taken(await store.claim(id, 2000, 3000));
  const owes = {
    kind: 'failure-notice',
    noticeId: 'N',
    recipients: ['bob@good.example'],
    nothingLeft: true,
  } as const;
  const end = progressOf(delivery, { state: 'bounced', finishedAt: 2500, nextAttemptAt: null, owes });
  equal(await store.settle(delivery, end), true);
  const again = await store.claim(id, 9000, 9999);
  equal(again.kind, 'finished');
  deepEqual(again.delivery.owes, owes);
  await store.dischargeNotice(id, 'another');
  ok((await store.get(id))?.owes);
  await store.dischargeNotice(id, 'N');
  equal((await store.get(id))?.owes, null);
});

test("a list is the owner's alone, newest first, by state, in pages", async () => {
  const owner = 'carol@example.org' as HomeAddress;
  const ids: string[] = [];
  for (let at = 1; at <= 7; at += 1) {
    const planned = order(createIdentifier(at * 1000));
    ids.unshift(planned.id);
    await store.open(message(owner, at * 1000), planned);
  }
  await store.open(message(null), order());
  const third = taken(await store.claim(ids[2] ?? '', 10_000, 11_000));
  await store.settle(third, progressOf(third, { state: 'bounced', finishedAt: 10_500 }));
  const first = await store.list(owner, null, null, 4);
  const second = await store.list(owner, null, first.next, 4);
  deepEqual(
    [...first.items, ...second.items].map(({ id }) => id),
    ids,
  );
  equal(second.next, null);
  const bounced = await store.list(owner, 'bounced', null, 4);
  deepEqual(
    bounced.items.map(({ id }) => id),
    [ids[2]],
  );
});

/** Counts the requests to the table while something is done. */
async function requestsOf(work: () => Promise<void>): Promise<number> {
  let count = 0;
  const name = 'counting';
  documents().middlewareStack.add(
    (next) => (request) => {
      count += 1;
      return next(request);
    },
    { step: 'initialize', name },
  );
  try {
    await work();
  } finally {
    documents().middlewareStack.remove(name);
  }
  return count;
}

async function openedFor(owner: HomeAddress, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 1; at <= count; at += 1) {
    const planned = order(createIdentifier(at * 1000));
    ids.unshift(planned.id);
    await store.open(message(owner, at * 1000), planned);
  }
  return ids;
}

async function bounce(id: string): Promise<void> {
  const delivery = taken(await store.claim(id, 10_000_000, 11_000_000));
  await store.settle(delivery, progressOf(delivery, { state: 'bounced', finishedAt: 10_500_000 }));
}

test('a list by state reads the table in large pages, and gives each delivery once', async () => {
  const owner = 'dave@example.org' as HomeAddress;
  const ids = await openedFor(owner, 230);
  const wanted = ids.filter((_, index) => index % 23 === 5 || index === 99 || index === 100);
  for (const id of wanted) await bounce(id);
  for (const limit of [1, 2, 3, 100]) {
    const found: string[] = [];
    let cursor: string | null = null;
    const requests = await requestsOf(async () => {
      do {
        const page = await store.list(owner, 'bounced', cursor, limit);
        ok(page.items.length <= limit);
        found.push(...page.items.map(({ id }) => id));
        cursor = page.next;
      } while (cursor !== null);
    });
    deepEqual(found, wanted, `${limit} a page`);
    ok(requests <= 3 + 3 * Math.ceil(wanted.length / limit), `${requests} requests, ${limit} a page`);
  }
});

test('a request reads so much and no more: a page may be empty and still have a next one', async () => {
  const owner = 'erin@example.org' as HomeAddress;
  const ids = await openedFor(owner, 1050);
  const oldest = ids.at(-1) ?? '';
  await bounce(oldest);
  const first = await store.list(owner, 'bounced', null, 10);
  deepEqual(first.items, []);
  const second = await store.list(owner, 'bounced', first.next, 10);
  deepEqual(
    second.items.map(({ id }) => id),
    [oldest],
  );
  equal(second.next, null);
});

test('the deliveries of one message, among others of the same millisecond', async () => {
  const owner = 'frank@example.org' as HomeAddress;
  const mine = { ...message(owner), messageId: createIdentifier(5000) };
  const other = { ...mine, messageId: createIdentifier(5000) };
  const ids: string[] = [];
  for (const name of ['one.example', 'two.example']) {
    const id = deriveIdentifier(mine.messageId, name);
    ids.push(id);
    await store.open(mine, order(id));
    await store.open(other, order(deriveIdentifier(other.messageId, name)));
  }
  const found = await store.ofMessage(owner, mine.messageId);
  deepEqual(
    found.map(({ id }) => id),
    ids.sort().reverse(),
  );
  deepEqual(await store.ofMessage('erin@example.org' as HomeAddress, mine.messageId), []);
});
