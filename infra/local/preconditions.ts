/**
 * What has to be true of this machine before anything is started: the ports are free, the address is ours,
 * the files that the environment names can be read. Looked at here, because a function that finds out in a
 * process of its own can only end; here it is one line that names the variable.
 */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';

import { EnvironmentProblems } from '../../shared/configuration/environment.ts';
import type { LocalConfiguration } from './configuration.ts';
import { listen } from './internet/listening.ts';

type Values = LocalConfiguration['values'];

const PORTS = ['HTTPS_PORT', 'MX_PORT', 'SUBMISSIONS_PORT', 'SUBMISSION_PORT'] as const;

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

function portProblem(name: string, address: string, port: number, code: string): string {
  const better = `for example ${name}=0, which picks a free one`;
  switch (code) {
    case 'EADDRINUSE':
      return `${name}: another program listens on ${address}:${port}; choose another port, ${better}`;
    case 'EACCES':
      return `${name}: you may not listen on port ${port}; choose one over 1023, ${better}`;
    default:
      return `${name}: cannot listen on ${address}:${port} (${code}); ${better}`;
  }
}

async function checkPorts(values: Values): Promise<string[]> {
  const address = values.LISTEN_ADDRESS;
  const problems: string[] = [];
  const owners = new Map<number, string>();
  for (const name of PORTS) {
    const port = values[name];
    if (port === 0) continue;
    const owner = owners.get(port);
    if (owner !== undefined) {
      problems.push(`${name}: ${port} is also ${owner}; each needs a port of its own, for example ${name}=0`);
      continue;
    }
    owners.set(port, name);
    const server: Server = createServer();
    try {
      await listen(server, address, port);
      await new Promise((resolve) => server.close(resolve));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EADDRNOTAVAIL') return [];
      problems.push(portProblem(name, address, port, code));
    }
  }
  return problems;
}

async function checkAddress(address: string): Promise<string[]> {
  const server = createServer();
  try {
    await listen(server, address, 0);
    await new Promise((resolve) => server.close(resolve));
    return [];
  } catch (error) {
    return [
      `LISTEN_ADDRESS: ${address} is no address of this machine (${codeOf(error)}); for example LISTEN_ADDRESS=127.0.0.1`,
    ];
  }
}

async function checkAuthority(delivery: Values['HOME_DELIVERY']): Promise<string[]> {
  if (delivery.kind !== 'smtp' || delivery.authorityFile === null) return [];
  const file = delivery.authorityFile;
  const better = 'for example HOME_DELIVERY=smtp://mail.example.org:25?ca=/etc/ssl/home-ca.pem';
  let pem: string;
  try {
    pem = await readFile(file, 'utf8');
  } catch (error) {
    return [`HOME_DELIVERY: the file ${file} cannot be read (${codeOf(error)}); ${better}`];
  }
  try {
    new X509Certificate(pem);
    return [];
  } catch {
    return [`HOME_DELIVERY: the file ${file} holds no certificate in PEM form; ${better}`];
  }
}

/** Throws `EnvironmentProblems` with a line per variable that asks for what this machine cannot give. */
export async function checkPreconditions(values: Values): Promise<void> {
  const problems = [
    ...(await checkAddress(values.LISTEN_ADDRESS)),
    ...(await checkPorts(values)),
    ...(await checkAuthority(values.HOME_DELIVERY)),
  ];
  if (problems.length > 0) throw new EnvironmentProblems(problems);
}
