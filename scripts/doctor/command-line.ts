/**
 * What `npm run doctor` was asked: a configuration of the CDK app, or names of hosts; and, from the environment,
 * the resolvers to ask and where the DKIM keys are. Mistakes are lines, one each.
 */
import { parseArgs } from 'node:util';

import { readConfiguration } from '../../infra/aws/config.ts';
import { parseDomain, type Domain } from '../../shared/address/domain.ts';
import { deploymentNamed, deploymentOf, type Deployment, type SigningKey } from './deployment.ts';

export const USAGE = [
  'Usage:',
  '  npm run doctor -- [--config FILE] [--json]',
  '      checks what secure-alias.config.json (or FILE) describes',
  '  npm run doctor -- --alias DOMAIN [--alias DOMAIN …] --host HOST [--sending-host HOST] [--json]',
  '      checks a machine of your own',
];

export interface CommandLine {
  readonly json: boolean;
  readonly help: boolean;
  readonly subject:
    | { readonly kind: 'file'; readonly file: string }
    | {
        readonly kind: 'names';
        readonly aliases: readonly Domain[];
        readonly receiving: Domain;
        readonly sending: Domain;
      };
}

export type Read<T> = { readonly value: T } | { readonly mistakes: readonly string[] };

/** Takes what follows the command. */
export function readCommandLine(parameters: readonly string[]): Read<CommandLine> {
  let values;
  try {
    ({ values } = parseArgs({
      args: [...parameters],
      options: {
        config: { type: 'string' },
        alias: { type: 'string', multiple: true },
        host: { type: 'string' },
        'sending-host': { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    return { mistakes: [error instanceof Error ? error.message : String(error), ...USAGE] };
  }
  const { json, help, config, alias = [], host, 'sending-host': sendingHost } = values;
  const named = alias.length > 0 || host !== undefined || sendingHost !== undefined;
  if (!named)
    return { value: { json, help, subject: { kind: 'file', file: config ?? 'secure-alias.config.json' } } };
  const mistakes: string[] = [];
  if (config !== undefined)
    mistakes.push('--config: names a file, and --alias and --host hosts; take one or the other');
  const read = (option: string, text: string | undefined): Domain | null => {
    const domain = text === undefined ? null : parseDomain(text);
    if (domain === null)
      mistakes.push(
        text === undefined
          ? `${option}: is missing`
          : `${option}: "${text}" is not a domain; for example "mx.secure.example.org"`,
      );
    return domain;
  };
  const aliases = (alias.length === 0 ? [undefined] : alias).map((text) => read('--alias', text));
  const receiving = read('--host', host);
  const sending = sendingHost === undefined ? receiving : read('--sending-host', sendingHost);
  if (mistakes.length > 0 || receiving === null || sending === null) return { mistakes };
  const known = aliases.filter((one) => one !== null);
  return { value: { json, help, subject: { kind: 'names', aliases: known, receiving, sending } } };
}

/** `readFile` throws where the file cannot be read; its message is shown. */
export function readDeployment(
  { subject }: CommandLine,
  keys: readonly SigningKey[] | null,
  readFile: (file: string) => string,
): Read<Deployment> {
  if (subject.kind === 'names')
    return { value: deploymentNamed(subject.aliases, subject.receiving, subject.sending, keys) };
  let json: unknown;
  try {
    json = JSON.parse(readFile(subject.file));
  } catch (error) {
    return {
      mistakes: [
        `${subject.file}: cannot be read as JSON (${error instanceof Error ? error.message : String(error)})`,
      ],
    };
  }
  const reading = readConfiguration(json);
  return reading.kind === 'mistakes'
    ? { mistakes: reading.lines.map((line) => `${subject.file}: ${line}`) }
    : { value: deploymentOf(reading.configuration, keys) };
}
