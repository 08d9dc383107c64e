/**
 * What the pages of a deployment are told in `/config.json`, and the origins beside their own that they connect to
 * for the sign-in: both follow from the operator's configuration. Pure.
 */
import { size } from '../../shared/configuration/values.ts';
import type { DeploymentConfiguration } from './config.ts';
import type { TokenIssuer } from './sign-in.ts';

/** As web/shell/config.ts reads it. */
export interface PagesConfiguration {
  readonly issuer: string;
  readonly clientId: string;
  readonly mode: 'aws';
  readonly simulation: false;
  readonly aliasDomains: readonly string[];
  /** Octets of the largest message that is taken. */
  readonly messageSizeLimit: number;
}

export function pagesConfiguration(
  { signIn, domains, maxMessageSize }: DeploymentConfiguration,
  { url, audience }: Pick<TokenIssuer, 'url' | 'audience'>,
): PagesConfiguration {
  const limit = size.read(maxMessageSize);
  if ('problem' in limit) throw new Error(`maxMessageSize: ${limit.problem}`);
  return {
    issuer: url,
    clientId: signIn.kind === 'oidc' ? (signIn.clientId ?? signIn.audience) : audience,
    mode: 'aws',
    simulation: false,
    aliasDomains: domains.map(({ alias }) => alias),
    messageSizeLimit: limit.value,
  };
}

/** Origins where the issuer describes itself, and where it gives tokens. */
export function signInOrigins(
  { signIn, hosts }: Pick<DeploymentConfiguration, 'signIn' | 'hosts'>,
  region: string,
): string[] {
  if (signIn.kind === 'oidc') return [new URL(signIn.issuer).origin, ...signIn.furtherOrigins];
  const discovery = `https://cognito-idp.${region}.amazonaws.com`;
  return hosts.web === null
    ? [discovery]
    : [discovery, `https://${hosts.web.replaceAll('.', '-')}.auth.${region}.amazoncognito.com`];
}
