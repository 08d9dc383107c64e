/** What the watch reads from its environment; docs/configuration.md explains each name. */
import { readEnvironment, required } from '../../shared/configuration/environment.ts';
import { aliasDomains, homeAddresses, text } from '../../shared/configuration/values.ts';
import { nextHopVariables } from '../../shared/next-hop/from-environment.ts';

const specification = {
  ALIAS_DOMAINS: required(aliasDomains),
  OPERATOR_ADDRESSES: required(homeAddresses),
  ...nextHopVariables,
  BODIES_BUCKET: required(text),
  HOME_QUEUE_URL: required(text),
  LOG_HASH_SECRET: required(text),
};

/** Throws `EnvironmentProblems` with a line per mistake. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return readEnvironment(specification, environment);
}
