/** The secret with the key that signs evidence: made at the first start and kept for ever after. */
import {
  CreateSecretCommand,
  ResourceExistsException,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';

import { generateKeySet } from '../../shared/evidence-key/secret.ts';

const NAME = 'evidence-key';

/** Gives the place of the key, as `EVIDENCE_KEY` names it. Throws where the secret store fails. */
export async function evidenceKey(): Promise<string> {
  const client = new SecretsManagerClient({});
  try {
    await client.send(new CreateSecretCommand({ Name: NAME, SecretString: generateKeySet() }));
  } catch (error) {
    if (!(error instanceof ResourceExistsException)) throw error;
  } finally {
    client.destroy();
  }
  return `secret:${NAME}`;
}
