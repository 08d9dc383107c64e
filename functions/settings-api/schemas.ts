/**
 * What requests may contain. The same schemas validate and are published in the OpenAPI document; checks
 * that JSON Schema cannot say (an address that is a mailbox, a list without repetitions) are refinements
 * with a sentence of their own.
 */
import { z } from 'zod';

import { parseDomain } from '../../shared/address/domain.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import { MAX_RECIPIENTS } from '../../shared/delivery/acceptance.ts';
import { LEVELS } from '../../shared/policy/level.ts';
import { DELIVERY_STATES } from '../../shared/store/delivery.ts';
import { isIdentifier } from '../../shared/store/identifier.ts';
import { FOLDERS } from '../../shared/store/mailbox.ts';
import { decodeCursor } from '../../shared/store/table.ts';
import { isBase64 } from './base64.ts';
import { parseCorrespondent } from './correspondent.ts';
import { wordsOf } from './message-search.ts';
import type { English } from './words/say.ts';

/** Schemas with a name of their own in the OpenAPI document. */
export const components = z.registry<{ id: string }>();

export const Level = z
  .enum(LEVELS)
  .describe('How the next hop must prove itself, from least to most strict.')
  .register(components, { id: 'Level' });

/** Text without control characters: it goes into header fields, whose lines have at most 998 octets. */
export function line(maximum: number, minimum = 0): z.ZodString {
  return z
    .string()
    .min(minimum)
    .max(maximum)
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .refine(
      (text) => !/\p{Cc}|[\u2028\u2029]/u.test(text),
      'must not contain line breaks or control characters',
    );
}

/** Text of any length and any number of lines. */
function prose(): z.ZodString {
  return z
    .string()
    .refine((text) => text.isWellFormed(), 'must be well-formed Unicode')
    .refine((text) => !text.includes('\u0000'), 'must not contain NUL');
}

export const MAX_OVERRIDES = 500;

/** A mail domain in any spelling; becomes lower-case A-labels. */
export const Domain = z
  .string()
  .max(255)
  .transform((text, context) => {
    const domain = parseDomain(text);
    if (domain !== null) return domain;
    context.addIssue({ code: 'custom', message: 'is not a mail domain such as bank.example' });
    return z.NEVER;
  });

export const AliasSettings = z
  .strictObject({
    enabled: z.boolean().describe('Whether the secure address takes and sends mail.'),
    expert: z.boolean().default(false).describe('Needed for any level but encrypt and for overrides.'),
    level: Level.default('encrypt'),
    overrides: z
      .array(z.strictObject({ domain: Domain, level: Level }))
      .max(MAX_OVERRIDES)
      .prefault([])
      .describe('Levels for single recipient domains; subdomains are not covered.'),
    language: z.enum(['en', 'de']).optional().describe('Language of notices; stays as it is where absent.'),
  })
  .meta({ examples: [{ enabled: true, expert: true, level: 'dane-only', overrides: [] }, { enabled: true }] })
  .register(components, { id: 'AliasSettings' });

export const NewAppPassword = z
  .strictObject({ name: line(100, 1).describe('Where it is going to be used.') })
  .meta({ examples: [{ name: 'Thunderbird' }] })
  .register(components, { id: 'NewAppPassword' });

const Recipient = line(900, 1).transform((text, context) => {
  const correspondent = parseCorrespondent(text);
  if (correspondent !== null) return correspondent;
  context.addIssue({
    code: 'custom',
    message: 'is not one e-mail address, such as bob@good.example or "Bob" <bob@good.example>',
  });
  return z.NEVER;
});

export const NewCheck = z
  .strictObject({ recipient: Recipient.describe('Whom you would write to.') })
  .meta({ examples: [{ recipient: 'bob@bank.example' }] })
  .register(components, { id: 'NewCheck' });

const Recipients = z.array(Recipient).max(MAX_RECIPIENTS).prefault([]);

