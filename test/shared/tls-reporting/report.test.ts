/** The report against the example of RFC 8460 appendix B, without the fields that we do not give. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import type { TlsResult } from '../../../shared/policy/tls-result.ts';
import { composeReportJson, rangeOf, reportIdOf } from '../../../shared/tls-reporting/report.ts';
import { tally } from '../../../shared/tls-reporting/tally.ts';
import { policyStrings, success, times, tlsaSuccess } from './results.ts';

const subject = {
  domain: 'company-y.example',
  day: '2016-04-01',
  submitter: 'company-x.example',
  organization: 'Company-X',
  contact: 'sts-reporting@company-x.example',
};

const failures: readonly [number, Partial<TlsResult>][] = [
  [100, { failure: 'certificate-expired', mxHost: 'mx1.mail.company-y.example', address: null }],
  [200, { failure: 'starttls-not-supported', mxHost: 'mx2.mail.company-y.example', address: '203.0.113.56' }],
  [3, { failure: 'validation-failure', mxHost: 'mx-backup.mail.company-y.example', address: '203.0.113.58' }],
];

test('the example of appendix B', () => {
  const results = [
    ...times(5326, success),
    ...failures.flatMap(([count, how]) => times(count, { ...success, ...how })),
  ];
  deepEqual(composeReportJson(subject, tally('company-y.example', results)), {
    'organization-name': 'Company-X',
    'date-range': { 'start-datetime': '2016-04-01T00:00:00Z', 'end-datetime': '2016-04-01T23:59:59Z' },
    'contact-info': 'sts-reporting@company-x.example',
    'report-id': '20160401.company-y.example@company-x.example',
    policies: [
      {
        policy: {
          'policy-type': 'sts',
          'policy-string': policyStrings,
          'policy-domain': 'company-y.example',
          'mx-host': ['*.mail.company-y.example'],
        },
        summary: { 'total-successful-session-count': 5326, 'total-failure-session-count': 303 },
        'failure-details': [
          {
            'result-type': 'starttls-not-supported',
            'receiving-mx-hostname': 'mx2.mail.company-y.example',
            'receiving-ip': '203.0.113.56',
            'failed-session-count': 200,
          },
          {
            'result-type': 'certificate-expired',
            'receiving-mx-hostname': 'mx1.mail.company-y.example',
            'failed-session-count': 100,
          },
          {
            'result-type': 'validation-failure',
            'receiving-mx-hostname': 'mx-backup.mail.company-y.example',
            'receiving-ip': '203.0.113.58',
            'failed-session-count': 3,
          },
        ],
      },
    ],
  });
});

test('several policies are told apart, successes only have no failure details', () => {
  const none: TlsResult = { ...success, policyType: 'no-policy-found', policyStrings: [], mxPatterns: [] };
  const { policies } = composeReportJson(
    subject,
    tally('company-y.example', [...times(2, tlsaSuccess), none]),
  );
  deepEqual(policies, [
    {
      policy: { 'policy-type': 'tlsa', 'policy-string': ['3 1 1 00ff'], 'policy-domain': 'mx.host.example' },
      summary: { 'total-successful-session-count': 2, 'total-failure-session-count': 0 },
    },
    {
      policy: { 'policy-type': 'no-policy-found', 'policy-domain': 'company-y.example' },
      summary: { 'total-successful-session-count': 1, 'total-failure-session-count': 0 },
    },
  ]);
});

test('rows in whatever order of their attributes, as a table gives them, are one policy', () => {
  const [row] = tally('company-y.example', [success]);
  if (row === undefined) throw new Error('a row is missing');
  const { type, domain, strings, mxPatterns } = row.policy;
  const turned = { ...row, policy: { mxPatterns, strings, domain, type } };
  equal(composeReportJson(subject, [row, turned]).policies.length, 1);
});

test('the identifier follows from day and domain', () => {
  equal(reportIdOf(subject), '20160401.company-y.example@company-x.example');
  equal(rangeOf('2016-04-01').end.getTime() - rangeOf('2016-04-01').start.getTime(), 86_399_000);
});
