/**
 * A real Postfix, private to one test: own configuration, queue and mailboxes in a temporary folder, own
 * ports, no syslog, no systemd. It is a sender (mail handed in with its `sendmail` goes to the next hop that
 * the test names) and, where it listens, a recipient that keeps each message as a Maildir file.
 */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { watch } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { withResolver } from './mount-namespace.ts';

const run = promisify(execFile);

export interface PostfixOptions {
  /** Settings of main.cf beyond the ones every instance gets. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Listens for SMTP here (`address:port`); without it the instance only sends. */
  readonly listen?: string;
  /** Domains whose mail it keeps, any local part. */
  readonly domains?: readonly string[];
  /** `domain` → `[address]:port` of the next hop. */
  readonly routes?: Readonly<Record<string, string>>;
  /** Lines for master.cf, for tests that need more services. */
  readonly services?: readonly string[];
  /** Takes the place of /etc/resolv.conf; MX records are looked up then. */
  readonly resolvConf?: string;
}

export interface Postfix {
  readonly directory: string;
  /** Hands a message in, as a local user would. */
  send(sender: string, recipients: readonly string[], message: string | Buffer): Promise<void>;
  /** The first log line that matches, as soon as it is written. Rejects after `milliseconds`. */
  awaitLog(pattern: RegExp, milliseconds?: number): Promise<string>;
  log(): Promise<string>;
  /** Messages kept for a recipient domain, as the bytes of their files; waits for `count` of them. */
  awaitMessages(count: number, milliseconds?: number): Promise<readonly Buffer[]>;
  /** Process id of the master daemon. */
  masterPid(): Promise<number>;
  stop(): Promise<void>;
}

const BASE_SERVICES = [
  'postlog unix-dgram n - n - 1 postlogd',
  'pickup unix n - n 60 1 pickup',
  'cleanup unix n - n - 0 cleanup',
  'qmgr unix n - n 300 1 qmgr',
  'tlsmgr unix - - n 1000? 1 tlsmgr',
  'rewrite unix - - n - - trivial-rewrite',
  'bounce unix - - n - 0 bounce',
  'defer unix - - n - 0 bounce',
  'trace unix - - n - 0 bounce',
  'smtp unix - - n - - smtp',
  'relay unix - - n - - smtp',
  'error unix - - n - - error',
  'retry unix - - n - - error',
  'discard unix - - n - - discard',
  'virtual unix - n n - - virtual',
  'anvil unix - - n - 1 anvil',
  'scache unix - - n - 1 scache',
  'local unix - n n - - local',
];

/** Waits until `look` gives something, looking again whenever the folder changes. */
async function awaitChange<T>(
  folder: string,
  look: () => Promise<T | null>,
  milliseconds: number,
  what: string,
): Promise<T> {
  const signal = AbortSignal.timeout(milliseconds);
  const { promise: expired, reject } = Promise.withResolvers<never>();
  signal.addEventListener('abort', () => {
    reject(new Error(`${what}: nothing within ${milliseconds} ms`));
  });
  expired.catch(() => undefined);
  const changes = new EventTarget();
  const watcher = watch(folder, () => changes.dispatchEvent(new Event('change')));
  try {
    for (;;) {
      const { promise: changed, resolve } = Promise.withResolvers<unknown>();
      changes.addEventListener('change', resolve, { once: true });
      const found = await look();
      if (found !== null) return found;
      await Promise.race([changed, expired]);
    }
  } finally {
    watcher.close();
  }
}

