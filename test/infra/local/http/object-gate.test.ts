import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { createObjectGate } from '../../../../infra/local/http/object-gate.ts';
import { startHttpsServer, type HttpsServer } from '../../../../infra/local/http/https-server.ts';
import { createAuthority, type Authority } from '../../../../infra/local/internet/certificates.ts';
import { objectLinks } from '../../../../shared/store/object-links.ts';
import { memoryBodies } from '../../../doubles/bodies.ts';
import { ask, type Question } from './https-client.ts';

const keys = { region: 'eu-central-1', accessKeyId: 'local', secretAccessKey: 'nobody knows' };
const PDF = { size: 5, contentType: 'application/pdf', seconds: 60 };
const SAVE = {
  disposition: `attachment; filename="a b.pdf"; filename*=UTF-8''a%20b.pdf`,
  contentType: 'application/octet-stream',
  seconds: 60,
};

describe('the object store as browsers reach it', () => {
  const bodies = memoryBodies();
  let authority: Authority;
  let server: HttpsServer;
  let links: ReturnType<typeof objectLinks>;
  let late = 0;

  before(async () => {
    // The AWS SDK takes its keys from the environment, as in the function that makes the links.
    process.env['AWS_REGION'] = keys.region;
    process.env['AWS_ACCESS_KEY_ID'] = keys.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = keys.secretAccessKey;
    authority = await createAuthority({ commonName: 'Test' });
    const certificate = await authority.issue({ names: ['localhost'] });
    server = await startHttpsServer({ address: '127.0.0.1', port: 0, certificate });
    const path = '/objects';
    const now = () => Date.now() + late;
    server.mount(
      path,
      createObjectGate({ path, bucket: 'bodies', keys, objects: bodies, largestBody: 100, now }),
    );
    links = objectLinks('bodies', new URL(`${server.origin}/objects`));
  });
  after(() => server.close());

  const send = (url: URL, question: Question = {}) => ask(url.href, authority.certificatePem, question);
  const put = (url: URL, body: string, headers: Record<string, string> = {}) =>
    send(url, {
      method: 'PUT',
      headers: { 'content-type': 'application/pdf', 'content-length': Buffer.byteLength(body), ...headers },
      body,
    });

  test('takes what was signed, and gives it for saving', async () => {
    const key = 'uploads/alice@example.org/Ü (1)!';
    equal((await put(await links.toPut(key, PDF), '%PDF-')).status, 200);
    equal(bodies.objects.get(key)?.toString(), '%PDF-');
    const answer = await send(await links.toGet(key, SAVE));
    equal(answer.text, '%PDF-');
    deepEqual(
      ['content-type', 'content-disposition', 'x-content-type-options'].map((name) => answer.headers[name]),
      ['application/octet-stream', SAVE.disposition, 'nosniff'],
    );
  });

  test('what is not there is not there', async () => {
    equal((await send(await links.toGet('uploads/none', SAVE))).status, 404);
  });

  /** A signed address of `uploads/x`, and what somebody makes of it. */
  const forgeries: [name: string, attempt: (url: URL) => Promise<{ status: number }>][] = [
    ['more octets', (url) => put(url, '%PDF-1.7')],
    ['fewer octets', (url) => put(url, '%PDF')],
    ['another type', (url) => put(url, '%PDF-', { 'content-type': 'text/html' })],
    ['no type', (url) => send(url, { method: 'PUT', headers: { 'content-length': 5 }, body: '%PDF-' })],
    [
      'octets without an announced number',
      (url) =>
        send(url, {
          method: 'PUT',
          headers: { 'content-type': 'application/pdf', 'transfer-encoding': 'chunked' },
          body: '%PDF-',
        }),
    ],
    ['another object', (url) => put(new URL(url.href.replace('/uploads/x', '/mailbox/x')), '%PDF-')],
    [
      'another way of writing the object',
      (url) => put(new URL(url.href.replace('/uploads/x', '/uploads/%78')), '%PDF-'),
    ],
    ['another bucket', (url) => put(new URL(url.href.replace('/bodies/', '/others/')), '%PDF-')],
    ['another method', (url) => send(url)],
    [
      'a longer life',
      (url) => put(new URL(url.href.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000')), '%PDF-'),
    ],
    [
      'a later date',
      (url) =>
        put(new URL(url.href.replace(/X-Amz-Date=\d{8}T\d{6}Z/, 'X-Amz-Date=20990101T000000Z')), '%PDF-'),
    ],
    [
      'fewer signed fields',
      (url) => put(new URL(url.href.replace('content-length%3Bcontent-type%3Bhost', 'host')), '%PDF-'),
    ],
    ['one more parameter', (url) => put(new URL(`${url.href}&x=1`), '%PDF-')],
    ['a parameter twice', (url) => put(new URL(`${url.href}&X-Amz-Expires=6000`), '%PDF-')],
    ['no signature', (url) => put(new URL(url.href.replace(/&X-Amz-Signature=[0-9a-f]+/, '')), '%PDF-')],
    ['no query at all', (url) => put(new URL(url.href.split('?')[0] ?? ''), '%PDF-')],
  ];
  for (const [name, attempt] of forgeries) {
    test(`an address used for ${name} is refused, and nothing is stored`, async () => {
      bodies.objects.clear();
      const { status } = await attempt(await links.toPut('uploads/x', PDF));
      equal(status, 403);
      equal(bodies.objects.size, 0);
    });
  }

  test('keys that everybody knows sign nothing', async () => {
    process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
    const forged = objectLinks('bodies', new URL(`${server.origin}/objects`));
    const url = await forged.toGet('mailbox/alice@example.org/inbox/x', SAVE);
    process.env['AWS_SECRET_ACCESS_KEY'] = keys.secretAccessKey;
    const answer = await send(url);
    equal(answer.status, 403);
    match(answer.text, /urn:secure-alias:problem:not-allowed/);
  });

  test('an address ends when it says so', async () => {
    const url = await links.toPut('uploads/x', PDF);
    late = 62_000;
    const answer = await put(url, '%PDF-');
    late = 0;
    equal(answer.status, 403);
    ok(answer.text.includes('expired'));
  });

  test('more than a message may have is refused although it was signed', async () => {
    const url = await links.toPut('uploads/x', { ...PDF, size: 101 });
    equal((await put(url, 'x'.repeat(101))).status, 403);
  });
});
