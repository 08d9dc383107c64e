import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { readIfThere, writeWhole } from '../whole-files.ts';

/**
 * The users of the local system, from USERS_FILE: `[{"email":"…","password":"…","operator":false}]`.
 *
 * Passwords stand there in plain words, because the banner shows them at every start: this is a sign-in
 * for one machine. The default file is `DATA_DIR/users.json`, made at the first start with random
 * passwords and readable by its owner only.
 */

export interface User {
  /** The home address, in lower case. */
  readonly email: string;
  readonly password: string;
  readonly operator: boolean;
  /** The `sub` of tokens: stable for one address, and not the address itself, as with Cognito. */
  readonly subject: string;
}

/** What is wrong with USERS_FILE, one line per problem, each with what to write instead. */
export class UsersFileError extends Error {
  override name = 'UsersFileError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const example = '[{"email":"alice@example.org","password":"…","operator":false}]';
const entrySchema = z.strictObject({
  email: z.email('is not an address; write for example "alice@example.org"'),
  password: z.string('is missing or no text; write "password":"…"').min(1, 'is empty; write "password":"…"'),
  operator: z.boolean('must be true or false').default(false),
});

/** Where the users are read from when USERS_FILE is not set. */
export function defaultUsersFile(dataDirectory: string): string {
  return join(dataDirectory, 'users.json');
}

/**
 * Reads the users; without `usersFile` from the default file, which is made if it is not there.
 * Throws `UsersFileError` if the file cannot be used.
 */
export async function loadUsers(options: {
  readonly dataDirectory: string;
  readonly usersFile?: string | undefined;
}): Promise<readonly User[]> {
  const file = options.usersFile ?? defaultUsersFile(options.dataDirectory);
  const text = await readUsersFile(file);
  if (text !== null) return parseUsers(text, file);
  if (options.usersFile) throw new UsersFileError([`USERS_FILE ${file}: there is no such file`]);
  await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 });
  const demo = ['alice@example.org', 'bob@example.org', 'operator@example.org'].map((email) => ({
    email,
    password: randomBytes(9).toString('base64url'),
    operator: email.startsWith('operator@'),
  }));
  const made = `${JSON.stringify(demo, null, 2)}\n`;
  await writeWhole(file, made);
  return parseUsers(made, file);
}

async function readUsersFile(file: string): Promise<string | null> {
  try {
    return await readIfThere(file);
  } catch {
    throw new UsersFileError([`USERS_FILE ${file}: cannot be read; is it a file, and may you read it?`]);
  }
}

/** Reads the text of a users file. Throws `UsersFileError` with all problems found. */
export function parseUsers(text: string, file: string): readonly User[] {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw new UsersFileError([`USERS_FILE ${file}: is not JSON; write for example ${example}`]);
  }
  if (!Array.isArray(content) || content.length === 0)
    throw new UsersFileError([`USERS_FILE ${file}: needs a list of users; write for example ${example}`]);
  const problems: string[] = [];
  const users = new Map<string, User>();
  for (const [index, entry] of (content as unknown[]).entries()) {
    const where = `USERS_FILE ${file}: entry ${index + 1}${nameOf(entry)}`;
    const parsed = entrySchema.safeParse(entry);
    if (!parsed.success) {
      problems.push(...parsed.error.issues.map((issue) => `${where}: ${describe(issue)}`));
      continue;
    }
    const email = parsed.data.email.toLowerCase();
    if (users.has(email)) problems.push(`${where}: is there twice; remove one`);
    users.set(email, { ...parsed.data, email, subject: subjectOf(email) });
  }
  if (problems.length > 0) throw new UsersFileError(problems);
  return [...users.values()];
}

function nameOf(entry: unknown): string {
  const email = typeof entry === 'object' && entry !== null && 'email' in entry ? entry.email : undefined;
  return typeof email === 'string' ? ` (${email})` : '';
}

function describe(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys')
    return `${issue.keys.join(', ')}: unknown; known are email, password, operator`;
  const field = issue.path.join('.');
  return field ? `${field} ${issue.message}` : `is not a user; write for example ${example}`;
}

function subjectOf(email: string): string {
  const hex = createHash('sha256').update(`secure-alias user ${email}`).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

/** Finds who signs in with this address and password; takes as long for unknown users as for known ones. */
export function findByPassword(users: readonly User[], email: string, password: string): User | undefined {
  const user = users.find((each) => each.email === email.trim().toLowerCase());
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const matches = timingSafeEqual(digest(password), digest(user?.password ?? ''));
  return matches ? user : undefined;
}
