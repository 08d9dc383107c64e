/**
 * `npm run doctor`: looks at a deployment from outside, as the world's mail servers do, and says what is right,
 * what is missing, and which record to add. Exit code 0: nothing missing or wrong; 1: something is, or could not
 * be looked at; 2: it was not called as it must be, or the configuration cannot be read.
 *
 * `DNS_SERVERS`, `DNS_TRUST` and `DNS_TRUST_ANCHORS` as the functions read them; with `DKIM_SECRET` and access to
 * the account also whether the published DKIM keys are the ones that sign.
 */
import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { resolve } from 'node:path';

import { dnsServers, dnsVariables } from '../shared/configuration/dns-values.ts';
import { EnvironmentProblems, readEnvironment, withDefault } from '../shared/configuration/environment.ts';
import { networks, port } from '../shared/configuration/values.ts';
import { parseDomain } from '../shared/address/domain.ts';
import { recursiveResolver } from '../shared/dns/recursive-resolver.ts';
import { dkimDnsRecord, parseDkimKeys } from '../shared/mail/dkim-keys.ts';
import { readSecret } from '../shared/store/secrets.ts';
import { exitCode, findingLines, summaryLine } from './doctor/answer.ts';
import { readCommandLine, readDeployment, USAGE } from './doctor/command-line.ts';
import type { SigningKey } from './doctor/deployment.ts';
import { examineDeployment } from './doctor/examination.ts';

const CONVERSATION_MILLISECONDS = 20_000;

const variables = {
  ...dnsVariables,
  DNS_SERVERS: withDefault(dnsServers, 'tls://9.9.9.9#dns.quad9.net,tls://1.1.1.1#cloudflare-dns.com'),
  ALLOWED_NETWORKS: withDefault(networks, ''),
  SMTP_PORT: withDefault(port, '25'),
  SUBMISSIONS_PORT: withDefault(port, '465'),
  SUBMISSION_PORT: withDefault(port, '587'),
  MTA_STS_PORT: withDefault(port, '443'),
};

function refuse(lines: readonly string[]): never {
  for (const line of lines) console.error(line);
  process.exit(2);
}

/** The keys that sign; null where nobody told where they are. */
async function signingKeys(): Promise<SigningKey[] | null> {
  const secret = process.env['DKIM_SECRET'];
  if (secret === undefined || secret === '') return null;
  try {
    return parseDkimKeys(await readSecret(secret)).map((key) => ({
      ...dkimDnsRecord(key),
      domain: key.domain,
    }));
  } catch (error) {
    return refuse([
      `DKIM_SECRET: cannot be read (${error instanceof Error ? error.message : String(error)})`,
    ]);
  }
}

/** npm changes to the root of the package; files are named from where it was called. */
function readFile(file: string): string {
  return readFileSync(resolve(process.env['INIT_CWD'] ?? '.', file), 'utf8');
}

function readVariables(): ReturnType<typeof readEnvironment<typeof variables>> {
  try {
    return readEnvironment(variables);
  } catch (error) {
    if (error instanceof EnvironmentProblems) return refuse(error.lines);
    throw error;
  }
}

const line = readCommandLine(process.argv.slice(2));
if ('mistakes' in line) refuse(line.mistakes);
if (line.value.help) {
  for (const text of USAGE) console.log(text);
  process.exit(0);
}
const values = readVariables();
const deployment = readDeployment(line.value, await signingKeys(), readFile);
if ('mistakes' in deployment) refuse(deployment.mistakes);
const dns = recursiveResolver({
  servers: values.DNS_SERVERS,
  trust: values.DNS_TRUST,
  anchors: values.DNS_TRUST_ANCHORS,
});
const findings = await examineDeployment(deployment.value, {
  ...dns,
  allowedNetworks: values.ALLOWED_NETWORKS,
  clientName: parseDomain(hostname()) ?? 'localhost.localdomain',
  ports: { mx: values.SMTP_PORT, submissions: values.SUBMISSIONS_PORT, submission: values.SUBMISSION_PORT },
  policyPort: values.MTA_STS_PORT,
  milliseconds: CONVERSATION_MILLISECONDS,
  now: new Date(),
});
dns.close();
if (line.value.json) console.log(JSON.stringify({ findings, ok: exitCode(findings) === 0 }, null, 2));
else for (const text of [...findings.flatMap(findingLines), summaryLine(findings)]) console.log(text);
process.exit(exitCode(findings));
