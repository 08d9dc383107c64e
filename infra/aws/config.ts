/**
 * What an operator decides about a deployment, in one JSON file (`secure-alias.config.json`) or in the CDK
 * context. A mistake stops everything before anything is synthesised, with one line for each: where it is, what
 * is wrong, and an example of what is right. What a function will read from its environment is checked by the
 * function's own reader, so that nothing is deployed that then does not start.
 */
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { z } from 'zod';

import { classify } from '../../shared/address/alias.ts';
import { parseDomain, type Domain } from '../../shared/address/domain.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import { dnsServers } from '../../shared/configuration/dns-values.ts';
import { aliasDomains, homeDelivery, size, type Reader } from '../../shared/configuration/values.ts';
import { certificateChoice } from './certificate-choice.ts';
import { presetNames, presets, type PresetName, type Sizes } from './presets.ts';
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
      timeoutSeconds: z.int().min(60).max(900).optional(),
    })
    .optional(),
  home: z
    .strictObject({
      concurrency: z.int().min(2).max(1000).optional(),
      memoryMiB: z.int().min(256).max(10_240).optional(),
      timeoutSeconds: z.int().min(60).max(900).optional(),
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
const form = z.strictObject({
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
      /** What mail leaves as; the Elastic IPs of the NAT gateways have it as their PTR. @default out.<first alias domain> */
      sending: domain.optional(),
      /** Of the pages, with the API beside them. @default the name that CloudFront gives */
      web: domain.optional(),
      /** Of the API alone; needs a zone. @default none */
      api: domain.optional(),
    })
    .default({}),
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
        region: z.string().refine((name) => sesRegions.includes(name), {
          error: ({ input }) => `${JSON.stringify(input)} is not a region of SES; for example "eu-central-1"`,
        }),
      }),
    ])
    .default({ kind: 'mailbox' }),
  signIn: z
    .discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('cognito') }),
      z.strictObject({ kind: z.literal('oidc'), issuer: httpsUrl, audience: z.string().min(1) }),
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
  /** Who is told by mail when an alarm goes off. @default the operators */
  alarmAddresses: z.array(z.email()).optional(),
  /** What senders that know MTA-STS are told (RFC 8461). Begin with testing. */
  mtaSts: z.enum(['none', 'testing', 'enforce']).default('testing'),
  /** An image of the edge that is in a registry already. @default built from functions/smtp-edge/Dockerfile */
  edgeImage: z.string().min(1).optional(),
  maxMessageSize: readBy(size).default('25MiB'),
  sizes: sizes.default({}),
});

type Form = z.output<typeof form>;
type Zone = z.output<typeof zone>;

export interface DeploymentConfiguration extends Omit<Form, 'sizes' | 'hosts' | 'preset'> {
  readonly preset: PresetName;
  readonly sizes: Sizes;
  readonly hosts: {
    readonly receiving: Domain;
    readonly sending: Domain;
    readonly web: Domain | null;
    readonly api: Domain | null;
  };
  /** As the functions read it. */
  readonly environment: {
    readonly aliasDomains: string;
    readonly operators: string;
    readonly homeDelivery: string;
  };
}

export type ConfigurationReading =
  | { readonly kind: 'configuration'; readonly configuration: DeploymentConfiguration }
  | { readonly kind: 'mistakes'; readonly lines: readonly string[] };

/** `domains[0].alias`, as one would write it in JavaScript. */
function placeOf(path: readonly PropertyKey[]): string {
  const place = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('');
  return place.replace(/^\./, '') || 'the configuration';
}

/** Two domains of which one is the other or lies below it. */
function overlap(one: string, other: string): boolean {
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}

/** The zone that a name's records go into: the closest one that is configured. */
export function zoneFor(name: string, domains: Form['domains']): Zone | null {
  const zones = domains.flatMap((pair) => (pair.zone === undefined ? [] : [pair.zone]));
  const above = zones.filter((candidate) => name === candidate.name || name.endsWith(`.${candidate.name}`));
  return above.sort((a, b) => b.name.length - a.name.length)[0] ?? null;
}

/** Names that CloudFront can answer to, since there is, or will be, a certificate for them. */
export function webNames(configuration: DeploymentConfiguration): {
  readonly pages: string | null;
  /** Alias domains with a host for their MTA-STS policy. */
  readonly policyDomains: readonly string[];
} {
  const { domains, hosts, webCertificateArn, mtaSts } = configuration;
  const certified = (name: string): boolean =>
    webCertificateArn !== undefined || zoneFor(name, domains) !== null;
  const aliases = domains.map(({ alias }) => alias);
  return {
    pages: hosts.web,
    policyDomains: mtaSts === 'none' ? [] : aliases.filter((alias) => certified(`mta-sts.${alias}`)),
  };
}

