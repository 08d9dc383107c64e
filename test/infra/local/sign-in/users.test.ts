import { deepEqual, equal, ok, rejects, throws } from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { countAttempts } from '../../../../infra/local/sign-in/attempts.ts';
import { languageOf } from '../../../../infra/local/sign-in/pages.ts';
import { mayReturnTo } from '../../../../infra/local/sign-in/redirects.ts';
import {
  findByPassword,
  loadUsers,
  parseUsers,
  UsersFileError,
} from '../../../../infra/local/sign-in/users.ts';

const alice = '{"email":"alice@example.org","password":"long enough"}';
const bad: [text: string, problems: RegExp[]][] = [
  ['not json', [/^USERS_FILE u: is not JSON; write for example \[/]],
  ['{}', [/needs a list of users; write for example/]],
  ['[]', [/needs a list of users/]],
  ['[7]', [/entry 1: is not a user; write for example/]],
  ['[{"email":"alice","password":"long enough"}]', [/entry 1 \(alice\): email is not an address; write/]],
  ['[{"email":"a@b.org"}]', [/entry 1 \(a@b\.org\): password is missing or no text; write/]],
  ['[{"email":"a@b.org","password":""}]', [/password is empty/]],
  [
    `[${alice},{"email":"b@b.org","password":"long enough","operator":"yes"}]`,
    [/entry 2 \(b@b\.org\): operator must be/],
  ],
  [
    '[{"email":"a@b.org","password":"long enough","admin":true}]',
    [/admin: unknown; known are email, password/],
  ],
  [`[${alice},${alice.replace('alice', 'Alice')}]`, [/entry 2 \(Alice@example\.org\): is there twice/]],
  ['[{"email":"x"},7]', [/entry 1 \(x\): email/, /entry 1 \(x\): password/, /entry 2: is not a user/]],
];
for (const [text, problems] of bad)
  test(`USERS_FILE ${text} is refused with one line per problem`, () => {
    throws(
      () => parseUsers(text, 'u'),
      (error) => {
        ok(error instanceof UsersFileError);
        equal(error.problems.length, problems.length, error.message);
        for (const [index, expected] of problems.entries()) {
          const line = error.problems[index] ?? '';
          ok(expected.test(line) && !line.includes('\n'), line);
        }
        return true;
      },
    );
  });

test('users are read with addresses in lower case and subjects that do not change', () => {
  const [user] = parseUsers('[{"email":"Alice@Example.org","password":"long enough"}]', 'u');
  equal(user?.email, 'alice@example.org');
  equal(user.operator, false);
  equal(user.subject, parseUsers(`[${alice}]`, 'u')[0]?.subject);
});

test('the first start makes three users and the next one keeps them', async (t) => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'users-'));
  t.after(() => rm(dataDirectory, { recursive: true }));
  const first = await loadUsers({ dataDirectory });
  deepEqual(
    first.map(({ email, operator }) => [email, operator]),
    [
      ['alice@example.org', false],
      ['bob@example.org', false],
      ['operator@example.org', true],
    ],
  );
  equal(new Set(first.map(({ password }) => password)).size, 3);
  deepEqual(await loadUsers({ dataDirectory }), first);
  await rejects(
    loadUsers({ dataDirectory, usersFile: join(dataDirectory, 'none') }),
    /there is no such file/,
  );
  await rejects(loadUsers({ dataDirectory, usersFile: dataDirectory }), /cannot be read/);
});

test('a password fits its own user only', () => {
  const users = parseUsers(`[${alice}]`, 'u');
  equal(findByPassword(users, ' ALICE@example.org', 'long enough')?.email, 'alice@example.org');
  equal(findByPassword(users, 'alice@example.org', 'Long enough'), undefined);
  equal(findByPassword(users, 'bob@example.org', 'long enough'), undefined);
  equal(findByPassword(users, 'bob@example.org', ''), undefined);
});

test('five wrong passwords a minute, counted per account and address', () => {
  let time = 0;
  const attempts = countAttempts(() => time);
  for (; time < 5000; time += 1000) {
    equal(attempts.wait('a@b.org', '127.0.0.1'), 0);
    attempts.failed('a@b.org', '127.0.0.1');
  }
  equal(attempts.wait('A@b.org ', '127.0.0.1'), 55);
  equal(attempts.wait('a@b.org', '127.0.0.2'), 0);
  equal(attempts.wait('c@b.org', '127.0.0.1'), 0);
  time = 60_000;
  equal(attempts.wait('a@b.org', '127.0.0.1'), 0);
});

const origin = 'https://localhost:8443';
const returns: [uri: string, allowed: boolean, why: string][] = [
  [`${origin}/`, true, 'our own page'],
  [`${origin}/settings?x=1`, true, 'our own page'],
  [`${origin}/oidc/auth`, false, 'the sign-in itself'],
  ['http://localhost:1234/cb', true, 'a program on this machine'],
  ['http://127.0.0.1/cb', true, 'a program on this machine'],
  ['http://[::1]:9/cb', true, 'a program on this machine'],
  ['https://localhost:9/', false, 'another origin'],
  ['http://localhost.evil.example/', false, 'a foreign name'],
  ['https://localhost:8443@evil.example/', false, 'a foreign name behind @'],
  ['http://user@localhost/', false, 'a name before @'],
  [`${origin}/#x`, false, 'a fragment'],
  ['javascript:alert(1)', false, 'no address of a page'],
  ['not a url', false, 'no address'],
];
for (const [uri, allowed, why] of returns)
  test(`returning to ${uri}: ${allowed ? 'allowed' : 'refused'} (${why})`, () => {
    equal(mayReturnTo(uri, origin), allowed);
  });

const languages: [wish: string | undefined, language: string][] = [
  [undefined, 'en'],
  ['', 'en'],
  ['de', 'de'],
  ['de-CH, en;q=0.8', 'de'],
  ['en-GB, de;q=0.8', 'en'],
  ['fr, de;q=0.5', 'de'],
  ['de;q=0, *', 'en'],
];
for (const [wish, language] of languages)
  test(`Accept-Language ${String(wish)}: ${language}`, () => {
    equal(languageOf(wish), language);
  });

test('the default users file is read as USERS_FILE is', async (t) => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'users-'));
  t.after(() => rm(dataDirectory, { recursive: true }));
  const users = await loadUsers({ dataDirectory });
  deepEqual(await loadUsers({ dataDirectory, usersFile: join(dataDirectory, 'users.json') }), users);
});
