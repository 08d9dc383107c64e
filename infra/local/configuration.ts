/** What `npm start` reads from its environment; every name is in docs/configuration.md. */
import { resolve } from 'node:path';

import { dnsServers, trustAnchors } from '../../shared/configuration/dns-values.ts';
import { EnvironmentProblems, readEnvironment, withDefault } from '../../shared/configuration/environment.ts';
import { incomingServer } from '../../shared/configuration/incoming-server.ts';
import {
  aliasDomains,
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
  ALLOWED_NETWORKS: withDefault(networks, ''),
  HOME_DELIVERY: withDefault(homeDelivery, 'mailbox'),
  RETRY_LIFETIME: withDefault(duration, '24h'),
  DELAY_NOTICE_AFTER: withDefault(duration, '15m'),
  RETRY_SCHEDULE: withDefault(durations, '15s,1m,5m,15m,30m,1h'),
  MAX_MESSAGE_SIZE: withDefault(size, '25MiB'),
  TRUSTED_PROXIES: withDefault(networks, ''),
  INCOMING_SERVER: withDefault(incomingServer, ''),
  /** How long one invocation of a function may take; what a crash can delay follows from it. */
  FUNCTION_TIMEOUT: withDefault(duration, '270s'),
};

/** Asked over TLS where the environment names none; answers are proven here, whoever gives them. */
const PUBLIC_RESOLVERS = 'tls://9.9.9.9#dns.quad9.net,tls://1.1.1.1#cloudflare-dns.com';

/** The world outside, from the environment; without `--internet` the simulation sets all of it. */
const internetSpecification = {
  DNS_SERVERS: withDefault(dnsServers, PUBLIC_RESOLVERS),
  DNS_TRUST: withDefault(oneOf('validate', 'ad'), 'validate'),
  DNS_TRUST_ANCHORS: withDefault(trustAnchors, 'iana'),
  SMTP_PORT: withDefault(port, '25'),
};

export interface LocalConfiguration {
  readonly values: ReturnType<typeof readEnvironment<typeof specification>>;
  readonly dataDirectory: string;
  readonly usersFile: string | null;
  /** Null: the simulated internet. */
  readonly internet: Readonly<
    Record<'DNS_SERVERS' | 'DNS_TRUST' | 'DNS_TRUST_ANCHORS' | 'SMTP_PORT', string>
  > | null;
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
  'MAX_CONNECTIONS',
  'MEMORY_LIMIT',
  'INCOMING_SERVER',
  'POWERTOOLS_LOG_LEVEL',
];

/** The variables of the world outside as texts, checked before: the functions read them themselves. */
function outsideWorld(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<keyof typeof internetSpecification, string>> {
  const text = (name: keyof typeof internetSpecification): string => {
    const given = environment[name];
    return given === undefined || given === '' ? (internetSpecification[name].fallback ?? '') : given;
  };
  const anchors = text('DNS_TRUST_ANCHORS');
  return {
    DNS_SERVERS: text('DNS_SERVERS'),
    DNS_TRUST: text('DNS_TRUST'),
    // The functions may run in another folder.
    DNS_TRUST_ANCHORS: anchors === 'iana' ? anchors : resolve(anchors),
    SMTP_PORT: text('SMTP_PORT'),
  };
}

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
  // Read in either case: what is unreadable is a mistake, even where the simulation sets its own.
  collect(() => readEnvironment(internetSpecification, environment));
  const usersFile = environment['USERS_FILE'];
  if (problems.length > 0 || values === undefined) throw new EnvironmentProblems(problems);
  return {
    values,
    dataDirectory: resolve(values.DATA_DIR),
    usersFile: usersFile === undefined || usersFile === '' ? null : resolve(usersFile),
    internet: wantsInternet ? outsideWorld(environment) : null,
    passedOn: Object.fromEntries(
      PASSED_ON.flatMap((name) => {
        const value = environment[name];
        return value === undefined || value === '' ? [] : [[name, value]];
      }),
    ),
  };
}
