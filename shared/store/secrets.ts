/** Secrets Manager, read once a while: keys never travel in environment variables or templates. */
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const CACHE_MILLISECONDS = 5 * 60_000;
const cache = new Map<string, { readonly value: Promise<string>; readonly until: number }>();
let client: SecretsManagerClient | undefined;

async function fetchSecret(name: string): Promise<string> {
  client ??= new SecretsManagerClient({ maxAttempts: 4 });
  const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: name }));
  if (SecretString === undefined) throw new Error(`the secret ${name} has no text value`);
  return SecretString;
}

/** Gives the text of a secret, at most five minutes old. Throws where it cannot be read. */
export async function readSecret(name: string): Promise<string> {
  const cached = cache.get(name);
  if (cached !== undefined && cached.until > Date.now()) return cached.value;
  const value = fetchSecret(name);
  cache.set(name, { value, until: Date.now() + CACHE_MILLISECONDS });
  value.catch(() => cache.delete(name));
  return value;
}
