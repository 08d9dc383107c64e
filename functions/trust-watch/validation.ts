/**
 * Whether DNSSEC validation works at all: the keys of the root are asked for through the resolvers in use and must be
 * proven from our trust anchors, as every other answer is in the end. Signatures that are stripped on the way, a root
 * key that we do not know, a clock that is wrong, resolvers that do not answer: all of them show here first.
 *
 * Asked anew each time, with nothing remembered: an answer of an hour ago proves nothing now.
 */
import type { Lookup } from '../../shared/dns/lookup.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';

export type Validation = { readonly kind: 'proven' } | { readonly kind: 'unproven'; readonly detail: string };

export async function checkValidation(lookup: Lookup): Promise<Validation> {
  const looked = await lookup.lookup('.', 'DNSKEY');
  if (looked.kind !== 'secure') return { kind: 'unproven', detail: looked.detail };
  if (looked.found !== 'records') return { kind: 'unproven', detail: 'the root is said to have no keys' };
  return { kind: 'proven' };
}

/** Counts what was found; an alarm stands on it. */
export function reportValidation(validation: Validation, observer: Observer): void {
  observer.count(METRICS.dnssecValidates, validation.kind === 'proven' ? 1 : 0);
  if (validation.kind === 'unproven')
    observer.warn('the keys of the DNS root are not proven', { why: validation.detail });
}
