/**
 * AWS on this machine, as far as `ministack` from PyPI has it: the real `cdk` command deploys to it, and it runs
 * the functions that were deployed. Its own process, on a free port, ended by `close`.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';

import type { PythonTools } from './python-tools.ts';

const run = promisify(execFile);
export const REGION = 'eu-central-1';
export const ACCOUNT = '000000000000';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly etag: string | undefined;
}

export interface EmulatedAws {
  readonly endpoint: string;
  /** Runs `cdk`; rejects with what it printed where it fails. */
  cdk(parameters: readonly string[], environment: Readonly<Record<string, string>>): Promise<string>;
  /** A call of a JSON service, such as `AWSCognitoIdentityProviderService.AdminCreateUser`. */
  call(target: string, body: object): Promise<Record<string, unknown>>;
  /** A request to a deployed HTTP API, found by its host name. */
  http(method: string, url: string, headers?: Record<string, string>, body?: string): Promise<Answer>;
  /** An Authorization header that says for which service it is. */
  credentialFor(service: string): string;
  close(): Promise<void>;
}

const credentialFor = (service: string): string =>
  `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Starts it; `directory` is for what it and `cdk` write. */
export async function startEmulatedAws({ python }: PythonTools, directory: string): Promise<EmulatedAws> {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  // The first `node` on its path runs the functions.
  const PATH = `${dirname(process.execPath)}:/usr/bin:/bin`;
  const child = spawn(python, ['-c', 'from ministack.app import main; main()'], {
    cwd: directory,
    env: { PATH, HOME: directory, BIND_HOST: '127.0.0.1', IOT_MTLS_ENABLED: '0', GATEWAY_PORT: String(port) },
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 150; tries++) {
    const answered = await fetch(`${endpoint}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) break;
    await wait(200);
  }
  return {
    endpoint,
    async cdk(parameters, environment) {
      const { stdout, stderr } = await run(
        process.execPath,
        [
          'node_modules/aws-cdk/bin/cdk',
          ...parameters,
          '--no-notices',
          '--output',
          join(directory, 'cdk.out'),
        ],
        {
          maxBuffer: 64 * 1024 * 1024,
          env: {
            PATH,
            HOME: directory,
            AWS_ENDPOINT_URL: endpoint,
            AWS_ACCESS_KEY_ID: 'test',
            AWS_SECRET_ACCESS_KEY: 'test',
            AWS_REGION: REGION,
            CDK_DEFAULT_ACCOUNT: ACCOUNT,
            CDK_DISABLE_CLI_TELEMETRY: 'true',
            ...environment,
          },
        },
      );
      return stdout + stderr;
    },
    async call(target, body) {
      const response = await fetch(endpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': target,
          authorization: credentialFor('service'),
        },
        body: JSON.stringify(body),
      });
      return (await response.json()) as Record<string, unknown>;
    },
    http: (method, url, headers = {}, body) =>
      new Promise((resolve, reject) => {
        const { host, pathname, search } = new URL(url);
        const options = {
          host: '127.0.0.1',
          port,
          method,
          path: pathname + search,
          headers: { ...headers, host },
        };
        request(options, (response) => {
          let text = '';
          response.setEncoding('utf8');
          response.on('data', (part: string) => (text += part));
          response.on('end', () => {
            resolve({ status: response.statusCode ?? 0, text, etag: response.headers.etag });
          });
        })
          .on('error', reject)
          .end(body);
      }),
    credentialFor,
    async close() {
      child.kill('SIGTERM');
      await Promise.race([once(child, 'exit'), wait(3000)]);
      child.kill('SIGKILL');
    },
  };
}
