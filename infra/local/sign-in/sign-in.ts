import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type Client, type Context } from 'oidc-provider';
import type { JSONWebKeySet } from 'jose';
import { accessTokenLifetime, audience, claimsOf, webClientId } from './access-token.ts';
import { countAttempts } from './attempts.ts';
import { loadOrCreateKeys, publicKeys } from './keys.ts';
import { errorPage, languageOf, pageHeaders, signedOutPage, signOutPage } from './pages.ts';
import { mayReturnTo } from './redirects.ts';
import { openSessionStore } from './session-store.ts';
import { answerSignInForm } from './sign-in-form.ts';
import { loadUsers, type User } from './users.ts';

/**
 * Sign-in for the local system, in place of Cognito: OpenID Connect with the authorization code flow and
 * PKCE (RFC 7636, S256), refresh tokens that are replaced at every use, and access tokens as JWTs (RFC 9068)
 * for the API. Sessions, grants and keys are kept and survive a restart.
 *
 * Not done: registration, forgotten passwords, second factors, a change of users without a restart.
 */

export interface SignIn {
  /** To be mounted at the path of the issuer. */
  readonly listener: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly issuer: string;
  readonly audience: string;
  /** The public keys that access tokens are checked with. */
  readonly keys: JSONWebKeySet;
  /** All users with their passwords, for the banner. */
  readonly users: readonly User[];
  close(): void;
}

export interface SignInOptions {
  readonly dataDirectory: string;
  /** Where the pages and the API are, such as `https://localhost:8443`. */
  readonly origin: string;
  /** @default DATA_DIR/users.json, made at the first start */
  readonly usersFile?: string | undefined;
  /** Told of faults, whose text no browser sees. */
  readonly onError?: (error: unknown) => void;
}

const path = '/oidc';
const resource = 'urn:secure-alias:api';
const day = 24 * 60 * 60;

/** Starts the sign-in at `<origin>/oidc`. Throws `UsersFileError` if USERS_FILE cannot be used. */
export async function startSignIn(options: SignInOptions): Promise<SignIn> {
  const { dataDirectory, origin } = options;
  const users = await loadUsers(options);
  const keys = await loadOrCreateKeys(dataDirectory);
  const sessions = openSessionStore(dataDirectory);
  const issuer = `${origin}${path}`;
  const find = (subject: string) => users.find((user) => user.subject === subject);

  const provider = new Provider(issuer, {
    adapter: (model: string) => sessions.adapter(model),
    jwks: { keys: [keys.signing] },
    cookies: { keys: [keys.cookieSecret] },
    clients: [
      {
        client_id: webClientId,
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        redirect_uris: [`${origin}/`],
        post_logout_redirect_uris: [`${origin}/`],
      },
    ],
    pkce: { required: () => true },
    scopes: ['openid', 'email', 'offline_access'],
    claims: { openid: ['sub'], email: ['email', 'email_verified'] },
    conformIdTokenClaims: false,
    findAccount: (_context: Context, subject: string) => {
      const user = find(subject);
      return user && { accountId: subject, claims: () => ({ sub: subject, ...identityOf(user) }) };
    },
    extraTokenClaims: (_context: Context, token: { accountId: string }) => {
      const user = find(token.accountId);
      return user && claimsOf(user);
    },
    loadExistingGrant: grantToOurOwn,
    issueRefreshToken: () => true,
    rotateRefreshToken: true,
    clientBasedCORS: (_context: Context, from: string) => mayReturnTo(`${from}/`, origin),
    interactions: { url: (_context: Context, { uid }: { uid: string }) => `${path}/interaction/${uid}` },
    ttl: {
      AccessToken: accessTokenLifetime,
      IdToken: accessTokenLifetime,
      AuthorizationCode: 60,
      Interaction: 3600,
      Session: 14 * day,
      Grant: 14 * day,
      RefreshToken: 14 * day,
    },
    features: {
      devInteractions: { enabled: false },
      revocation: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: '',
          audience,
          accessTokenTTL: accessTokenLifetime,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context: Context, form: string) => {
          showPage(context, (language) => signOutPage(language, form));
        },
        postLogoutSuccessSource: (context: Context) => {
          showPage(context, signedOutPage);
        },
      },
    },
    renderError: (context: Context, out: { error: string; error_description?: string }) => {
      const description = out.error_description ?? '';
      showPage(context, (language) => errorPage(language, { code: out.error, description }));
    },
  });
  provider.on('server_error', (_context, error) => options.onError?.(error));
  const mayReturn = (uri: string) => mayReturnTo(uri, origin);
  const rules: Pick<Client, 'redirectUriAllowed' | 'postLogoutRedirectUriAllowed'> = {
    redirectUriAllowed: mayReturn,
    postLogoutRedirectUriAllowed: mayReturn,
  };
  Object.assign(provider.Client.prototype, rules);

  const attempts = countAttempts();
  const answer = provider.callback();
  return {
    issuer,
    audience,
    keys: publicKeys(keys),
    users,
    listener: async (request, response) => {
      const inside = (request.url ?? '').slice(path.length) || '/';
      if (inside.startsWith('/interaction/')) {
        await answerSignInForm(provider, users, attempts, request, response);
        return;
      }
      // oidc-provider routes by what is under its mount path, and makes links from the whole.
      Object.assign(request, { originalUrl: request.url, url: inside });
      await answer(request, response);
    },
    close: () => {
      sessions.close();
    },
  };
}

function identityOf(user: User): { email: string; email_verified: boolean } {
  return { email: user.email, email_verified: true };
}

/** Our own application needs nobody's consent: whoever is signed in has granted all that there is. */
async function grantToOurOwn(context: Context): Promise<unknown> {
  const { provider, client, session, result } = context.oidc;
  const known = result?.consent?.grantId ?? session.grantIdFor(client.clientId);
  const existing = known === undefined ? undefined : await provider.Grant.find(known);
  if (existing) return existing;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope('openid email offline_access');
  await grant.save();
  return grant;
}

function showPage(context: Context, page: (language: 'en' | 'de') => string): void {
  for (const [name, value] of Object.entries(pageHeaders())) context.set(name, value);
  context.body = page(languageOf(context.get('accept-language')));
}
