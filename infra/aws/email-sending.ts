/**
 * Amazon SES for homes at outside providers (docs/decisions/0032): an identity for each alias domain, signed by
 * Easy DKIM, and the one configuration set that everything goes through. Its TlsPolicy keeps SES from sending in
 * plaintext; what comes back, is complained about or refused is counted in CloudWatch.
 *
 * There is no MAIL FROM domain of our own: SES takes a subdomain only, which `aspf=s` does not accept. It is DKIM,
 * with `d=` the alias domain itself, that DMARC goes by.
 */
import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as ses from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';

import { METRICS } from '../../shared/observe/names.ts';
import { adviseAlarm, graph, houseMetric, reasonsOf, sumOfReasons, type Observed } from './observed.ts';

export interface EmailSendingProps {
  readonly aliasDomains: readonly string[];
}

/** A CNAME that proves an identity and publishes its key. */
export interface DkimAlias {
  readonly name: string;
  readonly target: string;
}

/** Troubles of SES that do not end by themselves; functions/home-delivery/ses-verdict.ts has all of them. */
export const OPERATORS_TROUBLES = [
  'sandbox',
  'identity',
  'mail-from',
  'paused',
  'suppressed',
  'quota',
  'configuration-set',
  'access',
  'unknown',
] as const;
/** Why a message did not go on although it should have. Loops, bounces and answers stay by design. */
const REFUSALS = ['home-refused', 'message-too-large', 'retry-lifetime-exceeded'];

/** AWS looks into an account from 5 % bounces and 0.1 % complaints on; these are a fifth below. */
const BOUNCE_RATE = 0.04;
const COMPLAINT_RATE = 0.0008;
const CONFIGURATION_SET_TAG = 'ses:configuration-set';
const HOUR = Duration.hours(1);

export class EmailSending extends Construct implements Observed {
  readonly configurationSetName: string;
  /** What to publish, by alias domain. */
  readonly dkim: ReadonlyMap<string, readonly DkimAlias[]>;
  readonly widgets: readonly cloudwatch.IWidget[];
  readonly alarms: readonly cloudwatch.Alarm[];
  readonly #aliasDomains: readonly string[];

  constructor(scope: Construct, id: string, { aliasDomains }: EmailSendingProps) {
    super(scope, id);
    this.#aliasDomains = aliasDomains;
    const configurationSet = new ses.ConfigurationSet(this, 'ConfigurationSet', {
      tlsPolicy: ses.ConfigurationSetTlsPolicy.REQUIRE,
      reputationMetrics: true,
      suppressionReasons: ses.SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    this.configurationSetName = configurationSet.configurationSetName;
    configurationSet.addEventDestination('Counted', {
      destination: ses.EventDestination.cloudWatchDimensions([
        {
          source: ses.CloudWatchDimensionSource.MESSAGE_TAG,
          name: CONFIGURATION_SET_TAG,
          defaultValue: 'none',
        },
      ]),
      events: [ses.EmailSendingEvent.BOUNCE, ses.EmailSendingEvent.COMPLAINT, ses.EmailSendingEvent.REJECT],
    });
    this.dkim = new Map(aliasDomains.map((alias) => [alias, this.#identity(alias, configurationSet)]));
    this.alarms = this.#alarms();
    this.widgets = [
      graph(
        'Brought to outside homes',
        [houseMetric(METRICS.forwarded, 'home-delivery'), houseMetric(METRICS.hinted, 'home-delivery')],
        [houseMetric(METRICS.homeBounced, 'home-delivery')],
      ),
      graph('SES refuses or puts off, and why', [reasonsOf(METRICS.homeTrouble, 'home-delivery')]),
      graph(
        'What SES says of our sending',
        ['Bounce', 'Complaint', 'Reject'].map((name) => this.#counted(name)),
      ),
    ];
  }

  #identity(alias: string, configurationSet: ses.IConfigurationSet): readonly DkimAlias[] {
    const identity = new ses.EmailIdentity(this, `Identity-${alias}`, {
      identity: ses.Identity.domain(alias),
      // A key of our own would have to stand in the template.
      dkimIdentity: ses.DkimIdentity.easyDkim(ses.EasyDkimSigningKeyLength.RSA_2048_BIT),
      configurationSet,
      // What comes back is mail to the envelope sender, and stays in the operators' mailbox.
      feedbackForwarding: true,
    });
    return identity.dkimRecords.map(({ name, value }) => ({ name, target: value }));
  }

  /**
   * Leave to send raw mail with this configuration set from addresses at the alias domains, and no others: an
   * identity alone would allow subdomains, too.
   */
  sendStatements(): PolicyStatement[] {
    const stack = Stack.of(this);
    const arn = (resource: string, resourceName: string): string =>
      stack.formatArn({ service: 'ses', resource, resourceName });
    return this.#aliasDomains.map(
      (alias) =>
        new PolicyStatement({
          actions: ['ses:SendRawEmail'],
          resources: [arn('identity', alias), arn('configuration-set', this.configurationSetName)],
          conditions: { StringLike: { 'ses:FromAddress': `*@${alias}` } },
        }),
    );
  }

  #counted(metricName: string): cloudwatch.Metric {
    return this.#ofSes(metricName, cloudwatch.Stats.SUM);
  }

  #ofSes(metricName: string, statistic: string): cloudwatch.Metric {
    const dimensionsMap = { [CONFIGURATION_SET_TAG]: this.configurationSetName };
    return new cloudwatch.Metric({
      namespace: 'AWS/SES',
      metricName,
      dimensionsMap,
      statistic,
      period: HOUR,
    });
  }

  #alarms(): cloudwatch.Alarm[] {
    const rate = (name: string, advice: string, threshold: number): cloudwatch.Alarm =>
      adviseAlarm(this, name, {
        name: 'home-reputation',
        advice,
        metric: this.#ofSes(`Reputation.${name}`, cloudwatch.Stats.MAXIMUM),
        threshold,
      });
    return [
      adviseAlarm(this, 'Trouble', {
        name: 'home-trouble',
        advice: 'Read what SES says in the ERROR lines of home-delivery, and do what stands there.',
        metric: sumOfReasons(METRICS.homeTrouble, 'home-delivery', OPERATORS_TROUBLES),
        threshold: 1,
      }),
      adviseAlarm(this, 'Bounced', {
        name: 'home-bounced',
        advice: 'Read what came back in the operators’ mailbox: a provider refuses what SES brings.',
        metric: houseMetric(METRICS.homeBounced, 'home-delivery').with({ period: HOUR }),
        threshold: 5,
      }),
      adviseAlarm(this, 'Kept', {
        name: 'kept-in-mailbox',
        advice:
          'Tell the owners that mail of theirs is in the built-in mailbox only, and see why SES did not take it.',
        metric: sumOfReasons(METRICS.keptInMailbox, 'home-delivery', REFUSALS),
        threshold: 1,
      }),
      rate(
        'BounceRate',
        'Find the homes that bounce, before AWS stops the sending at ten per cent.',
        BOUNCE_RATE,
      ),
      rate(
        'ComplaintRate',
        'Find whose mail is marked as spam at home, before AWS stops the sending.',
        COMPLAINT_RATE,
      ),
    ];
  }
}
