/** Which hosts a policy names (RFC 8461 section 4.1). Pure. */
import type { StsPolicy } from './policy.ts';

/**
 * The pattern that names a host, or null where none does. `*.example.com` is for exactly one label more: for
 * mail.example.com, but neither for example.com nor for a.mail.example.com. Names are compared as A-labels
 * without regard to case.
 */
export function findMxPattern(policy: Pick<StsPolicy, 'mx'>, host: string): string | null {
  const name = (host.endsWith('.') ? host.slice(0, -1) : host).toLowerCase();
  const dot = name.indexOf('.');
  const wildcard = dot > 0 ? `*${name.slice(dot)}` : null;
  return (
    policy.mx.find((pattern) => {
      const wanted = pattern.toLowerCase();
      // A host name has no star in it: a pattern is never taken for one.
      return !name.includes('*') && (wanted === name || wanted === wildcard);
    }) ?? null
  );
}
