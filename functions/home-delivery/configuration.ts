/** What home delivery reads from its environment. */
import { dnsVariables } from '../../shared/configuration/dns-values.ts';
import { readEnvironment, required, withDefault } from '../../shared/configuration/environment.ts';
import { duration, durations, homeDelivery, hostName, text } from '../../shared/configuration/values.ts';

const specification = {
  HOST_NAME: required(hostName),
  MAILBOX_TABLE: required(text),
  DELIVERIES_TABLE: required(text),
  BODIES_BUCKET: required(text),
  HOME_QUEUE_URL: required(text),
  OUTBOUND_QUEUE_URL: required(text),
  LOG_HASH_SECRET: required(text),
  /** For SPF, DKIM and DMARC. */
  ...dnsVariables,
  HOME_DELIVERY: withDefault(homeDelivery, 'mailbox'),
  RETRY_SCHEDULE: withDefault(durations, '15s,1m,5m,15m,30m,1h'),
  RETRY_LIFETIME: withDefault(duration, '24h'),
};

export type HomeConfiguration = ReturnType<typeof readConfiguration>;

/** Throws `EnvironmentProblems` with a line per mistake. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return readEnvironment(specification, environment);
}
