/**
 * `npm run token -- alice@example.org`: an access token for the running local system on stdout, alone on its
 * line, so that scripts can use it.
 */
import { resolve } from 'node:path';

import { findRunning } from './running.ts';
import { mintAccessToken } from './sign-in/access-token.ts';
import { UsersFileError } from './sign-in/users.ts';

function fail(message: string): never {
  console.error(message);
  process.exit(1);
}

const [email, ...rest] = process.argv.slice(2);
if (email === undefined || rest.length > 0) fail('Usage: npm run token -- alice@example.org');
const dataDirectory = resolve(process.env['DATA_DIR'] ?? '.data');
const running = await findRunning(dataDirectory);
if (running === null)
  fail(`No system is running on ${dataDirectory}: start it with npm start (or set DATA_DIR).`);
try {
  const minted = await mintAccessToken({
    dataDirectory,
    email,
    issuer: running.issuer,
    ...(running.usersFile === null ? {} : { usersFile: running.usersFile }),
  });
  if (minted.kind !== 'token') fail(minted.message);
  console.log(minted.token);
} catch (error) {
  if (error instanceof UsersFileError) fail(error.message);
  throw error;
}
