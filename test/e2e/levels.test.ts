/**
 * The three levels on real mail: every domain of the simulated internet that publishes a proof, or that
 * operators have checked, under each level; what the provider saw, the receipt, the notice; and the check that
 * said so beforehand.
 */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';

import { LEVELS, type Level } from '../../shared/policy/level.ts';
import type { Api } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  awaitInbox,
  finished,
  startBench,
  type Bench,
  type DeliveryAnswer,
  type SentAnswer,
} from './local-system.ts';

let bench: Bench;
let alice: Api;
let operator: Api;
before(async () => {
  bench = await startBench();
  alice = await bench.as(ALICE);
  operator = await bench.as('operator@example.org');
});
after(() => bench.close());

async function choose(level: Level): Promise<void> {
  const answer = await alice('/v1/alias', { method: 'PUT', json: { enabled: true, expert: true, level } });
  equal(answer.status, 200, answer.body.toString());
}

async function send(domain: string, subject: string, more: object = {}): Promise<SentAnswer> {
  const json = { from: ALICE_ALIAS, to: [`bob@${domain}`], subject, text: 'Hello', ...more };
  const answer = await alice('/v1/messages', { json });
  equal(answer.status, 202, answer.body.toString());
  return answer.json<SentAnswer>();
}

interface CheckAnswer {
  readonly levels: Readonly<Record<Level, { readonly verdict: string; readonly reason: string | null }>>;
  readonly hosts: readonly {
    readonly host: string;
    readonly dnssec: unknown;
    readonly tlsa: readonly string[];
  }[];
}

async function check(domain: string): Promise<CheckAnswer> {
  const answer = await alice('/v1/checks', { json: { recipient: `bob@${domain}` } });
  equal(answer.status, 200, answer.body.toString());
  return answer.json<CheckAnswer>();
}

async function noticeAbout(subject: string): Promise<string> {
  const { id } = await awaitInbox(
    alice,
    (message) => message.kind === 'failure-notice' && message.subject === `Not sent: ${subject}`,
    `a failure notice about ${subject}`,
  );
  return (await alice(`/v1/messages/${id}/raw`)).body.toString('latin1');
}

/** `yes`: delivered; else the reason with which it comes back. */
const D = 'dane-required';
const C = 'certificate-not-trusted';
const V = 'validation-failure';
const N = 'starttls-not-supported';
const table: [domain: string, encrypt: string, daneOnly: string, verify: string][] = [
  ['good.example', 'yes', D, C],
  ['plain.example', N, D, C],
  ['old.example', V, D, C],
  ['two.example', 'yes', D, C],
  ['dane.example', 'yes', 'yes', C],
  ['dane-ta.example', 'yes', 'yes', C],
  ['rollover.example', 'yes', 'yes', C],
  ['cname.example', 'yes', 'yes', C],
  ['wrongkey.example', V, V, C],
  ['unsigned.example', 'yes', D, C],
  ['unusable.example', 'yes', 'tlsa-invalid', C],
  ['signed-plain.example', N, N, C],
  ['requiretls.example', 'yes', 'yes', C],
  ['sts.example', 'yes', D, C],
  ['sts-broken.example', 'sts-webpki-invalid', D, C],
  ['pinned.example', 'yes', D, 'yes'],
  ['repinned.example', 'yes', D, C],
  // Bogus data never counts as an answer: a few tries, then it comes back.
  ['bogus.example', 'retry-lifetime-exceeded', 'dnssec-invalid', C],
];

describe('every domain under every level', () => {
  for (const [index, level] of LEVELS.entries()) {
    test(level, { concurrency: true }, async (t) => {
      await choose(level);
      const sent = await Promise.all(
        table.map(async ([domain]) => ({ domain, answer: await send(domain, `${level} to ${domain}`) })),
      );
      for (const [position, { domain, answer }] of sent.entries()) {
        const expected = table[position]?.[index + 1] ?? '';
        await t.test(`${domain}: ${expected}`, async () => {
          const before = await check(domain);
          const delivery = await finished(alice, answer.deliveries[0]?.id ?? '', 60_000);
          equal(delivery.level, level);
          if (expected === 'yes') {
            equal(delivery.state, 'delivered');
            equal(before.levels[level].verdict, 'met');
            return;
          }
          equal(delivery.state, 'bounced');
          equal(delivery.recipients[0]?.reason, expected);
          equal(delivery.receipt, null);
          const retried = domain === 'bogus.example' && level !== 'verify';
          equal(before.levels[level].verdict, retried ? 'temporary' : 'policy');
          const notice = await noticeAbout(`${level} to ${domain}`);
          match(notice, new RegExp(`X-Secure-Alias-Reason: ${expected}`));
          match(notice, /Nothing of it has left our servers\./);
        });
      }
    });
  }

  test('each provider saw what was delivered, and nothing of what came back', () => {
    for (const [domain, ...expected] of table) {
      equal(bench.world.receivedCount(domain), expected.filter((end) => end === 'yes').length, domain);
    }
  });
});

