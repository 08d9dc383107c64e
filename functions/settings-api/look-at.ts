/** How this function looks at other providers' mail servers, for the preview of the trust store. */
import type { LookAt } from '../../shared/next-hop/presented.ts';

/** Makes the look from the function's environment. */
export function createLookAt(): LookAt {
  return () => Promise.reject(new Error('not wired'));
}
