/** Messages beyond the limits of an API call: in by way of the object store, out again, and read piece by piece. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { ask } from '../infra/local/http/https-client.ts';
import type { Api } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  awaitInbox,
  finished,
  startBench,
  type Bench,
  type SentAnswer,
} from './local-system.ts';

let bench: Bench;
let alice: Api;

before(async () => {
  bench = await startBench();
  alice = await bench.as(ALICE);
  await alice('/v1/alias', { method: 'PUT', json: { enabled: true } });
});
after(() => bench.close());

const digest = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');

interface Ticket {
  readonly id: string;
  readonly url: string;
  readonly method: string;
  readonly headers: Record<string, string>;
}

test('17 MB are put under the origin of the pages, sent to somebody of ours, and come out the same', async () => {
  const octets = randomBytes(17_000_000);
  const authority = await readFile(join(bench.directory, 'ca.pem'), 'utf8');
  const file = { filename: 'Plan (2).bin', contentType: 'application/octet-stream', size: octets.length };
  const asked = await alice('/v1/uploads', { json: file });
  equal(asked.status, 201, asked.body.toString());
  const ticket = asked.json<Ticket>();
  ok(ticket.url.startsWith(`${bench.system.origin}/objects/`), ticket.url.split('?')[0]);
  const headers = { ...ticket.headers, 'content-length': octets.length };
  const put = await ask(ticket.url, authority, { method: ticket.method, headers, body: octets });
  equal(put.status, 200, put.text);

  const sent = await alice('/v1/messages', {
    json: {
      from: ALICE_ALIAS,
      to: [ALICE],
      subject: 'Large',
      text: 'as agreed',
      attachments: [{ uploadId: ticket.id }],
    },
  });
  equal(sent.status, 202, sent.body.toString());
  const [delivery] = sent.json<SentAnswer>().deliveries;
  equal((await finished(alice, delivery?.id ?? '')).state, 'delivered');
  const { id } = await awaitInbox(alice, ({ subject }) => subject === 'Large', 'the large message');
  const path = `/v1/messages/${id}`;
  const shown = await alice(path);
  equal(shown.status, 200);
  ok(shown.body.length < 20_000, `${shown.body.length} octets`);
  const { text, attachments } = shown.json<{ text: string; attachments: object[] }>();
  equal(text.trim(), 'as agreed');
  deepEqual(attachments, [
    {
      filename: 'Plan (2).bin',
      contentType: 'application/octet-stream',
      disposition: 'attachment',
      contentId: null,
      size: octets.length,
      content: null,
    },
  ]);
  const elsewhere = await alice(`${path}/attachments/0`);
  equal(elsewhere.status, 303);
  const got = await alice(String(elsewhere.headers['location']));
  equal(got.status, 200, got.body.subarray(0, 500).toString());
  equal(digest(got.body), digest(octets));
  equal(
    got.headers['content-disposition'],
    `attachment; filename="Plan (2).bin"; filename*=UTF-8''Plan%20%282%29.bin`,
  );
  const raw = await alice(`${path}/raw`);
  equal(raw.status, 303);
  const whole = await alice(String(raw.headers['location']));
  ok(whole.body.length > 17_000_000 * 1.3);
});
