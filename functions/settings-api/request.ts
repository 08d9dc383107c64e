/**
 * The checks that follow from a route's description, before its action sees anything: content type (415),
 * size (413), JSON (400), and the schemas of body and query (422, with a pointer for every part that does
 * not fit).
 */
import type { z } from 'zod';

import type { ApiEvent } from './caller.ts';
import { pointerTo, problem, type FieldError, type Problem } from './problem.ts';
import type { Description } from './route.ts';

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
        return [{ in: part, pointer: pointerTo(issue.path), detail: issue.message }];
      }
      return issue.keys.map((key) => ({
        in: part,
        pointer: pointerTo([...issue.path, key]),
        detail: 'is not known here',
      }));
    })
    .slice(0, MOST_ERRORS);
}

/** The whole in one sentence: the first part that does not fit, and how many there are. */
function summarize(errors: readonly FieldError[]): string {
  const [first] = errors;
  if (first === undefined) return 'The request does not fit.';
  const where = first.pointer === '' ? `The ${first.in}` : `${first.pointer} in the ${first.in}`;
  const more = errors.length === 1 ? '' : ` (and ${errors.length - 1} more)`;
  return `${where}: ${first.detail}${more}.`;
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
    const accepted = takesMessage ? 'application/json or message/rfc822' : 'application/json';
    return problem('unsupported-media-type', `Send ${accepted}, and say so in Content-Type.`, {
      headers: { 'Accept-Post': accepted.replace(' or ', ', ') },
    });
  }
  // JSON carries attachments as base64 and may escape text: the exact limit is that of the message made of it.
  const limit = isMessage ? messageLimit : takesMessage ? 2 * messageLimit + BODY_LIMIT : BODY_LIMIT;
  if (octets.length > limit) {
    return problem('too-large', `At most ${limit} octets are taken here; this request has ${octets.length}.`);
  }
  if (isMessage) return { kind: 'read', body: octets, isMessage };
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(octets);
    return { kind: 'read', body: JSON.parse(text), isMessage };
  } catch (error) {
    // The parser's own message would quote the body.
    const where = error instanceof SyntaxError ? 'is not valid JSON' : 'is not UTF-8';
    return problem('unparsable-json', `The body ${where}.`);
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
