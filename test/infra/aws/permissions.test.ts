/**
 * Who may do what on which resource: the whole matrix, read from the synthesised template. A permission that is
 * not in this table fails the test, and so does one that is no longer there.
 */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { exampleZone, signedZone, zoned } from './example.ts';
import {
  consume,
  fill,
  dynamo,
  key,
  log,
  matrix,
  network,
  objects,
  secret,
  send,
} from './permission-matrix.ts';
import { permissionsOf } from './role-policies.ts';
import { resourcesOf, wholeStack } from './templates.ts';

const { template } = wholeStack();
const acme = wholeStack({ ...signedZone, certificate: { kind: 'acme' } }).template;
const acm = wholeStack({ ...zoned, certificate: { kind: 'acm' } }).template;
const relay = wholeStack({ homeDelivery: { kind: 'smtp', url: 'smtp://mail.example.org:25' } }).template;
const outside = wholeStack({ homeDelivery: { kind: 'ses' } }).template;
/** As nameOf puts an ARN of SES together. */
const SES = 'arn:aws:ses:eu-central-1:AWS::AccountId:';

for (const [role, allowed] of Object.entries(matrix)) {
  test(`${role} may do this and nothing else`, () => {
    deepEqual(permissionsOf(template, role), allowed);
  });
}

test('with a home server, home delivery keeps deliveries and answers senders', () => {
  deepEqual(permissionsOf(relay, 'HomeDeliveryRole'), {
    ...matrix['HomeDeliveryRole'],
    'StorageBodies/transit/*': objects('GetObject', 'PutObject', 'AbortMultipartUpload'),
    StorageHomeQueue: [...consume, ...send].sort(),
    StorageOutboundQueue: send,
    StorageTabledeliveries: dynamo('GetItem', 'PutItem', 'UpdateItem'),
  });
});

test('through SES, home delivery sends from the alias domains with the configuration set, and tells no stranger', () => {
  deepEqual(permissionsOf(outside, 'HomeDeliveryRole'), {
    ...matrix['HomeDeliveryRole'],
    StorageHomeQueue: [...consume, ...send].sort(),
    StorageTabledeliveries: dynamo('GetItem', 'PutItem', 'UpdateItem'),
    [`${SES}configuration-set/EmailSendingConfigurationSet`]: ['ses:SendRawEmail'],
    [`${SES}identity/secure.example.org`]: ['ses:SendRawEmail'],
  });
});

test('with homes behind SES, everybody else may do what they may without', () => {
  for (const [role, allowed] of Object.entries(matrix))
    if (role !== 'HomeDeliveryRole') deepEqual(permissionsOf(outside, role), allowed, role);
  deepEqual(
    [...resourcesOf(outside, 'AWS::IAM::Role').keys()],
    [...resourcesOf(template, 'AWS::IAM::Role').keys()],
  );
});

test('renewal by ACME replaces its two secrets and writes records of one zone; by ACM it exports one certificate', () => {
  const common = {
    '*': network,
    CertificatesEdge: fill,
    CertificatesRenewalLog: log,
    StorageKey: key,
    StorageLogHashSecret: secret,
  };
  deepEqual(permissionsOf(acme, 'CertificatesRenewalRole'), {
    ...common,
    CertificatesRenewalState: fill,
    [`arn:aws:route53:::hostedzone/${exampleZone.id}`]: ['route53:ChangeResourceRecordSets'],
    'arn:aws:route53:::change/*': ['route53:GetChange'],
  });
  deepEqual(permissionsOf(acm, 'CertificatesRenewalRole'), {
    ...common,
    CertificatesPublic: ['acm:DescribeCertificate', 'acm:ExportCertificate'],
  });
});

test('no role is missing from the matrix', () => {
  const known = [
    ...Object.keys(matrix),
    'NetworkVpcRejectedIAMRole',
    'DeliverySchedulesTrustWatchRole',
    'DeliverySchedulesTlsReportsRole',
    'DeliverySchedulesValidationRole',
  ];
  const roles = [...resourcesOf(template, 'AWS::IAM::Role').keys()].map((id) =>
    id.replace(/[0-9A-F]{8}$/, ''),
  );
  deepEqual(roles.sort(), known.sort());
});
