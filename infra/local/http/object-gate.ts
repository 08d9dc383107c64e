import { pipeline } from 'node:stream/promises';
import { Writable } from 'node:stream';
import { bodyStore, type BodyStore } from '../../../shared/store/bodies.ts';
import type { Listener } from './https-server.ts';
import { sendProblem } from './problem.ts';
import { verifyPresigned, type SigningKeys } from './presigned-request.ts';

/**
 * The object store as browsers reach it: under the origin of the pages, so that their policy allows it, and by
 * presigned requests only. On AWS this is S3 itself; here it checks what S3 would (signature, dates, the signed
 * length and type) and passes objects on to the stand-in, which checks nothing.
 *
 * Not done: anything but whole objects put and got (no ranges, lists, multipart uploads or checksums).
 */

export interface ObjectGateOptions {
  /** Where it is mounted, `/objects`; the bucket and the key follow. */
  readonly path: string;
  readonly bucket: string;
  readonly keys: SigningKeys;
  readonly objects: Pick<BodyStore, 'open' | 'get'>;
  /** Octets that one object may have. */
  readonly largestBody: number;
  /** Milliseconds since the epoch. @default the clock */
  readonly now?: () => number;
}

/** Where it is mounted. */
export const OBJECTS_PATH = '/objects';

/** The gate to a bucket of the stand-in, for links that were signed with the keys of this environment. */
export function localObjectGate(
  environment: Readonly<Record<string, string>>,
  bucket: string,
  largestBody: number,
): Listener {
  return createObjectGate({
    path: OBJECTS_PATH,
    bucket,
    keys: {
      region: environment['AWS_REGION'] ?? '',
      accessKeyId: environment['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: environment['AWS_SECRET_ACCESS_KEY'] ?? '',
    },
    objects: bodyStore(bucket),
    largestBody,
  });
}

/** What is said of every object: nobody guesses its type, runs it or keeps it. */
const ALWAYS = {
  'cache-control': 'no-store',
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
};

/** Makes the listener. */
export function createObjectGate(options: ObjectGateOptions): Listener {
  const { path: mount, bucket, keys, objects, largestBody, now = Date.now } = options;
  return async (request, response) => {
    const { method = '', url = '', headers } = request;
    const verdict = verifyPresigned({ method, url, headers }, keys, now());
    if (verdict.kind === 'refused') {
      request.resume();
      sendProblem(response, 'not-allowed', `This address cannot be used: ${verdict.detail}.`);
      return;
    }
    const place = decodeURIComponent((url.split('?')[0] ?? '').slice(mount.length + 1));
    const key = place.startsWith(`${bucket}/`) ? place.slice(bucket.length + 1) : '';
    if (key === '') {
      sendProblem(response, 'not-found', 'There is nothing at this address.');
      return;
    }
    if (method === 'PUT') {
      const length = Number(headers['content-length'] ?? NaN);
      // What is not signed, its holder could choose.
      const isFixed = verdict.headers.includes('content-length') && verdict.headers.includes('content-type');
      if (!isFixed || !(length <= largestBody)) {
        request.resume();
        sendProblem(response, 'not-allowed', 'This address is not for such an object.');
        return;
      }
      const writer = objects.open(key);
      const sink = new Writable({
        write: (chunk: Buffer, _encoding, done) => {
          writer.write(chunk).then(() => {
            done();
          }, done);
        },
      });
      try {
        await pipeline(request, sink);
      } catch {
        // Cut off: nothing of it becomes visible.
        await writer.abort();
        response.destroy();
        return;
      }
      await writer.complete();
      response.writeHead(200, { ...ALWAYS, 'content-length': 0 }).end();
      return;
    }
    const body = method === 'GET' ? await objects.get(key) : null;
    if (body === null) {
      sendProblem(response, 'not-found', 'There is nothing at this address.');
      return;
    }
    response
      .writeHead(200, {
        ...ALWAYS,
        'content-type': verdict.query.get('response-content-type') ?? 'application/octet-stream',
        'content-disposition': verdict.query.get('response-content-disposition') ?? 'attachment',
        'content-length': body.length,
      })
      .end(body);
  };
}
