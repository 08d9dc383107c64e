/** Keys in AWS KMS: asymmetric, ECC_NIST_P256, for SIGN_VERIFY. The private part never leaves it. */
import { createHash } from 'node:crypto';

import { GetPublicKeyCommand, KMSClient, SignCommand } from '@aws-sdk/client-kms';

import { joseSignature } from './der-signature.ts';
import { publicKeyOf, type KeyHolder, type PublicKey } from './signer.ts';

let client: KMSClient | undefined;

async function fetchPublicKey(arn: string): Promise<PublicKey> {
  client ??= new KMSClient({ maxAttempts: 4 });
  const { PublicKey: spki } = await client.send(new GetPublicKeyCommand({ KeyId: arn }));
  if (spki === undefined) throw new Error(`KMS gave no public key of ${arn}`);
  return publicKeyOf(spki);
}

/** The keys with these ARNs. Public parts are asked for once: the key behind an ARN never changes. */
export function kmsKeys(arns: readonly [string, ...string[]]): KeyHolder {
  let fetched: Promise<readonly [PublicKey, ...PublicKey[]]> | undefined;
  const [signing, ...retired] = arns;
  return {
    publicKeys() {
      fetched ??= Promise.all([fetchPublicKey(signing), ...retired.map(fetchPublicKey)]);
      fetched.catch(() => (fetched = undefined));
      return fetched;
    },
    async sign(signingInput) {
      client ??= new KMSClient({ maxAttempts: 4 });
      // The digest, since KMS takes at most 4096 octets of a message.
      const sign = new SignCommand({
        KeyId: signing,
        Message: createHash('sha256').update(signingInput).digest(),
        MessageType: 'DIGEST',
        SigningAlgorithm: 'ECDSA_SHA_256',
      });
      const { Signature } = await client.send(sign);
      if (Signature === undefined) throw new Error(`KMS gave no signature of ${signing}`);
      return joseSignature(Signature);
    },
  };
}
