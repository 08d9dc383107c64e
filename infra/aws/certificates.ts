/**
 * The certificate of the edge: one secret with chain and key, which outlives the stack. So that the edge can start
 * before anybody has a certificate, a first one is made that is signed by itself. Senders that use TLS
 * opportunistically or by DANE take it; those with MTA-STS and people's mail programs want one of a public
 * authority. The renewal (certificate-renewal.ts) sees to that for `acme` and `acm`; with `own` somebody puts new
 * PEM text into the secret. Whoever does: the edge takes it up, and says how many days it has left.
 */
import { CustomResource } from 'aws-cdk-lib';
import { CfnCertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Stats, type Alarm, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { METRICS } from '../../shared/observe/names.ts';
import { acknowledge } from './acknowledge.ts';
import { CertificateRenewal, type Renewed } from './certificate-renewal.ts';
import { zoneFor, type DeploymentConfiguration } from './config.ts';
import type { Network } from './network.ts';
import { adviseAlarm, graph, houseMetric, type Observed } from './observed.ts';
import type { Provisioner } from './provisioner.ts';
import type { Storage } from './storage.ts';

export interface CertificatesProps {
  readonly configuration: DeploymentConfiguration;
  readonly network: Network;
  readonly storage: Storage;
  readonly provisioner: Provisioner;
}

const ENDS_SOON_DAYS = 14;

export class Certificates extends Construct implements Observed {
  /** Chain and key of the edge, in PEM. */
  readonly secret: Secret;
  /** SHA-256 of the public key, in hex; null where TLSA records are not the deployment's to write. */
  readonly keyDigest: string | null;
  /** Null where somebody else renews. */
  readonly renewal: CertificateRenewal | null;
  readonly alarms: readonly Alarm[];
  readonly widgets: readonly IWidget[];

  constructor(scope: Construct, id: string, props: CertificatesProps) {
    super(scope, id);
    const { configuration, network, storage, provisioner } = props;
    const { hosts, certificate, sizes } = configuration;
    this.secret = new Secret(this, 'Edge', {
      description: 'Chain and key of the edge, in PEM, one after the other',
      encryptionKey: storage.key,
      removalPolicy: storage.removalPolicy,
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
    // With acme the key can change, and its records with it; with acm it changes each time, and has none.
    this.keyDigest = certificate.kind === 'own' ? first.getAttString('KeyDigest') : null;
    const renewed = this.#renewed(configuration);
    this.renewal =
      renewed === null
        ? null
        : new CertificateRenewal(this, 'Renewal', {
            network,
            storage,
            sizes,
            renewed,
            host: hosts.receiving,
            certificate: this.secret,
          });
    // It waits for the first certificate, lest the two write at once.
    this.renewal?.node.addDependency(first);
    const daysLeft = houseMetric(METRICS.certificateDaysLeft, 'smtp-edge', Stats.MINIMUM);
    this.widgets = [
      graph('Days left of the edge’s certificate', [daysLeft]),
      ...(this.renewal?.widgets ?? []),
    ];
    this.alarms = [
      adviseAlarm(this, 'EndsSoon', {
        name: 'certificate-ends',
        advice:
          'Renew the certificate of the edge, or see why certificate-renewal has not: it ends within two weeks.',
        metric: daysLeft,
        threshold: ENDS_SOON_DAYS,
        below: true,
        // An edge that is down says nothing, and has an alarm of its own.
        silenceChangesNothing: true,
      }),
      ...(this.renewal?.alarms ?? []),
    ];
  }

  #renewed({ certificate, hosts, domains, operators }: DeploymentConfiguration): Renewed | null {
    const zone = zoneFor(hosts.receiving, domains);
    switch (certificate.kind) {
      case 'own':
        return null;
      case 'acme': {
        if (zone === null) throw new Error('a certificate by ACME needs a zone');
        const { directory, contacts = operators, keyGeneration } = certificate;
        return { kind: 'acme', directory, contacts, keyGeneration, zone };
      }
      case 'acm': {
        const exportable = new CfnCertificate(this, 'Public', {
          domainName: hosts.receiving,
          validationMethod: 'DNS',
          certificateExport: 'ENABLED',
          domainValidationOptions: [{ domainName: hosts.receiving, hostedZoneId: zone?.id ?? '' }],
        });
        return { kind: 'acm', arn: exportable.ref };
      }
    }
  }
}
