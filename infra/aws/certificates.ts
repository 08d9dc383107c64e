/**
 * The certificate of the edge: one secret with chain and key, which outlives the stack. So that the edge can start
 * before anybody has a certificate, a first one is made that is signed by itself. Senders that use TLS
 * opportunistically or by DANE take it; those with MTA-STS and people's mail programs want one of a public
 * authority, so it is to be replaced soon, best keeping its key, so that TLSA records stay true.
 *
 * Not done here: renewal. Whoever renews writes the new PEM text into the secret; the edge picks it up.
 */
import { CustomResource, Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Metric, type Alarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { acknowledge } from './acknowledge.ts';
import type { DeploymentConfiguration } from './config.ts';
import { zoneFor } from './config.ts';
import { adviseAlarm, graph, type Observed } from './observed.ts';
import type { Provisioner } from './provisioner.ts';

export interface CertificatesProps {
  readonly configuration: DeploymentConfiguration;
  readonly key: IKey;
  readonly provisioner: Provisioner;
  readonly removalPolicy: RemovalPolicy;
}

export class Certificates extends Construct implements Observed {
  /** Chain and key of the edge, in PEM. */
  readonly secret: Secret;
  /** SHA-256 of the public key, in hex; null where the key changes with each renewal. */
  readonly keyDigest: string | null;
  readonly alarms: readonly Alarm[];
  readonly widgets: readonly IWidget[];

  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const { configuration, key, provisioner, removalPolicy } = props;
    const { hosts, certificate, domains } = configuration;
    this.secret = new Secret(this, 'Edge', {
      description: 'Chain and key of the edge, in PEM, one after the other',
      encryptionKey: key,
      removalPolicy,
    });
    acknowledge(this.secret, {
      'AwsSolutions-SMG4': 'Changes with the certificate in it, and not by itself.',
    });
    provisioner.mayFill(this.secret);
    const first = new CustomResource(this, 'First', {
      serviceToken: provisioner.serviceToken,
      resourceType: 'Custom::FirstCertificate',
      properties: { kind: 'certificate', secret: this.secret.secretArn, host: hosts.receiving },
    });
    this.keyDigest = certificate.kind === 'acm' ? null : first.getAttString('KeyDigest');
    if (certificate.kind !== 'acm') {
      this.alarms = [];
      this.widgets = [];
      return;
    }
    const exportable = new CfnCertificate(this, 'Public', {
      domainName: hosts.receiving,
      validationMethod: 'DNS',
      certificateExport: 'ENABLED',
      domainValidationOptions: [
        { domainName: hosts.receiving, hostedZoneId: zoneFor(hosts.receiving, domains)?.id ?? '' },
      ],
    });
    const daysLeft = new Metric({
      namespace: 'AWS/CertificateManager',
      metricName: 'DaysToExpiry',
      dimensionsMap: { CertificateArn: exportable.ref },
      statistic: 'Minimum',
      period: Duration.days(1),
    });
    this.widgets = [graph('Days left of the certificate', [daysLeft])];
    this.alarms = [
      adviseAlarm(this, 'EndsSoon', {
        name: 'certificate-ends',
        advice: 'See why ACM has not renewed the certificate: its validation record may be gone.',
        metric: daysLeft,
        threshold: 14,
        below: true,
      }),
    ];
  }
}
