/** What each answer of SES means; the texts are SES's own where they are known. */
import { deepEqual, match } from 'node:assert/strict';
import { test } from 'node:test';

import { judgeSesError, type SesTrouble } from '../../../functions/home-delivery/ses-verdict.ts';

type Outcome = 'refused' | 'operator' | 'wait';
type Row = readonly [
  code: string,
  text: string,
  status: number | null,
  outcome: Outcome,
  trouble: SesTrouble,
  advice: RegExp,
];

const notVerified =
  'Email address is not verified. The following identities failed the check in region EU-WEST-1:';
const rows: readonly Row[] = [
  // code, text, HTTP status, what it means, the metric's reason, what the log tells an operator to do
  [
    'MessageRejected',
    `${notVerified} alice@provider.example`,
    400,
    'operator',
    'sandbox',
    /production access/,
  ],
  [
    'MessageRejected',
    `${notVerified} postmaster+home@secure.example.org`,
    400,
    'operator',
    'identity',
    /verify it/,
  ],
  ['MailFromDomainNotVerifiedException', 'Could not read MX', 400, 'operator', 'mail-from', /MX record/],
  ['AccountSendingPausedException', 'Sending paused', 400, 'operator', 'paused', /enable it again/],
  ['ConfigurationSetSendingPausedException', 'paused', 400, 'operator', 'paused', /enable it again/],
  ['MessageRejected', 'Sending suspended for this account.', 400, 'operator', 'paused', /answer AWS/],
  ['MessageRejected', 'Address blacklisted.', 400, 'operator', 'suppressed', /suppression list/],
  ['ConfigurationSetDoesNotExistException', 'no set', 400, 'operator', 'configuration-set', /create it/],
  ['ConfigurationSetDoesNotExist', 'no set', 400, 'operator', 'configuration-set', /create it/],
  ['Throttling', 'Maximum sending rate exceeded.', 400, 'wait', 'throttled', /in this second/],
  ['Throttling', 'Daily message quota exceeded.', 400, 'operator', 'quota', /higher one/],
  ['ThrottlingException', 'Rate exceeded', 400, 'wait', 'throttled', /in this second/],
  ['AccessDenied', 'not authorized to perform ses:SendRawEmail', 403, 'operator', 'access', /role/],
  ['InvalidClientTokenId', 'The security token is invalid.', 403, 'operator', 'access', /role/],
  [
    'InvalidParameterValue',
    "Message length is more than 10485760 bytes long: '9'.",
    400,
    'refused',
    'size',
    /larger/,
  ],
  ['InvalidParameterValue', "Duplicate header 'DKIM-Signature'.", 400, 'refused', 'content', /in it/],
  ['InvalidParameterValue', 'Illegal filename: a.exe', 400, 'refused', 'content', /in it/],
  ['MessageRejected', 'Message contains a virus', 400, 'refused', 'content', /in it/],
  ['ServiceUnavailable', 'try later', 503, 'wait', 'unavailable', /right now/],
  ['TimeoutError', 'aborted', null, 'wait', 'unavailable', /right now/],
  ['', 'connect ECONNREFUSED', null, 'wait', 'unavailable', /no answer/],
  ['SomethingNew', 'a fault of theirs', 500, 'wait', 'unavailable', /SomethingNew/],
  // A word that nobody here knows never gives a message up.
  ['SomethingNew', 'a fault of ours', 400, 'operator', 'unknown', /SomethingNew/],
];

for (const [code, text, status, outcome, trouble, advice] of rows)
  test(`${code || 'no answer'} "${text}": ${outcome}, ${trouble}`, () => {
    const verdict = judgeSesError({ code, text, status }, 'secure.example.org');
    const seen = verdict.kind === 'refused' ? 'refused' : verdict.misconfigured ? 'operator' : 'wait';
    deepEqual([seen, verdict.trouble], [outcome, trouble]);
    match(verdict.detail, advice);
    match(verdict.detail, new RegExp(text.slice(0, 8).replaceAll(/[^a-z]/gi, '.')), 'and what SES said');
  });
