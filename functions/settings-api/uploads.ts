/**
 * Files for attachments, past the limit of an API call: a client asks for a place, puts the file there itself,
 * and names it in `POST /v1/messages`. Docs: decision 40.
 */
import { isIdentifier, createIdentifier } from '../../shared/store/identifier.ts';
import { uploadKey } from '../../shared/store/uploads.ts';
import { notFound, problem } from './problem.ts';
import { noContent, reply, route } from './route.ts';
import { sizeInMessage } from './uploaded-files.ts';
import { NewUpload, UploadTicket } from './upload-schemas.ts';
import { say } from './words/say.ts';

/** Open at a time and user: as many files as one message may have, and a few more of another. */
export const MOST_OPEN = 120;
const PER_MINUTE = 120;
/** For one file on a slow line. */
const LINK_MILLISECONDS = 30 * 60_000;
/** The bucket removes an object a day after it was made at the earliest. */
const KEPT_MILLISECONDS = 24 * 3600_000;

export const postUpload = route(
  'POST',
  '/v1/uploads',
  {
    summary: 'Get a place to put a file that is going to be attached',
    description:
      'For files that would make `POST /v1/messages` too large. Send the octets with the method and the header ' +
      'fields of the answer to its `url`, without an access token; then name the `id` in `attachments`.',
    access: 'user',
    body: NewUpload,
    answer: { status: 201, schema: UploadTicket },
    problems: ['too-many-uploads', 'too-many-requests'],
  },
  async ({ user, body }, { uploads, links, allowances, maxMessageSize, now }) => {
    const { filename, contentType, size } = body;
    if (sizeInMessage(size) > maxMessageSize) {
      const detail = say('A message has at most {limit} octets, and this file makes {size} of one.', {
        limit: maxMessageSize,
        size: sizeInMessage(size),
      });
      return problem('too-large', detail, { errors: [{ in: 'body', pointer: '/size', detail }] });
    }
    const at = now();
    const wait = await allowances.take('uploads', user.home, PER_MINUTE, at);
    if (wait !== null) {
      return problem(
        'too-many-requests',
        say('There were more than {count} uploads in this minute.', { count: PER_MINUTE }),
        {
          headers: { 'Retry-After': String(wait) },
        },
      );
    }
    const id = createIdentifier(at);
    const expiresAt = at + KEPT_MILLISECONDS;
    const opened = await uploads.open(
      user.home,
      { id, filename, contentType, size, expiresAt },
      MOST_OPEN,
      at,
    );
    if (opened === 'too-many') {
      return problem(
        'too-many-uploads',
        say('There are {count} uploads that no message has taken yet. Send or delete some of them.', {
          count: MOST_OPEN,
        }),
      );
    }
    const url = await links.toPut(uploadKey(id), { size, contentType, seconds: LINK_MILLISECONDS / 1000 });
    return reply({
      id,
      url: url.href,
      method: 'PUT' as const,
      headers: { 'Content-Type': contentType },
      expiresAt: new Date(at + LINK_MILLISECONDS).toISOString(),
      keptUntil: new Date(expiresAt).toISOString(),
    });
  },
);

export const deleteUpload = route(
  'DELETE',
  '/v1/uploads/{id}',
  {
    summary: 'Give up a file that no message has taken',
    access: 'user',
    answer: { status: 204, empty: true },
    problems: ['not-found'],
  },
  async ({ user, parameters: { id } }, { uploads, bodies, now }) => {
    if (!isIdentifier(id) || !(await uploads.list(user.home, now())).has(id)) return notFound();
    await bodies.remove(uploadKey(id));
    await uploads.close(user.home, [id]);
    return noContent();
  },
);
