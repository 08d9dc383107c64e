/**
 * The environment of a process, read once at its start. Every problem is reported, not just the first: one
 * line per variable with what was wrong and an example of a right value.
 */
import type { Reader } from './values.ts';

export class EnvironmentProblems extends Error {
  readonly lines: readonly string[];

  constructor(lines: readonly string[]) {
    super(lines.join('\n'));
    this.name = 'EnvironmentProblems';
    this.lines = lines;
  }
}

export interface Variable<T> {
  readonly reader: Reader<T>;
  /** Used where the variable is absent or empty; without one the variable is required. */
  readonly fallback?: string;
}

export type Specification = Record<string, Variable<unknown>>;

export type Values<S extends Specification> = {
  readonly [Name in keyof S]: S[Name] extends Variable<infer T> ? T : never;
};

/** A required variable. */
export function required<T>(reader: Reader<T>): Variable<T> {
  return { reader };
}

/** A variable with a default, given as its text so that it is read by the same rule. */
export function withDefault<T>(reader: Reader<T>, fallback: string): Variable<T> {
  return { reader, fallback };
}

/**
 * Reads what a specification names. Throws `EnvironmentProblems` with a line for every variable that is
 * missing or unreadable.
 */
export function readEnvironment<S extends Specification>(
  specification: S,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Values<S> {
  const values: Record<string, unknown> = {};
  const lines: string[] = [];
  for (const [name, variable] of Object.entries(specification)) {
    const given = environment[name];
    const text = given === undefined || given === '' ? variable.fallback : given;
    if (text === undefined) {
      lines.push(`${name}: is not set; for example ${name}=${variable.reader.example}`);
      continue;
    }
    const reading = variable.reader.read(text);
    if ('problem' in reading) {
      lines.push(`${name}: ${reading.problem}; for example ${name}=${variable.reader.example}`);
    } else {
      values[name] = reading.value;
    }
  }
  if (lines.length > 0) throw new EnvironmentProblems(lines);
  return values as Values<S>;
}
