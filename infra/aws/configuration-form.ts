/**
 * The form of a configuration: its keys, what each may hold, and what stands there where nothing is given. What a
 * function will read from its environment is checked by the function's own reader. How values go together is
 * looked at in config.ts.
 */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';

import { parseDomain, type Domain } from '../../shared/address/domain.ts';
import { dnsServers } from '../../shared/configuration/dns-values.ts';
import { incomingServer } from '../../shared/configuration/incoming-server.ts';
import { homeDelivery, size, type Reader } from '../../shared/configuration/values.ts';
import {
  claimName,
  DEFAULT_CLAIMS,
  DEFAULT_OPERATORS_GROUP,
  groupName,
} from '../../shared/configuration/sign-in-values.ts';
import { LONGEST_TIMEOUT } from '../queues.ts';
import { certificateChoice } from './certificate-choice.ts';
import { evidenceKeyForm } from './evidence-key.ts';
import { egresses, presetNames } from './presets.ts';
import { isRegion, sesRegions } from './regions.ts';

const PUBLIC_RESOLVERS = 'tls://9.9.9.9#dns.quad9.net,tls://1.1.1.1#cloudflare-dns.com';

/** A text that one of the functions' readers takes. */
const readBy = (reader: Reader<unknown>) =>
  z.string().superRefine((text, context) => {
    const reading = reader.read(text);
    if ('problem' in reading)
      context.addIssue(`${reading.problem}; for example ${JSON.stringify(reader.example)}`);
  });

const domain = z.string().transform((text, context): Domain => {
  const parsed = parseDomain(text);
  if (parsed !== null) return parsed;
  context.addIssue(`${JSON.stringify(text)} is not a domain; for example "secure.example.org"`);
  return z.NEVER;
});

const region = z
  .string()
  .refine(isRegion, { error: ({ input }) => `${JSON.stringify(input)} is not a region of AWS` });

const httpsUrl = z.url({
  protocol: /^https$/,
  error: ({ input }) =>
    `${JSON.stringify(input)} is not an https URL; for example "https://login.example.org"`,
});

/** As it stands in the pages' Content-Security-Policy: no path, no joker. */
const httpsOrigin = z.string().regex(/^https:\/\/[a-z0-9.-]+(:[0-9]{1,5})?$/, {
  error: ({ input }) =>
    `${JSON.stringify(input)} is not the origin of an https URL; for example "https://tokens.example.org"`,
});

/** A zone in Route 53 of the same account: its records are written by the deployment. */
const zone = z.strictObject({
  id: z
    .string()
    .regex(/^Z[A-Z0-9]{1,31}$/, 'is not the id of a hosted zone; for example "Z0123456789ABCDEFGHIJ"'),
  name: domain,
  /** Whether the deployment signs it. The parent zone has to publish the DS record that is printed. @default false */
  dnssec: z.boolean().default(false),
});

const domainPair = z.strictObject({ alias: domain, home: domain, zone: zone.optional() });

const count = (most: number) => z.int().min(1).max(most);
/** Of a function that works on a queue. */
const timeoutSeconds = z
  .int()
  .min(60)
  .max(LONGEST_TIMEOUT, {
    error: ({ input }) =>
      `${String(input)} is more than ${LONGEST_TIMEOUT}: mail that a crash interrupts would wait for more than five minutes`,
  });
const FARGATE_CPU = [256, 512, 1024, 2048, 4096];

const sizes = z.strictObject({
  natGateways: z.int().min(1).max(2).optional(),
  edge: z
    .strictObject({
      tasks: count(100).optional(),
      mostTasks: count(100).optional(),
      cpu: z
        .int()
        .refine((cpu) => FARGATE_CPU.includes(cpu), `is not one of ${FARGATE_CPU.join(', ')}`)
        .optional(),
      memoryMiB: z.int().min(512).max(30_720).optional(),
      connections: count(100_000).optional(),
    })
    .optional(),
  worker: z
    .strictObject({
      concurrency: z.int().min(2).max(1000).optional(),
      memoryMiB: z.int().min(256).max(10_240).optional(),
      timeoutSeconds: timeoutSeconds.optional(),
    })
    .optional(),
  home: z
    .strictObject({
      concurrency: z.int().min(2).max(1000).optional(),
      memoryMiB: z.int().min(256).max(10_240).optional(),
      timeoutSeconds: timeoutSeconds.optional(),
    })
    .optional(),
  api: z
    .strictObject({
      memoryMiB: z.int().min(256).max(10_240).optional(),
      rate: count(10_000).optional(),
      burst: count(5000).optional(),
    })
    .optional(),
  logDays: z.enum(RetentionDays, 'is not a time that CloudWatch Logs keeps; for example 90').optional(),
});

