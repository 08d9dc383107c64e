/** The variables that functions read beside names of resources, under the names that they read them by. */
import type { DeploymentConfiguration } from './config.ts';

export interface Settings {
  readonly ALIAS_DOMAINS: string;
  readonly OPERATOR_ADDRESSES: string;
  readonly HOME_DELIVERY: string;
  readonly MAX_MESSAGE_SIZE: string;
  readonly DNS_SERVERS: string;
  /** The IMAP server of the homes, where there is one. */
  readonly INCOMING_SERVER?: string;
}

/** `ownResolver`: the servers of a resolver in the house, where there is one. */
export function settingsOf(configuration: DeploymentConfiguration, ownResolver?: string): Settings {
  const { environment, maxMessageSize, resolver } = configuration;
  const servers = resolver.kind === 'public' ? resolver.servers : ownResolver;
  if (servers === undefined) throw new Error('the resolver of the house has no address');
  return {
    ALIAS_DOMAINS: environment.aliasDomains,
    OPERATOR_ADDRESSES: environment.operators,
    HOME_DELIVERY: environment.homeDelivery,
    MAX_MESSAGE_SIZE: maxMessageSize,
    DNS_SERVERS: servers,
    ...(configuration.incomingServer !== undefined && { INCOMING_SERVER: configuration.incomingServer }),
  };
}
