/** What operators' requests about the trust store and about others' levels may contain. */
import { z } from 'zod';

import { parseMailbox } from '../../shared/address/mailbox.ts';
import { isIdentifier } from '../../shared/store/identifier.ts';
import { decodeCursor } from '../../shared/store/table.ts';
import { trustCursorKey } from '../../shared/store/trust-entries.ts';
import { TRUST_KINDS } from '../../shared/tls/trust.ts';
import { components, cursor, Domain, Level, Limit, line } from './schemas.ts';

export const TrustKind = z
  .enum(TRUST_KINDS)
  .describe(
    '`certificate`: the end certificate itself. `public-key`: the key of the end certificate. `ca`: a private ' +
      'authority, to which the chain must verify, in date, naming the MX host or the domain.',
  )
  .register(components, { id: 'TrustKind' });

/** A certificate has 1 to 4 KiB; what is pasted with it is refused by its own sentence. */
const MOST_PEM = 64 * 1024;

const Note = line(500).describe('How it was checked, and with whom, for the next operator.');

const End = z.iso
  .datetime({ offset: true })
  .transform((text, context) => {
    const date = new Date(text);
    if (!Number.isNaN(date.getTime())) return date.toISOString();
    context.addIssue({ code: 'custom', message: 'is not a time such as 2027-01-31T23:59:59Z' });
    return z.NEVER;
  })
  .nullable()
  .describe('When the entry ends; null for never. Must lie ahead.');

export const NewTrustEntry = z
  .strictObject({
    domain: Domain.describe('The recipient domain; its subdomains are not covered.'),
    kind: TrustKind,
    pem: z
      .string()
      .max(MOST_PEM)
      .optional()
      .describe('One CERTIFICATE block, for `public-key` also a PUBLIC KEY block. Either this or `sha256`.'),
    sha256: z
      .string()
      .max(200)
      .optional()
      .describe(
        '64 hexadecimal digits, with or without colons; for `public-key` over the SubjectPublicKeyInfo.',
      ),
    note: Note.default(''),
    notAfter: End.prefault(null),
  })
  .meta({
    examples: [
      {
        domain: 'bank.example',
        kind: 'public-key',
        sha256: 'c5'.repeat(32),
        note: 'compared by telephone with Ms Roe of bank.example',
        notAfter: null,
      },
    ],
  })
  .register(components, { id: 'NewTrustEntry' });

export const TrustEntryChange = z
  .strictObject({ note: Note.optional(), notAfter: End.optional() })
  .refine(
    ({ note, notAfter }) => note !== undefined || notAfter !== undefined,
    'changes nothing: give note, notAfter or both',
  )
  .meta({ minProperties: 1, examples: [{ notAfter: '2027-01-31T23:59:59Z' }] })
  .register(components, { id: 'TrustEntryChange' });

export const TrustPreviewRequest = z
  .strictObject({ domain: Domain })
  .meta({ examples: [{ domain: 'bank.example' }] })
  .register(components, { id: 'TrustPreviewRequest' });

export const TrustQuery = z
  .strictObject({
    domain: Domain.optional(),
    cursor: cursor(() => true),
    limit: Limit,
  })
  .superRefine(({ domain, cursor: text }, context) => {
    if (text === undefined) return;
    const key = trustCursorKey(text);
    if (key !== null && isIdentifier(key.id) && (domain === undefined || domain === key.domain)) return;
    context.addIssue({
      code: 'custom',
      path: ['cursor'],
      message: 'is not the "next" of an earlier page of this list',
    });
  });

/** What one request may ask for: a page of aliases, and the overrides of a large policy file. */
export const MOST_HOMES = 100;
export const MOST_IMPORTED_OVERRIDES = 200;

const Home = z
  .string()
  .max(254)
  .transform((text, context) => {
    const mailbox = parseMailbox(text);
    if (mailbox !== null) return mailbox;
    context.addIssue({ code: 'custom', message: 'is not an address such as alice@example.org' });
    return z.NEVER;
  });

export const AliasOverrides = z
  .strictObject({
    homes: z
      .array(Home)
      .min(1)
      .max(MOST_HOMES)
      .nullable()
      .describe('Home addresses of the owners, or their aliases; null for every alias, a page at a time.'),
    overrides: z
      .array(z.strictObject({ domain: Domain, level: Level }))
      .min(1)
      .max(MOST_IMPORTED_OVERRIDES),
    cursor: z
      .string()
      .refine(
        (text) => parseMailbox(decodeCursor(text) ?? '') !== null,
        'is not the "next" of an earlier answer',
      )
      .nullable()
      .prefault(null)
      .describe('With `"homes": null`: the "next" of the answer before.'),
  })
  .refine(({ homes, cursor: text }) => homes === null || text === null, {
    path: ['cursor'],
    message: 'goes with "homes": null only',
  })
  .meta({
    examples: [
      {
        homes: ['alice@example.org'],
        overrides: [{ domain: 'bank.example', level: 'verify' }],
        cursor: null,
      },
    ],
  })
  .register(components, { id: 'AliasOverrides' });
