/**
 * Who is calling. The token has been verified in front of this function (API Gateway's JWT authorizer, or
 * its stand-in); here its claims become a user of ours: one is the home address, and one group makes an operator.
 * Which ones is configuration, since every organisation's sign-in calls them differently.
 */
import type { APIGatewayProxyEventV2, APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';

import {
  aliasOf,
  classify,
  type AliasAddress,
  type AliasDomains,
  type HomeAddress,
} from '../../shared/address/alias.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import { DEFAULT_CLAIMS, DEFAULT_OPERATORS_GROUP } from '../../shared/configuration/sign-in-values.ts';
import { say } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

/** An event as it arrives: routes that need no sign-in have no authorizer in front. */
export type ApiEvent = APIGatewayProxyEventV2 | APIGatewayProxyEventV2WithJWTAuthorizer;

export interface Caller {
  readonly home: HomeAddress;
  readonly address: AliasAddress;
  /** Display name for a new alias. */
  readonly name: string;
  readonly operator: boolean;
}

export type Identification =
  | { readonly kind: 'caller'; readonly caller: Caller }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'stranger'; readonly detail: Sentence };

/** What tokens call things. */
export interface TokenNames {
  readonly addressClaim: string;
  readonly groupsClaim: string;
  readonly operatorsGroup: string;
}

export const DEFAULT_TOKEN_NAMES: TokenNames = {
  addressClaim: DEFAULT_CLAIMS.address,
  groupsClaim: DEFAULT_CLAIMS.groups,
  operatorsGroup: DEFAULT_OPERATORS_GROUP,
};

/** Claims as the authorizer hands them on; arrays may have become texts such as `[operators staff]`. */
type Claims = Readonly<Record<string, unknown>>;

function claimsOf(event: ApiEvent): Claims | null {
  if (!('authorizer' in event.requestContext)) return null;
  // Typed as always there, but a route without an authorizer may come with an empty one.
  const authorizer = event.requestContext.authorizer as { jwt?: { claims?: Claims } } | undefined;
  return authorizer?.jwt?.claims ?? null;
}

function groupsOf(claims: Claims, claim: string): readonly unknown[] {
  const groups = claims[claim];
  if (Array.isArray(groups)) return groups;
  return typeof groups === 'string' ? groups.replace(/^\[(.*)\]$/, '$1').split(' ') : [];
}

function nameOf(claims: Claims, home: HomeAddress): string {
  const claimed = claims['name'];
  // A name goes into header fields.
  const clean = typeof claimed === 'string' ? claimed.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim() : '';
  if (clean !== '') return clean.slice(0, 100);
  const localPart = home.slice(0, home.lastIndexOf('@'));
  return localPart.charAt(0).toUpperCase() + localPart.slice(1);
}

/**
 * Identifies the caller. An address with a subaddress is a stranger's: `alice+x@` could be registered by
 * somebody else, and canonical form would make them Alice.
 */
export function identify(
  event: ApiEvent,
  domains: AliasDomains,
  names: TokenNames = DEFAULT_TOKEN_NAMES,
): Identification {
  const claims = claimsOf(event);
  if (claims === null) return { kind: 'nobody' };
  const { [names.addressClaim]: email, email_verified: verified } = claims;
  const mailbox = typeof email === 'string' ? parseMailbox(email) : null;
  if (mailbox === null) {
    return {
      kind: 'stranger',
      detail: say('Your sign-in names no e-mail address, so we cannot tell whose mail to show.'),
    };
  }
  if (verified !== undefined && verified !== true && verified !== 'true') {
    return {
      kind: 'stranger',
      detail: say('The address {address} of your sign-in has not been verified yet.', {
        address: mailbox.address,
      }),
    };
  }
  const destination = classify(mailbox, domains);
  if (destination.kind !== 'home' || destination.home !== mailbox.address.toLowerCase()) {
    const homes = [...domains.values()].join(', ');
    return {
      kind: 'stranger',
      detail: say(
        'You are signed in as {address}. Secure addresses are for plain addresses at {homes} only.',
        { address: mailbox.address, homes },
      ),
    };
  }
  const address = aliasOf(destination.home, domains);
  const alias = address === null ? null : parseMailbox(address);
  if (address === null || alias === null || classify(alias, domains).kind !== 'alias') {
    return {
      kind: 'stranger',
      detail: say('{home} is an address of the operators and has no secure address of its own.', {
        home: destination.home,
      }),
    };
  }
  const operator = groupsOf(claims, names.groupsClaim).includes(names.operatorsGroup);
  const caller = { home: destination.home, address, name: nameOf(claims, destination.home), operator };
  return { kind: 'caller', caller };
}
