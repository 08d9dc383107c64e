/**
 * `npm run admin -- COMMAND`: the operator's commands. Exit code 0: done; 1: it could not be done, and the last
 * line says why; 2: it was not called as it must be.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { CommandFailure, UsageError, type Command } from './admin/command.ts';
import { dkim } from './admin/dkim.ts';
import { signIn } from './admin/operator-api.ts';
import { trustAdd } from './admin/trust-add.ts';
import { trustImport } from './admin/trust-import.ts';
import { trustList } from './admin/trust-list.ts';
import { trustPreview } from './admin/trust-preview.ts';
import { trustRemove } from './admin/trust-remove.ts';

const commands: readonly Command[] = [dkim, trustList, trustPreview, trustAdd, trustRemove, trustImport];

function usageLines(some: readonly Command[]): string[] {
  return some.flatMap(({ name, usage, purpose }) => [
    `  npm run admin -- ${`${name} ${usage}`.trim()}`,
    `      ${purpose}`,
  ]);
}

/** npm changes to the root of the package; files are named from where it was called. */
function readFile(path: string): string {
  const whole = resolve(process.env['INIT_CWD'] ?? '.', path);
  try {
    return readFileSync(whole, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CommandFailure(`${whole} cannot be read (${code})`);
  }
}

const given = process.argv.slice(2);
const command = commands.find(({ name }) => name.split(' ').every((word, at) => given[at] === word));
const wantsHelp = given.includes('--help') || given.includes('-h');
if (command === undefined || wantsHelp) {
  const lines = ['Usage:', ...usageLines(command === undefined ? commands : [command])];
  for (const line of lines) (wantsHelp ? console.log : console.error)(line);
  process.exit(wantsHelp ? 0 : 2);
}
try {
  await command.run(given.slice(command.name.split(' ').length), {
    api: () => signIn(),
    print: (line) => {
      console.log(line);
    },
    readFile,
    now: new Date(),
  });
} catch (error) {
  if (error instanceof UsageError) {
    for (const line of [error.message, 'Usage:', ...usageLines([command])]) console.error(line);
    process.exit(2);
  }
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
