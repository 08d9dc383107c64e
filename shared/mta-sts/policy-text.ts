/**
 * The policy file (RFC 8461 section 3.2), lines of `key: value`:
 *
 *     version: STSv1
 *     mode: enforce
 *     mx: mail.example.com
 *     mx: *.example.net
 *     max_age: 604800
 *
 * Of a key that comes twice the first one counts, except `mx`; unknown keys are for later versions. A file
 * with a mistake is no policy at all: half of one could name fewer hosts than were meant. Pure.
 */
import type { StsPolicy } from './policy.ts';

/** Octets; section 3.3 recommends a limit and names this one. */
export const LARGEST_POLICY = 64 * 1024;
/** Seconds, a year: the most that a policy may ask to be remembered. */
export const LONGEST_MAX_AGE = 31_557_600;
/** More patterns than anybody has mail servers for. */
const MOST_PATTERNS = 100;

export type ReadPolicy =
  | { readonly kind: 'policy'; readonly policy: StsPolicy }
  | { readonly kind: 'invalid'; readonly detail: string };

const FIELD = /^([A-Za-z0-9][A-Za-z0-9_.-]{0,31}):(.*)$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const MODES = ['enforce', 'testing', 'none'] as const;

const invalid = (detail: string): ReadPolicy => ({ kind: 'invalid', detail });

/** A pattern in the form that is compared: lower-case A-labels, perhaps after a whole first label `*`. */
function readPattern(text: string): string | null {
  const pattern = text.toLowerCase();
  const host = pattern.startsWith('*.') ? pattern.slice(2) : pattern;
  return host.length <= 253 && host.split('.').every((label) => LABEL.test(label)) ? pattern : null;
}

interface Fields {
  readonly single: ReadonlyMap<string, string>;
  readonly mx: readonly string[];
}

function readFields(text: string): Fields | null {
  const single = new Map<string, string>();
  const mx: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    // Beyond the grammar, but common: an empty line at the end or between.
    if (line.trim() === '') continue;
    const [, key, value] = FIELD.exec(line) ?? [];
    if (key === undefined || value === undefined) return null;
    if (key === 'mx') mx.push(value.trim());
    else if (!single.has(key)) single.set(key, value.trim());
  }
  return { single, mx };
}

/** Takes the file as it was fetched, and the identifier of the record that announced it. */
export function readPolicyText(text: string, id: string): ReadPolicy {
  if (Buffer.byteLength(text) > LARGEST_POLICY) return invalid('the policy is too large');
  const fields = readFields(text);
  if (fields === null) return invalid('the policy has a line that is not "key: value"');
  const { single } = fields;
  if (single.get('version') !== 'STSv1') return invalid('the policy does not say "version: STSv1"');
  const mode = MODES.find((word) => word === single.get('mode'));
  if (mode === undefined) return invalid('the policy has no mode that we know');
  const age = single.get('max_age') ?? '';
  const maxAge = Number(age);
  if (!/^[0-9]{1,10}$/.test(age) || maxAge > LONGEST_MAX_AGE) {
    return invalid(`the policy has no max_age from 0 to ${LONGEST_MAX_AGE}`);
  }
  if (fields.mx.length > MOST_PATTERNS) return invalid('the policy names too many mail servers');
  const mx = fields.mx.map(readPattern).filter((pattern) => pattern !== null);
  if (mx.length < fields.mx.length) return invalid('the policy names a mail server that is no host name');
  if (mx.length === 0 && mode !== 'none') return invalid('the policy names no mail server');
  return { kind: 'policy', policy: { id, mode, mx, maxAge } };
}

/** The lines of a policy, as TLS reports quote it (RFC 8460 section 4.4, `policy-string`). */
export function policyLines({ mode, mx, maxAge }: StsPolicy): string[] {
  return ['version: STSv1', `mode: ${mode}`, ...mx.map((host) => `mx: ${host}`), `max_age: ${maxAge}`];
}
