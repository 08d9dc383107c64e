/**
 * The attachments of a message that is being composed, with their octets: those that came in the request, and
 * those that were put into the object store before. The same request always gives the same attachments, so a
 * repetition composes the same message.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import { uploadKey, type Upload } from '../../shared/store/uploads.ts';
import type { Dependencies } from './dependencies.ts';
import { bodyProblem, type Problem } from './problem.ts';
import type { Attachment } from './schemas.ts';
import { say } from './words/say.ts';

export interface AttachedFile {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Buffer;
}

/** Octets of a file in a message: base64 in lines of 76 and CRLF (RFC 2045 section 6.8). */
export function sizeInMessage(octets: number): number {
  return Math.ceil(octets / 57) * 78;
}

/** Identifiers of the uploads that a message names. */
export function uploadsIn(attachments: readonly Attachment[]): readonly string[] {
  return [...new Set(attachments.flatMap((one) => (one.kind === 'uploaded' ? [one.uploadId] : [])))];
}

type Located = { readonly file: Attachment; readonly upload: Upload | null };

function locate(attachments: readonly Attachment[], open: ReadonlyMap<string, Upload>): Located[] | Problem {
  const located: Located[] = [];
  for (const [index, file] of attachments.entries()) {
    const upload = file.kind === 'uploaded' ? (open.get(file.uploadId) ?? null) : null;
    if (file.kind === 'uploaded' && upload === null) {
      return bodyProblem(
        'invalid-request',
        `/attachments/${index}/uploadId`,
        say(
          'There is no upload of yours with this identifier, or it has expired, or a message has taken it already. Upload the file again.',
        ),
      );
    }
    located.push({ file, upload });
  }
  return located;
}

/** Loads what has to be loaded, after it is clear that it fits. One after the other: memory holds each once. */
export async function loadFiles(
  attachments: readonly Attachment[],
  home: HomeAddress,
  {
    uploads,
    bodies,
    maxMessageSize,
    now,
  }: Pick<Dependencies, 'uploads' | 'bodies' | 'maxMessageSize' | 'now'>,
): Promise<readonly AttachedFile[] | Problem> {
  const wanted = uploadsIn(attachments);
  const located = locate(attachments, wanted.length === 0 ? new Map() : await uploads.list(home, now()));
  if ('kind' in located) return located;
  const total = located.reduce(
    (sum, { file, upload }) =>
      sum + sizeInMessage(file.kind === 'inline' ? file.content.length : (upload?.size ?? 0)),
    0,
  );
  if (total > maxMessageSize) {
    const detail = say('The attachments make {size} octets of a message; at most {limit} are taken.', {
      size: total,
      limit: maxMessageSize,
    });
    return bodyProblem('too-large', '/attachments', detail);
  }
  const files: AttachedFile[] = [];
  for (const [index, { file, upload }] of located.entries()) {
    if (file.kind === 'inline' || upload === null) {
      if (file.kind === 'inline') files.push(file);
      continue;
    }
    const content = await bodies.get(uploadKey(upload.id));
    if (content?.length !== upload.size) {
      return bodyProblem(
        'invalid-request',
        `/attachments/${index}/uploadId`,
        say(
          'The file has not been uploaded yet, or not whole: put it to the address that POST /v1/uploads gave.',
        ),
      );
    }
    files.push({ filename: file.filename ?? upload.filename, contentType: upload.contentType, content });
  }
  return files;
}
