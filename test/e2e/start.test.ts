/** `npm start` as a person meets it: what it prints, what can be pasted, how it ends, what it survives. */
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import { SmtpClient } from '../functions/smtp-edge/smtp-client.ts';
import { apiClient, eventually, type Api } from './api-client.ts';
import { ALICE, ALICE_ALIAS, awaitInbox, finished, listMessages, sendText } from './local-system.ts';
import { connectEncrypted, connectImplicit, plain } from './mail-client.ts';
import { needs } from '../peers/debian-packages.ts';
import {
  folder,
  FREE_PORTS,
  functionPid,
  isAlive,
  isReaped,
  paste,
  start,
  readBanner,
  type Banner,
  type StartProcess,
} from './start-process.ts';

const DOMAINS = [
  ...['good', 'selfsigned', 'expired', 'plain', 'stripped', 'old', 'reset', 'slow', 'grey', 'full'],
  ...['nobody', 'nomail', 'missing', 'two', 'down'],
  ...['dane', 'dane-ta', 'rollover', 'wrongkey', 'bogus', 'unsigned', 'cname', 'pinned', 'repinned', 'sts'],
  'requiretls',
].map((name) => `${name}.example`);
const FUNCTIONS = ['smtp-edge', 'settings-api', 'delivery-worker', 'home-delivery'];

/** The first JSON documents in what a pasted command printed, one a line. */
function documents<T>(stdout: string): T[] {
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
}

async function takeToken(directory: string, email = ALICE): ReturnType<typeof paste> {
  return paste(`npm run -s token -- ${email}`, { DATA_DIR: directory });
}

/** Starts it, and ends it after the suite or test whatever happens. */
async function startAndWait(
  t: { after(work: () => Promise<unknown>): void },
  environment: Readonly<Record<string, string>>,
): Promise<StartProcess> {
  const running = start({ ...FREE_PORTS, ...environment });
  t.after(async () => {
    running.child.kill('SIGKILL');
    await running.ended;
  });
  ok((await running.ready) < 20_000, 'ready within 20 s');
  return running;
}