export const form = z.strictObject({
  /** Name of the stacks and first part of what they name. */
  name: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,40}$/, 'is not a name for a stack; for example "SecureAlias"')
    .default('SecureAlias'),
  preset: z.enum(presetNames),
  region,
  domains: z.array(domainPair).min(1, 'names no domain'),
  operators: z.array(z.string()).min(1, 'names nobody; for example ["operator@example.org"]'),
  hosts: z
    .strictObject({
      /** Where the world sends mail to, and what the edge calls itself. @default mx.<first alias domain> */
      receiving: domain.optional(),
      /** What mail leaves as; the Elastic IPs that it leaves from have it as their PTR. @default out.<first alias domain> */
      sending: domain.optional(),
      /** Of the pages, with the API beside them. @default the name that CloudFront gives */
      web: domain.optional(),
      /** Of the API alone; needs a zone. @default none */
      api: domain.optional(),
    })
    .default({}),
  /** How functions and tasks reach the world. @default nat-instance in minimal, nat-gateway in production */
  egress: z.enum(egresses).optional(),
  /** What becomes of mail, keys and tables when the stack is deleted. */
  data: z.enum(['retain', 'destroy']).default('retain'),
  resolver: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('public'), servers: readBy(dnsServers).default(PUBLIC_RESOLVERS) }),
      z.strictObject({ kind: z.literal('unbound'), host: domain }),
    ])
    .default({ kind: 'public', servers: PUBLIC_RESOLVERS }),
  homeDelivery: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('mailbox') }),
      z.strictObject({ kind: z.literal('smtp'), url: readBy(homeDelivery) }),
      z.strictObject({
        kind: z.literal('ses'),
        /** Where its identities are made. @default that of the deployment, and no other can be had */
        region: z
          .string()
          .refine((name) => sesRegions.includes(name), {
            error: ({ input }) =>
              `${JSON.stringify(input)} is not a region of SES; for example "eu-central-1"`,
          })
          .optional(),
      }),
    ])
    .default({ kind: 'mailbox' }),
  /** Where users' homes are read with mail programs: `imaps://host:993`. @default not known */
  incomingServer: readBy(incomingServer).optional(),
  signIn: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('cognito') }),
      z.strictObject({
        kind: z.literal('oidc'),
        issuer: httpsUrl,
        audience: z.string().min(1),
        /** Of the pages, where it is not the audience. */
        clientId: z.string().min(1).optional(),
        /** Where it gives tokens, if that is not where it describes itself: the pages connect there, too. */
        furtherOrigins: z.array(httpsOrigin).default([]),
        /** Claims of the issuer's tokens: who it is, and in which groups. */
        claims: z
          .strictObject({
            address: readBy(claimName).default(DEFAULT_CLAIMS.address),
            groups: readBy(claimName).default(DEFAULT_CLAIMS.groups),
          })
          .default(DEFAULT_CLAIMS),
        /** The group of the operators, as the claim names it. */
        operatorsGroup: readBy(groupName).default(DEFAULT_OPERATORS_GROUP),
      }),
    ])
    .default({ kind: 'cognito' }),
  certificate: certificateChoice(httpsUrl),
  /** Certificate in us-east-1 for the web and mta-sts hosts, where their zone is not in Route 53. */
  webCertificateArn: z
    .string()
    .regex(
      /^arn:aws:acm:us-east-1:[0-9]{12}:certificate\/[0-9a-f-]{36}$/,
      'is not the ARN of a certificate in us-east-1',
    )
    .optional(),
  /** The key that signs receipts. A higher generation makes a new one; earlier keys are named, to be still published. */
  evidenceKey: evidenceKeyForm,
  /** Who is told by mail when an alarm goes off. @default the operators */
  alarmAddresses: z.array(z.email()).optional(),
  /** What senders that know MTA-STS are told (RFC 8461). Begin with testing. */
  mtaSts: z.enum(['none', 'testing', 'enforce']).default('testing'),
  /** An image of the edge that is in a registry already. @default built from functions/smtp-edge/Dockerfile */
  edgeImage: z.string().min(1).optional(),
  maxMessageSize: readBy(size).default('25MiB'),
  sizes: sizes.default({}),
});

export type Form = z.output<typeof form>;
export type Zone = z.output<typeof zone>;
