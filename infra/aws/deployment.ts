/** From a configuration to its stacks; app.ts reads the configuration, tests bring their own. */
import { Validations, type App } from 'aws-cdk-lib';
import { Certificate, type ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { AwsSolutionsChecks } from 'cdk-nag';

import { webNames, type DeploymentConfiguration } from './config.ts';
import { edgeImage } from './edge-image.ts';
import { Global } from './global.ts';
import { GLOBAL_REGION } from './regions.ts';
import { SecureAlias } from './secure-alias.ts';

export interface Deployment {
  readonly stack: SecureAlias;
  /** Null where everything is in one region and nothing is proven by a zone. */
  readonly global: Global | null;
}

export interface DeploymentOptions {
  /** Whether code is bundled anew. @default true */
  readonly fresh?: boolean;
  /** Directory with the pages. @default web/dist */
  readonly pages?: string;
}

/** Puts the stacks into the app. Findings of cdk-nag stop its synthesis. */
export function deploy(
  app: App,
  configuration: DeploymentConfiguration,
  { fresh = true, pages }: DeploymentOptions = {},
): Deployment {
  const { name, region, webCertificateArn } = configuration;
  const global = globalStack(app, configuration);
  const stack = new SecureAlias(app, name, {
    configuration,
    description: 'Secure Alias: mail over TLS only',
    env: { region },
    crossRegionReferences: true,
    terminationProtection: configuration.data === 'retain',
    edgeImage:
      configuration.edgeImage === undefined
        ? edgeImage(fresh)
        : ContainerImage.fromRegistry(configuration.edgeImage),
    webCertificate: ((): ICertificate | null =>
      webCertificateArn === undefined
        ? (global?.certificate ?? null)
        : Certificate.fromCertificateArn(app, 'WebCertificate', webCertificateArn))(),
    ...(pages !== undefined && { pages }),
  });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return { stack, global };
}

function globalStack(app: App, configuration: DeploymentConfiguration): Global | null {
  const { pages, policyDomains } = webNames(configuration);
  const names =
    configuration.webCertificateArn === undefined
      ? [...(pages === null ? [] : [pages]), ...policyDomains.map((alias) => `mta-sts.${alias}`)]
      : [];
  const signs = configuration.domains.some(({ zone }) => zone?.dnssec === true);
  if (names.length === 0 && !signs) return null;
  return new Global(app, `${configuration.name}Global`, {
    configuration,
    names,
    description: 'Secure Alias: certificates for CloudFront and keys of signed zones',
    env: { region: GLOBAL_REGION },
    crossRegionReferences: true,
    terminationProtection: configuration.data === 'retain',
  });
}
