/** What the worker reads from its environment; docs/configuration.md explains each name. */
import { readEnvironment, required, withDefault } from '../../shared/configuration/environment.ts';
import {
  aliasDomains,
  duration,
  durations,
  homeAddresses,
  homeDelivery,
  text,
} from '../../shared/configuration/values.ts';
import { nextHopVariables } from '../../shared/next-hop/from-environment.ts';

const specification = {
  ALIAS_DOMAINS: required(aliasDomains),
  OPERATOR_ADDRESSES: required(homeAddresses),
  ALIASES_TABLE: required(text),
  DELIVERIES_TABLE: required(text),
  BODIES_BUCKET: required(text),
  OUTBOUND_QUEUE_URL: required(text),
  HOME_QUEUE_URL: required(text),
  DKIM_SECRET: required(text),
  LOG_HASH_SECRET: required(text),
  ...nextHopVariables,
  TLS_RESULTS_TABLE: required(text),
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