/** What the banner shows to paste is made of curl. */
describe('one system through its life', { skip: needs('curl') }, () => {
  let directory: string;
  let running: StartProcess;
  let shown: Banner;
  let authority: string;
  let token: string;
  let alice: Api;
  let password: string;
  /** A delivery that was running when the system was told to end. */
  let onItsWay: string;
  const cleanup: (() => Promise<unknown>)[] = [];
  const suite = { after: (work: () => Promise<unknown>) => void cleanup.unshift(work) };

  /** The same ports again: what programs were told stays true. */
  const samePorts = (): Record<string, string> => ({
    DATA_DIR: directory,
    HTTPS_PORT: new URL(shown.origin).port,
    MX_PORT: String(shown.mx),
    SUBMISSIONS_PORT: String(shown.submissions),
    SUBMISSION_PORT: String(shown.submission),
  });

  before(async () => {
    directory = await folder(suite);
    running = await startAndWait(suite, { DATA_DIR: directory });
    shown = readBanner(running.lines);
    authority = await readFile(join(directory, 'ca.pem'), 'utf8');
  });
  after(async () => {
    for (const work of cleanup) await work();
  });

  test('it shows users, passwords, ports, every simulated domain and three commands, then `ready` alone', () => {
    equal(running.lines.at(-1), 'ready');
    deepEqual([...shown.passwords.keys()], [ALICE, 'bob@example.org', 'operator@example.org']);
    for (const word of shown.passwords.values()) ok(word.length >= 8);
    match(running.lines.join('\n'), /operator@example\.org .*\(operator\)/);
    const ports = [Number(new URL(shown.origin).port), shown.mx, shown.submissions, shown.submission];
    equal(new Set(ports).size, 4);
    ok(ports.every((port) => port > 0));
    const text = running.lines.join('\n');
    deepEqual(
      DOMAINS.filter((domain) => !new RegExp(`^ +${domain.replace('.', '\\.')} +\\S`, 'm').test(text)),
      [],
    );
    ok(shown.commands.every((command) => command.startsWith('curl ')));
    equal(running.stderr(), '');
  });

  test('a token for curl: for a user there is; for another one line that names the known ones', async () => {
    const taken = await takeToken(directory);
    equal(taken.code, 0, taken.stderr);
    match(taken.stdout, /^\S+\n$/);
    token = taken.stdout.trim();
    alice = apiClient(shown.origin, authority, token);
    equal((await alice('/v1/alias')).status, 200);

    const unknown = await takeToken(directory, 'ghost@example.org');
    notEqual(unknown.code, 0);
    equal(unknown.stdout, '');
    match(unknown.stderr.trimEnd(), /^.*ghost@example\.org.*alice@example\.org.*$/);
    notEqual((await paste('npm run -s token', { DATA_DIR: directory })).code, 0);
  });

  test('the three commands can be pasted: one message arrives, one comes back, and the inbox shows the notice', async () => {
    const [arrives = '', comesBack = '', inbox = ''] = shown.commands;
    interface Sent {
      readonly deliveries?: readonly { readonly id: string }[];
    }
    const first = await paste(arrives);
    equal(first.code, 0, first.stderr);
    const [, sent] = documents<Sent>(first.stdout);
    const delivery = await finished(alice, sent?.deliveries?.[0]?.id ?? first.stdout);
    equal(delivery.state, 'delivered');
    equal(delivery.domain, 'good.example');

    const second = await paste(comesBack);
    equal(second.code, 0, second.stderr);
    const [returned] = documents<Sent>(second.stdout);
    equal((await finished(alice, returned?.deliveries?.[0]?.id ?? second.stdout)).state, 'bounced');
    const notice = await eventually('the notice in the inbox', async () => {
      const third = await paste(inbox);
      equal(third.code, 0, third.stderr);
      const [page] = documents<{ items: { kind: string; subject: string }[] }>(third.stdout);
      return page?.items.find(({ kind }) => kind === 'failure-notice');
    });
    equal(notice.subject, 'Not sent: One that comes back');
  });

  test('a second start on the same folder is refused in one line; the first one goes on', async () => {
    const second = start({ ...FREE_PORTS, DATA_DIR: directory });
    const { code } = await second.ended;
    notEqual(code, 0);
    match(second.stderr(), /^DATA_DIR .*already running.*\n$/);
    deepEqual(second.lines, []);
    equal((await alice('/v1/alias')).status, 200);
  });

  test('SIGTERM ends it within 10 s with exit code 0; then there is no system to take a token from', async () => {
    password = (await alice('/v1/app-passwords', { json: { name: 'Kept' } })).json<{ password: string }>()
      .password;
    const children = await Promise.all(FUNCTIONS.map((name) => functionPid(running.pid, name)));
    const sent = await sendText(alice, ['bob@slow.example'], 'On its way');
    onItsWay = sent.deliveries[0]?.id ?? '';
    // An idle client must not hold it up.
    const idle = await SmtpClient.greet(shown.mx);
    const { code, signal, after: took } = await running.end('SIGTERM');
    idle.close();
    deepEqual([code, signal], [0, null]);
    ok(took < 10_000, `${took} ms`);
    for (const pid of children) equal(await isAlive(pid), false);
    const taken = await takeToken(directory);
    notEqual(taken.code, 0);
    equal(taken.stdout, '');
    match(taken.stderr, /^No system is running.*npm start.*\n$/);
  });

  test('started again it has everything: messages, alias, app password, users, and the token is still good', async () => {
    running = await startAndWait(suite, samePorts());
    const again = readBanner(running.lines);
    deepEqual(again.passwords, shown.passwords);
    equal(again.origin, shown.origin);
    equal(await readFile(join(directory, 'ca.pem'), 'utf8'), authority);
    equal((await alice('/v1/alias')).json<{ enabled: boolean }>().enabled, true);
    const inbox = await listMessages(alice, 'inbox');
    const notice = inbox.find(({ subject }) => subject === 'Not sent: One that comes back');
    ok(notice);
    const raw = await alice(`/v1/messages/${notice.id}/raw`);
    match(raw.body.toString(), /starttls-not-supported/);
    ok((await listMessages(alice, 'sent')).some(({ subject }) => subject === 'One that arrives'));
    const client = await connectImplicit(shown.submissions, authority);
    match(await client.command(`AUTH PLAIN ${plain(ALICE, password)}`), /^235 /);
    client.close();
  });

  test('what was on its way when it ended is delivered', async () => {
    const delivery = await finished(alice, onItsWay);
    equal(delivery.state, 'delivered');
    equal(delivery.attempts.filter(({ outcome }) => outcome === 'met').length, 1);
  });

  async function letterFromOutside(subject: string): Promise<void> {
    await eventually(`"${subject}" is accepted`, async () => {
      try {
        const client = await connectEncrypted(shown.mx, authority);
        const reply = await client.send(
          'carol@good.example',
          [ALICE_ALIAS],
          `Subject: ${subject}\r\n\r\nHello\r\n`,
        );
        client.close();
        return reply.startsWith('250');
      } catch {
        return false;
      }
    });
    await awaitInbox(alice, (message) => message.subject === subject, `"${subject}" in the inbox`);
  }

  async function letterToOutside(subject: string): Promise<void> {
    const sent = await eventually(`"${subject}" is accepted`, () =>
      sendText(alice, ['bob@good.example'], subject).catch(() => null),
    );
    equal((await finished(alice, sent.deliveries[0]?.id ?? '')).state, 'delivered');
  }

  for (const name of FUNCTIONS) {
    test(`kill -9 of ${name}: it is started again, on the same ports, and mail goes in and out`, async () => {
      const victim = await functionPid(running.pid, name);
      process.kill(victim, 'SIGKILL');
      // A dying process still takes what its open poll is handed; that comes back only with the queue's own
      // timeout, which is longer than a test. Its sockets are closed once its last thread has ended.
      await eventually('it is gone', () => isReaped(victim));
      // A request that meets the gap is told to come again, and may.
      await eventually('the API answers', async () => {
        const answer = await alice('/v1/alias');
        ok([200, 500, 503].includes(answer.status), answer.body.toString());
        return answer.status === 200;
      });
      await Promise.all([
        letterFromOutside(`In after the death of ${name}`),
        letterToOutside(`Out after the death of ${name}`),
      ]);
      await functionPid(running.pid, name, [victim]);
    });
  }

  test('kill -9 of the parent: no process survives it, and the folder can be started again', async () => {
    const children = await Promise.all(FUNCTIONS.map((name) => functionPid(running.pid, name)));
    const idle = await SmtpClient.greet(shown.mx);
    await running.end('SIGKILL');
    await eventually(
      'all processes have ended',
      async () => (await Promise.all(children.map(isAlive))).every((alive) => !alive),
      12_000,
    );
    idle.close();
    equal((await takeToken(directory)).code, 1);
    running = await startAndWait(suite, samePorts());
    await letterToOutside('After the death of all');
  });

  test('Ctrl-C reaches the whole process group: it ends with exit code 0, too, and leaves nobody behind', async () => {
    const children = await Promise.all(FUNCTIONS.map((name) => functionPid(running.pid, name)));
    process.kill(-running.pid, 'SIGINT');
    const { code, signal } = await running.ended;
    deepEqual([code, signal], [0, null]);
    for (const pid of children) equal(await isAlive(pid), false);
  });
});

