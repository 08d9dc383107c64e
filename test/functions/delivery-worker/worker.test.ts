/**
 * The worker against a crash at every single step: each call to a store or a queue is made to fail once,
 * before it is done and after it is done, and what the queue then brings back must lead to the same end.
 */
import { deepEqual, doesNotMatch, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { houseRules } from '../../../functions/delivery-worker/inside.ts';
import { Worker } from '../../../functions/delivery-worker/worker.ts';
import { startSimulatedInternet, type SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import type { AliasAddress, HomeAddress } from '../../../shared/address/alias.ts';
import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import type { RecursiveResolver } from '../../../shared/dns/recursive-resolver.ts';
import type { Level } from '../../../shared/policy/level.ts';
import { parseNetworks } from '../../../shared/smtp/allowed-networks.ts';
import { DEFAULT_TIMEOUTS } from '../../../shared/smtp/session.ts';
import { createIdentifier, deriveIdentifier } from '../../../shared/store/identifier.ts';
import type { HomeItem, OutboundItem } from '../../../shared/store/queues.ts';
import { memoryAliases } from '../../doubles/aliases.ts';
import { memoryBodies } from '../../doubles/bodies.ts';
import { memoryDeliveries } from '../../doubles/deliveries.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { memoryQueue } from '../../doubles/queue.ts';
import { noPolicies } from '../../doubles/fixed-policies.ts';
import { read } from '../../shared/mail/notice.ts';
import { simulatedDns } from '../../world/simulated-dns.ts';

const ALICE = 'alice@example.org' as HomeAddress;
const ALIAS = 'alice@secure.example.org' as AliasAddress;
const BODY = Buffer.from(
  `From: <${ALIAS}>\r\nSubject: hello\r\nMessage-ID: <1@secure.example.org>\r\n\r\nHello\r\n`,
);

let world: SimulatedInternet;
let directory: string;
let dns: RecursiveResolver;
before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'worker-'));
  world = await startSimulatedInternet({ directory });
  dns = simulatedDns(world);
});
after(async () => {
  dns.close();
  await world.close();
  await rm(directory, { recursive: true, force: true });
});

class Crash extends Error {}

/** Lets every method of an object fail at the chosen call of all the calls that share the plan. */
interface CrashPlan {
  calls: number;
  readonly at: number;
  readonly when: 'before' | 'after';
}

function crashing<T extends object>(target: T, plan: CrashPlan): T {
  return new Proxy(target, {
    get(object, name, receiver) {
      const value: unknown = Reflect.get(object, name, receiver);
      if (typeof value !== 'function') return value;
      return async (...parameters: unknown[]): Promise<unknown> => {
        plan.calls += 1;
        const crashes = plan.calls === plan.at;
        if (crashes && plan.when === 'before') throw new Crash();
        const result: unknown = await Reflect.apply(value, object, parameters);
        if (crashes) throw new Crash();
        return result;
      };
    },
  });
}

function domainOf(text: string): Domain {
  const domain = parseDomain(text);
  if (domain === null) throw new Error(text);
  return domain;
}

function house() {
  const networks = parseNetworks([world.allowedNetworks]);
  if ('bad' in networks) throw new Error(networks.bad);
  const stores = {
    deliveries: memoryDeliveries(),
    aliases: memoryAliases(),
    bodies: memoryBodies(),
    outbound: memoryQueue<OutboundItem>(),
    home: memoryQueue<HomeItem>(),
  };
  const observer = memoryObserver();
  const domains = new Map([[domainOf('secure.example.org'), domainOf('example.org')]]);
  const retry = { schedule: [1], lifetime: 60_000, delayNoticeAfter: 60_000 };
  const workerOn = (plan: CrashPlan | null): Worker =>
    new Worker({
      deliveries: plan === null ? stores.deliveries : crashing(stores.deliveries, plan),
      aliases: stores.aliases,
      bodies: plan === null ? stores.bodies : crashing(stores.bodies, plan),
      outbound: plan === null ? stores.outbound : crashing(stores.outbound, plan),
      home: plan === null ? stores.home : crashing(stores.home, plan),
      observer,
      sign: () => Promise.resolve(Buffer.from('DKIM-Signature: test\r\n')),
      retry,
      domains,
      house: houseRules(domains, true, [ALICE]),
      notices: { hostName: 'mx.secure.example.org', retry },
      smtp: {
        resolver: dns.resolver,
        sts: noPolicies,
        trust: { entriesFor: () => Promise.resolve([]) },
        clientName: 'mx.secure.example.org',
        port: world.smtpPort,
        allowedNetworks: networks.networks,
        timeouts: DEFAULT_TIMEOUTS,
      },
      tlsResults: { record: () => Promise.resolve() },
      chance: () => 0,
    });
  /** An invocation whose lease is over when it ends, so that the next one need not wait. */
  const allotment = () => ({ deadline: Date.now() + 20_000, leaseUntil: Date.now() });
  /** Works until nothing is left, as the queue would: a failed item comes back. */
  const workOff = async (worker: Worker): Promise<void> => {
    for (let item = stores.outbound.sent.shift(); item !== undefined; item = stores.outbound.sent.shift()) {
      await worker.work(item.item, allotment());
    }
  };
  return { ...stores, observer, workerOn, workOff, allotment };
}

