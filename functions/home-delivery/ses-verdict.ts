/**
 * What SES's answer to SendRawEmail means for a message. Pure: one table, its rows in order, the first that fits.
 *
 * Only what is wrong with the message itself is final. What is wrong with the account (sandbox, suspended,
 * suppression list, missing configuration set) waits for an operator, who is told what to do, and everything
 * unknown waits, too: nothing is given up because of a word that is not in this table.
 */

/** The dimension `reason` of the metric HomeTrouble. */
export type SesTrouble =
  | 'sandbox'
  | 'identity'
  | 'mail-from'
  | 'paused'
  | 'suppressed'
  | 'quota'
  | 'throttled'
  | 'configuration-set'
  | 'access'
  | 'size'
  | 'content'
  | 'unavailable'
  | 'unknown';

export interface SesError {
  /** SES's error code; empty where no answer came. */
  readonly code: string;
  readonly text: string;
  /** HTTP status; null where no answer came. */
  readonly status: number | null;
}

export type SesVerdict =
  | { readonly kind: 'refused'; readonly trouble: SesTrouble; readonly detail: string }
  | {
      readonly kind: 'deferred';
      readonly trouble: SesTrouble;
      /** Nothing improves until an operator does what `detail` says. */
      readonly misconfigured: boolean;
      readonly detail: string;
    };

interface Row {
  readonly code: RegExp;
  readonly text?: RegExp;
  readonly trouble: SesTrouble;
  readonly outcome: 'refused' | 'operator' | 'wait';
  readonly advice: string;
}

const rows: readonly Row[] = [
  {
    code: /^MessageRejected$/,
    text: /not verified/i,
    trouble: 'sandbox',
    outcome: 'operator',
    advice: 'the SES account is in the sandbox: ask for production access, or verify this home address',
  },
  {
    code: /^MailFromDomainNotVerified$/,
    trouble: 'mail-from',
    outcome: 'operator',
    advice: 'SES cannot see the MX record of the custom MAIL FROM domain: publish it',
  },
  {
    code: /^(AccountSendingPaused|ConfigurationSetSendingPaused)$/,
    trouble: 'paused',
    outcome: 'operator',
    advice: 'sending is paused in SES: read the account dashboard, then enable it again',
  },
  {
    code: /^MessageRejected$/,
    text: /suspended|paused|disabled/i,
    trouble: 'paused',
    outcome: 'operator',
    advice: 'sending is suspended by SES: read the account dashboard and answer AWS',
  },
  {
    code: /^MessageRejected$/,
    text: /blacklist|suppress/i,
    trouble: 'suppressed',
    outcome: 'operator',
    advice: 'this home address is on the suppression list of SES: find out why, then remove it there',
  },
  {
    code: /^ConfigurationSetDoesNotExist$/,
    trouble: 'configuration-set',
    outcome: 'operator',
    advice: 'the configuration set of SES_CONFIGURATION_SET does not exist in this region: create it',
  },
  {
    code: /^(Throttling|LimitExceeded|TooManyRequests)$/,
    text: /daily/i,
    trouble: 'quota',
    outcome: 'operator',
    advice: 'the daily sending quota of SES is used up: ask for a higher one',
  },
  {
    code: /^(Throttling|LimitExceeded|TooManyRequests)$/,
    trouble: 'throttled',
    outcome: 'wait',
    advice: 'SES takes no more mail in this second',
  },
  {
    code: /^(AccessDenied|AuthFailure|InvalidClientTokenId|UnrecognizedClient|SignatureDoesNotMatch|OptInRequired|ExpiredToken|NotAuthorized|MissingAuthenticationToken|CredentialsProviderError)$/,
    trouble: 'access',
    outcome: 'operator',
    advice: 'this function may not send through SES: look at its role, and at the policy of the identity',
  },
  {
    code: /^(MessageRejected|InvalidParameterValue|ValidationError|MessageTooLarge|RequestEntityTooLarge)$/,
    text: /message length|too (large|long|big)|exceeds? .*(size|length)/i,
    trouble: 'size',
    outcome: 'refused',
    advice: 'it is larger than what SES takes',
  },
  {
    code: /^(MessageRejected|InvalidParameterValue|ValidationError|Validation|MessageTooLarge|RequestEntityTooLarge)$/,
    trouble: 'content',
    outcome: 'refused',
    advice: 'SES does not carry what is in it',
  },
  {
    code: /^(ServiceUnavailable|InternalFailure|InternalError|InternalServerError|RequestExpired|RequestTimeout|TimeoutError|AbortError)$/,
    trouble: 'unavailable',
    outcome: 'wait',
    advice: 'SES cannot be reached right now',
  },
];

/** `senderDomain`: the domain we send from, to tell our own missing identity from the sandbox. */
export function judgeSesError(error: SesError, senderDomain: string): SesVerdict {
  const code = error.code.replace(/Exception$/, '');
  const row = rows.find((one) => one.code.test(code) && (one.text?.test(error.text) ?? true));
  const said = `SES: ${error.code === '' ? 'no answer' : error.code}: ${error.text}`;
  if (row === undefined) {
    const known = error.status !== null && error.status < 500;
    const trouble = known ? 'unknown' : 'unavailable';
    return { kind: 'deferred', trouble, misconfigured: known, detail: said };
  }
  if (row.trouble === 'sandbox' && error.text.toLowerCase().includes(senderDomain)) {
    const advice = `${senderDomain} is no verified identity of SES in this region: verify it`;
    return { kind: 'deferred', trouble: 'identity', misconfigured: true, detail: `${advice} (${said})` };
  }
  const detail = `${row.advice} (${said})`;
  if (row.outcome === 'refused') return { kind: 'refused', trouble: row.trouble, detail };
  return { kind: 'deferred', trouble: row.trouble, misconfigured: row.outcome === 'operator', detail };
}