test('`npm start` itself: SIGTERM to npm ends the system', async (t) => {
  const directory = await folder(t);
  const npm = start({ ...FREE_PORTS, DATA_DIR: directory }, [], ['npm', 'start']);
  t.after(async () => {
    // The whole group, should the system have outlived npm.
    try {
      process.kill(-npm.pid, 'SIGKILL');
    } catch {
      // Nobody is left.
    }
    await npm.ended;
  });
  await npm.ready;
  const { pid } = JSON.parse(await readFile(join(directory, 'running.json'), 'utf8')) as { pid: number };
  const exited = once(npm.child, 'exit');
  npm.child.kill('SIGTERM');
  await exited;
  await eventually('the system has ended', async () => !(await isAlive(pid)), 10_000);
});

test('a signal while it starts ends it without `ready`, and leaves a folder that starts', async (t) => {
  const directory = await folder(t);
  const early = start({ ...FREE_PORTS, DATA_DIR: directory });
  // The log file is opened right after the signals are listened to.
  await eventually('it has begun', () => readFile(join(directory, 'log/functions.log')).catch(() => null));
  const { code } = await early.end('SIGTERM');
  equal(code, 0, early.stderr());
  ok(!early.lines.includes('ready'));
  const late = await startAndWait(t, { DATA_DIR: directory });
  equal((await late.end('SIGINT')).code, 0);
});

test('users of one’s own, at domains of one’s own', async (t) => {
  const directory = await folder(t);
  const file = join(directory, 'users.json');
  const users = [
    { email: 'Erika@acme.test', password: 'a word of hers', operator: true },
    { email: 'max@acme.test', password: 'another' },
  ];
  await writeFile(file, JSON.stringify(users));
  const environment = {
    DATA_DIR: join(directory, 'data'),
    USERS_FILE: file,
    ALIAS_DOMAINS: 'sicher.acme.test=acme.test',
  };
  const running = await startAndWait(t, environment);
  const text = running.lines.join('\n');
  match(text, /^ +erika@acme\.test +a word of hers +\(operator\)$/m);
  match(text, /^ +max@acme\.test +another$/m);
  ok(!text.includes('example.org'));
  const [arrives = ''] = readBanner(running.lines).commands;
  const pasted = await paste(arrives);
  const [alias, sent] = documents<{ address?: string; deliveries?: unknown[] }>(pasted.stdout);
  equal(alias?.address, 'max@sicher.acme.test', pasted.stdout + pasted.stderr);
  equal(sent?.deliveries?.length, 1);
  const unknown = await takeToken(environment.DATA_DIR);
  notEqual(unknown.code, 0);
  match(unknown.stderr, /erika@acme\.test, max@acme\.test/);
  equal((await running.end('SIGINT')).code, 0);
});

test('a token where nothing was ever started', async (t) => {
  const taken = await takeToken(await folder(t));
  notEqual(taken.code, 0);
  match(taken.stderr, /^No system is running.*npm start.*\n$/);
});
