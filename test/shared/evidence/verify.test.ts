/** Who is believed: documents as signed, and everything that somebody could hand in instead. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import {
  createHmac,
  createPublicKey,
  createVerify,
  generateKeyPairSync,
  sign as signWith,
} from 'node:crypto';
import { before, test } from 'node:test';

import { EVIDENCE_TYPE } from '../../../shared/evidence/claims.ts';
import { verifyEvidence } from '../../../shared/evidence/verify.ts';
import type { EvidenceSigner, PublicKey } from '../../../shared/evidence-key/signer.ts';
import { memoryEvidenceSigner } from '../../doubles/evidence-key.ts';
import { claimsOf, ended, keySetOf } from './ended.ts';

const claims = claimsOf(ended());
let signer: EvidenceSigner;
let stranger: EvidenceSigner;
let keySet: { keys: object[] };
let key: PublicKey;
let jws: string;
before(async () => {
  signer = memoryEvidenceSigner();
  stranger = memoryEvidenceSigner();
  keySet = await keySetOf(signer);
  key = keySet.keys[0] as PublicKey;
  jws = await signer.sign(claims);
});

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const parts = (): [string, string, string] => jws.split('.') as [string, string, string];
const headed = (header: object): string => `${encode(header)}.${parts()[1]}`;
const honest = (): object => ({ alg: 'ES256', typ: EVIDENCE_TYPE, kid: key.kid });

test('what was signed is verified, and is what was claimed', async () => {
  deepEqual(await verifyEvidence(jws, keySet), { kind: 'verified', claims, keyId: key.kid });
});

test('an implementation that is not ours agrees: OpenSSL, over r and s as JWS has them', async () => {
  const [header, payload, signature] = parts();
  const verifier = createVerify('sha256').update(`${header}.${payload}`);
  const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
  const octets = Buffer.from(signature, 'base64url');
  equal(octets.length, 64);
  ok(verifier.verify({ key: publicKey, dsaEncoding: 'ieee-p1363' }, octets));
  deepEqual(JSON.parse(Buffer.from(header, 'base64url').toString()), honest());
  equal(await verifyEvidence(jws, keySet).then(({ kind }) => kind), 'verified');
});

test('a receipt does not expire, and an earlier key that is still listed verifies', async () => {
  const later = await keySetOf(memoryEvidenceSigner());
  equal((await verifyEvidence(jws, { keys: [...later.keys, ...keySet.keys] })).kind, 'verified');
  equal((await verifyEvidence(await signer.sign({ ...claims, iat: 0 }), keySet)).kind, 'verified');
});

/** Signed properly with a P-256 key that the attacker has. */
function signedBy(privateKey: ReturnType<typeof generateKeyPairSync>['privateKey'], input: string): string {
  const signature = signWith('sha256', Buffer.from(input), {
    key: privateKey as never,
    dsaEncoding: 'ieee-p1363',
  });
  return `${input}.${signature.toString('base64url')}`;
}

