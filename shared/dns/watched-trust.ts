/**
 * A lookup that answers while a test of its servers passes. The test is made before the first answer and again and
 * again after: a resolver that stops validating must not be believed for as long as the process lives.
 */
import type { Looked, Lookup } from './lookup.ts';

/** How long a passed test stands, and how long a failed one, before the servers are tested again. */
const PASSED_MILLISECONDS = 10 * 60_000;
const FAULT_MILLISECONDS = 60_000;

/** Why the servers are not to be believed, or null. */
export type TestServers = () => Promise<string | null>;

/**
 * While the last test was a pass, nobody waits for the one that is running; else all do. `clock` in milliseconds.
 */
export function whileTrusted(
  trusting: Lookup,
  testServers: TestServers,
  clock: () => number = Date.now,
): Lookup {
  let last: { readonly fault: string | null; readonly until: number } | null = null;
  let testing: Promise<string | null> | null = null;

  const test = async (): Promise<string | null> => {
    let fault: string | null;
    try {
      fault = await testServers();
    } catch (error) {
      // Nobody may be waiting for this test: its own failure is a result like any other.
      fault = `the servers could not be tested: ${error instanceof Error ? error.message : String(error)}`;
    }
    last = { fault, until: clock() + (fault === null ? PASSED_MILLISECONDS : FAULT_MILLISECONDS) };
    testing = null;
    return fault;
  };

  const currentFault = async (): Promise<string | null> => {
    if (last === null || clock() >= last.until) testing ??= test();
    if (last?.fault === null || testing === null) return last?.fault ?? null;
    return testing;
  };

  return {
    lookup: async (name, type): Promise<Looked> => {
      const fault = await currentFault();
      return fault === null ? trusting.lookup(name, type) : { kind: 'own-fault', detail: fault };
    },
  };
}
