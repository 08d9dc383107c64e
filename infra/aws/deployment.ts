/** From a configuration to its stacks; app.ts reads the configuration, tests bring their own. */
import type { App } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import type { ContainerImage } from 'aws-cdk-lib/aws-ecs';

import { webNames, type DeploymentConfiguration } from './config.ts';
import { Global } from './global.ts';
import { GLOBAL_REGION } from './regions.ts';
import { SecureAlias } from './secure-alias.ts';

export interface DeploymentOptions {
  readonly edgeImage: ContainerImage;
  /** Directory with the pages. @default web/dist */
  readonly pages?: string;
}

export interface Deployment {
  readonly stack: SecureAlias;
  /** Null where CloudFront answers to no name of ours and no zone is signed. */
  readonly global: Global | null;
}

/** Puts the stacks into the app. */
export function addStacks(
  app: App,
  configuration: DeploymentConfiguration,
  options: DeploymentOptions,
): Deployment {
  const { name, region, data } = configuration;
  const common = { configuration, crossRegionReferences: true, terminationProtection: data === 'retain' };
  const names = namesToProve(configuration);
  const signs = configuration.domains.some(({ zone }) => zone?.dnssec === true);
  const global =
    names.length === 0 && !signs
      ? null
      : new Global(app, `${name}Global`, {
          ...common,
          names,
          description: 'Secure Alias: certificates for CloudFront and keys of signed zones',
          env: { region: GLOBAL_REGION },
        });
  const stack = new SecureAlias(app, name, {
    ...common,
    ...options,
    description: 'Secure Alias: mail over TLS only',
    env: { region },
    webCertificate: webCertificate(app, configuration, global),
  });
  return { stack, global };
}

/** Names that CloudFront answers to and that a certificate is made for; none where one is brought along. */
function namesToProve(configuration: DeploymentConfiguration): string[] {
  if (configuration.webCertificateArn !== undefined) return [];
  const { pages, policyDomains } = webNames(configuration);
  return [...(pages === null ? [] : [pages]), ...policyDomains.map((alias) => `mta-sts.${alias}`)];
}

function webCertificate(
  app: App,
  { webCertificateArn }: DeploymentConfiguration,
  global: Global | null,
): ICertificate | null {
  return webCertificateArn === undefined
    ? (global?.certificate ?? null)
    : Certificate.fromCertificateArn(app, 'WebCertificate', webCertificateArn);
}
