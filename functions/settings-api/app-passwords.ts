/** Passwords for mail programs, which cannot sign in any other way: made here, shown once, ended here. */
import { AppPasswords, CreatedAppPassword } from './answers.ts';
import { notFound, problem } from './problem.ts';
import { noContent, reply, route } from './route.ts';
import { NewAppPassword } from './schemas.ts';
import { say } from './words/say.ts';

/** Keeps the list one that a person can oversee. Two requests at the same moment may pass it by one. */
export const MAX_APP_PASSWORDS = 20;

export const postAppPassword = route(
  'POST',
  '/v1/app-passwords',
  {
    summary: 'Make a password for one mail program',
    access: 'user',
    body: NewAppPassword,
    answer: { status: 201, schema: CreatedAppPassword },
    problems: ['too-many-app-passwords'],
  },
  async ({ user, body }, { appPasswords }) => {
    const existing = await appPasswords.list(user.home);
    if (existing.length >= MAX_APP_PASSWORDS) {
      return problem(
        'too-many-app-passwords',
        say('You have {count} app passwords. Remove one that you no longer use.', { count: existing.length }),
      );
    }
    const { appPassword, password } = await appPasswords.create(user.home, body.name);
    const { id, name, createdAt } = appPassword;
    return reply({ id, name, password, createdAt });
  },
);

export const getAppPasswords = route(
  'GET',
  '/v1/app-passwords',
  { summary: 'Your app passwords', access: 'user', answer: { status: 200, schema: AppPasswords } },
  async ({ user }, { appPasswords }) => {
    const items = await appPasswords.list(user.home);
    return reply({
      items: items.map(({ id, name, createdAt, lastUsedAt }) => ({ id, name, createdAt, lastUsedAt })),
    });
  },
);

export const deleteAppPassword = route(
  'DELETE',
  '/v1/app-passwords/{id}',
  {
    summary: 'End an app password; the mail program that uses it can no longer send',
    access: 'user',
    answer: { status: 204, empty: true },
    problems: ['not-found'],
  },
  async ({ user, parameters }, { appPasswords }) =>
    (await appPasswords.remove(user.home, parameters.id)) ? noContent() : notFound(),
);
