import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { GatewayAuthorizer } from './gateway-event.ts';

/**
 * API Gateway's JWT authorizer (OAuth 2.0 bearer tokens, RFC 6750; JWT access tokens, RFC 9068): signature,
 * issuer, audience and dates are checked against the keys of one issuer, and the claims are handed on as
 * texts. Algorithms come from a list, never from the token, so `none` and symmetric ones are out.
 */

export interface TokenIssuer {
  readonly issuer: string;
  readonly audience: string;
  /** Its public keys. */
  readonly keys: JSONWebKeySet;
}

export type Authorization =
  | { readonly kind: 'accepted'; readonly authorizer: GatewayAuthorizer }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused' };

/** Decides on the value of an Authorization header. */
export type Authorizer = (authorization: string | undefined) => Promise<Authorization>;

/** Makes the authorizer for one issuer. */
export function createJwtAuthorizer(expected: TokenIssuer): Authorizer {
  const keys = createLocalJWKSet(expected.keys);
  return async (authorization) => {
    const token = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization ?? '')?.[1];
    if (!token) return { kind: 'missing' };
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: expected.issuer,
        audience: expected.audience,
        algorithms: ['RS256'],
        typ: 'at+jwt',
        requiredClaims: ['exp', 'sub'],
        clockTolerance: 5,
      });
      return { kind: 'accepted', authorizer: handOn(payload) };
    } catch (error) {
      // Anything else than a verdict on the token is a fault of ours.
      if (error instanceof errors.JOSEError) return { kind: 'refused' };
      throw error;
    }
  };
}

/** The real one turns every claim into a text, and a list into `[one two]`. */
function handOn(payload: JWTPayload): GatewayAuthorizer {
  const text = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(text).join(' ')}]`;
    return typeof value === 'string' ? value : JSON.stringify(value);
  };
  const scope = payload['scope'];
  return {
    claims: Object.fromEntries(Object.entries(payload).map(([name, value]) => [name, text(value)])),
    scopes: typeof scope === 'string' && scope ? scope.split(' ') : null,
  };
}
