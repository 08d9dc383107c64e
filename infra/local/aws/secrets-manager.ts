import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readIfThere, writeWhole } from '../whole-files.ts';
import { startProtocolServer, type ProtocolAnswer, type ProtocolServer } from './protocol-server.ts';

/**
 * Secrets Manager on this machine: one private file per secret, in the AWS JSON 1.1 protocol.
 *
 * GetSecretValue, CreateSecret and PutSecretValue only; one version per secret (AWSCURRENT), no rotation,
 * no deletion. Names may be given as they are, not as ARNs.
 */

interface StoredSecret {
  readonly SecretString?: string;
  readonly SecretBinary?: string;
  readonly VersionId: string;
  readonly CreatedDate: number;
}

type Body = Partial<Record<string, string>>;

/** Starts it on a free port of 127.0.0.1, with its files (mode 0600) in `directory`. */
export async function startSecretsManager(directory: string): Promise<ProtocolServer> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  // One after the other, so that two writers of the same new secret cannot both have created it.
  let turn: Promise<unknown> = Promise.resolve();
  return startProtocolServer(({ headers, body }) => {
    const action = String(headers['x-amz-target']).replace('secretsmanager.', '');
    const answer = turn.then(() => answerTo(directory, action, JSON.parse(body.toString()) as Body));
    turn = answer.catch(() => undefined);
    return answer;
  });
}

async function answerTo(directory: string, action: string, body: Body): Promise<ProtocolAnswer> {
  const name = action === 'CreateSecret' ? body['Name'] : body['SecretId'];
  if (!name || !/^[\w/+=.@-]{1,512}$/.test(name))
    return refuse('ValidationException', 'Invalid secret name.');
  const file = join(directory, `${encodeURIComponent(name)}.json`);
  const text = await readIfThere(file);
  const existing = text === null ? null : (JSON.parse(text) as StoredSecret);
  const about = { ARN: `arn:aws:secretsmanager:local:000000000000:secret:${name}`, Name: name };
  switch (action) {
    case 'GetSecretValue':
      if (!existing)
        return refuse('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      return reply({ ...about, ...existing, VersionStages: ['AWSCURRENT'] });
    case 'CreateSecret':
      if (existing) return refuse('ResourceExistsException', `The secret ${name} already exists.`);
      return reply({ ...about, VersionId: await store(file, body) });
    case 'PutSecretValue':
      if (!existing)
        return refuse('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
      return reply({ ...about, VersionId: await store(file, body), VersionStages: ['AWSCURRENT'] });
    default:
      return refuse('UnknownOperationException', `${action} is not part of this stand-in.`);
  }
}

async function store(file: string, body: Body): Promise<string> {
  const secret: StoredSecret = {
    ...(body['SecretString'] !== undefined && { SecretString: body['SecretString'] }),
    ...(body['SecretBinary'] !== undefined && { SecretBinary: body['SecretBinary'] }),
    VersionId: body['ClientRequestToken'] ?? randomUUID(),
    CreatedDate: Date.now() / 1000,
  };
  await writeWhole(file, JSON.stringify(secret));
  return secret.VersionId;
}

const type = 'application/x-amz-json-1.1';
const reply = (body: object): ProtocolAnswer => ({ status: 200, type, body: JSON.stringify(body) });
const refuse = (__type: string, message: string): ProtocolAnswer => ({
  status: 400,
  type,
  body: JSON.stringify({ __type, message }),
});