function domainMistakes({ domains, operators }: Form): string[] {
  const lines: string[] = [];
  const reading = aliasDomains.read(pairsOf(domains));
  if ('problem' in reading) return [`domains: ${reading.problem}`];
  domains.forEach(({ alias, zone: own }, index) => {
    if (own !== undefined && alias !== own.name && !alias.endsWith(`.${own.name}`))
      lines.push(`domains[${index}].zone.name: "${alias}" does not lie in the zone "${own.name}"`);
    domains.slice(index + 1).forEach((other) => {
      if (alias !== other.alias && overlap(alias, other.alias))
        lines.push(`domains: "${alias}" and "${other.alias}" overlap: one lies below the other`);
    });
  });
  const homes = new Map(domains.map(({ alias, home }) => [alias, home]));
  operators.forEach((text, index) => {
    const mailbox = parseMailbox(text);
    if (mailbox === null) lines.push(`operators[${index}]: "${text}" is not an address`);
    else if (classify(mailbox, homes).kind !== 'home')
      lines.push(
        `operators[${index}]: "${text}" is not at a home domain (${[...homes.values()].join(', ')})`,
      );
  });
  return lines;
}

/** What needs a zone in Route 53, or something in its place. */
function zoneMistakes({ domains, hosts, resolver, certificate, webCertificateArn }: Form): string[] {
  const lines: string[] = [];
  const needs = (place: string, name: string | undefined, why: string): void => {
    if (name !== undefined && zoneFor(name, domains) === null)
      lines.push(`${place}: "${name}" lies in no zone of Route 53 that is configured; ${why}`);
  };
  if (webCertificateArn === undefined)
    needs('hosts.web', hosts.web, 'name its zone under domains, or a certificate in webCertificateArn');
  needs('hosts.api', hosts.api, 'name its zone under domains, or leave the host out');
  if (resolver.kind === 'unbound')
    needs('resolver.host', resolver.host, 'its certificate is proven there: name the zone, or use "public"');
  const { receiving = `mx.${domains[0]?.alias ?? ''}` } = hosts;
  if (certificate.kind !== 'own')
    needs(
      'certificate',
      receiving,
      `"${certificate.kind}" proves the name there: name the zone, or use {"kind":"own"}`,
    );
  return lines;
}

function sizeMistakes({ edge }: Sizes): string[] {
  const lines: string[] = [];
  if (edge.mostTasks < edge.tasks)
    lines.push(`sizes.edge.mostTasks: ${edge.mostTasks} is fewer than sizes.edge.tasks, ${edge.tasks}`);
  // Fargate: a quarter core takes 512 to 2048 MiB; from there on 2 to 8 GiB a core.
  const [least, most] = edge.cpu === 256 ? [512, 2048] : [edge.cpu * 2, edge.cpu * 8];
  const steps =
    edge.cpu === 256 ? edge.memoryMiB === 512 || edge.memoryMiB % 1024 === 0 : edge.memoryMiB % 1024 === 0;
  if (edge.memoryMiB < least || edge.memoryMiB > most || !steps)
    lines.push(
      `sizes.edge.memoryMiB: ${edge.memoryMiB} does not go with ${edge.cpu} CPU units; ` +
        `take whole GiB (or 512) from ${least} to ${most} MiB`,
    );
  return lines;
}

const pairsOf = (domains: Form['domains']): string =>
  domains.map(({ alias, home }) => `${alias}=${home}`).join(',');

function homeDeliveryText(chosen: Form['homeDelivery']): string {
  switch (chosen.kind) {
    case 'mailbox':
    case 'ses':
      return chosen.kind;
    case 'smtp':
      return chosen.url;
  }
}

function withPreset(preset: PresetName, own: Form['sizes']): Sizes {
  const base = presets[preset];
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(own)) {
    const before = merged[name];
    merged[name] =
      typeof value === 'object' && typeof before === 'object' ? { ...before, ...value } : (value ?? before);
  }
  return merged as unknown as Sizes;
}

/** Reads a configuration as it was parsed from JSON. Gives every mistake, not just the first. */
export function readConfiguration(json: unknown): ConfigurationReading {
  const parsed = form.safeParse(json);
  if (!parsed.success) {
    const lines = parsed.error.issues.map(({ path, message }) => `${placeOf(path)}: ${message}`);
    return { kind: 'mistakes', lines };
  }
  const read = parsed.data;
  const all = withPreset(read.preset, read.sizes);
  const lines = [...domainMistakes(read), ...zoneMistakes(read), ...sizeMistakes(all)];
  const delivery = homeDeliveryText(read.homeDelivery);
  const understood = homeDelivery.read(delivery);
  if ('problem' in understood) lines.push(`homeDelivery: ${understood.problem}`);
  else if (understood.value.kind === 'ses') {
    // Its configuration set and permissions are not made yet, and without them home delivery does not start.
    lines.push(
      'homeDelivery: "ses" is not made by this deployment yet; take "mailbox", or "smtp" with a url',
    );
  }
  const [first] = read.domains;
  if (lines.length > 0 || first === undefined) return { kind: 'mistakes', lines };
  const { receiving, sending, web, api } = read.hosts;
  return {
    kind: 'configuration',
    configuration: {
      ...read,
      sizes: all,
      hosts: {
        receiving: receiving ?? (`mx.${first.alias}` as Domain),
        sending: sending ?? (`out.${first.alias}` as Domain),
        web: web ?? null,
        api: api ?? null,
      },
      environment: {
        aliasDomains: pairsOf(read.domains),
        operators: read.operators.join(','),
        homeDelivery: delivery,
      },
    },
  };
}
