/**
 * The whole system on one machine: the AWS stand-ins, sign-in and HTTPS front in this process, the functions
 * each in a process of its own, and, unless the real internet is asked for, the simulated one. Everything
 * that has to survive lies in the data directory; everything else can be killed at any moment.
 */
import { join } from 'node:path';

import { aliasOf } from '../../shared/address/alias.ts';
import { dkimDnsRecord, type DkimKey } from '../../shared/mail/dkim-keys.ts';
import { visibilityFor } from '../queues.ts';
import { startEmbeddedAws } from './aws/embedded-aws.ts';
import { createResources } from './aws/resources.ts';
import type { LocalConfiguration } from './configuration.ts';
import { dkimKeys } from './dkim-secret.ts';
import { evidenceKey } from './evidence-secret.ts';
import type { EdgeListening } from './edge-ports.ts';
import { openLog } from './function-log.ts';
import { startFunctions, type FunctionName } from './function-processes.ts';
import { homesOf, operatorsAmong, provisionAliases } from './homes.ts';
import { apiFront } from './http/api-front.ts';
import { startHttpsServer } from './http/https-server.ts';
import { localObjectGate, OBJECTS_PATH } from './http/object-gate.ts';
import { loadOrCreateAuthority } from './internet/certificates.ts';
import { watchLines } from './metric-lines.ts';
import { startSchedule, type Schedule, type ScheduledFunction } from './schedule.ts';
import { seedTrust } from './simulated-trust.ts';
import { startSimulatedInternet, type SimulatedInternet } from './internet/simulation.ts';
import { pagesBefore } from './pages/pages-listener.ts';
import { mountSimulation } from './simulation/api.ts';
import { checkPreconditions } from './preconditions.ts';
import { serverCertificate } from './server-certificate.ts';
import { startSignIn } from './sign-in/sign-in.ts';
import type { User } from './sign-in/users.ts';

export interface Ports {
  readonly https: number;
  readonly mx: number;
  readonly submissions: number;
  readonly submission: number;
}

export interface LocalSystem {
  readonly ports: Ports;
  readonly origin: string;
  readonly issuer: string;
  readonly users: readonly User[];
  /** Home address → secure address, of the users that have one. */
  readonly aliases: ReadonlyMap<string, string>;
  readonly simulation: SimulatedInternet | null;
  readonly dkimKeys: readonly DkimKey[];
  readonly logFile: string;
  /** For the AWS SDK: where the stand-ins listen. */
  readonly awsEnvironment: Readonly<Record<string, string>>;
  /** Process ids of the functions, for tests that end them. */
  pidOf(name: FunctionName): number | undefined;
  /** Runs one of the scheduled functions now; gives its exit code. */
  runScheduled(name: ScheduledName, input?: object): Promise<number | null>;
  /** No new connections; running work finishes or is put back. */
  stop(): Promise<void>;
}

export interface LocalOptions {
  /** Whether the scheduled functions run by themselves; tests and benchmarks run them when they want. @default true */
  readonly byTheClock?: boolean;
  /** Directory with the built pages. @default none, the API alone */
  readonly pages?: string;
}

export type ScheduledName = 'trust-watch' | 'tls-reports';

/** Reports find out by themselves whose turn it is; trusted providers are looked at before people come to work. */
const SCHEDULED: readonly (ScheduledFunction & { readonly name: ScheduledName })[] = [
  { name: 'tls-reports', every: 'hour', minute: 25 },
  { name: 'trust-watch', every: 'day', minute: 4 * 60 },
];

/** How long running work may take at the end: all of it within the ten seconds that are promised. */
const STOP_PATIENCE = 7000;

class Startup {
  readonly #configuration: LocalConfiguration;
  readonly #options: LocalOptions;
  readonly #closers: (() => Promise<void>)[] = [];

  constructor(configuration: LocalConfiguration, options: LocalOptions) {
    this.#configuration = configuration;
    this.#options = options;
  }

