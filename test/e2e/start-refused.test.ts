/** What `npm start` says where it cannot start: one line for each thing that is wrong. */
import { deepEqual, equal, match, notEqual, ok } from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, test } from 'node:test';

import { ALICE } from './local-system.ts';
import { folder, FREE_PORTS, start } from './start-process.ts';

describe('what cannot be started says why, one line each, and ends', { concurrency: 2 }, () => {
  async function refused(
    environment: Readonly<Record<string, string>>,
    parameters: readonly string[] = [],
  ): Promise<string[]> {
    const attempt = start({ ...FREE_PORTS, ...environment }, parameters);
    const { code } = await attempt.ended;
    notEqual(code, 0);
    deepEqual(attempt.lines, []);
    return attempt.stderr().trimEnd().split('\n');
  }

  test('several unreadable variables at once: each named, with what is wrong and an example', async (t) => {
    const DATA_DIR = await folder(t);
    const wrong = {
      HTTPS_PORT: 'https',
      MX_PORT: '70000',
      LISTEN_ADDRESS: 'localhost',
      ALIAS_DOMAINS: 'secure.example.org',
      SMTP_PORT: '25',
      ALLOWED_NETWORKS: '127.0.0.0/40',
      HOME_DELIVERY: 'ftp://mail.example.org',
      RETRY_LIFETIME: 'a day',
      DELAY_NOTICE_AFTER: '-1m',
      RETRY_SCHEDULE: '15s,,0s',
      MAX_MESSAGE_SIZE: '25MB',
      DNS_TRUST: 'blindly',
    };
    const lines = await refused({ DATA_DIR, ...wrong });
    for (const [name, value] of Object.entries(wrong)) {
      if (name === 'SMTP_PORT') continue;
      const line = lines.find((each) => each.startsWith(`${name}: `)) ?? `no line for ${name}`;
      ok(line.includes(value.split(',').at(-1) ?? value), line);
      match(line, new RegExp(`for example ${name}=\\S`));
    }
    equal(lines.length, Object.keys(wrong).length - 1);
  });

  test('an unknown option', async (t) => {
    const lines = await refused({ DATA_DIR: await folder(t) }, ['--internt']);
    equal(lines.length, 1);
    match(lines[0] ?? '', /^--internt: .*--internet/);
  });

  test('a port that is taken, whichever it is, and two that are the same', async (t) => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const taken = String((server.address() as AddressInfo).port);
    for (const name of ['HTTPS_PORT', 'MX_PORT', 'SUBMISSIONS_PORT']) {
      const lines = await refused({ DATA_DIR: await folder(t), [name]: taken });
      equal(lines.length, 1, lines.join('\n'));
      match(lines[0] ?? '', new RegExp(`^${name}: .*${taken}.*for example ${name}=`));
    }
    server.close();
    await once(server, 'close');
    const lines = await refused({ DATA_DIR: await folder(t), MX_PORT: taken, SUBMISSION_PORT: taken });
    equal(lines.length, 1, lines.join('\n'));
    match(lines[0] ?? '', /^SUBMISSION_PORT: .*MX_PORT/);
  });

  test('files and folders that are not what they should be', async (t) => {
    const directory = await folder(t);
    const file = join(directory, 'file');
    await writeFile(file, 'neither JSON nor PEM');
    const data = join(directory, 'data');
    const rows: [environment: Record<string, string>, line: RegExp][] = [
      [{ DATA_DIR: file }, /^DATA_DIR: .*file/],
      [{ DATA_DIR: data, USERS_FILE: join(directory, 'none') }, /^USERS_FILE .*none: there is no such file/],
      [{ DATA_DIR: data, USERS_FILE: file }, /^USERS_FILE .*file: is not JSON; write for example/],
      [
        { DATA_DIR: data, HOME_DELIVERY: `smtp://127.0.0.1:25?ca=${directory}/none` },
        /^HOME_DELIVERY: .*none/,
      ],
      [
        { DATA_DIR: data, HOME_DELIVERY: `smtp://127.0.0.1:25?ca=${file}` },
        /^HOME_DELIVERY: .*no certificate/,
      ],
      [{ DATA_DIR: data, TRUSTED_PROXIES: 'all' }, /^TRUSTED_PROXIES: "all"/],
    ];
    for (const [environment, line] of rows) {
      const lines = await refused(environment);
      equal(lines.length, 1, lines.join('\n'));
      match(lines[0] ?? '', line);
    }
  });

  test('users that are no users: a line for each mistake', async (t) => {
    const directory = await folder(t);
    const file = join(directory, 'users.json');
    const users = [
      { email: 'alice', password: 'x' },
      { email: ALICE },
      { email: 'bob@example.org', password: 'x', admin: true },
    ];
    await writeFile(file, JSON.stringify(users));
    const lines = await refused({ DATA_DIR: join(directory, 'data'), USERS_FILE: file });
    equal(lines.length, 3, lines.join('\n'));
    for (const line of lines) match(line, /^USERS_FILE .*entry [123]/);
  });
});
