import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { after, before, describe, test } from 'node:test';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  GetObjectTaggingCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { createClients } from '../../../../infra/local/aws/clients.ts';
import { startEmbeddedAws, type EmbeddedAws } from '../../../../infra/local/aws/embedded-aws.ts';
import { startChild } from './embedded-aws-child.ts';
import { temporaryDirectory } from './temporary-directory.ts';

const Bucket = 'test-bodies';
const mebibyte = 1024 * 1024;

async function digest(s3: S3Client, bucket: string, Key: string): Promise<string> {
  const { Body } = await s3.send(new GetObjectCommand({ Bucket: bucket, Key }));
  const hash = createHash('sha256');
  for await (const part of Body as Readable) hash.update(part as Buffer);
  return hash.digest('hex');
}

async function upload(s3: S3Client, bucket: string, Key: string, body: Buffer): Promise<void> {
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key }));
  const Parts = [];
  for (let start = 0, PartNumber = 1; start < body.length; start += 5 * mebibyte, PartNumber++) {
    const Body = body.subarray(start, start + 5 * mebibyte);
    const { ETag } = await s3.send(
      new UploadPartCommand({ Bucket: bucket, Key, UploadId, PartNumber, Body }),
    );
    Parts.push({ ETag, PartNumber });
  }
  await s3.send(
    new CompleteMultipartUploadCommand({ Bucket: bucket, Key, UploadId, MultipartUpload: { Parts } }),
  );
}

describe('the bucket of the stand-in', () => {
  let aws: EmbeddedAws;
  let s3: S3Client;
  let directory: Awaited<ReturnType<typeof temporaryDirectory>>;

  before(async () => {
    directory = await temporaryDirectory();
    aws = await startEmbeddedAws({ dataDirectory: directory.path });
    s3 = createClients(aws.environment).s3;
    await s3.send(new CreateBucketCommand({ Bucket }));
  });
  after(async () => {
    s3.destroy();
    await aws.close();
    await directory.dispose();
  });

  test('takes 25 MiB in parts and gives the same bytes as a stream', async () => {
    const body = randomBytes(25 * mebibyte);
    await upload(s3, Bucket, 'inbox/large', body);
    equal(await digest(s3, Bucket, 'inbox/large'), createHash('sha256').update(body).digest('hex'));
    const { ContentLength } = await s3.send(new HeadObjectCommand({ Bucket, Key: 'inbox/large' }));
    equal(ContentLength, body.length);
  });

  test('stores a stream without the framing and the checksum trailer it travels in', async () => {
    const body = randomBytes(200_000);
    const chunks = [body.subarray(0, 70_000), body.subarray(70_000)];
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed ü',
        Body: Readable.from(chunks),
        ContentLength: body.length,
      }),
    );
    const got = await s3.send(new GetObjectCommand({ Bucket, Key: 'streamed ü' }));
    deepEqual(Buffer.from((await got.Body?.transformToByteArray()) ?? []), body);
  });

  test('takes 25 MiB in one piece', async () => {
    const body = randomBytes(25 * mebibyte);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'whole', Body: body }));
    equal(await digest(s3, Bucket, 'whole'), createHash('sha256').update(body).digest('hex'));
  });

  test('copies, lists by prefix in pages, and deletes', async () => {
    for (const key of ['list/a', 'list/b', 'list/c', 'other'])
      await s3.send(new PutObjectCommand({ Bucket, Key: key, Body: key }));
    await s3.send(new CopyObjectCommand({ Bucket, Key: 'list/d', CopySource: `${Bucket}/list/a` }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'list/b' }));
    const keys: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 2, ContinuationToken }),
      );
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);
    deepEqual(keys, ['list/a', 'list/c', 'list/d']);
    equal(
      await (await s3.send(new GetObjectCommand({ Bucket, Key: 'list/d' }))).Body?.transformToString(),
      'list/a',
    );
    await rejects(s3.send(new GetObjectCommand({ Bucket, Key: 'list/b' })), { name: 'NoSuchKey' });
  });

  test('does not overwrite under If-None-Match', async () => {
    const put = (Body: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key: 'only-once', Body, IfNoneMatch: '*' }));
    const both = await Promise.allSettled([put('one'), put('two')]);
    deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    await rejects(put('three'), { name: 'PreconditionFailed' });
  });

  test('refuses what it cannot do instead of touching the object', async () => {
    await s3.send(new PutObjectCommand({ Bucket, Key: 'tagged', Body: 'body' }));
    await rejects(s3.send(new GetObjectTaggingCommand({ Bucket, Key: 'tagged' })), {
      name: 'NotImplemented',
    });
  });

  test('forgets the parts of an upload that was given up', async () => {
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'given-up' }));
    const part = { Bucket, Key: 'given-up', UploadId };
    await s3.send(new UploadPartCommand({ ...part, PartNumber: 1, Body: 'x' }));
    await s3.send(new AbortMultipartUploadCommand(part));
    await rejects(s3.send(new GetObjectCommand({ Bucket, Key: 'given-up' })), { name: 'NoSuchKey' });
  });
});

test('objects survive kill -9, and an upload that was not completed leaves nothing', async (t) => {
  const directory = await temporaryDirectory();
  t.after(() => directory.dispose());
  const first = await startChild(directory.path);
  const bucket = first.environment['BODIES_BUCKET'] ?? '';
  const body = randomBytes(6 * mebibyte);
  const { s3 } = createClients(first.environment);
  await upload(s3, bucket, 'kept', body);
  const half = await s3.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'half' }));
  ok(half.UploadId);
  await s3.send(
    new UploadPartCommand({
      Bucket: bucket,
      Key: 'half',
      UploadId: half.UploadId,
      PartNumber: 1,
      Body: 'x',
    }),
  );
  await first.kill();
  const second = await startChild(directory.path);
  t.after(() => second.kill());
  const { s3: restarted } = createClients(second.environment);
  equal(await digest(restarted, bucket, 'kept'), createHash('sha256').update(body).digest('hex'));
  await rejects(restarted.send(new GetObjectCommand({ Bucket: bucket, Key: 'half' })), { name: 'NoSuchKey' });
});
