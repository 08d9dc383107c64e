/**
 * From a draft to the API and back: what goes, under which key, and what of an answer belongs to which field. A
 * message is never sent twice: as long as its content is the same, a further try has the same Idempotency-Key.
 */
import { api, ask, idempotencyKey, type Answer, type FieldError, type Problem } from '../api/client.ts';
import type { components } from '../api/schema.d.ts';
import { withTag } from './answering.ts';
import type { Attempt, Draft } from '../drafts/drafts.ts';
import { parseRecipients } from './recipients.ts';

export type Accepted = components['schemas']['AcceptedMessage'];
type Schema = components['schemas']['NewMessage'];
/** What the API fills in by itself is said here all the same. */
export type NewMessage = Required<Pick<Schema, 'from' | 'to' | 'cc' | 'bcc' | 'subject' | 'requireTls'>> &
  Pick<Schema, 'text' | 'attachments' | 'inReplyTo'>;

/** Fields that an error can be at; `whole` for the rest. */
const FIELDS = ['from', 'to', 'cc', 'bcc', 'subject', 'text', 'attachments', 'requireTls'] as const;
type FieldName = (typeof FIELDS)[number];
/** Sentences, by field. */
export type Complaints = Readonly<Partial<Record<FieldName | 'whole', string>>>;

export type Outcome =
  | { readonly kind: 'accepted'; readonly accepted: Accepted }
  /** Nobody knows whether it was taken: sending again is safe. */
  | { readonly kind: 'no-answer' }
  | { readonly kind: 'signed-out' }
  /** `isOff`: because the secure address is switched off. */
  | { readonly kind: 'refused'; readonly complaints: Complaints; readonly isOff: boolean };

/** `draft.from` is an address of one's own, `uploads` what was put in its place before. */
export function messageOf(draft: Draft, uploads: readonly string[]): NewMessage {
  const { from, tag, subject, text, requireTls, inReplyTo } = draft;
  const recipients = (field: string) => parseRecipients(field).map((recipient) => recipient.text);
  return {
    from: withTag(from, tag.trim()),
    to: recipients(draft.to),
    cc: recipients(draft.cc),
    bcc: recipients(draft.bcc),
    subject: subject.trim(),
    text,
    requireTls,
    attachments: uploads.map((uploadId) => ({ uploadId })),
    ...(inReplyTo === null ? {} : { inReplyTo }),
  };
}

/** SHA-256 of it, in hexadecimal: kept with the draft, it tells whether the content is still the same. */
export async function digestOf(message: NewMessage): Promise<string> {
  const octets = new TextEncoder().encode(JSON.stringify(message));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', octets));
  return [...digest].map((octet) => octet.toString(16).padStart(2, '0')).join('');
}

/** The attempt before, where its content is the same, else a new one. */
export function attemptFor(
  digest: string,
  before: Attempt | null,
  newKey: () => string = idempotencyKey,
): Attempt {
  return before?.digest === digest ? before : { key: newKey(), digest };
}

/** What was sent at the place that the error names: the recipient as typed, or the name of the file. */
function culprit(
  name: string,
  index: string | undefined,
  sent: Readonly<Record<string, readonly string[]>>,
): string | null {
  return index === undefined ? null : (sent[name]?.[Number(index)] ?? null);
}

/** The API's sentences at the fields that their pointers name (RFC 6901); several at one field in one text. */
export function complaintsOf(
  { errors, detail }: Pick<Problem, 'errors' | 'detail'>,
  sent: Readonly<Record<string, readonly string[]>>,
): Complaints {
  if (errors.length === 0) return { whole: detail };
  const found = new Map<FieldName | 'whole', string[]>();
  for (const error of errors) {
    const [name, sentence] = placed(error, sent);
    found.set(name, [...(found.get(name) ?? []), sentence]);
  }
  return Object.fromEntries([...found].map(([name, sentences]) => [name, [...new Set(sentences)].join(' ')]));
}

function placed(
  error: FieldError,
  sent: Readonly<Record<string, readonly string[]>>,
): readonly [FieldName | 'whole', string] {
  const [, name = '', index] = error.pointer.split('/');
  const field = FIELDS.find((each) => each === name) ?? 'whole';
  const what = culprit(name, index, sent);
  return [field, what === null ? error.detail : `${what}: ${error.detail}`];
}

/** Sends it once. `files`: names of the attachments, in their order. */
export async function send(
  message: NewMessage,
  attempt: Attempt,
  files: readonly string[],
): Promise<Outcome> {
  const header = { 'Idempotency-Key': attempt.key };
  const answer: Answer<Accepted> = await ask(api.POST('/v1/messages', { body: message, params: { header } }));
  switch (answer.kind) {
    case 'ok':
      return { kind: 'accepted', accepted: answer.value };
    case 'offline':
      return { kind: 'no-answer' };
    case 'signed-out':
      return { kind: 'signed-out' };
    case 'problem':
    case 'changed':
    case 'busy': {
      const { problem } = answer;
      // A server that broke off, or stood behind one that did, may have taken the message.
      if (problem.status >= 500 && answer.kind === 'problem') return { kind: 'no-answer' };
      const { to, cc, bcc } = message;
      const complaints = complaintsOf(problem, { to, cc, bcc, attachments: files });
      return { kind: 'refused', complaints, isOff: problem.name === 'alias-disabled' };
    }
  }
}