function hmac(input: string, secret: string | Buffer): string {
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

function pem(): string {
  return createPublicKey({ key: { ...key }, format: 'jwk' })
    .export({ format: 'pem', type: 'spki' })
    .toString();
}

const own = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ownJwk = own.publicKey.export({ format: 'jwk' });

type Row = [title: string, make: () => string | Promise<string>, why: string];
const rows: Row[] = [
  ['no text', () => '', 'not-a-jws'],
  ['two parts', () => parts().slice(0, 2).join('.'), 'not-a-jws'],
  ['four parts', () => `${jws}.x`, 'not-a-jws'],
  ['a blank in it', () => jws.replace('.', ' .'), 'not-a-jws'],
  ['a header that is no JSON', () => ['e30e', parts()[1], parts()[2]].join('.'), 'not-a-jws'],
  ['a header that is a list', () => `${encode([])}.${parts()[1]}.${parts()[2]}`, 'not-a-jws'],
  ['alg none, unsigned (RFC 8725 3.1)', () => `${headed({ ...honest(), alg: 'none' })}.`, 'wrong-algorithm'],
  [
    'alg none, with the old signature',
    () => `${headed({ ...honest(), alg: 'none' })}.${parts()[2]}`,
    'wrong-algorithm',
  ],
  ['alg None in other letters', () => `${headed({ ...honest(), alg: 'nOnE' })}.`, 'wrong-algorithm'],
  [
    'HS256 with the public key as the secret (RFC 8725 2.1)',
    () => hmac(headed({ ...honest(), alg: 'HS256' }), pem()),
    'wrong-algorithm',
  ],
  ['ES384', () => `${headed({ ...honest(), alg: 'ES384' })}.${parts()[2]}`, 'wrong-algorithm'],
  [
    'an access token of the same key',
    () => `${headed({ ...honest(), typ: 'at+jwt' })}.${parts()[2]}`,
    'wrong-type',
  ],
  ['no type', () => `${headed({ alg: 'ES256', kid: key.kid })}.${parts()[2]}`, 'wrong-type'],
  [
    'critical extensions',
    () => `${headed({ ...honest(), crit: ['x'], x: 1 })}.${parts()[2]}`,
    'unknown-extension',
  ],
  [
    'a payload that is not encoded',
    () => `${headed({ ...honest(), b64: false })}.${parts()[2]}`,
    'unknown-extension',
  ],
  ['no key named', () => `${headed({ alg: 'ES256', typ: EVIDENCE_TYPE })}.${parts()[2]}`, 'unknown-key'],
  ['signed by a stranger', () => stranger.sign(claims), 'unknown-key'],
  [
    'a key in its own header',
    () => signedBy(own.privateKey, headed({ ...honest(), jwk: ownJwk })),
    'signature-invalid',
  ],
  [
    'the address of a key set in its header',
    () => signedBy(own.privateKey, headed({ ...honest(), jku: 'https://evil.example/keys' })),
    'signature-invalid',
  ],
  [
    'other claims under the old signature',
    () => `${parts()[0]}.${encode({ ...claims, sender: 'eve@secure.example.org' })}.${parts()[2]}`,
    'signature-invalid',
  ],
  [
    'one octet of the payload changed',
    () =>
      `${parts()[0]}.${parts()[1].replace(/.(?=.{20}$)/, (one) => (one === 'A' ? 'B' : 'A'))}.${parts()[2]}`,
    'signature-invalid',
  ],
  [
    'a signature of zeros (CVE-2022-21449)',
    () => `${headed(honest())}.${'A'.repeat(86)}`,
    'signature-invalid',
  ],
  ['half a signature', () => `${parts()[0]}.${parts()[1]}.${parts()[2].slice(0, 43)}`, 'signature-invalid'],
  ['signed, but no evidence', () => signer.sign({ hello: 'world' } as never), 'unreadable-claims'],
  ['signed, of another version', () => signer.sign({ ...claims, version: 2 as never }), 'unreadable-claims'],
];
for (const [title, make, why] of rows) {
  test(`not believed: ${title}`, async () => {
    const verification = await verifyEvidence(await make(), keySet);
    equal(verification.kind === 'refused' ? verification.why : verification.kind, why);
  });
}

const sets: [title: string, make: () => unknown, why: string][] = [
  ['no set', () => null, 'no-keys'],
  ['a key instead of a set', () => key, 'no-keys'],
  ['an empty one', () => ({ keys: [] }), 'no-keys'],
  ['keys that are none', () => ({ keys: [null, 'x', 7] }), 'no-keys'],
  ['for encryption', () => ({ keys: [{ ...key, use: 'enc' }] }), 'no-keys'],
  ['of another algorithm', () => ({ keys: [{ ...key, alg: 'ES384' }] }), 'no-keys'],
  ['a symmetric key under its name', () => ({ keys: [{ kty: 'oct', k: 'AAAA', kid: key.kid }] }), 'no-keys'],
  ['a private key', () => ({ keys: [{ ...key, d: key.x }] }), 'no-keys'],
  ['not a point of the curve', () => ({ keys: [{ ...key, x: key.y }] }), 'signature-invalid'],
  ['a stranger’s key under its name', () => ({ keys: [{ ...ownJwk, kid: key.kid }] }), 'signature-invalid'],
  ['without a name', () => ({ keys: [{ ...key, kid: undefined }] }), 'unknown-key'],
];
for (const [title, make, why] of sets) {
  test(`key set: ${title}`, async () => {
    const verification = await verifyEvidence(jws, make());
    equal(verification.kind === 'refused' ? verification.why : verification.kind, why);
  });
}
