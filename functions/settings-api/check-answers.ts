/** What a check of a recipient says: each level's verdict, and host by host what it rests on. */
import { z } from 'zod';

import { REASONS } from '../../shared/policy/reason.ts';
import { Line, Tls, tlsExample } from './answers.ts';
import { Certificate, Dane } from './delivery-answers.ts';
import { components } from './schemas.ts';

const Verdict = z.object({
  verdict: z
    .enum(['met', 'policy', 'temporary'])
    .describe('It would go; it would come back; or it cannot be told now, and would be tried again.'),
  reason: z.enum(REASONS).nullable(),
  status: z
    .string()
    .nullable()
    .optional()
    .describe('The enhanced status (RFC 3463) that a delivery would record; null where it would go.'),
  detail: Line.describe('One sentence.'),
});

const Dnssec = z
  .enum(['secure', 'insecure', 'bogus'])
  .nullable()
  .describe('Null where no answer came, or none was asked for.');

const CheckedHost = z.object({
  host: z.string(),
  preference: z.int().nullable().describe('Null for a host that was not asked.'),
  addresses: z.array(z.string()),
  dnssec: z.object({ mx: Dnssec, address: Dnssec, tlsa: Dnssec }),
  starttls: z.boolean().nullable().describe('Null where the host did not come as far as to say.'),
  tls: Tls.nullable(),
  certificate: Certificate.nullable(),
  tlsa: z.array(z.string()).describe('The DNSSEC-signed records that decide, as a zone file has them.'),
  dane: Dane.nullable().optional().describe('The record that the certificate matched.'),
  trust: z.object({ id: z.string(), kind: z.string() }).nullable().optional(),
  sts: z
    .object({ satisfied: z.boolean(), detail: z.string() })
    .nullable()
    .optional()
    .describe('What an MTA-STS policy in mode enforce says of this host; null where there is none.'),
  requireTls: z.boolean(),
  detail: z.string().nullable().optional().describe('What stood in the way, in one sentence.'),
});

export const Check = z
  .object({
    domain: z.string(),
    levels: z.object({ encrypt: Verdict, 'dane-only': Verdict, verify: Verdict }),
    hosts: z.array(CheckedHost),
  })
  .meta({
    examples: [
      {
        domain: 'bank.example',
        levels: {
          encrypt: {
            verdict: 'met',
            reason: null,
            status: null,
            detail: 'mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384',
          },
          'dane-only': {
            verdict: 'met',
            reason: null,
            status: null,
            detail: 'mx.bank.example: TLSv1.3, TLS_AES_256_GCM_SHA384',
          },
          verify: {
            verdict: 'policy',
            reason: 'certificate-not-trusted',
            status: '5.7.4',
            detail: 'bank.example is not among the providers in the trust store',
          },
        },
        hosts: [
          {
            host: 'mx.bank.example',
            preference: 10,
            addresses: ['192.0.2.1'],
            dnssec: { mx: 'secure', address: 'secure', tlsa: 'secure' },
            starttls: true,
            tls: tlsExample,
            certificate: {
              sha256: '3f'.repeat(32),
              spkiSha256: 'a1'.repeat(32),
              subject: 'CN=mx.bank.example',
              issuer: 'CN=Example CA',
              notAfter: '2027-02-01T00:00:00Z',
            },
            tlsa: [`3 1 1 ${'a1'.repeat(32)}`],
            dane: {
              base: '_25._tcp.mx.bank.example',
              record: `3 1 1 ${'a1'.repeat(32)}`,
              secure: true,
              usage: 'DANE-EE',
              depth: 0,
              name: null,
            },
            trust: null,
            sts: null,
            requireTls: false,
            detail: null,
          },
        ],
      },
    ],
  })
  .register(components, { id: 'Check' });