function accepted(
  recipients: readonly string[],
  level: Level = 'encrypt',
  sender: string = ALIAS,
): OutboundItem {
  const messageId = createIdentifier();
  const byDomain = Map.groupBy(recipients, (address) => address.slice(address.lastIndexOf('@') + 1));
  return {
    kind: 'accepted',
    message: {
      messageId,
      headerMessageId: '<1@secure.example.org>',
      owner: ALICE,
      alias: ALIAS,
      sender,
      aliasDomain: domainOf('secure.example.org'),
      subject: 'hello',
      language: 'en',
      acceptedAt: Date.now(),
      size: BODY.length,
      eightBit: false,
      smtpUtf8: false,
    },
    orders: [...byDomain].map(([domain, addresses]) => ({
      id: deriveIdentifier(messageId, domain),
      domain: domainOf(domain),
      recipients: addresses,
      level,
      levelSource: 'default',
    })),
    body: { inline: BODY.toString('base64') },
  };
}

/** The notices as home-delivery would file them: once per identifier. */
function notices(items: readonly HomeItem[]): ReadonlyMap<string, string> {
  return new Map(
    items.flatMap((item) =>
      item.kind === 'notice' && 'inline' in item.body ? [[item.id, item.body.inline]] : [],
    ),
  );
}

/**
 * Runs one message to its end, with a crash at the given call, and where `again` is given with another one
 * at that call of the worker that takes over. Gives false where there are fewer calls.
 */
async function survive(
  domain: string,
  at: number,
  when: CrashPlan['when'],
  again: number | null = null,
): Promise<boolean> {
  const { workerOn, workOff, allotment, deliveries, home, observer } = house();
  const item = accepted([`bob@${domain}`]);
  const before = world.receivedCount(domain);
  let crashed = false;
  for (const crash of again === null ? [at] : [at, again]) {
    try {
      await workerOn({ calls: 0, at: crash, when }).work(item, allotment());
      break;
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      crashed = true;
    }
  }
  // The queue item was not deleted, so it comes back.
  if (crashed) await workerOn(null).work(item, allotment());
  await workOff(workerOn(null));
  const [delivery] = deliveries.items.values();
  ok(delivery);
  const copies = world.receivedCount(domain) - before;
  const windows = observer.counts.get('PossibleDuplicate') ?? 0;
  if (domain === 'plain.example') {
    equal(delivery.state, 'bounced');
    equal(copies, 0);
    equal(notices(home.drain()).size, 1, `one notice, crash ${when} call ${at}`);
    equal(delivery.owes, null);
  } else {
    equal(delivery.state, 'delivered');
    ok(copies >= 1 && copies <= 1 + windows, `${copies} copies, crash ${when} call ${at}`);
    equal(notices(home.drain()).size, 0);
  }
  return crashed;
}

describe('a crash at every call leads to the same end', () => {
  for (const domain of ['good.example', 'plain.example']) {
    for (const when of ['before', 'after'] as const) {
      test(`${domain}, ${when} the call`, async () => {
        let at = 1;
        while (await survive(domain, at, when)) at += 1;
        ok(at > 6, `only ${at - 1} calls were tried`);
      });
      test(`${domain}, ${when} the call, and the worker that takes over crashes, too`, async () => {
        for (const again of [2, 3, 4, 5]) {
          let at = 1;
          while (await survive(domain, at, when, again)) at += 1;
        }
      });
    }
  }
});

test('the notice is whole: what failed, which setting, the original', async () => {
  const { workerOn, workOff, allotment, home } = house();
  await workerOn(null).work(accepted(['bob@plain.example']), allotment());
  await workOff(workerOn(null));
  const [notice] = notices(home.drain()).values();
  const text = Buffer.from(notice ?? '', 'base64').toString();
  match(text, /^From: Mail Delivery <postmaster@secure\.example\.org>\r\n/);
  match(text, /Your message was not sent\. Nothing of it has left our servers\./);
  match(text, /Setting: Encrypted connection \(encrypt\), your default\./);
  match(text, /Status: 5\.7\.4/);
  match(text, /X-Secure-Alias-Reason: starttls-not-supported/);
  ok(text.includes(BODY.toString()), 'the original, octet for octet');
});

