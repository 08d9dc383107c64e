/**
 * The checks that follow from a route's description, before its action sees anything: content type (415),
 * size (413), JSON (400), and the schemas of body and query (422, with a pointer for every part that does
 * not fit).
 */
import type { z } from 'zod';

import type { ApiEvent } from './caller.ts';
import { pointerTo, problem, type FieldError, type Problem } from './problem.ts';
import type { Description } from './route.ts';
import { sentenceOf } from './words/misfit.ts';
import { say } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

/** Settings with 500 overrides of the longest domains stay well below this. */
const BODY_LIMIT = 256 * 1024;
/** More would help nobody. */
const MOST_ERRORS = 100;

export interface CheckedRequest {
  readonly kind: 'checked';
  readonly query: unknown;
  readonly body: unknown;
  readonly octets: Buffer;
}

export function headerOf(event: ApiEvent, name: string): string | null {
  return event.headers[name] ?? null;
}

function mediaType(event: ApiEvent): string {
  return (headerOf(event, 'content-type') ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
}

function fieldErrors(part: FieldError['in'], error: z.ZodError): FieldError[] {
  return error.issues
    .flatMap((issue): FieldError[] => {
      if (issue.code !== 'unrecognized_keys') {
        return [{ in: part, pointer: pointerTo(issue.path), detail: sentenceOf(issue) }];
      }
      return issue.keys.map((key) => ({
        in: part,
        pointer: pointerTo([...issue.path, key]),
        detail: say('is not known here'),
      }));
    })
    .slice(0, MOST_ERRORS);
}

function whereIs({ in: part, pointer }: FieldError): Sentence {
  switch (part) {
    case 'body':
      return pointer === '' ? say('The body') : say('{pointer} in the body', { pointer });
    case 'query':
      return pointer === '' ? say('The query') : say('{pointer} in the query', { pointer });
    case 'header':
      return pointer === '' ? say('The header') : say('{pointer} in the header', { pointer });
  }
}

/** The whole in one sentence: the first part that does not fit, and how many there are. */
function summarize(errors: readonly FieldError[]): Sentence {
  const [first] = errors;
  if (first === undefined) return say('The request does not fit.');
  const where = whereIs(first);
  const { detail } = first;
  return errors.length === 1
    ? say('{where}: {detail}.', { where, detail })
    : say('{where}: {detail} (and {count} more).', { where, detail, count: errors.length - 1 });
}

type Checked = { readonly value: unknown } | { readonly errors: readonly FieldError[] };

function check(part: FieldError['in'], schema: z.ZodType | undefined, value: unknown): Checked {
  if (schema === undefined) return { value: undefined };
  const result = schema.safeParse(value, {
    error: (issue) => (issue.code === 'invalid_type' && issue.input === undefined ? 'is missing' : undefined),
  });
  return result.success ? { value: result.data } : { errors: fieldErrors(part, result.error) };
}

type Read = { readonly kind: 'read'; readonly body: unknown; readonly isMessage: boolean };

function readBody(
  event: ApiEvent,
  description: Description,
  octets: Buffer,
  messageLimit: number,
): Read | Problem {
  const type = mediaType(event);
  const takesMessage = description.takesMessage === true;
  const isMessage = takesMessage && type === 'message/rfc822';
  if (!isMessage && type !== 'application/json') {
    const accepted = takesMessage ? 'application/json, message/rfc822' : 'application/json';
    const detail = takesMessage
      ? say('Send application/json or message/rfc822, and say so in Content-Type.')
      : say('Send application/json, and say so in Content-Type.');
    return problem('unsupported-media-type', detail, { headers: { 'Accept-Post': accepted } });
  }
  // JSON carries attachments as base64 and may escape text: the exact limit is that of the message made of it.
  const limit = isMessage ? messageLimit : takesMessage ? 2 * messageLimit + BODY_LIMIT : BODY_LIMIT;
  if (octets.length > limit) {
    return problem(
      'too-large',
      say('At most {limit} octets are taken here; this request has {size}.', { limit, size: octets.length }),
    );
  }
  if (isMessage) return { kind: 'read', body: octets, isMessage };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
    return { kind: 'read', body: JSON.parse(text), isMessage };
  } catch (error) {
    // The parser's own message would quote the body.
    const detail =
      error instanceof SyntaxError ? say('The body is not valid JSON.') : say('The body is not UTF-8.');
    return problem('unparsable-json', detail);
  }
}

/** Checks a request against its route's description; gives what the schemas made of it. */
export function checkRequest(
  event: ApiEvent,
  description: Description,
  messageLimit: number,
): CheckedRequest | Problem {
  const octets = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  const query = check('query', description.query, event.queryStringParameters ?? {});
  let body: Checked = { value: undefined };
  if (description.body !== undefined) {
    const read = readBody(event, description, octets, messageLimit);
    if (read.kind === 'problem') return read;
    body = read.isMessage ? { value: read.body } : check('body', description.body, read.body);
  }
  const errors = [query, body].flatMap((part) => ('errors' in part ? part.errors : []));
  if ('errors' in query || 'errors' in body) {
    return problem('invalid-request', summarize(errors), { errors });
  }
  return { kind: 'checked', query: query.value, body: body.value, octets };
}
