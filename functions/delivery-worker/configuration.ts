/** What the worker reads from its environment; docs/configuration.md explains each name. */
import { dnsVariables } from '../../shared/configuration/dns-values.ts';
import { readEnvironment, required, withDefault } from '../../shared/configuration/environment.ts';
import {
  aliasDomains,
  duration,
  durations,
  homeAddresses,
  homeDelivery,
  hostName,
  networks,
  port,
  text,
} from '../../shared/configuration/values.ts';

const specification = {
  ALIAS_DOMAINS: required(aliasDomains),
  OPERATOR_ADDRESSES: required(homeAddresses),
  HOST_NAME: required(hostName),
  ALIASES_TABLE: required(text),
  DELIVERIES_TABLE: required(text),
  BODIES_BUCKET: required(text),
  OUTBOUND_QUEUE_URL: required(text),
  HOME_QUEUE_URL: required(text),
  DKIM_SECRET: required(text),
  LOG_HASH_SECRET: required(text),
  ...dnsVariables,
  SMTP_PORT: withDefault(port, '25'),
  ALLOWED_NETWORKS: withDefault(networks, ''),
  HOME_DELIVERY: withDefault(homeDelivery, 'mailbox'),
  RETRY_SCHEDULE: withDefault(durations, '15s,1m,5m,15m,30m,1h'),
  RETRY_LIFETIME: withDefault(duration, '24h'),
  DELAY_NOTICE_AFTER: withDefault(duration, '15m'),
};

export type WorkerConfiguration = ReturnType<typeof readConfiguration>;

/** Throws `EnvironmentProblems` with a line per mistake. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return readEnvironment(specification, environment);
}
