import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { Match } from 'aws-cdk-lib/assertions';

import type { SesTrouble } from '../../../functions/home-delivery/ses-verdict.ts';
import { OPERATORS_TROUBLES } from '../../../infra/aws/email-sending.ts';
import { example, exampleZone } from './example.ts';
import { resourceAt, resourcesOf, wholeStack } from './templates.ts';

const homeDelivery = { kind: 'ses' };
const { template } = wholeStack({ homeDelivery });
const DKIM = [1, 2, 3].map((number) => `DkimDNSToken`.concat(`Name${number}`));

test('one configuration set: TLS or nothing, and its reputation is measured', () => {
  template.resourceCountIs('AWS::SES::ConfigurationSet', 1);
  template.hasResourceProperties('AWS::SES::ConfigurationSet', {
    DeliveryOptions: { TlsPolicy: 'REQUIRE' },
    ReputationOptions: { ReputationMetricsEnabled: true },
    SuppressionOptions: { SuppressedReasons: ['BOUNCE', 'COMPLAINT'] },
  });
});

test('bounces, complaints and rejects are counted under the name of the configuration set', () => {
  template.hasResourceProperties('AWS::SES::ConfigurationSetEventDestination', {
    EventDestination: {
      Enabled: true,
      MatchingEventTypes: ['bounce', 'complaint', 'reject'],
      CloudWatchDestination: {
        DimensionConfigurations: [
          {
            DimensionName: 'ses:configuration-set',
            DimensionValueSource: 'messageTag',
            DefaultDimensionValue: 'none',
          },
        ],
      },
    },
  });
});

test('each alias domain is an identity of its own, signed with a key that stands in no template', () => {
  const two = wholeStack({
    homeDelivery,
    domains: [...example.domains, { alias: 'sicher.example.net', home: 'example.net' }],
  }).template;
  const identities = [...resourcesOf(two, 'AWS::SES::EmailIdentity').values()];
  deepEqual(identities.map(({ Properties }) => Properties['EmailIdentity']).sort(), [
    'secure.example.org',
    'sicher.example.net',
  ]);
  two.allResourcesProperties('AWS::SES::EmailIdentity', {
    DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
    ConfigurationSetAttributes: {
      ConfigurationSetName: { Ref: Match.stringLikeRegexp('^EmailSendingConfigurationSet') },
    },
    FeedbackAttributes: { EmailForwardingEnabled: true },
    // SES would take a subdomain only, and aspf=s does not align with one.
    MailFromAttributes: Match.absent(),
  });
});

test('its DKIM records are in the zone where that is in Route 53', () => {
  const zoned = wholeStack({
    homeDelivery,
    domains: [{ ...example.domains[0], zone: exampleZone }],
  }).template;
  const names = [...resourcesOf(zoned, 'AWS::Route53::RecordSet').values()]
    .filter(({ Properties }) => Properties['Type'] === 'CNAME')
    .map(({ Properties }) => JSON.stringify(Properties['Name']));
  equal(names.length, 3);
  for (const name of DKIM)
    ok(
      names.some((one) => one.includes(name)),
      name,
    );
});

test('and are printed where it is not', () => {
  const outputs = Object.values(template.findOutputs('*') as Record<string, { Value: unknown }>)
    .map(({ Value }) => JSON.stringify(Value))
    .filter((value) => value.includes('IN CNAME'));
  equal(outputs.length, 3);
  for (const name of DKIM)
    ok(
      outputs.some((one) => one.includes(name)),
      name,
    );
});

test('home delivery is told the configuration set, and takes one item at a time', () => {
  const { Properties } = resourceAt(template, 'AWS::Lambda::Function', 'HomeDeliveryFunction');
  const { Variables } = Properties['Environment'] as { Variables: Record<string, unknown> };
  equal(Variables['HOME_DELIVERY'], 'ses');
  match(JSON.stringify(Variables['SES_CONFIGURATION_SET']), /"Ref":"EmailSendingConfigurationSet/);
  // What stands in Authentication-Results is who received it, and no name that only sends.
  equal(Variables['HOST_NAME'], 'mx.secure.example.org');
  template.hasResourceProperties('AWS::Lambda::EventSourceMapping', {
    BatchSize: 1,
    EventSourceArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^StorageHomeQueue'), 'Arn'] },
  });
});

test('every trouble is either an operator’s, and rings, or ends by itself or with the message', () => {
  const rings: Record<SesTrouble, boolean> = {
    sandbox: true,
    identity: true,
    'mail-from': true,
    paused: true,
    suppressed: true,
    quota: true,
    'configuration-set': true,
    access: true,
    unknown: true,
    throttled: false,
    size: false,
    content: false,
    unavailable: false,
  };
  const named = Object.entries(rings).flatMap(([name, ring]) => (ring ? [name] : []));
  deepEqual([...OPERATORS_TROUBLES].sort(), named.sort());
  const alarm = resourceAt(template, 'AWS::CloudWatch::Alarm', 'EmailSendingTrouble');
  const metrics = JSON.stringify(alarm.Properties['Metrics']);
  for (const name of OPERATORS_TROUBLES) match(metrics, new RegExp(`"Name":"reason","Value":"${name}"`));
});

test('without SES there is nothing of it', () => {
  const without = wholeStack().template;
  for (const type of ['ConfigurationSet', 'EmailIdentity', 'ConfigurationSetEventDestination'])
    without.resourceCountIs(`AWS::SES::${type}`, 0);
});
