/**
 * What AWS keeps in one region for the whole world: certificates for CloudFront, and keys that sign zones in
 * Route 53. A stack of its own in us-east-1, made only where a zone is configured.
 */
import { CfnOutput, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate, CertificateValidation } from 'aws-cdk-lib/aws-certificatemanager';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec, KeyUsage } from 'aws-cdk-lib/aws-kms';
import { CfnDNSSEC, CfnKeySigningKey, HostedZone } from 'aws-cdk-lib/aws-route53';
import type { Construct } from 'constructs';

import { zoneFor, type DeploymentConfiguration } from './config.ts';

export interface GlobalProps extends StackProps {
  readonly configuration: DeploymentConfiguration;
  /** Names that CloudFront answers to, all in configured zones. */
  readonly names: readonly string[];
}

export class Global extends Stack {
  readonly certificate: Certificate | null;

  constructor(scope: Construct, id: string, props: GlobalProps) {
    super(scope, id, props);
    const { configuration, names } = props;
    this.certificate = this.#certificate(configuration, names);
    const signed = configuration.domains.flatMap(({ zone }) => (zone?.dnssec === true ? [zone] : []));
    for (const zone of new Map(signed.map((each) => [each.id, each])).values())
      this.#sign(zone.id, configuration.data === 'retain');
  }

  #certificate(configuration: DeploymentConfiguration, names: readonly string[]): Certificate | null {
    const [first, ...others] = names;
    if (first === undefined) return null;
    const zones = Object.fromEntries(
      names.map((name) => {
        const zone = zoneFor(name, configuration.domains);
        if (zone === null) throw new Error(`${name} lies in no configured zone`);
        const attributes = { hostedZoneId: zone.id, zoneName: zone.name };
        return [name, HostedZone.fromHostedZoneAttributes(this, `Zone-${name}`, attributes)];
      }),
    );
    return new Certificate(this, 'Web', {
      domainName: first,
      subjectAlternativeNames: others,
      validation: CertificateValidation.fromDnsMultiZone(zones),
    });
  }

  /** Signs a zone. What the parent has to publish is an output: until it does, nothing has changed for anybody. */
  #sign(zoneId: string, keep: boolean): void {
    const key = new Key(this, `Key-${zoneId}`, {
      description: 'Signs a zone in Route 53',
      keySpec: KeySpec.ECC_NIST_P256,
      keyUsage: KeyUsage.SIGN_VERIFY,
    });
    if (!keep) key.applyRemovalPolicy(RemovalPolicy.DESTROY);
    const routeFiftyThree = new ServicePrincipal('dnssec-route53.amazonaws.com');
    key.grant(routeFiftyThree, 'kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign');
    key.grant(routeFiftyThree, 'kms:CreateGrant');
    const signing = new CfnKeySigningKey(this, `SigningKey-${zoneId}`, {
      hostedZoneId: zoneId,
      keyManagementServiceArn: key.keyArn,
      name: 'SecureAlias',
      status: 'ACTIVE',
    });
    new CfnDNSSEC(this, `Signed-${zoneId}`, { hostedZoneId: zoneId }).addResourceDependency(signing);
    new CfnOutput(this, `Ds-${zoneId}`, {
      description: 'The DS record for the parent zone is shown by this command',
      value: `aws route53 get-dnssec --hosted-zone-id ${zoneId} --query KeySigningKeys[].DSRecord`,
    });
  }
}
