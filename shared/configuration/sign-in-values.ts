/** What a token of the organisation's sign-in calls things: claims (RFC 7519 section 4) and the operators' group. */
import type { Reader } from './values.ts';

/** As Cognito has them, and the local sign-in. */
export const DEFAULT_CLAIMS = { address: 'email', groups: 'cognito:groups' } as const;
export const DEFAULT_OPERATORS_GROUP = 'operators';

const WORD = /^[!-~]{1,200}$/;

/** Names are compared whole: "realm_access.roles" is the claim of that name, not one inside another. */
export const claimName: Reader<string> = {
  example: 'email',
  read: (text) => (WORD.test(text) ? { value: text } : { problem: `${JSON.stringify(text)} is not a claim` }),
};

/** Without blanks: API Gateway hands several groups on as one text, with blanks between them. */
export const groupName: Reader<string> = {
  example: 'operators',
  read: (text) =>
    WORD.test(text) && !/[[\]]/.test(text)
      ? { value: text }
      : { problem: `${JSON.stringify(text)} is not a group without blanks and brackets` },
};
