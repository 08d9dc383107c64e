/** How the watch looks at other providers' mail servers. */
import type { LookAt } from '../../shared/next-hop/presented.ts';

/** Makes the look from the function's environment. */
export function createLookAt(): LookAt {
  return () => Promise.reject(new Error('not wired'));
}
