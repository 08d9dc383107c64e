/** Parameters of a command line: node:util's parseArgs with mistakes as `UsageError`, and what needs reading. */
import { parseArgs, type ParseArgsConfig } from 'node:util';

import { parseDomain, type Domain } from '../../shared/address/domain.ts';
import { TRUST_KINDS, type TrustKind } from '../../shared/tls/trust.ts';
import { UsageError } from './command.ts';

type Options = NonNullable<ParseArgsConfig['options']>;
type Parsed<O extends Options> = ReturnType<
  typeof parseArgs<{ args: string[]; options: O; allowPositionals: true; strict: true }>
>;

/** Takes options and positionals apart. Throws `UsageError` for anything unknown. */
export function parseParameters<const O extends Options>(
  parameters: readonly string[],
  options: O,
): Parsed<O> {
  try {
    return parseArgs({ args: [...parameters], options, allowPositionals: true, strict: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

/** The one positional that a command takes. */
export function onlyPositional(positionals: readonly string[], what: string): string {
  const [first, second] = positionals;
  if (first === undefined) throw new UsageError(`${what} is missing`);
  if (second !== undefined) throw new UsageError(`"${second}" is too much: only ${what} is expected`);
  return first;
}

export function domainFrom(text: string): Domain {
  const domain = parseDomain(text);
  if (domain === null) throw new UsageError(`"${text}" is not a mail domain such as bank.example`);
  return domain;
}

export function kindFrom(text: string): TrustKind {
  const kind = TRUST_KINDS.find((name) => name === text);
  if (kind === undefined) throw new UsageError(`--kind "${text}" is not one of ${TRUST_KINDS.join(', ')}`);
  return kind;
}

/** A day lasts until its last second in UTC. */
export function endFrom(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const date = new Date(isDay ? `${text}T23:59:59Z` : text);
  const isTime = isDay || /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(text);
  // Date takes 30 February for 2 March.
  const isReal = !Number.isNaN(date.getTime()) && (!isDay || date.toISOString().startsWith(text));
  if (isTime && isReal) return date.toISOString();
  throw new UsageError(`--until "${text}" is no date such as 2027-01-31 or 2027-01-31T12:00:00Z`);
}
