/** Searching a large folder on the embedded stand-in: bounded work a request, everything found, each once. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { HomeAddress } from '../../../shared/address/alias.ts';
import { bodyStore } from '../../../shared/store/bodies.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import {
  mailboxStore,
  MOST_READS,
  READ_AT_ONCE,
  type MailboxMessage,
} from '../../../shared/store/mailbox.ts';
import { startEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';

const HOME = 'alice@example.org' as HomeAddress;
const AT_ONCE = READ_AT_ONCE * MOST_READS;

let services: EmbeddedStores;
before(async () => {
  services = await startEmbeddedStores();
});
after(() => services.close());

function message(at: number, subject: string): MailboxMessage {
  return {
    home: HOME,
    folder: 'inbox',
    id: createIdentifier(at * 1000),
    kind: 'mail',
    from: 'bob@good.example',
    to: [],
    subject,
    receivedAt: new Date(at * 1000).toISOString(),
    size: 1,
    tls: null,
    deliveryId: null,
  };
}

test('a search goes on where the request before it stopped looking', async () => {
  const objects = bodyStore(services.name('BODIES_BUCKET'));
  const mailbox = mailboxStore(services.name('MAILBOX_TABLE'), { ...objects, put: () => Promise.resolve() });
  const wanted: string[] = [];
  const filings: Promise<void>[] = [];
  for (let at = 1; at <= AT_ONCE + 120; at += 1) {
    const fits = at === 1 || at === 60 || (at > 150 && at % 100 < 3);
    const filed = message(at, fits ? 'wanted' : 'other');
    if (fits) wanted.unshift(filed.id);
    filings.push(mailbox.file(filed, Buffer.alloc(0)));
    if (at % 100 === 0) await Promise.all(filings);
  }
  await Promise.all(filings);
  for (const limit of [1, 7, 100]) {
    const found: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      let looked = 0;
      const fits = ({ subject }: MailboxMessage): boolean => (looked += 1) > 0 && subject === 'wanted';
      const page = await mailbox.search(HOME, 'inbox', fits, cursor, limit);
      ok(page.items.length <= limit);
      ok(looked <= AT_ONCE, `${looked} in one request`);
      found.push(...page.items.map(({ id }) => id));
      cursor = page.next;
      pages += 1;
    } while (cursor !== null);
    deepEqual(found, wanted, `${limit} a page`);
    ok(pages >= 2);
  }
  const nothing = await mailbox.search(HOME, 'inbox', () => false, null, 10);
  deepEqual(nothing.items, []);
  equal(nothing.next === null, false, 'an empty page that is not the last');
});
