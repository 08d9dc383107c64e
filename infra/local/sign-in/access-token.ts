import { randomBytes } from 'node:crypto';
import { importJWK, SignJWT } from 'jose';
import { readKeys } from './keys.ts';
import { loadUsers, type User } from './users.ts';

/**
 * What an access token says, and how one is made without a browser, for curl and scripts: the same claims,
 * signed with the same key as those of the sign-in.
 */

/** Who may be asked with the token: the API. */
export const audience = 'secure-alias-api';
export const webClientId = 'secure-alias-web';
/** Seconds. */
export const accessTokenLifetime = 3600;

/** Claims beyond those of RFC 9068, named as Cognito names them. */
export function claimsOf(user: User): Record<string, unknown> {
  return { email: user.email, ...(user.operator && { 'cognito:groups': ['operators'] }) };
}

export type MintedToken =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'unknown-user'; readonly message: string }
  | { readonly kind: 'never-started'; readonly message: string };

/**
 * Makes an access token for a user of the local system, valid for an hour.
 *
 * Gives an unknown user or a data directory without keys as values; throws `UsersFileError` for a broken
 * USERS_FILE.
 */
export async function mintAccessToken(options: {
  readonly dataDirectory: string;
  readonly email: string;
  readonly issuer: string;
  readonly usersFile?: string | undefined;
}): Promise<MintedToken> {
  const { dataDirectory, issuer, usersFile } = options;
  const keys = await readKeys(dataDirectory);
  if (!keys) {
    const message = `no keys in ${dataDirectory}; start the local system there once (npm start)`;
    return { kind: 'never-started', message };
  }
  const users = await loadUsers({ dataDirectory, usersFile });
  const user = users.find(({ email }) => email === options.email.trim().toLowerCase());
  if (!user) {
    const known = users.map(({ email }) => email).join(', ');
    return { kind: 'unknown-user', message: `no user ${options.email} in USERS_FILE; known: ${known}` };
  }
  const token = await new SignJWT({ ...claimsOf(user), client_id: webClientId })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: keys.signing.kid })
    .setIssuer(issuer)
    .setAudience(audience)
    .setSubject(user.subject)
    .setJti(randomBytes(16).toString('base64url'))
    .setIssuedAt()
    .setExpirationTime(`${accessTokenLifetime}s`)
    .sign(await importJWK(keys.signing, 'RS256'));
  return { kind: 'token', token };
}
