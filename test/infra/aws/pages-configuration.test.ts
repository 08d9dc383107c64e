/** What pages on AWS are told, and where they may connect to. */
import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { pagesConfiguration, signInOrigins } from '../../../infra/aws/pages-configuration.ts';
import { configured, zoned } from './example.ts';

const pool = { url: 'https://cognito-idp.eu-central-1.amazonaws.com/pool', audience: 'client-of-the-pool' };
const own = { kind: 'oidc', issuer: 'https://login.example.org/realm', audience: 'mail' };

test('pages are told where to sign in, which addresses are ours, and how large a message may be', () => {
  deepEqual(pagesConfiguration(configured({ maxMessageSize: '10MiB' }), pool), {
    issuer: pool.url,
    clientId: 'client-of-the-pool',
    mode: 'aws',
    simulation: false,
    aliasDomains: ['secure.example.org'],
    messageSizeLimit: 10_485_760,
  });
  const issuer = { url: own.issuer, audience: own.audience };
  deepEqual(pagesConfiguration(configured({ signIn: own }), issuer).clientId, 'mail');
  deepEqual(
    pagesConfiguration(configured({ signIn: { ...own, clientId: 'pages' } }), issuer).clientId,
    'pages',
  );
});

const origins: [string, Record<string, unknown>, string[]][] = [
  ['Cognito, before there is a name', {}, ['https://cognito-idp.eu-central-1.amazonaws.com']],
  [
    'Cognito, with its sign-in pages',
    zoned,
    [
      'https://cognito-idp.eu-central-1.amazonaws.com',
      'https://mail-secure-example-org.auth.eu-central-1.amazoncognito.com',
    ],
  ],
  ['an issuer of one’s own', { signIn: own }, ['https://login.example.org']],
  [
    'an issuer that gives its tokens under other names',
    { signIn: { ...own, furtherOrigins: ['https://tokens.example.net', 'https://keys.example.net:8443'] } },
    ['https://login.example.org', 'https://tokens.example.net', 'https://keys.example.net:8443'],
  ],
];
for (const [which, change, expected] of origins)
  test(`pages connect to the sign-in only: ${which}`, () => {
    deepEqual(signInOrigins(configured(change), 'eu-central-1'), expected);
  });
