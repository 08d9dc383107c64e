/**
 * The OpenID issuer, as oauth4webapi wants to see it, found by discovery (OpenID Connect Discovery 1.0): the local
 * system's own, Cognito, or the organisation's.
 */
import * as oauth from 'oauth4webapi';
import { config } from '../shell/config.ts';

export interface Issuer {
  readonly server: oauth.AuthorizationServer;
  readonly client: oauth.Client;
}

let found: Promise<Issuer> | undefined;

async function discover(): Promise<Issuer> {
  const { issuer, clientId } = config();
  const url = new URL(issuer);
  const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url));
  return { server, client: { client_id: clientId } };
}

/** The issuer's endpoints; asked for once. Rejects where they cannot be had, and asks again the next time. */
export async function findIssuer(): Promise<Issuer> {
  found ??= discover();
  try {
    return await found;
  } catch (error) {
    found = undefined;
    throw error;
  }
}

/** `offline_access` only where it is known: Cognito refuses a scope that it does not know. */
export function scopeFor(server: oauth.AuthorizationServer): string {
  const known = server.scopes_supported ?? [];
  return ['openid', 'email', ...(known.includes('offline_access') ? ['offline_access'] : [])].join(' ');
}

/** Every page comes back to the one address that all issuers are told of. */
export function returnAddress(): string {
  return `${location.origin}/`;
}

/**
 * Where a browser goes to end the session at the issuer, too (OpenID Connect RP-Initiated Logout 1.0). Cognito has
 * no such endpoint but one of its own beside the authorization endpoint, with other parameters.
 */
export function signOutAddress({ server, client }: Issuer, identity: string | null): URL | null {
  const { hostname } = new URL(server.issuer);
  if (/^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(hostname)) {
    const url = new URL('/logout', server.authorization_endpoint);
    url.searchParams.set('client_id', client.client_id);
    url.searchParams.set('logout_uri', returnAddress());
    return url;
  }
  if (server.end_session_endpoint === undefined) return null;
  const url = new URL(server.end_session_endpoint);
  url.searchParams.set('client_id', client.client_id);
  url.searchParams.set('post_logout_redirect_uri', returnAddress());
  if (identity !== null) url.searchParams.set('id_token_hint', identity);
  return url;
}
