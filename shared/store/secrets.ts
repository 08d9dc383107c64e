/** Secrets Manager, read once a while: keys never travel in environment variables or templates. */
import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

const CACHE_MILLISECONDS = 5 * 60_000;
const cache = new Map<string, { readonly value: Promise<string>; readonly until: number }>();
let client: SecretsManagerClient | undefined;

const secretsManager = (): SecretsManagerClient => (client ??= new SecretsManagerClient({ maxAttempts: 4 }));

/** Gives the text of a secret as it is now. Throws where it cannot be read. */
export async function readSecretAfresh(name: string): Promise<string> {
  const { SecretString } = await secretsManager().send(new GetSecretValueCommand({ SecretId: name }));
  if (SecretString === undefined) throw new Error(`the secret ${name} has no text value`);
  return SecretString;
}

/** Gives the text of a secret, at most five minutes old. Throws where it cannot be read. */
export async function readSecret(name: string): Promise<string> {
  const cached = cache.get(name);
  if (cached !== undefined && cached.until > Date.now()) return cached.value;
  const value = readSecretAfresh(name);
  cache.set(name, { value, until: Date.now() + CACHE_MILLISECONDS });
  value.catch(() => cache.delete(name));
  return value;
}

/** Puts another text in the place of a secret's. Throws where that fails; then the old one stays. */
export async function replaceSecret(name: string, text: string): Promise<void> {
  await secretsManager().send(new PutSecretValueCommand({ SecretId: name, SecretString: text }));
  cache.delete(name);
}
