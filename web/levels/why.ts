/** From the verdict of a check to the sentence that the notice would say. Pure. */
import { whyOfEnd } from '../../shared/mail/words/recipient-why.ts';
import type { Why } from '../../shared/mail/words/words.ts';
import type { components } from '../api/schema.d.ts';
import type { Level } from './kinds.ts';

type Check = components['schemas']['Check'];

/** What would make mail come back; null where nothing would. */
export function whyOf(check: Pick<Check, 'levels' | 'hosts'>, level: Level): Why | null {
  return check.levels[level].verdict === 'policy' ? whyUnmet(check, level) : null;
}

/** What stands in the way, be it for now only; null where nothing does, or no reason has a name. */
export function whyUnmet({ levels, hosts }: Pick<Check, 'levels' | 'hosts'>, level: Level): Why | null {
  const { verdict, reason, status = null, detail } = levels[level];
  if (verdict === 'met' || reason === null) return null;
  return whyOfEnd({ reason, status, detail, encrypted: hosts.some(({ tls }) => tls !== null), tried: 0 });
}
