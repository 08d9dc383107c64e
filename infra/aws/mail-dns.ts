/**
 * Publishes the mail records: in Route 53 where a configured zone holds the name, else as outputs of the stack,
 * in the form of a zone file. PTR records cannot be made by CloudFormation: for those, too, an output says what
 * to do.
 */
import { CfnOutput } from 'aws-cdk-lib';
import { CfnRecordSet } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';

import { zoneFor, type DeploymentConfiguration } from './config.ts';
import { mailRecords, type MailFacts, type MailRecord } from './mail-records.ts';

export interface MailDnsProps {
  readonly configuration: DeploymentConfiguration;
  readonly facts: MailFacts;
}

export const TTL = 3600;

export class MailDns extends Construct {
  /** Those that somebody has to add elsewhere. */
  readonly printed: readonly MailRecord[];

  constructor(scope: Construct, id: string, { configuration, facts }: MailDnsProps) {
    super(scope, id);
    const printed: MailRecord[] = [];
    mailRecords(configuration, facts).forEach((record, index) => {
      const { name, type, values, beside = name } = record;
      const zone = zoneFor(beside, configuration.domains);
      // TLSA records mean nothing in a zone without signatures (RFC 6698 section 4.1).
      if (zone === null) printed.push(record);
      else if (type !== 'TLSA' || zone.dnssec)
        new CfnRecordSet(this, `${type}-${index}`, {
          hostedZoneId: zone.id,
          name: `${name}.`,
          type,
          ttl: String(TTL),
          resourceRecords: [...values],
        });
    });
    this.printed = printed;
    printed.forEach(({ name, type, values, why }, index) => {
      new CfnOutput(this, `Record${String(index + 1).padStart(2, '0')}`, {
        description: `To be added to DNS (${why})`,
        value: values.map((value) => `${name}. ${TTL} IN ${type} ${value}`).join('\n'),
      });
    });
    facts.outgoingAddresses.forEach((address, index) => {
      new CfnOutput(this, `Ptr${index + 1}`, {
        description:
          'PTR, once the A record answers: aws ec2 modify-address-attribute --allocation-id … --domain-name',
        value: `${address} PTR ${configuration.hosts.sending}.`,
      });
    });
  }
}
