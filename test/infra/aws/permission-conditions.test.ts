/** Where a call cannot be limited enough by its resource, the condition that limits it. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { signedZone } from './example.ts';
import { list, nameOf, type Statement } from './role-policies.ts';
import { resourceAt, resourcesOf, wholeStack } from './templates.ts';

const { template } = wholeStack();
const acme = wholeStack({ ...signedZone, certificate: { kind: 'acme' } }).template;
const outside = wholeStack({ homeDelivery: { kind: 'ses' } }).template;

test('of the zone, renewal writes the challenge and the TLSA records of the edge, and no other name, type or action', () => {
  const { Properties } = resourceAt(acme, 'AWS::IAM::Policy', 'CertificatesRenewalRole');
  const changes = (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement.filter(
    ({ Action }) => Action === 'route53:ChangeResourceRecordSets',
  );
  const on = (names: string[], type: string, actions: string[]) => ({
    'ForAllValues:StringEquals': {
      'route53:ChangeResourceRecordSetsNormalizedRecordNames': names,
      'route53:ChangeResourceRecordSetsRecordTypes': [type],
      'route53:ChangeResourceRecordSetsActions': actions,
    },
  });
  deepEqual(
    changes.map(({ Condition }) => Condition),
    [
      on(['_acme-challenge.mx.secure.example.org'], 'TXT', ['UPSERT', 'DELETE']),
      on(
        [25, 465, 587].map((port) => `_${port}._tcp.mx.secure.example.org`),
        'TLSA',
        ['UPSERT'],
      ),
    ],
  );
  // They are the function's alone: two writers would undo each other's work.
  const types = [...resourcesOf(acme, 'AWS::Route53::RecordSet').values()].map(
    ({ Properties: { Type } }) => Type,
  );
  equal(types.includes('MX'), true);
  equal(types.includes('TLSA'), false);
});

test('functions use the key through the services that hold what it encrypts, and in no other way', () => {
  // The key of receipts encrypts nothing: it is the matrix that says who may sign with it.
  for (const [id, { Properties }] of resourcesOf(template, 'AWS::IAM::Policy')) {
    for (const statement of (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement) {
      const calls = list(statement.Action).filter((action) => action.startsWith('kms:'));
      if (calls.length === 0) continue;
      if (list(statement.Resource).every((resource) => nameOf(resource) === 'EvidenceKeyKey1')) continue;
      match(JSON.stringify(statement.Condition ?? null), /"kms:ViaService":/, id);
    }
  }
});

test('through SES, nobody sends but from addresses of the alias domains', () => {
  const conditions = [...resourcesOf(outside, 'AWS::IAM::Policy').values()]
    .flatMap(({ Properties }) => (Properties['PolicyDocument'] as { Statement: Statement[] }).Statement)
    .filter(({ Action }) => list(Action).some((action) => action.startsWith('ses:')))
    .map(({ Condition }) => Condition);
  deepEqual(conditions, [{ StringLike: { 'ses:FromAddress': '*@secure.example.org' } }]);
});
