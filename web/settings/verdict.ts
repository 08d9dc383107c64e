/** Which sentence explains a verdict of a check, from what was seen: in the words of the notices where they have any. Pure. */
import type { Why } from '../../shared/mail/words/words.ts';
import type { components } from '../api/schema.d.ts';
import type { Level } from '../levels/kinds.ts';
import { whyUnmet } from '../levels/why.ts';

export type Check = components['schemas']['Check'];

export type Explanation =
  /** `inside`: mail between our own users, which never leaves the house. */
  | { readonly kind: 'inside' | 'encrypted' | 'proven' | 'checked' | 'later' | 'other' }
  | { readonly kind: 'unmet'; readonly why: Why };

/** Under one level: what vouches for the server, or what stands in the way. */
export function explain(level: Level, check: Check): Explanation {
  const { verdict } = check.levels[level];
  if (verdict === 'met') {
    if (check.hosts.length === 0) return { kind: 'inside' };
    if (level === 'verify') return { kind: 'checked' };
    return { kind: check.hosts.some(({ dane }) => dane) ? 'proven' : 'encrypted' };
  }
  const why = whyUnmet(check, level);
  if (why !== null) return { kind: 'unmet', why };
  return { kind: verdict === 'temporary' ? 'later' : 'other' };
}