/** RFC 2045 section 5.1, with parameters. */
const CONTENT_TYPE =
  /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+(?:; ?[A-Za-z0-9!#$&^_.+-]+=(?:[A-Za-z0-9!#$&^_.+-]+|"[ !#-[\]-~]*"))*$/;

export const ContentType = z
  .string()
  .max(255)
  .regex(CONTENT_TYPE, 'is not a content type such as application/pdf')
  .refine((type) => !/^multipart\//i.test(type), 'is for messages with parts, which one attachment has not');

/** Either the content itself, or an upload with it (uploads.ts). */
const Attachment = z
  .strictObject({
    filename: line(255, 1).optional().describe('Needed beside content; an upload has one already.'),
    contentType: ContentType.optional().describe('Needed beside content, and not taken beside uploadId.'),
    content: z
      .string()
      .refine(isBase64, 'is not base64 (RFC 4648 section 4, with padding and without line breaks)')
      .optional()
      .meta({ contentEncoding: 'base64' }),
    uploadId: z.string().optional().describe('The id that POST /v1/uploads gave.'),
  })
  .transform(({ filename, contentType, content, uploadId }, context) => {
    const refuse = (path: string, message: English): never => {
      context.addIssue({ code: 'custom', path: [path], message });
      return z.NEVER;
    };
    if (uploadId !== undefined) {
      if (content !== undefined) return refuse('content', 'must not stand beside uploadId');
      if (contentType !== undefined) return refuse('contentType', 'must not stand beside uploadId');
      return { kind: 'uploaded' as const, uploadId, filename: filename ?? null };
    }
    if (content === undefined) return refuse('content', 'is missing, and so is uploadId');
    if (filename === undefined) return refuse('filename', 'is missing');
    if (contentType === undefined) return refuse('contentType', 'is missing');
    return { kind: 'inline' as const, filename, contentType, content: Buffer.from(content, 'base64') };
  });

/** RFC 5322 section 3.6.4, without comments and folding. */
const MESSAGE_ID = /^<[!-;=?A-~]{1,400}@[!-;=?A-~]{1,400}>$/;

export const NewMessage = z
  .strictObject({
    from: Recipient.describe('Your secure address, or a subaddress of it.'),
    to: Recipients,
    cc: Recipients,
    bcc: Recipients,
    subject: line(900).default(''),
    text: prose().optional(),
    html: prose().optional(),
    attachments: z.array(Attachment).max(100).default([]),
    inReplyTo: z
      .string()
      .regex(MESSAGE_ID, 'is not a message identifier such as <id@good.example>')
      .optional(),
    requireTls: z
      .boolean()
      .default(false)
      .describe(
        'Asks every mail server on the rest of the way to encrypt, too (REQUIRETLS, RFC 8689). Comes back ' +
          'where the next one does not promise it.',
      ),
  })
  .superRefine(({ to, cc, bcc, text, html, attachments }, context) => {
    const counts = [to.length, to.length + cc.length, to.length + cc.length + bcc.length];
    const over = counts.findIndex((count) => count > MAX_RECIPIENTS);
    if (over >= 0) {
      context.addIssue({
        code: 'custom',
        path: [['to', 'cc', 'bcc'][over] ?? 'to'],
        message: 'has more than {limit} recipients together with the other lists',
        params: { limit: MAX_RECIPIENTS },
      });
    }
    if (counts[2] === 0) {
      context.addIssue({ code: 'custom', path: ['to'], message: 'is empty, and so are cc and bcc' });
    }
    if (text === undefined && html === undefined && attachments.length === 0) {
      context.addIssue({
        code: 'custom',
        path: ['text'],
        message: 'is missing, and so are html and attachments',
      });
    }
  })
  .meta({
    examples: [
      {
        from: 'alice@secure.example.org',
        to: ['bob@good.example'],
        cc: [],
        bcc: [],
        subject: 'Lunch',
        text: 'At noon?',
        html: '<p>At noon?</p>',
        attachments: [{ filename: 'a.pdf', contentType: 'application/pdf', content: 'JVBERi0xLjcK' }],
        inReplyTo: '<1@good.example>',
      },
    ],
  })
  .register(components, { id: 'NewMessage' });
export type NewMessage = z.output<typeof NewMessage>;
export type Attachment = NewMessage['attachments'][number];

/** Query values are texts: a whole number becomes one before it is checked. */
export const Limit = z
  .preprocess(
    (value) => (typeof value === 'string' && /^[0-9]{1,6}$/.test(value) ? Number(value) : value),
    z.int().min(1).max(100),
  )
  .prefault(50);

/** A cursor that some page of the same list gave: `fits` knows what its keys look like. */
export function cursor(fits: (key: string) => boolean): z.ZodOptional<z.ZodString> {
  return z
    .string()
    .refine((text) => fits(decodeCursor(text) ?? ''), 'is not the "next" of an earlier page of this list')
    .optional();
}

export const MessagesQuery = z
  .strictObject({
    folder: z.enum(FOLDERS).default('inbox'),
    search: line(200, 1)
      .refine((text) => wordsOf(text).length > 0, 'holds nothing that could be found')
      .optional()
      .describe('Words that From (in the folder sent To) and Subject must hold, in any case and order.'),
    cursor: z.string().optional().describe('The "next" of the page before, for the same folder.'),
    limit: Limit,
  })
  .superRefine(({ folder, cursor: text }, context) => {
    if (text === undefined) return;
    const [prefix, id = ''] = (decodeCursor(text) ?? '').split('#');
    if (prefix === folder && isIdentifier(id)) return;
    context.addIssue({
      code: 'custom',
      path: ['cursor'],
      message: 'is not the "next" of an earlier page of this folder',
    });
  });

export const MessageQuery = z.strictObject({
  attachments: z
    .enum(['included', 'listed'])
    .default('included')
    .describe('Whether small attachments come with their content, or none.'),
});

export const MessageChange = z
  .strictObject({ unread: z.boolean() })
  .meta({ examples: [{ unread: false }] })
  .register(components, { id: 'MessageChange' });

export const DeliveriesQuery = z.strictObject({
  state: z.enum(DELIVERY_STATES).optional(),
  messageId: z
    .string()
    .refine(isIdentifier, 'is not the "id" of a message that was sent')
    .optional()
    .describe('Only the deliveries of this message: its "id" in the answer of POST /v1/messages.'),
  cursor: cursor(isIdentifier),
  limit: Limit,
});

export const RefusalsQuery = z.strictObject({
  cursor: cursor((key) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}#[0-9a-f]{16}$/.test(key)),
  limit: Limit,
});

export const AliasesQuery = z.strictObject({
  prefix: line(254)
    .transform((text) => text.toLowerCase())
    .optional()
    .describe('Only secure addresses that begin so. A page may be short then although `next` leads on.'),
  cursor: cursor((key) => parseMailbox(key) !== null),
  limit: Limit,
});
