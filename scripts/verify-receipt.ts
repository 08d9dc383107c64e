/**
 * `npm run verify-receipt -- FILE --keys FILE|URL`: whether a receipt was signed with one of the keys, and what it
 * says then. Exit code 0: it was; 1: it was not, or the document shows something else than what was signed; 2: the
 * command was not called as it must be, or a file could not be read. Nothing is fetched but a URL that is named.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { text as readStream } from 'node:stream/consumers';

import { examineReceipt } from './verify-receipt/examine.ts';
import { CallMistake, readParameters, USAGE } from './verify-receipt/parameters.ts';

/** npm changes to the root of the package; files are named from where it was called. */
function readFile(path: string): Buffer {
  const whole = resolve(process.env['INIT_CWD'] ?? '.', path);
  try {
    return readFileSync(whole);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new CallMistake(`${whole} cannot be read (${code})`);
  }
}

async function fetchText(url: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(15_000), redirect: 'error' });
    if (!response.ok) throw new CallMistake(`${url} answered ${response.status}`);
    return await response.text();
  } catch (error) {
    if (error instanceof CallMistake) throw error;
    const cause =
      error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new CallMistake(`${url} could not be fetched: ${cause}`);
  }
}

function parse(text: string, from: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new CallMistake(`${from} is not JSON; a key set looks like {"keys":[…]}`);
  }
}

try {
  const parameters = readParameters(process.argv.slice(2));
  if (parameters === 'help') {
    for (const line of USAGE) console.log(line);
    process.exit(0);
  }
  const { file, keys, message, language } = parameters;
  const document = file === '-' ? await readStream(process.stdin) : readFile(file).toString('utf8');
  const isUrl = /^https?:\/\//i.test(keys);
  const keyText = isUrl ? await fetchText(keys) : readFile(keys).toString('utf8');
  const examination = await examineReceipt({
    document,
    keySet: parse(keyText, keys),
    keysFrom: { name: keys, isUrl },
    message: message === null ? null : readFile(message),
    language,
  });
  for (const line of examination.lines) console.log(line);
  process.exitCode = examination.holds ? 0 : 1;
} catch (error) {
  if (!(error instanceof CallMistake)) throw error;
  for (const line of [error.message, ...USAGE]) console.error(line);
  process.exitCode = 2;
}
