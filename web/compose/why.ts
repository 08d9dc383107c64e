/** From the verdict of a check to the sentence that the notice would say. Pure. */
import { whyOfEnd } from '../../shared/mail/words/recipient-why.ts';
import type { Why } from '../../shared/mail/words/words.ts';
import type { components } from '../api/schema.d.ts';
import type { Level } from '../levels/kinds.ts';

type Check = components['schemas']['Check'];

/** Null where nothing would come back. */
export function whyOf({ levels, hosts }: Check, level: Level): Why | null {
  const { verdict, reason, status = null, detail } = levels[level];
  if (verdict !== 'policy' || reason === null) return null;
  return whyOfEnd({ reason, status, detail, encrypted: hosts.some(({ tls }) => tls !== null), tried: 0 });
}
