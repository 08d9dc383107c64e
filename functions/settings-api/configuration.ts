/** What the settings API reads from its environment; docs/configuration.md explains each name. */
import { readEnvironment, required, withDefault } from '../../shared/configuration/environment.ts';
import { incomingServer } from '../../shared/configuration/incoming-server.ts';
import {
  claimName,
  DEFAULT_CLAIMS,
  DEFAULT_OPERATORS_GROUP,
  groupName,
} from '../../shared/configuration/sign-in-values.ts';
import {
  aliasDomains,
  homeDelivery,
  port,
  size,
  text,
  url,
  urlOrNone,
} from '../../shared/configuration/values.ts';
import { keyLocation } from '../../shared/evidence-key/configuration.ts';
import { nextHopVariables } from '../../shared/next-hop/from-environment.ts';

const specification = {
  ALIAS_DOMAINS: required(aliasDomains),
  ALIASES_TABLE: required(text),
  APP_PASSWORDS_TABLE: required(text),
  MAILBOX_TABLE: required(text),
  DELIVERIES_TABLE: required(text),
  REFUSALS_TABLE: required(text),
  REQUESTS_TABLE: required(text),
  OPERATOR_ACTIONS_TABLE: required(text),
  ...nextHopVariables,
  HOME_DELIVERY: withDefault(homeDelivery, 'mailbox'),
  BODIES_BUCKET: required(text),
  UPLOAD_ENDPOINT: withDefault(urlOrNone, ''),
  OUTBOUND_QUEUE_URL: required(url),
  LOG_HASH_SECRET: required(text),
  EVIDENCE_KEY: required(keyLocation),
  MAX_MESSAGE_SIZE: withDefault(size, '25MiB'),
  PUBLIC_URL: required(url),
  ADDRESS_CLAIM: withDefault(claimName, DEFAULT_CLAIMS.address),
  GROUPS_CLAIM: withDefault(claimName, DEFAULT_CLAIMS.groups),
  OPERATORS_GROUP: withDefault(groupName, DEFAULT_OPERATORS_GROUP),
  /** Not a mail domain: on one machine it is `localhost`. */
  SUBMISSION_HOST: required(text),
  SUBMISSIONS_PORT: withDefault(port, '465'),
  SUBMISSION_PORT: withDefault(port, '587'),
  INCOMING_SERVER: withDefault(incomingServer, ''),
};

export type ApiConfiguration = ReturnType<typeof readConfiguration>;

/** Throws `EnvironmentProblems` with a line per mistake. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return readEnvironment(specification, environment);
}