test('where another domain got the message, the notice does not say that nothing of it has left', async () => {
  const { workerOn, workOff, allotment, home } = house();
  await workerOn(null).work(accepted(['judge@good.example', 'clerk@plain.example']), allotment());
  await workOff(workerOn(null));
  const [notice, second] = notices(home.drain()).values();
  equal(second, undefined);
  const { text } = await read(Buffer.from(notice ?? '', 'base64'));
  doesNotMatch(text, /has left our servers/);
  match(
    text,
    /Your message to clerk@plain\.example was not sent\. Nothing of it has gone to plain\.example\./,
  );
});

test('a job that does not know of other domains claims nothing about them', async () => {
  const { workerOn, workOff, allotment, home, deliveries } = house();
  const item = accepted(['clerk@plain.example']);
  const [order] = item.kind === 'accepted' ? item.orders : [];
  ok(order);
  await deliveries.open(item.message, order);
  await workerOn(null).work({ kind: 'job', message: item.message, order, body: item.body }, allotment());
  await workOff(workerOn(null));
  const [notice] = notices(home.drain()).values();
  const { text } = await read(Buffer.from(notice ?? '', 'base64'));
  match(
    text,
    /Your message to clerk@plain\.example was not sent\. Nothing of it has gone to plain\.example\. The whole/,
  );
});

test('while the copy for Sent cannot be filed, nothing is set going that would come twice', async () => {
  for (const recipients of [['bob@good.example'], ['a@good.example', 'b@plain.example']]) {
    const { workerOn, allotment, outbound, home } = house();
    const item = accepted(recipients);
    home.failure = new Error('the home queue is out of reach');
    const before = world.receivedCount('good.example');
    for (let redelivery = 0; redelivery < 3; redelivery += 1) {
      await rejects(workerOn(null).work(item, { ...allotment(), leaseUntil: Date.now() + 60_000 }));
    }
    deepEqual(outbound.sent, [], 'no wake-ups');
    equal(world.receivedCount('good.example'), before);
    home.failure = null;
    await workerOn(null).work(item, allotment());
    equal(home.drain().filter(({ kind }) => kind === 'sent').length, 1);
  }
});

test('several domains become a job each', async () => {
  const { workerOn, allotment, outbound, deliveries, home } = house();
  await workerOn(null).work(accepted(['a@good.example', 'b@plain.example', 'c@good.example']), allotment());
  deepEqual(
    outbound.sent.map(({ item }) => (item.kind === 'job' ? item.order.recipients : null)),
    [['a@good.example', 'c@good.example'], ['b@plain.example']],
  );
  equal(deliveries.items.size, 2);
  deepEqual(
    home.drain().map(({ kind }) => kind),
    ['sent'],
  );
});

test('a job that is held by another worker is left alone and asked about again later', async () => {
  const { workerOn, allotment, outbound, deliveries } = house();
  const item = accepted(['bob@good.example']);
  if (item.kind !== 'accepted') throw new Error('accepted');
  const [order] = item.orders;
  ok(order);
  await deliveries.open(item.message, order);
  const until = Date.now() + 60_000;
  await deliveries.claim(order.id, Date.now(), until);
  const before = world.receivedCount('good.example');
  await workerOn(null).work(item, allotment());
  equal(world.receivedCount('good.example'), before);
  equal(outbound.sent.length, 1);
  ok((outbound.sent[0]?.delay ?? 0) > 50_000);
});

test('a failure of a message with a null sender is told to nobody', async () => {
  const { workerOn, workOff, allotment, home, deliveries } = house();
  await workerOn(null).work(accepted(['bob@plain.example'], 'encrypt', ''), allotment());
  await workOff(workerOn(null));
  equal([...deliveries.items.values()][0]?.state, 'bounced');
  equal(notices(home.drain()).size, 0);
});

test('an unknown address of our own bounces, with a notice', async () => {
  const { workerOn, workOff, allotment, home, deliveries } = house();
  await workerOn(null).work(accepted(['nobody@secure.example.org']), allotment());
  await workOff(workerOn(null));
  equal([...deliveries.items.values()][0]?.recipients[0]?.reason, 'unknown-local-recipient');
  equal(notices(home.drain()).size, 1);
});

test('postmaster of the alias domain is the operators, without leaving the house', async () => {
  const { workerOn, workOff, allotment, home } = house();
  await workerOn(null).work(accepted(['postmaster@secure.example.org']), allotment());
  await workOff(workerOn(null));
  const mail = home.drain().find((item) => item.kind === 'mail');
  deepEqual(mail?.recipients, [{ address: 'postmaster@secure.example.org', home: ALICE }]);
});

test('no full address and no subject in any log line', async () => {
  const { workerOn, workOff, allotment, observer } = house();
  await workerOn(null).work(accepted(['bob@nobody.example']), allotment());
  await workOff(workerOn(null));
  const lines = JSON.stringify(observer.lines);
  ok(observer.lines.length > 0);
  ok(!lines.includes('bob@'), 'no address');
  ok(!lines.includes('hello'), 'no subject');
});