interface Receipt {
  readonly dane: { readonly base: string; readonly record: string; readonly secure: boolean } | null;
  readonly trust: { readonly id: string; readonly kind: string } | null;
  readonly sts: { readonly id: string } | null;
  readonly dnssec: unknown;
  readonly requireTls: boolean;
}

async function receiptOf(domain: string, level: Level, more: object = {}): Promise<Receipt> {
  await choose(level);
  const sent = await send(domain, `receipt of ${domain}`, more);
  const delivery: DeliveryAnswer = await finished(alice, sent.deliveries[0]?.id ?? '');
  equal(delivery.state, 'delivered');
  return delivery.receipt as unknown as Receipt;
}

describe('receipts say what vouched', () => {
  test('a signed TLSA record', async () => {
    const { dane, dnssec } = await receiptOf('dane.example', 'dane-only');
    equal(dane?.base, '_25._tcp.mx.dane.example');
    match(dane.record, /^3 1 1 [0-9a-f]{64}$/);
    deepEqual(dnssec, { mx: 'secure', address: 'secure', tlsa: 'secure' });
  });

  test('an entry of the trust store', async () => {
    const { trust } = await receiptOf('pinned.example', 'verify');
    const listed = await operator('/v1/admin/trust?domain=pinned.example');
    const [entry] = listed.json<{ items: { id: string; kind: string }[] }>().items;
    deepEqual(trust, { id: entry?.id, kind: 'certificate' });
  });

  test('an MTA-STS policy, without any wish for it', async () => {
    const { sts, dane } = await receiptOf('sts.example', 'encrypt');
    ok(sts);
    equal(dane, null);
  });

  test('REQUIRETLS, sent on where the proven next hop offers it; a message that needs it goes nowhere else', async () => {
    const { requireTls } = await receiptOf('requiretls.example', 'encrypt', { requireTls: true });
    equal(requireTls, true);
    equal(bench.world.received('requiretls.example').at(-1)?.requireTls, true);
    const sent = await send('dane.example', 'needs it', { requireTls: true });
    const delivery = await finished(alice, sent.deliveries[0]?.id ?? '');
    equal(delivery.recipients[0]?.reason, 'requiretls');
    equal(delivery.recipients[0].status, '5.7.30');
    match(await noticeAbout('needs it'), /X-Secure-Alias-Reason: requiretls/);
  });
});

test('an override holds for its domain, and the rest keeps the default', async () => {
  const overrides = [{ domain: 'good.example', level: 'dane-only' }];
  const json = { enabled: true, expert: true, level: 'encrypt', overrides };
  equal((await alice('/v1/alias', { method: 'PUT', json })).status, 200);
  const ends = await Promise.all(
    ['good.example', 'selfsigned.example'].map(async (domain) => {
      const sent = await send(domain, `override, ${domain}`);
      const { state, level } = await finished(alice, sent.deliveries[0]?.id ?? '');
      return [state, level];
    }),
  );
  deepEqual(ends, [
    ['bounced', 'dane-only'],
    ['delivered', 'encrypt'],
  ]);
  match(await noticeAbout('override, good.example'), /Setting: Proven server \(DANE\) \(dane-only\)/);
});

describe('an operator trusts a provider', () => {
  interface PreviewAnswer {
    readonly hosts: readonly {
      readonly host: string;
      readonly certificates: readonly { readonly sha256: string; readonly pem: string }[];
    }[];
  }

  test('preview, compare, add: from then on mail goes; remove: it comes back again', async () => {
    const preview = await operator('/v1/admin/trust/preview', { json: { domain: 'selfsigned.example' } });
    equal(preview.status, 200, preview.body.toString());
    const [host] = preview.json<PreviewAnswer>().hosts;
    const pem = host?.certificates[0]?.pem ?? '';
    const entry = { domain: 'selfsigned.example', kind: 'public-key', pem, note: 'by telephone' };
    const added = await operator('/v1/admin/trust', { json: entry });
    equal(added.status, 201, added.body.toString());
    const { id } = added.json<{ id: string }>();
    const { trust } = await receiptOf('selfsigned.example', 'verify');
    deepEqual(trust, { id, kind: 'public-key' });
    equal((await operator(`/v1/admin/trust/${id}`, { method: 'DELETE' })).status, 204);
    const sent = await send('selfsigned.example', 'no more');
    equal((await finished(alice, sent.deliveries[0]?.id ?? '')).state, 'bounced');
  });

  test('nobody else may', async () => {
    equal((await alice('/v1/admin/trust')).status, 403);
    equal((await alice('/v1/admin/trust/preview', { json: { domain: 'good.example' } })).status, 403);
  });
});
