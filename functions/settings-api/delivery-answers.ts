/** What answers say about deliveries: recipients, attempts, and the receipt that proves how it left. */
import { z } from 'zod';

import { REASONS } from '../../shared/policy/reason.ts';
import { DELIVERY_PHASES, DELIVERY_STATES } from '../../shared/store/delivery.ts';
import { Identifier, Next, Time, Tls, tlsExample } from './answers.ts';
import { components, Level } from './schemas.ts';

const Reason = z.enum(REASONS).nullable();

const Attempt = z.object({
  at: Time,
  host: z.string().nullable(),
  address: z.string().nullable(),
  outcome: z.enum(['met', 'policy', 'temporary', 'refused']),
  reason: Reason,
  detail: z.string(),
  smtp: z.object({ code: z.int(), status: z.string().nullable(), text: z.string() }).nullable(),
  tls: Tls.nullable(),
});

export const Certificate = z.object({
  sha256: z.string(),
  spkiSha256: z.string(),
  subject: z.string(),
  issuer: z.string(),
  notAfter: z.string(),
});

const Dnssec = z.enum(['secure', 'insecure', 'bogus']).nullable();

export const Dane = z.object({
  base: z.string().describe('Where the record is.'),
  record: z.string().describe('As a zone file has it.'),
  secure: z.boolean(),
  usage: z.enum(['DANE-EE', 'DANE-TA']).optional(),
  depth: z.int().optional().describe('Where in the chain it matched; 0 is the server’s own certificate.'),
  name: z
    .string()
    .nullable()
    .optional()
    .describe('For DANE-TA: the name of the server that the certificate has.'),
});

const Receipt = z
  .object({
    at: Time,
    host: z.string(),
    address: z.string(),
    level: Level,
    tls: Tls,
    certificate: Certificate,
    dnssec: z
      .object({ mx: Dnssec, address: Dnssec, tlsa: Dnssec })
      .optional()
      .describe('What each step of the lookup was worth; null where it was not asked for.'),
    dane: Dane.nullable().describe('The DNSSEC-signed TLSA record that the certificate matched.'),
    trust: z
      .object({ id: z.string(), kind: z.string() })
      .nullable()
      .describe('The entry of the trust store that the certificate matched.'),
    sts: z
      .object({ mode: z.literal('enforce'), id: z.string(), mx: z.string() })
      .nullable()
      .optional()
      .describe('The MTA-STS policy that the host and its certificate satisfied.'),
    requireTls: z.boolean().describe('Whether it was sent on with REQUIRETLS.'),
    reply: z.string(),
    messageSha256: z
      .string()
      .optional()
      .describe('SHA-256 over the message as the server got it, before dots were doubled.'),
  })
  .register(components, { id: 'Receipt' });

export const DeliveryView = z
  .object({
    id: Identifier,
    sentId: Identifier.describe('The message that it belongs to: the copy in the folder sent has this id.'),
    messageId: z.string().describe('The Message-ID field.'),
    subject: z.string(),
    recipients: z.array(
      z.object({
        address: z.string(),
        state: z.enum(['queued', 'delivered', 'bounced']),
        status: z.string().nullable(),
        reason: Reason,
        detail: z.string().nullable(),
      }),
    ),
    domain: z.string(),
    level: Level,
    state: z.enum(DELIVERY_STATES),
    phase: z
      .enum(DELIVERY_PHASES)
      .describe('What is going on now: connecting while a server is being looked for and spoken with.'),
    noticeId: Identifier.nullable().describe(
      'The latest notice about it, under which it is in the inbox; null where there is none.',
    ),
    createdAt: Time,
    finishedAt: Time.nullable(),
    nextAttemptAt: Time.nullable(),
    attempts: z.array(Attempt),
    receipt: Receipt.nullable(),
  })
  .meta({
    examples: [
      {
        id: '01KAQ3Y8M4A1B2C3D4E5F6G7H8',
        sentId: '01KAQ3Y8M4T0Z5N6R7S8V9W1X2',
        messageId: '<01kaq3y8m4t0z5n6r7s8v9w1x2@secure.example.org>',
        subject: 'Lunch',
        recipients: [
          { address: 'bob@good.example', state: 'delivered', status: '2.0.0', reason: null, detail: null },
        ],
        domain: 'good.example',
        level: 'encrypt',
        state: 'delivered',
        phase: 'finished',
        noticeId: null,
        createdAt: '2026-11-23T10:00:00Z',
        finishedAt: '2026-11-23T10:00:02Z',
        nextAttemptAt: null,
        attempts: [
          {
            at: '2026-11-23T10:00:01Z',
            host: 'mx.good.example',
            address: '192.0.2.1',
            outcome: 'met',
            reason: null,
            detail: 'Delivered over TLSv1.3.',
            smtp: { code: 250, status: '2.0.0', text: 'ok' },
            tls: tlsExample,
          },
        ],
        receipt: {
          at: '2026-11-23T10:00:02Z',
          host: 'mx.good.example',
          address: '192.0.2.1',
          level: 'encrypt',
          tls: tlsExample,
          certificate: {
            sha256: '3f'.repeat(32),
            spkiSha256: 'a1'.repeat(32),
            subject: 'CN=mx.good.example',
            issuer: 'CN=Example CA',
            notAfter: '2027-02-01T00:00:00Z',
          },
          dnssec: { mx: 'insecure', address: 'insecure', tlsa: null },
          dane: null,
          trust: null,
          sts: null,
          requireTls: false,
          reply: '250 2.0.0 ok',
        },
      },
    ],
  })
  .register(components, { id: 'Delivery' });

export const Deliveries = z
  .object({ items: z.array(DeliveryView), next: Next })
  .register(components, { id: 'Deliveries' });
