/** What answers about evidence contain. */
import { z } from 'zod';

import { EVIDENCE_EVENTS } from '../../shared/evidence/claims.ts';
import { LEVELS } from '../../shared/policy/level.ts';
import { REASONS } from '../../shared/policy/reason.ts';
import { Time, Tls } from './answers.ts';
import { Certificate, Dane } from './delivery-answers.ts';
import { components } from './schemas.ts';

const Digest = z.string().nullable().describe('SHA-256 in hex; null where it is not known.');
const Event = z.enum(EVIDENCE_EVENTS);
const Reason = z.enum(REASONS).nullable();
const Dnssec = z.enum(['secure', 'insecure', 'bogus']).nullable();

const Relay = z.object({
  at: Time,
  host: z.string(),
  address: z.string(),
  tls: Tls,
  certificate: Certificate,
  dnssec: z.object({ mx: Dnssec, address: Dnssec, tlsa: Dnssec }),
  dane: Dane.nullable(),
  trust: z.object({ id: z.string(), kind: z.string() }).nullable(),
  sts: z.object({ mode: z.literal('enforce'), id: z.string(), mx: z.string() }).nullable(),
  requireTls: z.boolean(),
  reply: z.string(),
  messageSha256: Digest,
  acceptedSha256: Digest,
});

export const EvidenceClaimsView = z
  .object({
    iss: z.string().describe('Evidence issuer: the public URL of this system.'),
    jti: z.string().describe('Evidence identifier: that of the delivery.'),
    iat: z.int().describe('When it was signed, in seconds.'),
    version: z.literal(1),
    statement: z.string().describe('What the evidence is, and what it is not.'),
    event: Event.nullable().describe('As in ETSI EN 319 522-2; null where recipients differ.'),
    submittedAt: Time,
    eventTime: Time,
    sender: z.string(),
    domain: z.string(),
    level: z.enum(LEVELS),
    levelSource: z.enum(['default', 'override', 'message']),
    nothingLeft: z.boolean(),
    message: z.object({ messageId: z.string(), subject: z.string().nullable() }),
    recipients: z.array(
      z.object({
        address: z.string(),
        event: Event,
        status: z.string().nullable(),
        reason: Reason,
        detail: z.string().nullable(),
        relay: z.int().nullable().describe('Which of `relays` took it for them.'),
      }),
    ),
    relays: z.array(Relay),
    attempts: z.array(
      z.object({
        at: Time,
        host: z.string().nullable(),
        address: z.string().nullable(),
        outcome: z.enum(['met', 'policy', 'temporary', 'refused']),
        reason: Reason,
        detail: z.string(),
        reply: z.string().nullable(),
        tls: Tls.nullable(),
      }),
    ),
  })
  .register(components, { id: 'EvidenceClaims' });

export const EvidenceView = z
  .object({
    jws: z.string().describe('The signed document: a JWS in compact form (RFC 7515).'),
    claims: EvidenceClaimsView,
    keys: z.string().describe('Where the public keys are.'),
  })
  .register(components, { id: 'Evidence' });

export const EvidenceKeys = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal('EC'),
        crv: z.literal('P-256'),
        x: z.string(),
        y: z.string(),
        kid: z.string().describe('JWK thumbprint (RFC 7638).'),
        use: z.literal('sig'),
        alg: z.literal('ES256'),
      }),
    ),
  })
  .register(components, { id: 'EvidenceKeys' });

export const EvidenceQuery = z.strictObject({
  language: z.enum(['en', 'de'], 'is neither en nor de').optional(),
  subject: z.enum(['include', 'omit'], 'is neither include nor omit').default('include'),
});
