/** What home delivery reads from its environment. */
import { dnsVariables } from '../../shared/configuration/dns-values.ts';
import {
  EnvironmentProblems,
  readEnvironment,
  required,
  withDefault,
} from '../../shared/configuration/environment.ts';
import {
  anyText,
  duration,
  durations,
  homeDelivery,
  hostName,
  text,
} from '../../shared/configuration/values.ts';

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
  /** With HOME_DELIVERY=ses: the configuration set whose TlsPolicy is REQUIRE. */
  SES_CONFIGURATION_SET: withDefault(anyText, ''),
  RETRY_SCHEDULE: withDefault(durations, '15s,1m,5m,15m,30m,1h'),
  RETRY_LIFETIME: withDefault(duration, '24h'),
};

export type HomeConfiguration = ReturnType<typeof readConfiguration>;

/** Throws `EnvironmentProblems` with a line per mistake. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>> = process.env) {
  const values = readEnvironment(specification, environment);
  if (values.HOME_DELIVERY.kind === 'ses' && values.SES_CONFIGURATION_SET === '') {
    throw new EnvironmentProblems([
      'SES_CONFIGURATION_SET: is not set, and without it SES would send in plaintext where TLS fails; ' +
        'for example SES_CONFIGURATION_SET=secure-alias-home',
    ]);
  }
  return values;
}
