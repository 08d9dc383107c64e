/** What the renewal reads from its environment, by the kind of certificate; docs/configuration.md explains each name. */
import { readEnvironment, required, withDefault } from '../../shared/configuration/environment.ts';
import {
  count,
  duration,
  hostName,
  listed,
  oneOf,
  reader,
  text,
  url,
} from '../../shared/configuration/values.ts';

/** Any mail addresses: the authority writes to them, we do not. */
const contacts = reader<readonly string[]>('operator@example.org', (value) => {
  const addresses = listed(value);
  const wrong = addresses.find((address) => !/^[^@\s?&]+@[^@\s?&]+$/.test(address));
  return wrong === undefined ? { value: addresses } : { problem: `"${wrong}" is not an address` };
});

const common = {
  CERTIFICATE_KIND: required(oneOf('acme', 'acm')),
  HOST_NAME: required(hostName),
  TLS_CERTIFICATE_SECRET: required(text),
  LOG_HASH_SECRET: required(text),
};

const acme = {
  ...common,
  ACME_DIRECTORY_URL: required(url),
  ACME_CONTACTS: withDefault(contacts, ''),
  CERTIFICATE_STATE_SECRET: required(text),
  HOSTED_ZONE_ID: required(text),
  CERTIFICATE_KEY_GENERATION: withDefault(count, '1'),
  /** 0: no TLSA records, since the zone is not signed. */
  TLSA_TTL: withDefault(duration, '0s'),
};

const acm = { ...common, ACM_CERTIFICATE_ARN: required(text) };

/** Throws `EnvironmentProblems` with a line per mistake. */
export function readConfiguration(environment: Readonly<Record<string, string | undefined>> = process.env) {
  return environment['CERTIFICATE_KIND'] === 'acm'
    ? { kind: 'acm' as const, ...readEnvironment(acm, environment) }
    : { kind: 'acme' as const, ...readEnvironment(acme, environment) };
}
