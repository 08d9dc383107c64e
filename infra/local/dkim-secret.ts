/** The secret with the DKIM keys of the alias domains: each domain's are made once and kept for ever after. */
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  ResourceNotFoundException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

import type { AliasDomains } from '../../shared/address/alias.ts';
import { generateDkimKeys, parseDkimKeys, type DkimKey } from '../../shared/mail/dkim-keys.ts';
import { readSecret } from '../../shared/store/secrets.ts';

async function stored(secret: string): Promise<readonly DkimKey[]> {
  try {
    return parseDkimKeys(await readSecret(secret));
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}

/** Gives the keys of all alias domains. Throws where the secret store fails or holds something else. */
export async function dkimKeys(secret: string, domains: AliasDomains): Promise<readonly DkimKey[]> {
  const before = await stored(secret);
  const fresh = [...domains.keys()]
    .filter((domain) => !before.some((key) => key.domain === domain))
    .flatMap((domain) => generateDkimKeys(domain, new Date()));
  if (fresh.length === 0) return before;
  const keys = [...before, ...fresh];
  const SecretString = JSON.stringify(keys);
  const client = new SecretsManagerClient({});
  try {
    await client.send(new CreateSecretCommand({ Name: secret, SecretString }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
    await client.send(new PutSecretValueCommand({ SecretId: secret, SecretString }));
  } finally {
    client.destroy();
  }
  return keys;
}