/** Starts an instance. Throws with Postfix's own words where it does not start. */
export async function startPostfix(options: PostfixOptions): Promise<Postfix> {
  const directory = await mkdtemp(join(tmpdir(), 'postfix-'));
  await chmod(directory, 0o755);
  const folder = (name: string): string => join(directory, name);
  for (const name of ['etc', 'queue', 'data', 'log', 'mail', 'mail/new', 'mail/cur', 'mail/tmp']) {
    await mkdir(folder(name));
  }
  execFileSync('chown', ['postfix', folder('data')]);
  execFileSync('chown', ['-R', 'nobody:nogroup', folder('mail')]);
  const [address = '127.0.0.1', port] = (options.listen ?? '').split(':');
  const routes = Object.entries(options.routes ?? {}).map(([domain, hop]) => `${domain} smtp:${hop}`);
  await writeFile(join(folder('etc'), 'transport'), `${routes.join('\n')}\n`);
  const settings = {
    compatibility_level: '3.6',
    queue_directory: folder('queue'),
    data_directory: folder('data'),
    mail_owner: 'postfix',
    setgid_group: 'postdrop',
    command_directory: '/usr/sbin',
    daemon_directory: '/usr/lib/postfix/sbin',
    maillog_file: join(folder('log'), 'mail.log'),
    maillog_file_prefixes: `${directory},/var`,
    myhostname: 'mail.postfix.example',
    mydestination: '',
    mynetworks: '127.0.0.0/8',
    inet_interfaces: 'loopback-only',
    inet_protocols: 'ipv4',
    ...(options.resolvConf === undefined
      ? { smtp_host_lookup: 'native', disable_dns_lookups: 'yes' }
      : { smtp_host_lookup: 'dns', smtp_dns_support_level: 'dnssec' }),
    alias_maps: '',
    alias_database: '',
    local_recipient_maps: '',
    bounce_queue_lifetime: '0',
    transport_maps: `texthash:${join(folder('etc'), 'transport')}`,
    virtual_mailbox_domains: (options.domains ?? []).join(' '),
    virtual_mailbox_base: directory,
    virtual_mailbox_maps: 'static:mail/',
    virtual_uid_maps: 'static:65534',
    virtual_gid_maps: 'static:65534',
    virtual_minimum_uid: '1000',
    smtpd_relay_restrictions: 'permit_auth_destination, reject',
    ...options.settings,
  };
  const mainCf = Object.entries(settings).map(([name, value]) => `${name} = ${value}\n`);
  await writeFile(join(folder('etc'), 'main.cf'), mainCf.join(''));
  const listener = port === undefined ? [] : [`${address}:${port} inet n - n - - smtpd`];
  const services = [...listener, ...BASE_SERVICES, ...(options.services ?? [])];
  await writeFile(join(folder('etc'), 'master.cf'), `${services.join('\n')}\n`);
  const control = (command: string): ReturnType<typeof spawnSync> => {
    const parameters = ['-c', folder('etc'), command];
    const line =
      options.resolvConf === undefined
        ? { program: '/usr/sbin/postfix', parameters }
        : withResolver(options.resolvConf, '/usr/sbin/postfix', parameters);
    return spawnSync(line.program, line.parameters, { encoding: 'utf8' });
  };
  const started = control('start');
  const logFile = join(folder('log'), 'mail.log');
  const log = async (): Promise<string> => readFile(logFile, 'utf8').catch(() => '');
  if (started.status !== 0) throw new Error(`${String(started.stderr)}\n${await log()}`);

  return {
    directory,
    log,
    async send(sender, recipients, message) {
      const child = run('/usr/sbin/sendmail', ['-C', folder('etc'), '-i', '-f', sender, ...recipients]);
      child.child.stdin?.end(message);
      await child;
    },
    awaitLog: (pattern, milliseconds = 30_000) =>
      awaitChange(
        folder('log'),
        async () => (await log()).split('\n').find((line) => pattern.test(line)) ?? null,
        milliseconds,
        `log line ${String(pattern)}`,
      ),
    awaitMessages: (count, milliseconds = 30_000) =>
      awaitChange(
        folder('mail/new'),
        async () => {
          const names = (await readdir(folder('mail/new'))).sort();
          if (names.length < count) return null;
          return Promise.all(names.map((name) => readFile(join(folder('mail/new'), name))));
        },
        milliseconds,
        `${count} messages`,
      ),
    masterPid: async () => Number(await readFile(join(folder('queue'), 'pid/master.pid'), 'utf8')),
    async stop() {
      control('stop');
      await rm(directory, { recursive: true, force: true });
    },
  };
}
