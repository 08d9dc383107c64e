/** The bound on open uploads, on a DynamoDB that really checks conditions. */
import { deepEqual, equal } from 'node:assert/strict';
import { after, before, test } from 'node:test';

import type { HomeAddress } from '../../../shared/address/alias.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { uploadStore, type Upload, type UploadStore } from '../../../shared/store/uploads.ts';
import { startEmbeddedStores, type EmbeddedStores } from './embedded-stores.ts';

let services: EmbeddedStores;
let store: UploadStore;
before(async () => {
  services = await startEmbeddedStores();
  store = uploadStore(services.name('REQUESTS_TABLE'));
});
after(() => services.close());

function upload(expiresAt = 10_000): Upload {
  return { id: createIdentifier(), filename: 'a', contentType: 'a/b', size: 1, expiresAt };
}

test('as many as are allowed, at the same moment too, and room again when they are closed or expired', async () => {
  const home = 'alice@example.org' as HomeAddress;
  const all = Array.from({ length: 8 }, () => upload());
  const opened = await Promise.all(all.map((one) => store.open(home, one, 5, 1000)));
  equal(opened.filter((outcome) => outcome === 'opened').length, 5);
  const open = await store.list(home, 1000);
  equal(open.size, 5);
  const [first, second] = [...open.keys()];
  await store.close(home, [first ?? '', second ?? '', 'unknown']);
  equal((await store.list(home, 1000)).size, 3);
  const late = upload(30_000);
  equal(await store.open(home, late, 4, 2000), 'opened');
  equal(await store.open(home, upload(), 4, 2000), 'too-many');
  deepEqual([...(await store.list(home, 10_000)).values()], [late]);
  equal(await store.open(home, upload(30_000), 4, 10_000), 'opened');
  equal((await store.list(home, 0)).size, 2, 'the expired ones are really gone');
});

test('nothing of another user’s is seen or closed', async () => {
  const [carol, dave] = ['carol@example.org' as HomeAddress, 'dave@example.org' as HomeAddress];
  const one = upload();
  equal(await store.open(carol, one, 5, 1000), 'opened');
  await store.close(dave, [one.id]);
  equal((await store.list(dave, 1000)).size, 0);
  equal((await store.list(carol, 1000)).size, 1);
});
