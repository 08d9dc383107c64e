/** The other entities on the embedded stand-ins: settings, passwords, mailbox, refusals, requests, bodies. */
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { after, before, test } from 'node:test';

import type { AliasAddress, HomeAddress } from '../../../shared/address/alias.ts';
import { aliasStore } from '../../../shared/store/aliases.ts';
import { appPasswordStore } from '../../../shared/store/app-passwords.ts';
import { bodyStore, INLINE_LIMIT } from '../../../shared/store/bodies.ts';
import { createIdentifier, deriveIdentifier, isIdentifier } from '../../../shared/store/identifier.ts';
import { mailboxStore, type MailboxMessage } from '../../../shared/store/mailbox.ts';
import { refusalStore, type Refusal } from '../../../shared/store/refusals.ts';
import { requestStore } from '../../../shared/store/requests.ts';
import { startEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';

let services: EmbeddedStores;
before(async () => {
  services = await startEmbeddedStores();
});
after(() => services.close());

const ALICE = 'alice@example.org' as HomeAddress;
const ALIAS = 'alice@secure.example.org' as AliasAddress;

test('identifiers sort by time, and what follows from one is always the same', () => {
  const [early, late] = [createIdentifier(1000), createIdentifier(2000)];
  ok(early < late);
  ok(isIdentifier(early));
  equal(isIdentifier(early.toLowerCase()), false);
  equal(deriveIdentifier(early, 'a'), deriveIdentifier(early, 'a'));
  notEqual(deriveIdentifier(early, 'a'), deriveIdentifier(early, 'b'));
  ok(deriveIdentifier(early, 'a') < late);
});

test('an alias is provisioned once, and a change needs the version that was read', async () => {
  const aliases = aliasStore(services.name('ALIASES_TABLE'));
  const made = await aliases.provision(ALIAS, ALICE, 'Alice');
  equal(made.enabled, false);
  const settings = { ...made, enabled: true };
  const changed = await aliases.change(made, settings, new Date());
  equal(changed?.version, made.version + 1);
  equal(await aliases.change(made, settings, new Date()), null, 'somebody else was first');
  equal((await aliases.provision(ALIAS, ALICE, 'Alice')).enabled, true, 'provisioning again changes nothing');
  equal((await aliases.ofHome(ALICE))?.address, ALIAS);
  equal(await aliases.get('nobody@secure.example.org' as AliasAddress), null);
});

test('an app password is shown once, checked by its hash, and ends with its removal', async () => {
  const passwords = appPasswordStore(services.name('APP_PASSWORDS_TABLE'));
  const { appPassword, password } = await passwords.create(ALICE, 'Thunderbird');
  match(password, /^([a-z2-9]{4}-){5}[a-z2-9]{4}$/);
  equal(await passwords.verify(ALICE, password), true);
  equal(
    await passwords.verify(ALICE, password.toUpperCase().replaceAll('-', ' ')),
    true,
    'as people type it',
  );
  const wrong = `${password.slice(0, -1)}${password.endsWith('a') ? 'b' : 'a'}`;
  equal(await passwords.verify(ALICE, wrong), false);
  equal(await passwords.verify('bob@example.org' as HomeAddress, password), false);
  equal(await passwords.verify(ALICE, ''), false);
  const [listed] = await passwords.list(ALICE);
  ok(listed?.lastUsedAt);
  deepEqual(
    Object.keys(listed).sort(),
    ['createdAt', 'home', 'id', 'lastUsedAt', 'name'],
    'no hash in a list',
  );
  equal(await passwords.remove(ALICE, appPassword.id), true);
  equal(await passwords.remove(ALICE, appPassword.id), false);
  equal(await passwords.verify(ALICE, password), false);
});

function message(id: string, folder: 'inbox' | 'sent' = 'inbox'): MailboxMessage {
  return {
    home: ALICE,
    folder,
    id,
    kind: 'mail',
    from: 'bob@good.example',
    to: [ALIAS],
    subject: 'hello',
    receivedAt: new Date().toISOString(),
    size: 5,
    tls: null,
    deliveryId: null,
  };
}

test('filing twice files once; folders are lists of their own, in pages, newest first', async () => {
  const mailbox = mailboxStore(services.name('MAILBOX_TABLE'), bodyStore(services.name('BODIES_BUCKET')));
  const ids = [1, 2, 3, 4, 5].map((at) => createIdentifier(at * 1000));
  for (const id of [...ids, ...ids]) await mailbox.file(message(id), Buffer.from(`body ${id}`));
  const sent = message(createIdentifier(6000), 'sent');
  await mailbox.file(sent, Buffer.from('sent'));
  const first = await mailbox.list(ALICE, 'inbox', null, 3);
  const second = await mailbox.list(ALICE, 'inbox', first.next, 3);
  deepEqual(
    [...first.items, ...second.items].map(({ id }) => id),
    ids.toReversed(),
  );
  equal(second.next, null);
  const found = await mailbox.get(ALICE, sent.id);
  deepEqual(found, sent);
  ok(found);
  equal((await mailbox.raw(found))?.toString(), 'sent');
  deepEqual(await mailbox.mark(found, true), { ...sent, unread: true });
  await mailbox.file(sent, Buffer.from('sent'));
  deepEqual(await mailbox.get(ALICE, sent.id), { ...sent, unread: true }, 'filing it again changes no mark');
  await mailbox.remove(found);
  equal(await mailbox.mark(found, false), null, 'what is removed does not come back as a mark');
  equal(await mailbox.get(ALICE, sent.id), null);
  equal(await mailbox.raw(found), null);
  equal(
    await mailbox.get('bob@example.org' as HomeAddress, ids[0] ?? ''),
    null,
    'another user has no such message',
  );
});

test('repeated refusals within an hour are one line that counts', async () => {
  const refusals = refusalStore(services.name('REFUSALS_TABLE'));
  const refusal: Refusal = {
    recipient: ALIAS,
    sender: 'carol@there.example',
    client: { address: '192.0.2.1', helo: 'mail.there.example' },
    reason: 'no-tls',
  };
  const now = new Date();
  const at = (hour: number, minute: number): Date =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate(), hour, minute));
  await refusals.record(ALIAS, refusal, at(10, 0));
  await refusals.record(ALIAS, refusal, at(10, 30));
  await refusals.record(ALIAS, { ...refusal, sender: null }, at(10, 40));
  await refusals.record(ALIAS, refusal, at(12, 0));
  const { items, next } = await refusals.list(ALIAS, null, 50);
  deepEqual(
    items.map(({ at: when, count, sender }) => [when.slice(11, 16), count, sender]),
    [
      ['12:00', 1, 'carol@there.example'],
      ['10:40', 1, null],
      ['10:30', 2, 'carol@there.example'],
    ],
  );
  equal(next, null);
  deepEqual((await refusals.list('bob@secure.example.org' as AliasAddress, null, 50)).items, []);
});

