/**
 * Renewal of the edge's certificate: the function, once a day, and what it may do: replace one secret; for ACME keep
 * a state of its own and write the records of the challenge and of DANE, by name, type and action; for ACM export
 * that one certificate.
 */
import { createHash } from 'node:crypto';

import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import type { Alarm, IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';

import { challengeName, tlsaName, TLSA_PORTS } from '../../functions/certificate-renewal/records.ts';
import { METRICS } from '../../shared/observe/names.ts';
import { access } from './access.ts';
import { acknowledge } from './acknowledge.ts';
import { HouseFunction } from './house-function.ts';
import { TTL } from './mail-dns.ts';
import type { Network } from './network.ts';
import { adviseAlarm, faultAlarms, graph, houseMetric, type Observed } from './observed.ts';
import type { Sizes } from './presets.ts';
import { Scheduled } from './scheduled.ts';
import type { Storage } from './storage.ts';

export type Renewed =
  | {
      readonly kind: 'acme';
      readonly directory: string;
      readonly contacts: readonly string[];
      readonly keyGeneration: number;
      /** Where the host's records are. */
      readonly zone: { readonly id: string; readonly dnssec: boolean };
    }
  | { readonly kind: 'acm'; readonly arn: string };

export interface CertificateRenewalProps {
  readonly network: Network;
  readonly storage: Storage;
  readonly sizes: Sizes;
  readonly renewed: Renewed;
  readonly host: string;
  /** Chain and key of the edge. */
  readonly certificate: Secret;
}

export class CertificateRenewal extends Construct implements Observed {
  readonly logGroup: LogGroup;
  readonly widgets: readonly IWidget[];
  readonly alarms: readonly Alarm[];
  readonly #renewal: HouseFunction;

  constructor(scope: Construct, id: string, props: CertificateRenewalProps) {
    super(scope, id);
    const { network, storage, sizes, renewed, host, certificate } = props;
    const state = renewed.kind === 'acme' ? this.#stateSecret(storage) : null;
    this.#renewal = new HouseFunction(this, 'Renewal', {
      network,
      storage,
      name: 'certificate-renewal',
      description: 'Renews the certificate of the edge',
      access: access['certificate-renewal'],
      settings: {
        CERTIFICATE_KIND: renewed.kind,
        HOST_NAME: host,
        TLS_CERTIFICATE_SECRET: certificate.secretArn,
        ...settingsFor(renewed),
        ...(state !== null && { CERTIFICATE_STATE_SECRET: state.secretArn }),
      },
      memoryMiB: sizes.worker.memoryMiB,
      // Two changes of the zone and an authority that takes its time.
      timeout: Duration.minutes(15),
      logDays: sizes.logDays,
    });
    this.logGroup = this.#renewal.logGroup;
    for (const secret of state === null ? [certificate] : [certificate, state])
      this.#allow(['secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue'], secret.secretArn);
    if (renewed.kind === 'acm')
      this.#allow(['acm:DescribeCertificate', 'acm:ExportCertificate'], renewed.arn);
    else this.#allowRecords(renewed.zone, host);
    const fn = this.#renewal.function;
    new Scheduled(this, 'Schedules', {
      key: storage.key,
      functions: [{ name: 'Renewal', fn, ...timeOfDay(host) }],
    });
    new CfnOutput(this, 'Run', {
      description: 'Renews the certificate now instead of at the next run of the day',
      value: `aws lambda invoke --function-name ${fn.functionName} /dev/stdout`,
    });
    const failed = houseMetric(METRICS.certificateRenewalFailed, 'certificate-renewal');
    this.widgets = [graph('Renewals of the certificate that failed', [failed])];
    this.alarms = [
      ...faultAlarms(this, 'certificate-renewal', fn),
      adviseAlarm(this, 'Failed', {
        name: 'certificate-ends',
        advice: 'Read the last line of certificate-renewal: it has failed three days in a row and says why.',
        metric: failed.with({ period: Duration.days(1) }),
        threshold: 1,
        periods: 3,
      }),
    ];
  }

  /** The ACME account's key and, during a change, the edge's next key. */
  #stateSecret({ key, removalPolicy }: Storage): Secret {
    const secret = new Secret(this, 'State', {
      description: 'What the renewal of the certificate keeps: account key, next key',
      encryptionKey: key,
      removalPolicy,
      // An object to begin with; what is generated in it means nothing.
      generateSecretString: { secretStringTemplate: '{}', generateStringKey: 'made' },
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4': 'The function writes into it when it changes a key; nothing else may.',
    });
    return secret;
  }

  #allow(actions: string[], resource: string, conditions?: Record<string, Record<string, unknown>>): void {
    this.#renewal.function.addToRolePolicy(
      new PolicyStatement({ actions, resources: [resource], ...(conditions && { conditions }) }),
    );
  }

  #allowRecords(zone: { readonly id: string; readonly dnssec: boolean }, host: string): void {
    const arn = (resource: string, resourceName: string): string =>
      Stack.of(this).formatArn({ service: 'route53', region: '', account: '', resource, resourceName });
    const write = (names: string[], type: string, actions: string[]): void => {
      const key = (last: string): string => `route53:ChangeResourceRecordSets${last}`;
      this.#allow(['route53:ChangeResourceRecordSets'], arn('hostedzone', zone.id), {
        'ForAllValues:StringEquals': {
          [key('NormalizedRecordNames')]: names,
          [key('RecordTypes')]: [type],
          [key('Actions')]: actions,
        },
      });
    };
    write([challengeName(host)], 'TXT', ['UPSERT', 'DELETE']);
    if (zone.dnssec)
      write(
        TLSA_PORTS.map((port) => tlsaName(port, host)),
        'TLSA',
        ['UPSERT'],
      );
    this.#allow(['route53:GetChange'], arn('change', '*'));
    acknowledge(this.#renewal, {
      'AwsSolutions-IAM5[Resource::arn:aws:route53:::change/*]':
        'Whether a change is on all name servers; ids of changes are not known beforehand, and say nothing of records.',
    });
  }
}

function settingsFor(renewed: Renewed): Record<string, string> {
  if (renewed.kind === 'acm') return { ACM_CERTIFICATE_ARN: renewed.arn };
  return {
    ACME_DIRECTORY_URL: renewed.directory,
    ACME_CONTACTS: renewed.contacts.join(','),
    HOSTED_ZONE_ID: renewed.zone.id,
    CERTIFICATE_KEY_GENERATION: String(renewed.keyGeneration),
    TLSA_TTL: renewed.zone.dnssec ? `${TTL}s` : '0s',
  };
}

/** Each house at another minute of the day, and always at the same: authorities ask for that. */
function timeOfDay(host: string): { readonly minute: string; readonly hour: string } {
  const digest = createHash('sha256').update(host).digest();
  return { minute: String(digest.readUInt16BE(0) % 60), hour: String(digest.readUInt16BE(2) % 24) };
}
