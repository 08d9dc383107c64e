/** What the sender of TLS reports reads from its environment. */
import { dnsVariables } from '../../shared/configuration/dns-values.ts';
import { readEnvironment, required, withDefault } from '../../shared/configuration/environment.ts';
import { aliasDomains, networks, text } from '../../shared/configuration/values.ts';

const specification = {
  ALIAS_DOMAINS: required(aliasDomains),
  TLS_RESULTS_TABLE: required(text),
  BODIES_BUCKET: required(text),
  OUTBOUND_QUEUE_URL: required(text),
  LOG_HASH_SECRET: required(text),
  ...dnsVariables,
  ALLOWED_NETWORKS: withDefault(networks, ''),
};

export type ReportsConfiguration = ReturnType<typeof readConfiguration>;

/** Throws `EnvironmentProblems` with a line per mistake. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return readEnvironment(specification, environment);
}
