/** How the verifying command is called. */
import { parseArgs } from 'node:util';

export const USAGE = [
  'Usage:',
  '  npm run verify-receipt -- FILE --keys FILE|URL [--message FILE] [--language en|de]',
  '      FILE is a receipt as HTML, as JSON or as a bare JWS; - reads it from the standard input.',
  '      --keys     the public keys of the issuer: a file, or the URL to fetch them from, /v1/evidence-keys',
  '      --message  a message as a file (.eml): whether it is the one that the receipt is about',
];

/** The command was not called as it must be, or a file that it names could not be had. */
export class CallMistake extends Error {}

export interface Parameters {
  readonly file: string;
  readonly keys: string;
  readonly message: string | null;
  readonly language: 'en' | 'de';
}

function parse(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      allowPositionals: true,
      options: {
        keys: { type: 'string' },
        message: { type: 'string' },
        language: { type: 'string', default: 'en' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
  } catch (error) {
    throw new CallMistake(error instanceof Error ? (error.message.split('. ', 1)[0] ?? '') : String(error));
  }
}

/** Throws `CallMistake` with a sentence where something is missing or unknown. */
export function readParameters(given: readonly string[]): Parameters | 'help' {
  const { positionals, values } = parse(given);
  if (values.help) return 'help';
  const [file, ...more] = positionals;
  const { keys, message, language } = values;
  if (file === undefined || more.length > 0) throw new CallMistake('Name one receipt.');
  if (keys === undefined) {
    throw new CallMistake(
      '--keys is missing: the issuer’s public keys, without which nothing can be verified',
    );
  }
  if (language !== 'en' && language !== 'de')
    throw new CallMistake(`--language: "${language}" is neither en nor de`);
  return { file, keys, message: message ?? null, language };
}
