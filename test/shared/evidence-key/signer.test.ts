/** Keys in their two places: a KMS that speaks its protocol on loopback, and a secret. */
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { verifyEvidence } from '../../../shared/evidence/verify.ts';
import { keyLocation } from '../../../shared/evidence-key/configuration.ts';
import { generateKeySet, secretKeys } from '../../../shared/evidence-key/secret.ts';
import { evidenceSigner, evidenceSignerAt } from '../../../shared/evidence-key/signer.ts';
import { claimsOf, ended, keySetOf } from '../evidence/ended.ts';

const ARN = 'arn:aws:kms:eu-central-1:000000000000:key/';
const keys = new Map<string, KeyObject>(
  ['first', 'second'].map((name) => [
    ARN + name,
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  ]),
);
const calls: { action: string; key: string }[] = [];
let failing = false;

interface KmsCall {
  readonly KeyId: string;
  readonly Message?: string;
  readonly MessageType?: string;
  readonly SigningAlgorithm?: string;
}

/** What KMS answers: public keys as SubjectPublicKeyInfo, signatures in DER over a digest that it is given. */
function answer(
  action: string,
  { KeyId, Message = '', MessageType, SigningAlgorithm }: KmsCall,
): object | null {
  const key = keys.get(KeyId);
  calls.push({ action, key: KeyId });
  if (key === undefined || failing) return null;
  if (action === 'GetPublicKey') {
    const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
    return { KeyId, PublicKey: spki.toString('base64') };
  }
  deepEqual([MessageType, SigningAlgorithm], ['DIGEST', 'ECDSA_SHA_256']);
  const digest = Buffer.from(Message, 'base64');
  equal(digest.length, 32);
  return { KeyId, Signature: signDigest(key, digest).toString('base64') };
}

/** As KMS does it, by OpenSSL's command: Node's own `sign` hashes what it is given. */
function signDigest(key: KeyObject, digest: Buffer): Buffer {
  const directory = mkdtempSync(join(tmpdir(), 'kms-'));
  try {
    const file = join(directory, 'key.pem');
    writeFileSync(file, key.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
    return execFileSync('openssl', ['pkeyutl', '-sign', '-inkey', file], { input: digest });
  } finally {
    rmSync(directory, { recursive: true });
  }
}

const server = createServer((request, response) => {
  void (async () => {
    let body = '';
    for await (const part of request) body += String(part);
    const action = String(request.headers['x-amz-target']).replace('TrentService.', '');
    const given = answer(action, JSON.parse(body) as KmsCall);
    response.writeHead(given === null ? 400 : 200, { 'content-type': 'application/x-amz-json-1.1' });
    response.end(JSON.stringify(given ?? { __type: 'NotFoundException', message: 'no such key' }));
  })();
});

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_KMS: `http://127.0.0.1:${port}`,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
  });
});
after(() => {
  server.closeAllConnections();
  server.close();
});

function located(text: string) {
  const reading = keyLocation.read(text);
  if ('problem' in reading) throw new Error(reading.problem);
  return evidenceSignerAt(reading.value);
}

const claims = claimsOf(ended({ subject: 'a subject longer than KMS takes of a message '.repeat(200) }));

test('KMS signs what verifies under the key that it publishes', async () => {
  const signer = located(`kms:${ARN}first`);
  const verification = await verifyEvidence(await signer.sign(claims), await keySetOf(signer));
  equal(verification.kind, 'verified');
});

test('the first key signs; the others are published, and what they signed still verifies', async () => {
  const before = located(`kms:${ARN}first`);
  const signedBefore = await before.sign(claims);
  const now = located(`kms:${ARN}second,${ARN}first`);
  const set = await keySetOf(now);
  equal(set.keys.length, 2);
  calls.length = 0;
  const signedNow = await now.sign(claims);
  deepEqual(calls, [{ action: 'Sign', key: `${ARN}second` }]);
  for (const jws of [signedBefore, signedNow]) equal((await verifyEvidence(jws, set)).kind, 'verified');
  const [first] = (await keySetOf(before)).keys as { kid: string }[];
  equal((await verifyEvidence(signedNow, { keys: [first] })).kind, 'refused');
});

test('a KMS that fails is an error, and asked again the next time', async () => {
  const signer = located(`kms:${ARN}first`);
  failing = true;
  await rejects(signer.sign(claims), /no such key/);
  failing = false;
  match(await signer.sign(claims), /^[\w-]+\.[\w-]+\.[\w-]{86}$/);
});

test('a key in a secret signs; a second one in front of it is a rotation', async () => {
  const old = generateKeySet();
  const both = JSON.stringify({
    keys: [...(JSON.parse(generateKeySet()) as Keys).keys, ...(JSON.parse(old) as Keys).keys],
  });
  const before = evidenceSigner(secretKeys('x', () => Promise.resolve(old)));
  const now = evidenceSigner(secretKeys('x', () => Promise.resolve(both)));
  const set = await keySetOf(now);
  for (const signer of [before, now]) {
    equal((await verifyEvidence(await signer.sign(claims), set)).kind, 'verified');
  }
  equal(JSON.stringify(set).includes('"d"'), false);
});

interface Keys {
  readonly keys: readonly object[];
}

for (const text of [
  '',
  'random text',
  '{"keys":[]}',
  '{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b"}]}',
]) {
  test(`a secret that holds ${JSON.stringify(text)} signs nothing, and is not quoted`, async () => {
    const signer = evidenceSigner(secretKeys('evidence', () => Promise.resolve(text)));
    await rejects(signer.sign(claims), /the secret evidence is no JWK Set that begins with a private key/);
  });
}

test('a key of another curve signs nothing', async () => {
  const jwk = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' });
  const signer = evidenceSigner(secretKeys('x', () => Promise.resolve(JSON.stringify({ keys: [jwk] }))));
  await rejects(signer.sign(claims), /has to be an EC key on P-256/);
});

test('the name of a key is its thumbprint (RFC 7638 section 3.1 computes it over EC members so)', async () => {
  const { calculateJwkThumbprint } = await import('jose');
  const [key] = (await keySetOf(located(`kms:${ARN}first`))).keys as { kid: string }[];
  equal(key?.kid, await calculateJwkThumbprint(key ?? {}));
});

const readings: [text: string, expected: string][] = [
  ['secret:evidence-key', 'secret'],
  ['secret:arn:aws:secretsmanager:eu-central-1:000000000000:secret:x-Ab', 'secret'],
  [`kms:${ARN}a`, 'kms'],
  [`kms:${ARN}a, ${ARN}b`, 'kms'],
  ['kms:', 'names no key'],
  ['kms:alias/evidence', 'is not the ARN of a KMS key'],
  ['secret:', 'names no secret'],
  ['file:/etc/key', 'begins with neither'],
];
for (const [text, expected] of readings) {
  test(`EVIDENCE_KEY=${text}: ${expected}`, () => {
    const reading = keyLocation.read(text);
    match('problem' in reading ? reading.problem : reading.value.kind, new RegExp(expected));
  });
}
