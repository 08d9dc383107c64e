/** `npm start`: reads the environment, takes the data directory, starts everything, and says when it is ready. */
import { access, constants, mkdir } from 'node:fs/promises';
import { relative } from 'node:path';

import { EnvironmentProblems } from '../../shared/configuration/environment.ts';
import { composeBanner } from './banner.ts';
import { ChildStartError } from './child.ts';
import { readLocalConfiguration, type LocalConfiguration } from './configuration.ts';
import { lockDirectory } from './directory-lock.ts';
import { startLocalSystem } from './local-system.ts';
import { builtPages, PagesBuildError } from './pages/built-pages.ts';
import { announceRunning, withdrawRunning } from './running.ts';
import { UsersFileError } from './sign-in/users.ts';

function fail(lines: readonly string[]): never {
  for (const line of lines) console.error(line);
  process.exit(1);
}

/** What went wrong, for a person: known mistakes as one line each, anything else whole. */
function explain(error: unknown): string[] {
  if (error instanceof EnvironmentProblems) return [...error.lines];
  if (error instanceof UsersFileError) return [...error.problems];
  if (error instanceof PagesBuildError) return [error.message, ...error.words.split('\n')];
  if (error instanceof ChildStartError) return [error.message, ...error.words.trimEnd().split('\n')];
  return [error instanceof Error ? (error.stack ?? error.message) : String(error)];
}

function configure(): LocalConfiguration {
  try {
    return readLocalConfiguration(process.argv.slice(2), process.env);
  } catch (error) {
    return fail(explain(error));
  }
}

const configuration = configure();
const { dataDirectory, values } = configuration;
try {
  await mkdir(dataDirectory, { recursive: true, mode: 0o700 });
  await access(dataDirectory, constants.W_OK | constants.X_OK);
} catch (error) {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
  fail([
    `DATA_DIR: ${dataDirectory} is no folder that can be written to (${code}); for example DATA_DIR=.data`,
  ]);
}
const lock = await lockDirectory(dataDirectory);
if (lock === null)
  fail([`DATA_DIR ${dataDirectory}: a system is already running on it; stop that one or choose another`]);

const state = { stopping: false };
const { promise: stopRequested, resolve: requestStop } = Promise.withResolvers<undefined>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    state.stopping = true;
    requestStop(undefined);
  });
}

try {
  const system = await startLocalSystem(configuration, { pages: await builtPages() });
  await announceRunning(dataDirectory, {
    pid: process.pid,
    origin: system.origin,
    issuer: system.issuer,
    ports: system.ports,
    authorityFile: `${dataDirectory}/ca.pem`,
    usersFile: configuration.usersFile,
    awsEnvironment: system.awsEnvironment,
  });
  const nearby = relative(process.cwd(), dataDirectory);
  const shown = nearby.startsWith('..') ? dataDirectory : nearby;
  if (!state.stopping) console.log(`${composeBanner(system, shown, values.LISTEN_ADDRESS)}\nready`);
  await stopRequested;
  await withdrawRunning(dataDirectory);
  await system.stop();
  process.exit(0);
} catch (error) {
  fail(explain(error));
}
