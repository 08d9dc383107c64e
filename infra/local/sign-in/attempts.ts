/**
 * Counts wrong passwords, and closes the door for a while to whoever has had too many: per account and
 * address of the client together, so that nobody can lock somebody else out. In memory only.
 */
export interface Attempts {
  /** Seconds until the next try is allowed; 0 if it is allowed now. */
  wait(email: string, address: string): number;
  failed(email: string, address: string): void;
}

const allowed = 5;
const period = 60_000;
/** Names are made up by whoever tries, so the oldest are forgotten beyond this many. */
const remembered = 10_000;

/** Starts to count. `now` gives milliseconds. */
export function countAttempts(now: () => number = Date.now): Attempts {
  const failures = new Map<string, number[]>();
  const keyOf = (email: string, address: string) => `${address} ${email.trim().toLowerCase()}`;
  const recent = (key: string) => (failures.get(key) ?? []).filter((time) => time > now() - period);
  return {
    wait: (email, address) => {
      const times = recent(keyOf(email, address));
      const [oldest = 0] = times.slice(-allowed);
      return times.length < allowed ? 0 : Math.ceil((oldest + period - now()) / 1000);
    },
    failed: (email, address) => {
      const key = keyOf(email, address);
      const times = [...recent(key), now()];
      failures.delete(key);
      failures.set(key, times);
      const [first] = failures.keys();
      if (failures.size > remembered && first !== undefined) failures.delete(first);
    },
  };
}
