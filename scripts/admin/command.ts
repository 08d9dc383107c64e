/** What an operator's command is made of; each one has a file of its own in this folder. */
import type { CallApi } from './operator-api.ts';

/** What a command works with. */
export interface Desk {
  /** Signs in when first asked for; throws `CommandFailure` where there is nothing to sign in to. */
  readonly api: () => Promise<CallApi>;
  readonly print: (line: string) => void;
  /** Reads a file that the operator named, relative to where npm was called. Throws `CommandFailure`. */
  readonly readFile: (path: string) => string;
  readonly now: Date;
}

export interface Command {
  /** One or two words. */
  readonly name: string;
  /** What follows the name. */
  readonly usage: string;
  readonly purpose: string;
  /** Throws `UsageError` or `CommandFailure` for what an operator can mend. */
  run(parameters: readonly string[], desk: Desk): Promise<void>;
}

/** The command was not called as it must be: exit code 2, and its usage is shown. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/** The command could not do what was asked: exit code 1. The message is for the operator. */
export class CommandFailure extends Error {
  override name = 'CommandFailure';
}
