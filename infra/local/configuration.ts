/** What `npm start` reads from its environment; every name is in docs/configuration.md. */
import { getServers } from 'node:dns';
import { resolve } from 'node:path';

import { EnvironmentProblems, readEnvironment, withDefault } from '../../shared/configuration/environment.ts';
import {
  aliasDomains,
  dnsServers,
  duration,
  durations,
  homeDelivery,
  ipAddress,
  networks,
  oneOf,
  port,
  size,
  text,
} from '../../shared/configuration/values.ts';

const specification = {
  DATA_DIR: withDefault(text, '.data'),
  LISTEN_ADDRESS: withDefault(ipAddress, '127.0.0.1'),
  HTTPS_PORT: withDefault(port, '8443'),
  MX_PORT: withDefault(port, '2525'),
  SUBMISSIONS_PORT: withDefault(port, '2465'),
  SUBMISSION_PORT: withDefault(port, '2587'),
  ALIAS_DOMAINS: withDefault(aliasDomains, 'secure.example.org=example.org'),
  DNS_TRUST: withDefault(oneOf('validate', 'ad'), 'validate'),
  ALLOWED_NETWORKS: withDefault(networks, ''),
  HOME_DELIVERY: withDefault(homeDelivery, 'mailbox'),
  RETRY_LIFETIME: withDefault(duration, '24h'),
  DELAY_NOTICE_AFTER: withDefault(duration, '15m'),
  RETRY_SCHEDULE: withDefault(durations, '15s,1m,5m,15m,30m,1h'),
  MAX_MESSAGE_SIZE: withDefault(size, '25MiB'),
  TRUSTED_PROXIES: withDefault(networks, ''),
  /** How long one invocation of a function may take; what a crash can delay follows from it. */
  FUNCTION_TIMEOUT: withDefault(duration, '270s'),
};

/** The world outside, from the environment; without `--internet` the simulation sets all of it. */
const internetSpecification = {
  DNS_SERVERS: withDefault(dnsServers, getServers().map(bracketed).join(',')),
  SMTP_PORT: withDefault(port, '25'),
};

function bracketed(server: string): string {
  return server.includes(':') && !server.includes('.') && !server.startsWith('[') ? `[${server}]` : server;
}

export interface LocalConfiguration {
  readonly values: ReturnType<typeof readEnvironment<typeof specification>>;
  readonly dataDirectory: string;
  readonly usersFile: string | null;
  /** Null: the simulated internet. */
  readonly internet: { readonly dnsServers: string; readonly smtpPort: string } | null;
  /** Variables that travel on to the functions as they are. */
  readonly passedOn: Readonly<Record<string, string>>;
}

const PASSED_ON = [
  'ALLOWED_NETWORKS',
  'HOME_DELIVERY',
  'RETRY_LIFETIME',
  'DELAY_NOTICE_AFTER',
  'RETRY_SCHEDULE',
  'MAX_MESSAGE_SIZE',
  'TRUSTED_PROXIES',
  'POWERTOOLS_LOG_LEVEL',
];

const ARGUMENTS = new Set(['--internet']);

/** Throws `EnvironmentProblems` with a line per mistake, in arguments and environment alike. */
export function readLocalConfiguration(
  parameters: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): LocalConfiguration {
  const problems = parameters
    .filter((parameter) => !ARGUMENTS.has(parameter))
    .map((parameter) => `${parameter}: is no option of npm start; the only one is -- --internet`);
  const collect = <T>(read: () => T): T | undefined => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof EnvironmentProblems)) throw error;
      problems.push(...error.lines);
      return undefined;
    }
  };
  const values = collect(() => readEnvironment(specification, environment));
  const wantsInternet = parameters.includes('--internet');
  const internet = wantsInternet
    ? collect(() => readEnvironment(internetSpecification, environment))
    : undefined;
  const usersFile = environment['USERS_FILE'];
  if (problems.length > 0 || values === undefined) throw new EnvironmentProblems(problems);
  return {
    values,
    dataDirectory: resolve(values.DATA_DIR),
    usersFile: usersFile === undefined || usersFile === '' ? null : resolve(usersFile),
    internet:
      internet === undefined
        ? null
        : { dnsServers: internet.DNS_SERVERS.join(','), smtpPort: String(internet.SMTP_PORT) },
    passedOn: Object.fromEntries(
      PASSED_ON.flatMap((name) => {
        const value = environment[name];
        return value === undefined || value === '' ? [] : [[name, value]];
      }),
    ),
  };
}
