/**
 * Exim as a sender: a second mail server, on another TLS library (GnuTLS), that decides under rules of its own
 * whether a next hop is good enough. Each message gets a spool of its own; nothing is left running.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, chmod, copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { withFiles, type OtherFiles } from './mount-namespace.ts';

/** Exim's word for our levels. */
export type EximLevel =
  /** TLS always, DANE wherever there are records. */
  'try-dane' | 'require-dane';

export interface EximDelivery {
  readonly delivered: boolean;
  /** Its log line. */
  readonly line: string;
}

export interface Exim {
  /** The version text (`exim -bV`). */
  readonly version: string;
  /** Sends one message to all of them, each handled alone, and tries each once. */
  send(level: EximLevel, recipients: readonly string[]): Promise<ReadonlyMap<string, EximDelivery>>;
  close(): Promise<void>;
}

const TRANSPORT: Record<EximLevel, string> = {
  'try-dane': 'hosts_try_dane = *\n  hosts_require_tls = *',
  'require-dane': 'hosts_require_dane = *',
};

const configuration = (spool: string, program: string, level: EximLevel): string => `
exim_path = ${program}
spool_directory = ${spool}
log_file_path = ${spool}/%slog
exim_user = mail
exim_group = mail
trusted_users = root
keep_environment =
add_environment = PATH=/usr/bin:/bin
primary_hostname = mail.exim.example
disable_ipv6 = true
dns_dnssec_ok = 1
remote_max_parallel = 8
log_selector = +tls_peerdn
begin routers
mx:
  driver = dnslookup
  transport = out
  dnssec_request_domains = *
begin transports
out:
  driver = smtp
  multi_domain = false
  dnssec_request_domains = *
  connect_timeout = 5s
  command_timeout = 10s
  tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2
  ${TRANSPORT[level]}
begin retry
* * F,1d,1h
`;

/** `resolvConf` takes the place of /etc/resolv.conf. Throws where this Exim does not do DANE. */
export async function exim(program: string, resolvConf: string): Promise<Exim> {
  const directory = await mkdtemp(join(tmpdir(), 'exim-'));
  await chmod(directory, 0o755);
  // Debian's Exim insists on its own user, which exists only where it is installed.
  const passwd = join(directory, 'passwd');
  const group = join(directory, 'group');
  await copyFile('/etc/passwd', passwd);
  await copyFile('/etc/group', group);
  await appendFile(passwd, 'Debian-exim:x:65533:65533::/nonexistent:/usr/sbin/nologin\n');
  await appendFile(group, 'Debian-exim:x:65533:\n');
  const files = { '/etc/resolv.conf': resolvConf, '/etc/passwd': passwd, '/etc/group': group };
  const version = await output(files, program, ['-C', '/dev/null', '-bV'], '');
  if (!/Support for: .*\bDANE\b/.test(version)) throw new Error(`this Exim has no DANE:\n${version}`);
  let messages = 0;
  return {
    version,
    async send(level, recipients) {
      messages += 1;
      const spool = join(directory, `spool-${messages}`);
      await mkdir(spool, { mode: 0o777 });
      await chmod(spool, 0o777);
      const configFile = join(directory, `exim-${messages}.conf`);
      await writeFile(configFile, configuration(spool, program, level));
      const said = await output(
        files,
        program,
        // -odi: deliver now, and end then. An empty sender gets no bounces.
        ['-C', configFile, '-odi', '-f', '<>', '--', ...recipients],
        'From: carol@exim.example\n\nHello\n',
      );
      // What it does with the caller's rights it writes to the log, the rest to its standard error.
      const log = await readFile(join(spool, 'mainlog'), 'utf8').catch(() => '');
      const lines = `${log}\n${said}`.split('\n');
      return new Map(
        recipients.map((recipient) => {
          const own = lines.filter(
            (line) => / (?:=>|->|==|\*\*) (\S+?):?(?: |$)/.exec(line)?.[1] === recipient,
          );
          const line = own.find((one) => / [=-]> /.test(one)) ?? own[0];
          if (line === undefined) throw new Error(`Exim says nothing of ${recipient}:\n${lines.join('\n')}`);
          return [recipient, { delivered: / [=-]> /.test(line), line }];
        }),
      );
    },
    close: () => rm(directory, { recursive: true, force: true }),
  };
}

async function output(
  files: OtherFiles,
  program: string,
  parameters: readonly string[],
  input: string,
): Promise<string> {
  const line = withFiles(files, program, parameters);
  const child = spawn(line.program, line.parameters, { stdio: 'pipe' });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk));
  child.stdin.end(input);
  await once(child, 'close');
  return Buffer.concat(said).toString();
}
