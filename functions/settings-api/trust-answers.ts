/** What answers to operators contain about the trust store and about others' levels. */
import { z } from 'zod';

import { AliasView, Identifier, Next, Said, Time, Tls, tlsExample } from './answers.ts';
import { components, Level } from './schemas.ts';
import { TrustKind } from './trust-schemas.ts';

const hex = (digits: string): string => digits.repeat(32);
const colons = (digits: string): string => Array(32).fill(digits.toUpperCase()).join(':');

export const TrustEntryView = z
  .object({
    id: Identifier.describe('Follows from domain, kind and digest: the same thing always has the same id.'),
    domain: z.string(),
    kind: TrustKind,
    sha256: z
      .string()
      .describe('64 hexadecimal digits, of the certificate or, for `public-key`, of the key.'),
    pem: z
      .string()
      .nullable()
      .describe("The authority's certificate; null for other kinds and for a digest."),
    note: z.string(),
    notAfter: Time.nullable(),
    certificateNotAfter: Time.nullable().describe('End of the certificate that was given.'),
    ended: z.boolean().describe('Whether `notAfter` has passed: the entry counts no more.'),
    warnings: z.array(Said).describe('Sentences about what may surprise; empty for nothing.'),
    addedBy: z.string(),
    addedAt: Time,
    changedBy: z.string().nullable(),
    changedAt: Time.nullable(),
    etag: z.string().describe('Entity tag, for If-Match.'),
  })
  .meta({
    examples: [
      {
        id: '6V2K8ZP4N0QWXE1R5T7Y3M9ABC',
        domain: 'bank.example',
        kind: 'public-key',
        sha256: hex('c5'),
        pem: null,
        note: 'compared by telephone with Ms Roe of bank.example',
        notAfter: null,
        certificateNotAfter: '2027-05-01T00:00:00Z',
        ended: false,
        warnings: [],
        addedBy: 'operator@example.org',
        addedAt: '2026-11-23T10:00:00Z',
        changedBy: null,
        changedAt: null,
        etag: '"1-mibk5ts0"',
      },
    ],
  })
  .register(components, { id: 'TrustEntry' });

export const TrustEntries = z
  .object({ items: z.array(TrustEntryView), next: Next })
  .register(components, { id: 'TrustEntries' });

const digest = (what: string) => z.string().nullable().describe(what);

const PresentedCertificate = z
  .object({
    subject: z.string().nullable(),
    issuer: z.string().nullable(),
    names: z.array(z.string()).describe('DNS names, as presented.'),
    notBefore: Time.nullable(),
    notAfter: Time.nullable(),
    authority: z.boolean().describe('Whether it may issue certificates: then it can be added as kind `ca`.'),
    sha256: z.string().describe('64 hexadecimal digits, for an entry of the kind `certificate` or `ca`.'),
    sha256Colons: z.string().describe('The same as OpenSSL and browsers show it.'),
    spkiSha256: digest('For an entry of the kind `public-key`.'),
    spkiSha256Colons: digest('The same with colons.'),
    pem: z.string(),
  })
  .register(components, { id: 'PresentedCertificate' });

const TrustMatch = z.object({ id: Identifier, kind: TrustKind, detail: z.string() });

const PresentedHost = z
  .object({
    host: z.string(),
    preference: z.int().nullable().describe('Null for a host that was not asked.'),
    address: z.string().nullable().describe('The address that was asked.'),
    tls: Tls.nullable(),
    problem: Said.nullable().describe('Why there is no certificate; null where there is one.'),
    certificates: z.array(PresentedCertificate).describe('As presented: the end certificate first.'),
    verdict: z
      .enum(['matched', 'no-match', 'not-listed'])
      .nullable()
      .describe('What the level `verify` makes of it; null where nothing was presented.'),
    detail: z.string().nullable().describe('The verdict in a sentence.'),
    matches: z.array(TrustMatch).describe('Every entry that matches.'),
  })
  .register(components, { id: 'PresentedHost' });

export const TrustPreview = z
  .object({
    domain: z.string(),
    hosts: z.array(PresentedHost),
    detail: Said.nullable().describe('Why there is no host; null where there are some.'),
    entries: z.array(TrustEntryView).describe('What the trust store has of this domain.'),
  })
  .meta({
    examples: [
      {
        domain: 'bank.example',
        hosts: [
          {
            host: 'mx.bank.example',
            preference: 10,
            address: '192.0.2.25',
            tls: tlsExample,
            problem: null,
            certificates: [
              {
                subject: 'CN=mx.bank.example',
                issuer: 'CN=Bank Mail CA',
                names: ['mx.bank.example'],
                notBefore: '2026-05-01T00:00:00Z',
                notAfter: '2027-05-01T00:00:00Z',
                authority: false,
                sha256: hex('a1'),
                sha256Colons: colons('a1'),
                spkiSha256: hex('c5'),
                spkiSha256Colons: colons('c5'),
                pem: '-----BEGIN CERTIFICATE-----\n…\n-----END CERTIFICATE-----\n',
              },
            ],
            verdict: 'not-listed',
            detail: 'bank.example is not in the trust store',
            matches: [],
          },
        ],
        detail: null,
        entries: [],
      },
    ],
  })
  .register(components, { id: 'TrustPreview' });

const OverrideOutcome = z
  .object({
    home: z.string(),
    address: AliasView.shape.address
      .nullable()
      .describe('Null where nobody with this address has signed in.'),
    outcome: z
      .enum(['changed', 'unchanged', 'unknown', 'too-many-overrides', 'changed-meanwhile'])
      .describe('Only `changed` has changed anything.'),
    changed: z.array(z.object({ domain: z.string(), from: Level.nullable(), to: Level })),
    kept: z.array(z.object({ domain: z.string(), level: Level, detail: Said })),
  })
  .register(components, { id: 'OverrideOutcome' });

export const OverrideOutcomes = z
  .object({ items: z.array(OverrideOutcome), next: Next })
  .meta({
    examples: [
      {
        items: [
          {
            home: 'alice@example.org',
            address: 'alice@secure.example.org',
            outcome: 'changed',
            changed: [{ domain: 'bank.example', from: null, to: 'verify' }],
            kept: [],
          },
        ],
        next: null,
      },
    ],
  })
  .register(components, { id: 'OverrideOutcomes' });
