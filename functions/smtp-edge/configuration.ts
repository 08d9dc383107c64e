/** What the edge has to know, and how it reads that from its environment. */
import type { BlockList } from 'node:net';
import { totalmem } from 'node:os';

import type { AliasDomains, HomeAddress } from '../../shared/address/alias.ts';
import {
  EnvironmentProblems,
  readEnvironment,
  required,
  withDefault,
} from '../../shared/configuration/environment.ts';
import {
  aliasDomains,
  anyText,
  count,
  duration,
  homeAddresses,
  hostName,
  ipAddress,
  networks,
  port,
  size,
  text,
  url,
} from '../../shared/configuration/values.ts';
import type { CertificateSource } from './certificate.ts';
import { placesWithin } from './large-messages.ts';
import { DEFAULT_LIMITS, type EdgeLimits } from './limits.ts';

export interface EdgePorts {
  readonly mx: number;
  readonly submissions: number;
  readonly submission: number;
  readonly health: number;
}

export interface EdgeConfiguration {
  readonly aliasDomains: AliasDomains;
  /** Who reads the mail to postmaster and abuse. */
  readonly operators: readonly HomeAddress[];
  /** As in the greeting and in Received. */
  readonly hostName: string;
  readonly publicUrl: URL;
  readonly listenAddress: string;
  /** 0 picks a free one. */
  readonly ports: EdgePorts;
  readonly certificate: CertificateSource;
  /** Octets. */
  readonly maxMessageSize: number;
  /** Where a PROXY header is expected from, and believed; empty is the protocol off. */
  readonly trustedProxies: BlockList;
  readonly limits: EdgeLimits;
  /** Milliseconds that a drain may take before what is left is cut. */
  readonly drainTimeout: number;
}

export interface EdgeResources {
  readonly aliasesTable: string;
  readonly appPasswordsTable: string;
  readonly deliveriesTable: string;
  readonly refusalsTable: string;
  readonly bodiesBucket: string;
  readonly outboundQueue: string;
  readonly homeQueue: string;
  readonly logHashSecret: string;
}

/** What the container may use, or else the machine has; Node gives 0, or more than there is, where nothing limits it. */
function availableMebibytes(): number {
  return Math.floor(Math.min(process.constrainedMemory() || Infinity, totalmem()) / (1024 * 1024));
}

const SPECIFICATION = {
  ALIAS_DOMAINS: required(aliasDomains),
  OPERATOR_ADDRESSES: required(homeAddresses),
  HOST_NAME: required(hostName),
  PUBLIC_URL: required(url),
  ALIASES_TABLE: required(text),
  APP_PASSWORDS_TABLE: required(text),
  DELIVERIES_TABLE: required(text),
  REFUSALS_TABLE: required(text),
  BODIES_BUCKET: required(text),
  OUTBOUND_QUEUE_URL: required(text),
  HOME_QUEUE_URL: required(text),
  LOG_HASH_SECRET: required(text),
  LISTEN_ADDRESS: withDefault(ipAddress, '127.0.0.1'),
  MX_PORT: withDefault(port, '2525'),
  SUBMISSIONS_PORT: withDefault(port, '2465'),
  SUBMISSION_PORT: withDefault(port, '2587'),
  HEALTH_PORT: withDefault(port, '8080'),
  TLS_CERTIFICATE_SECRET: withDefault(anyText, ''),
  TLS_CERTIFICATE_FILE: withDefault(anyText, ''),
  TLS_KEY_FILE: withDefault(anyText, ''),
  MAX_MESSAGE_SIZE: withDefault(size, '25MiB'),
  TRUSTED_PROXIES: withDefault(networks, ''),
  MAX_CONNECTIONS: withDefault(count, String(DEFAULT_LIMITS.connections)),
  MAX_CONNECTIONS_PER_CLIENT: withDefault(count, String(DEFAULT_LIMITS.connectionsPerClient)),
  MEMORY_LIMIT: withDefault(size, `${availableMebibytes()}MiB`),
  IDLE_TIMEOUT: withDefault(duration, '5m'),
  SESSION_TIMEOUT: withDefault(duration, '30m'),
  DRAIN_TIMEOUT: withDefault(duration, '9s'),
};

/** A secret, or two files; neither both nor half of it. */
function certificateSource(secret: string, certificate: string, key: string): CertificateSource {
  const files = certificate !== '' && key !== '';
  if (secret !== '' && certificate === '' && key === '') return { kind: 'secret', secret };
  if (secret === '' && files) return { kind: 'files', certificate, key };
  const what = secret === '' ? 'is not set' : 'stands beside TLS_CERTIFICATE_FILE or TLS_KEY_FILE';
  throw new EnvironmentProblems([
    `TLS_CERTIFICATE_SECRET: ${what}: the certificate comes from one secret, or from both files; ` +
      'for example TLS_CERTIFICATE_SECRET=secure-alias/edge',
  ]);
}

/** Reads the environment. Throws `EnvironmentProblems` with a line for everything that is wrong with it. */
export function readEdgeEnvironment(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): {
  readonly configuration: EdgeConfiguration;
  readonly resources: EdgeResources;
} {
  const values = readEnvironment(SPECIFICATION, environment);
  const certificate = certificateSource(
    values.TLS_CERTIFICATE_SECRET,
    values.TLS_CERTIFICATE_FILE,
    values.TLS_KEY_FILE,
  );
  const homes = new Set<string>(values.ALIAS_DOMAINS.values());
  const strangers = values.OPERATOR_ADDRESSES.filter(
    (home) => !homes.has(home.slice(home.lastIndexOf('@') + 1)),
  );
  if (strangers.length > 0 || values.OPERATOR_ADDRESSES.length === 0) {
    const what = strangers.length > 0 ? `${strangers.join(', ')}: not at a home domain` : 'names nobody';
    throw new EnvironmentProblems([
      `OPERATOR_ADDRESSES: ${what}; for example OPERATOR_ADDRESSES=${homeAddresses.example}`,
    ]);
  }
  return {
    configuration: {
      aliasDomains: values.ALIAS_DOMAINS,
      operators: values.OPERATOR_ADDRESSES,
      hostName: values.HOST_NAME,
      publicUrl: values.PUBLIC_URL,
      listenAddress: values.LISTEN_ADDRESS,
      ports: {
        mx: values.MX_PORT,
        submissions: values.SUBMISSIONS_PORT,
        submission: values.SUBMISSION_PORT,
        health: values.HEALTH_PORT,
      },
      certificate,
      maxMessageSize: values.MAX_MESSAGE_SIZE,
      trustedProxies: values.TRUSTED_PROXIES,
      limits: {
        ...DEFAULT_LIMITS,
        connections: values.MAX_CONNECTIONS,
        connectionsPerClient: values.MAX_CONNECTIONS_PER_CLIENT,
        largeMessages: placesWithin(values.MEMORY_LIMIT, values.MAX_CONNECTIONS),
        silence: values.IDLE_TIMEOUT,
        session: values.SESSION_TIMEOUT,
      },
      drainTimeout: values.DRAIN_TIMEOUT,
    },
    resources: {
      aliasesTable: values.ALIASES_TABLE,
      appPasswordsTable: values.APP_PASSWORDS_TABLE,
      deliveriesTable: values.DELIVERIES_TABLE,
      refusalsTable: values.REFUSALS_TABLE,
      bodiesBucket: values.BODIES_BUCKET,
      outboundQueue: values.OUTBOUND_QUEUE_URL,
      homeQueue: values.HOME_QUEUE_URL,
      logHashSecret: values.LOG_HASH_SECRET,
    },
  };
}