  async #opened<T>(opening: Promise<T>, close: (opened: T) => Promise<void>): Promise<T> {
    const opened = await opening;
    this.#closers.unshift(() => close(opened));
    return opened;
  }

  async stop(): Promise<void> {
    for (const close of this.#closers.splice(0)) await close();
  }

  async run(): Promise<LocalSystem> {
    const { values, dataDirectory, internet, usersFile } = this.#configuration;
    const domains = values.ALIAS_DOMAINS;
    const log = await openLog(dataDirectory);
    await checkPreconditions(values);
    const onError = (error: unknown): void => {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      log.stream.write(`${JSON.stringify({ level: 'ERROR', service: 'local', message: text })}\n`);
    };
    const authority = await loadOrCreateAuthority(dataDirectory);
    const [firstAlias = 'localhost'] = domains.keys();
    const hostName = `mx.${firstAlias}`;
    const certificate = await serverCertificate(authority, dataDirectory, [
      hostName,
      ...domains.keys(),
      'localhost',
    ]);

    const aws = await this.#opened(
      startEmbeddedAws({ dataDirectory: join(dataDirectory, 'aws') }),
      (services) => services.close(),
    );
    // The AWS SDK of this process talks to the stand-ins too: for making resources and provisioning.
    Object.assign(process.env, aws.environment);
    const functionTimeout = values.FUNCTION_TIMEOUT;
    const resources = await createResources(aws.environment, {
      // Longer than any invocation lasts, and no longer than that asks for: it is what a crash costs.
      visibilityTimeout: visibilityFor(functionTimeout / 1000),
    });
    const keys = await dkimKeys(resources['DKIM_SECRET'] ?? '', domains);
    const evidenceLocation = await evidenceKey();

    const https = await this.#opened(
      startHttpsServer({
        address: values.LISTEN_ADDRESS,
        port: values.HTTPS_PORT,
        certificate,
        onError,
      }),
      (server) => server.close(),
    );
    const signIn = await this.#opened(
      startSignIn({
        dataDirectory,
        origin: https.origin,
        onError,
        ...(usersFile === null ? {} : { usersFile }),
      }),
      (service) => {
        service.close();
        return Promise.resolve();
      },
    );
    const homes = homesOf(signIn.users, domains);
    const operators = operatorsAmong(homes, domains);
    await provisionAliases(
      resources['ALIASES_TABLE'] ?? '',
      homes.map(({ home }) => home),
      domains,
    );

    const simulation =
      internet === null
        ? await this.#opened(
            startSimulatedInternet({
              directory: join(dataDirectory, 'simulated-internet'),
              aliasDomains: [...domains.keys()].map((domain) => ({
                domain,
                address: values.LISTEN_ADDRESS,
                records: keys
                  .filter((key) => key.domain === domain)
                  .map(dkimDnsRecord)
                  .map(({ name, value }) => ({ name, type: 'TXT' as const, data: value })),
              })),
            }),
            (world) => world.close(),
          )
        : null;

    if (simulation !== null) {
      await seedTrust(resources['TRUST_TABLE'] ?? '', simulation, operators[0], dataDirectory);
    }

    const world =
      simulation === null
        ? internet
        : {
            DNS_SERVERS: simulation.dnsServers,
            DNS_TRUST: 'validate',
            DNS_TRUST_ANCHORS: simulation.trustAnchorsFile,
            // The simulated authority stands for the public ones: policies of MTA-STS are verified by it.
            NODE_EXTRA_CA_CERTS: join(dataDirectory, 'simulated-internet/ca.pem'),
            SMTP_PORT: String(simulation.smtpPort),
            MTA_STS_PORT: String(simulation.policyPort),
            ALLOWED_NETWORKS: simulation.allowedNetworks,
          };
    const environment: Record<string, string> = {
      ...aws.environment,
      ...resources,
      ...this.#configuration.passedOn,
      ...world,
      ALIAS_DOMAINS: [...domains].map(([alias, home]) => `${alias}=${home}`).join(','),
      OPERATOR_ADDRESSES: operators.join(','),
      EVIDENCE_KEY: evidenceLocation,
      HOST_NAME: hostName,
      // Our certificate names it, and unlike the MX name it resolves on this machine.
      SUBMISSION_HOST: 'localhost',
      SES_CONFIGURATION_SET: 'secure-alias-home',
      PUBLIC_URL: https.origin,
      UPLOAD_ENDPOINT: `${https.origin}${OBJECTS_PATH}`,
      LISTEN_ADDRESS: values.LISTEN_ADDRESS,
      MX_PORT: String(values.MX_PORT),
      SUBMISSIONS_PORT: String(values.SUBMISSIONS_PORT),
      SUBMISSION_PORT: String(values.SUBMISSION_PORT),
      HEALTH_PORT: '0',
      TLS_CERTIFICATE_FILE: certificate.certificateFile,
      TLS_KEY_FILE: certificate.keyFile,
      FUNCTION_TIMEOUT_MILLISECONDS: String(functionTimeout),
      STOP_PATIENCE: String(STOP_PATIENCE - 500),
    };

    const output = watchLines(log.stream, aws.takeMetric);
    const children = await this.#opened(startFunctions(environment, output), (processes) =>
      processes.stop(STOP_PATIENCE),
    );
    await Promise.all(Object.values(children.functions).map(({ ready }) => ready));
    const edge = (await children.functions['smtp-edge'].ready) as EdgeListening;
    const schedule = await this.#opened<Schedule>(
      Promise.resolve(
        startSchedule({
          functions: SCHEDULED,
          dataDirectory,
          environment,
          output,
          byTheClock: this.#options.byTheClock ?? true,
        }),
      ),
      (running) => running.stop(),
    );
    const maxMessageSize = values.MAX_MESSAGE_SIZE;
    const api = apiFront({ ...signIn, invoke: children.invoker.invoke, maxMessageSize, onError });
    https.mount('/oidc', signIn.listener);
    const { pages } = this.#options;
    const aliasDomains = [...domains.keys()];
    const told = {
      issuer: signIn.issuer,
      simulation: simulation !== null,
      aliasDomains,
      messageSizeLimit: maxMessageSize,
    };
    https.mount('/', pages === undefined ? api : await pagesBefore(api, pages, told));
    const bucket = resources['BODIES_BUCKET'] ?? '';
    https.mount(OBJECTS_PATH, localObjectGate(aws.environment, bucket, values.MAX_MESSAGE_SIZE));
    if (simulation !== null)
      this.#closers.unshift(
        mountSimulation(https, simulation, domains, values.LISTEN_ADDRESS, edge.ports.mx),
      );

    return {
      ports: { https: https.port, ...edge.ports },
      origin: https.origin,
      issuer: signIn.issuer,
      users: signIn.users,
      aliases: new Map(homes.map(({ user, home }) => [user.email, aliasOf(home, domains) ?? ''])),
      simulation,
      dkimKeys: keys,
      logFile: log.file,
      awsEnvironment: { ...aws.environment, DKIM_SECRET: resources['DKIM_SECRET'] ?? '' },
      pidOf: (name) => children.functions[name].pid(),
      runScheduled: (name, input) => schedule.run(name, input),
      stop: () => this.stop(),
    };
  }
}

/** Starts everything. Where a part fails, what had started is stopped again and the failure thrown. */
export async function startLocalSystem(
  configuration: LocalConfiguration,
  options: LocalOptions = {},
): Promise<LocalSystem> {
  const startup = new Startup(configuration, options);
  try {
    return await startup.run();
  } catch (error) {
    await startup.stop();
    throw error;
  }
}
