/**
 * What an operator decides about a deployment, in one JSON file (`secure-alias.config.json`) or in the CDK
 * context. A mistake stops everything before anything is synthesised, with one line for each: where it is, what
 * is wrong, and an example of what is right. configuration-form.ts has the form of each value; here is how they go
 * together, so that nothing is deployed that then does not start.
 */
import { classify } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import { aliasDomains, homeDelivery } from '../../shared/configuration/values.ts';
import { form, type Form, type Zone } from './configuration-form.ts';
import { egressOf, presets, type Egress, type PresetName, type Sizes } from './presets.ts';
import { sesRegions } from './regions.ts';

export interface DeploymentConfiguration extends Omit<Form, 'sizes' | 'hosts' | 'preset' | 'egress'> {
  readonly preset: PresetName;
  readonly egress: Egress;
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

/** Identities are made where everything else is: a function sends through the SES of its own region. */
function sesMistakes({ homeDelivery: chosen, region }: Form): string[] {
  if (chosen.kind !== 'ses') return [];
  if (!sesRegions.includes(region))
    return [`homeDelivery: "${region}" is not a region of SES; deploy to one that is, or take "mailbox"`];
  return chosen.region === undefined || chosen.region === region
    ? []
    : [`homeDelivery.region: "${chosen.region}" is not that of the deployment; leave it out for "${region}"`];
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
  const lines = [...domainMistakes(read), ...zoneMistakes(read), ...sesMistakes(read), ...sizeMistakes(all)];
  const delivery = homeDeliveryText(read.homeDelivery);
  const understood = homeDelivery.read(delivery);
  if ('problem' in understood) lines.push(`homeDelivery: ${understood.problem}`);
  const [first] = read.domains;
  if (lines.length > 0 || first === undefined) return { kind: 'mistakes', lines };
  const { receiving, sending, web, api } = read.hosts;
  return {
    kind: 'configuration',
    configuration: {
      ...read,
      egress: read.egress ?? egressOf[read.preset],
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
