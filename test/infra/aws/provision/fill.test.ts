import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { createHash, createPublicKey, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { test } from 'node:test';

import { fill, type SecretStore } from '../../../../infra/aws/provision/fill.ts';
import { parseDkimKeys } from '../../../../shared/mail/dkim-keys.ts';

/** A store with one secret, as CloudFormation makes it. */
function freshStore(): SecretStore & { text: string; puts: number } {
  const held = {
    text: 'o1G7ZxFqkG7cM3m5T3s0r4gq8P2nJb5vXy9aWqLz3Kd',
    puts: 0,
    get: () => Promise.resolve(held.text),
    put: (_: string, text: string) => {
      held.text = text;
      held.puts += 1;
      return Promise.resolve();
    },
  };
  return held;
}

test('DKIM keys are made once for each domain, and their records given', async () => {
  const store = freshStore();
  const one = { kind: 'dkim', secret: 'dkim', domain: 'secure.example.org' } as const;
  const first = await fill(one, store);
  match(first['RsaName'] ?? '', /^rsa-\d{4}a\._domainkey\.secure\.example\.org$/);
  match(first['RsaText'] ?? '', /^"v=DKIM1; k=rsa; p=[^"]{200,}" "[^"]+"$/);
  match(first['Ed25519Text'] ?? '', /^"v=DKIM1; k=ed25519; p=[A-Za-z0-9+/]{43}="$/);
  deepEqual(await fill(one, store), first);
  equal(store.puts, 1);
  await fill({ ...one, domain: 'safe.example.net' }, store);
  deepEqual(
    parseDkimKeys(store.text).map(({ domain, algorithm }) => `${domain} ${algorithm}`),
    [
      'secure.example.org rsa-sha256',
      'secure.example.org ed25519-sha256',
      'safe.example.net rsa-sha256',
      'safe.example.net ed25519-sha256',
    ],
  );
});

test('a secret that holds something else is left alone', async () => {
  const store = freshStore();
  store.text = '{"keys": "of somebody else"}';
  await rejects(fill({ kind: 'dkim', secret: 'dkim', domain: 'secure.example.org' }, store), /malformed/);
  equal(store.puts, 0);
});

test('the first certificate serves from one text, and its digest is that of TLSA 3 1 1', async () => {
  const store = freshStore();
  const wish = { kind: 'certificate', secret: 'tls', host: 'mx.secure.example.org' } as const;
  const { KeyDigest } = await fill(wish, store);
  // As the edge reads it: the same file as chain and as key.
  createSecureContext({ cert: store.text, key: store.text });
  const certificate = new X509Certificate(store.text);
  equal(certificate.checkHost(wish.host), wish.host);
  const spki = createPublicKey(store.text).export({ type: 'spki', format: 'der' });
  equal(KeyDigest, createHash('sha256').update(spki).digest('hex'));
  deepEqual(await fill(wish, store), { KeyDigest });
  equal(store.puts, 1);
});
