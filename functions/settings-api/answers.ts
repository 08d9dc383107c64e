/**
 * What answers contain, as the OpenAPI document publishes it and the compiler holds the routes to. Clients
 * must expect further fields: a later version may add some.
 */
import { z } from 'zod';

import { FOLDERS } from '../../shared/store/mailbox.ts';
import { components, Level } from './schemas.ts';
import type { Sentence } from './words/sentence.ts';

export const Time = z.iso.datetime().meta({ examples: ['2026-11-23T10:00:00.000Z'] });
export const Identifier = z.string().meta({ examples: ['01KAQ3Y8M4T0Z5N6R7S8V9W1X2'] });
/** A sentence for a person, which becomes a text once it is said (response.ts). */
export const Said = z.string() as unknown as z.ZodType<string, Sentence>;
/** A technical line, the same in all languages, or a sentence where there is one. */
export const Line = z.string() as unknown as z.ZodType<string, Sentence | string>;
export const Next = z.string().nullable().describe('Cursor of the next page; null on the last one.');

export const tlsExample = { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' };
export const Tls = z
  .object({ version: z.string(), cipher: z.string() })
  .register(components, { id: 'TlsSession' });

export const AliasView = z
  .object({
    address: z.string(),
    home: z.string(),
    enabled: z.boolean(),
    expert: z.boolean(),
    level: Level,
    overrides: z.array(z.object({ domain: z.string(), level: Level })),
    language: z.enum(['en', 'de']),
    updatedAt: Time,
  })
  .meta({
    examples: [
      {
        address: 'alice@secure.example.org',
        home: 'alice@example.org',
        enabled: true,
        expert: false,
        level: 'encrypt',
        overrides: [{ domain: 'bank.example', level: 'verify' }],
        language: 'en',
        updatedAt: '2026-11-23T10:00:00Z',
      },
    ],
  })
  .register(components, { id: 'Alias' });

export const Identities = z
  .object({ identities: z.array(z.object({ address: z.string(), name: z.string() })) })
  .meta({ examples: [{ identities: [{ address: 'alice@secure.example.org', name: 'Alice' }] }] })
  .register(components, { id: 'Identities' });

const appPassword = { id: z.string(), name: z.string(), createdAt: Time };
const appPasswordExample = { id: 'k7wq2m4x', name: 'Thunderbird', createdAt: '2026-11-23T10:00:00Z' };

export const CreatedAppPassword = z
  .object({ ...appPassword, password: z.string().describe('Shown this once.') })
  .meta({ examples: [{ ...appPasswordExample, password: 'k7wq-2m4x-a3bc-d4ef-g5hj-k6mn' }] })
  .register(components, { id: 'CreatedAppPassword' });

export const AppPasswords = z
  .object({ items: z.array(z.object({ ...appPassword, lastUsedAt: Time.nullable() })) })
  .meta({ examples: [{ items: [{ ...appPasswordExample, lastUsedAt: null }] }] })
  .register(components, { id: 'AppPasswords' });

export const AcceptedMessage = z
  .object({
    id: Identifier,
    messageId: z.string().describe('The Message-ID field.'),
    deliveries: z.array(
      z.object({ id: Identifier, domain: z.string(), recipients: z.array(z.string()), level: Level }),
    ),
  })
  .meta({
    examples: [
      {
        id: '01KAQ3Y8M4T0Z5N6R7S8V9W1X2',
        messageId: '<01kaq3y8m4t0z5n6r7s8v9w1x2@secure.example.org>',
        deliveries: [
          {
            id: '01KAQ3Y8M4A1B2C3D4E5F6G7H8',
            domain: 'good.example',
            recipients: ['bob@good.example'],
            level: 'encrypt',
          },
        ],
      },
    ],
  })
  .register(components, { id: 'AcceptedMessage' });

export const MessageSummary = z
  .object({
    id: Identifier,
    folder: z.enum(FOLDERS),
    kind: z.enum(['mail', 'failure-notice', 'delay-notice']),
    from: z.string(),
    to: z.array(z.string()),
    subject: z.string(),
    receivedAt: Time,
    size: z.int().describe('Octets.'),
    tls: Tls.nullable().describe('How it came in; null for what never left the house.'),
    deliveryId: Identifier.nullable().describe('The delivery that a notice is about.'),
    unread: z
      .boolean()
      .describe('False in the folder sent, and for what was filed before this was recorded.'),
  })
  .register(components, { id: 'MessageSummary' });

const summaryExample = {
  id: '01KAQ3Y8M4T0Z5N6R7S8V9W1X2',
  folder: 'inbox' as const,
  kind: 'mail' as const,
  from: '"Bob" <bob@good.example>',
  to: ['alice@secure.example.org'],
  subject: 'Lunch',
  receivedAt: '2026-11-23T10:00:00Z',
  size: 2048,
  tls: tlsExample,
  deliveryId: null,
  unread: true,
};

export const Messages = z
  .object({ items: z.array(MessageSummary), next: Next })
  .meta({ examples: [{ items: [summaryExample], next: null }] })
  .register(components, { id: 'Messages' });

export const ParsedMessage = z
  .object({
    ...MessageSummary.shape,
    cc: z.array(z.string()),
    replyTo: z.array(z.string()),
    date: z.string().nullable().describe('The Date field, ISO 8601 where it can be read.'),
    messageId: z.string().nullable(),
    inReplyTo: z.string().nullable(),
    references: z.string().nullable(),
    text: z.string().nullable(),
    html: z.string().nullable().describe("The sender's HTML as it came: show it only in a sandbox."),
    shortened: z
      .boolean()
      .describe('Whether text or HTML is cut, or attachments are not listed; `/raw` has the whole.'),
    attachments: z.array(
      z.object({
        filename: z.string().nullable().describe('Cleaned: one name without a path or invisible characters.'),
        contentType: z.string(),
        disposition: z.string().nullable(),
        contentId: z.string().nullable(),
        size: z.int().describe('Octets.'),
        content: z
          .string()
          .nullable()
          .describe('Null where it is not in this answer.')
          .meta({ contentEncoding: 'base64' }),
      }),
    ),
  })
  .meta({
    examples: [
      {
        ...summaryExample,
        cc: [],
        replyTo: [],
        date: '2026-11-23T09:59:58.000Z',
        messageId: '<1@good.example>',
        inReplyTo: null,
        references: null,
        text: 'At noon?\n',
        html: null,
        shortened: false,
        attachments: [],
      },
    ],
  })
  .register(components, { id: 'Message' });

export const Refusals = z
  .object({
    items: z.array(
      z.object({
        at: Time.describe('The latest try.'),
        firstAt: Time.describe('The first one within its hour.'),
        count: z.int(),
        recipient: z.string(),
        sender: z.string().nullable().describe('Empty for the null sender; null where it was not said.'),
        client: z.object({ address: z.string(), helo: z.string().nullable() }),
        reason: z
          .enum(['no-tls', 'tls-too-old'])
          .describe(
            'Refused is what comes in plaintext; tls-too-old where the server had tried TLS 1.1 or older before.',
          ),
      }),
    ),
    next: Next,
  })
  .meta({
    examples: [
      {
        items: [
          {
            at: '2026-11-23T10:00:00Z',
            firstAt: '2026-11-23T10:00:00Z',
            count: 1,
            recipient: 'alice@secure.example.org',
            sender: 'carol@plain.example',
            client: { address: '192.0.2.7', helo: 'mail.plain.example' },
            reason: 'no-tls',
          },
        ],
        next: null,
      },
    ],
  })
  .register(components, { id: 'Refusals' });

export const Aliases = z
  .object({ items: z.array(AliasView.extend({ name: z.string() })), next: Next })
  .register(components, { id: 'Aliases' });

export const Health = z
  .object({ status: z.literal('ok') })
  .meta({ examples: [{ status: 'ok' }] })
  .register(components, { id: 'Health' });

export const ProblemDocument = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(
        z.object({
          in: z.enum(['body', 'query', 'header']).optional(),
          pointer: z.string(),
          detail: z.string(),
        }),
      )
      .optional(),
  })
  .meta({
    examples: [
      {
        type: 'urn:secure-alias:problem:expert-mode-required',
        title: 'This setting needs expert mode',
        status: 422,
        detail: 'Any level but encrypt needs expert mode.',
        errors: [{ in: 'body', pointer: '/level', detail: 'Any level but encrypt needs expert mode.' }],
      },
    ],
  })
  .register(components, { id: 'Problem' });
