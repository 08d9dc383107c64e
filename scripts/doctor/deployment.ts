/**
 * What is to be checked: from the configuration of the CDK app, or from the two names on the command line that
 * a machine of one's own has.
 */
import type { DeploymentConfiguration } from '../../infra/aws/config.ts';
import { webNames } from '../../infra/aws/config.ts';
import {
  mailRecords,
  policyId,
  stsPolicy,
  type MailFacts,
  type MailRecord,
  type MailSettings,
} from '../../infra/aws/mail-records.ts';
import type { Domain } from '../../shared/address/domain.ts';

/** A DKIM key that is known to sign. */
export interface SigningKey {
  readonly domain: string;
  /** `selector._domainkey.domain` */
  readonly name: string;
  readonly value: string;
}

export interface Deployment {
  readonly settings: MailSettings;
  readonly aliases: readonly string[];
  readonly receiving: string;
  readonly sending: string;
  /** Null where no key can be read from here: then the usual selectors are looked for. */
  readonly keys: readonly SigningKey[] | null;
  /** What the policy has to say; null where only what is there can be judged. */
  readonly policy: { readonly text: string; readonly id: string } | null;
  /** Alias domains that are to have a policy. */
  readonly policyDomains: readonly string[];
  /** Who issues the certificate, as CAA names it; null where anybody may. */
  readonly issuer: string | null;
}

const ISSUERS: readonly (readonly [RegExp, string])[] = [
  [/(^|\.)letsencrypt\.org$/, 'letsencrypt.org'],
  [/(^|\.)pki\.goog$/, 'pki.goog'],
  [/(^|\.)zerossl\.com$/, 'sectigo.com'],
  [/(^|\.)buypass\.(com|no)$/, 'buypass.com'],
];

/** What CAA has to name for the configured authority; null where it is not known. */
export function issuerOf(certificate: DeploymentConfiguration['certificate']): string | null {
  switch (certificate.kind) {
    case 'own':
      return null;
    case 'acm':
      return 'amazon.com';
    case 'acme': {
      const host = new URL(certificate.directory).hostname;
      return ISSUERS.find(([pattern]) => pattern.test(host))?.[1] ?? null;
    }
  }
}

export function deploymentOf(
  configuration: DeploymentConfiguration,
  keys: readonly SigningKey[] | null,
): Deployment {
  const { hosts, domains, mtaSts, certificate } = configuration;
  const text = stsPolicy(configuration);
  return {
    settings: configuration,
    aliases: domains.map(({ alias }) => alias),
    receiving: hosts.receiving,
    sending: hosts.sending,
    keys,
    policy: mtaSts === 'none' ? null : { text, id: policyId(text) },
    policyDomains: webNames(configuration).policyDomains,
    issuer: issuerOf(certificate),
  };
}

/** A machine of one's own, known by its names alone: mail comes in and leaves under `sending`. */
export function deploymentNamed(
  aliases: readonly Domain[],
  receiving: Domain,
  sending: Domain,
  keys: readonly SigningKey[] | null,
): Deployment {
  return {
    settings: {
      mtaSts: 'testing',
      hosts: { receiving, sending },
      domains: aliases.map((alias) => ({ alias })),
    },
    aliases,
    receiving,
    sending,
    keys,
    policy: null,
    policyDomains: aliases,
    issuer: null,
  };
}

/** Gives the lines to add for a name and a type, in zone-file form; none where they are not known. */
export type RecordsFor = (type: MailRecord['type'], name: string) => string[];

/** The records as the deployment would write them itself, from what was found out about it. */
export function recordsOf({ settings }: Deployment, facts: MailFacts): RecordsFor {
  const records = mailRecords(settings, facts);
  return (type, name) =>
    records
      .filter((record) => record.type === type && record.name === name)
      .flatMap(({ values }) => values.map((value) => `${name}. 3600 IN ${type} ${value}`));
}
