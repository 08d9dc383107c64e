import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import {
  CreateSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { createClients } from '../../../../infra/local/aws/clients.ts';
import { startEmbeddedAws, type EmbeddedAws } from '../../../../infra/local/aws/embedded-aws.ts';
import { temporaryDirectory } from './temporary-directory.ts';

describe('secrets and outside mail of the stand-in', () => {
  let aws: EmbeddedAws;
  let secrets: SecretsManagerClient;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  before(async () => {
    directory = await temporaryDirectory();
    aws = await startEmbeddedAws({ dataDirectory: directory.path });
    secrets = createClients(aws.environment).secrets;
  });
  after(async () => {
    secrets.destroy();
    await aws.close();
    await directory.dispose();
  });

  test('a secret is created once, read, replaced, and private on the disk', async () => {
    const create = () => secrets.send(new CreateSecretCommand({ Name: 'team/dkim', SecretString: 'one' }));
    const read = async () =>
      (await secrets.send(new GetSecretValueCommand({ SecretId: 'team/dkim' }))).SecretString;
    const created = await Promise.allSettled([create(), create()]);
    deepEqual(created.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await rejects(create(), { name: 'ResourceExistsException' });
    equal(await read(), 'one');
    await secrets.send(new PutSecretValueCommand({ SecretId: 'team/dkim', SecretString: 'two' }));
    equal(await read(), 'two');
    const [file = ''] = await readdir(join(directory.path, 'secrets'));
    equal((await stat(join(directory.path, 'secrets', file))).mode & 0o777, 0o600);
  });

  test('binary secrets come back as they were', async () => {
    const SecretBinary = Uint8Array.from([0, 255, 10]);
    await secrets.send(new CreateSecretCommand({ Name: 'binary', SecretBinary }));
    const got = await secrets.send(new GetSecretValueCommand({ SecretId: 'binary' }));
    deepEqual(Uint8Array.from(got.SecretBinary ?? []), SecretBinary);
  });

  test('an unknown secret and a name that points elsewhere are refused', async () => {
    const read = (SecretId: string) => secrets.send(new GetSecretValueCommand({ SecretId }));
    await rejects(read('none'), { name: 'ResourceNotFoundException' });
    await rejects(read('../../etc/passwd'), { name: 'ResourceNotFoundException' });
  });

  const sendRawEmail = (form: Record<string, string>) =>
    fetch(aws.environment['AWS_ENDPOINT_URL_SES'] ?? '', {
      method: 'POST',
      body: new URLSearchParams({ Action: 'SendRawEmail', ...form }),
    });

  test('SES keeps the raw bytes of what it is given', async () => {
    const raw = Buffer.from('Subject: h\xe9llo\r\n\r\nbody\r\n', 'latin1');
    const answer = await sendRawEmail({
      Source: 'postmaster@secure.example.org',
      'Destinations.member.1': 'alice@example.org',
      'RawMessage.Data': raw.toString('base64'),
    });
    equal(answer.status, 200);
    match(await answer.text(), /<MessageId>[^<]+<\/MessageId>/);
    deepEqual(aws.sentMail.at(-1)?.raw, raw);
    deepEqual(aws.sentMail.at(-1)?.recipients, ['alice@example.org']);
  });

  test('SES refuses a null sender, as the real one does', async () => {
    const before = aws.sentMail.length;
    const answer = await sendRawEmail({
      Source: '<>',
      'Destinations.member.1': 'a@b.c',
      'RawMessage.Data': 'eA==',
    });
    equal(answer.status, 400);
    equal(aws.sentMail.length, before);
  });
});