test('an idempotency key belongs to the first request, until it expires', async () => {
  const requests = requestStore(services.name('REQUESTS_TABLE'));
  const first = { fingerprint: 'a', seed: createIdentifier(), at: 1_000_000_000 };
  deepEqual(await requests.claim(ALICE, 'k', first), first);
  const second = { fingerprint: 'b', seed: createIdentifier(), at: 1_000_001_000 };
  const { fingerprint, seed, at } = await requests.claim(ALICE, 'k', second);
  deepEqual({ fingerprint, seed, at }, first);
  const nextDay = { ...second, at: first.at + 25 * 3600 * 1000 };
  deepEqual(await requests.claim(ALICE, 'k', nextDay), nextDay);
  const other = await requests.claim('bob@example.org' as HomeAddress, 'k', second);
  equal(other.fingerprint, 'b', 'keys are per user');
});

test('a body is inline when small and an object when large; a stream is an object only once complete', async () => {
  const bodies = bodyStore(services.name('BODIES_BUCKET'));
  const small = Buffer.from('small');
  const large = randomBytes(INLINE_LIMIT + 1);
  ok('inline' in (await bodies.refer(small, 'small')));
  const reference = await bodies.refer(large, 'large');
  deepEqual(reference, { key: 'transit/large' });
  ok(large.equals(await bodies.load(reference)));
  const writer = bodies.open('transit/streamed');
  const chunk = randomBytes(700_000);
  for (let written = 0; written < 12; written += 1) await writer.write(chunk);
  equal(await bodies.get('transit/streamed'), null);
  await writer.complete();
  const streamed = await bodies.get('transit/streamed');
  equal(streamed?.length, 12 * chunk.length);
  ok(streamed.subarray(11 * chunk.length).equals(chunk));
  const abandoned = bodies.open('transit/abandoned');
  for (let written = 0; written < 9; written += 1) await abandoned.write(chunk);
  await abandoned.abort();
  equal(await bodies.get('transit/abandoned'), null);
});
