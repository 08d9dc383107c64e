/** SPF (RFC 7208) of an alias domain and of the name in EHLO, as a receiver would evaluate it. Pure. */
import type { RecordsFor } from './deployment.ts';
import type { Look } from './dns.ts';
import { about, type Finding } from './finding.ts';

/** What a receiver makes of the record for one address that mail leaves from. */
export interface SpfEvaluation {
  readonly address: string;
  readonly result: string;
  readonly comment: string;
}

const isSpf = (text: string): boolean => /^v=spf1(?: |$)/i.test(text);

export function judgeSpf(
  domain: string,
  seen: Look<string>,
  evaluations: readonly SpfEvaluation[],
  records: RecordsFor,
): Finding {
  const say = about('SPF', domain);
  const wanted = records('TXT', domain);
  if (seen.kind === 'failed') return say('unseen', seen.detail);
  const policies = seen.kind === 'records' ? seen.records.filter(isSpf) : [];
  const [policy] = policies;
  if (policy === undefined) return say('missing', 'no SPF record: anybody may send in its name', wanted);
  if (policies.length > 1)
    return say(
      'wrong',
      `${policies.length} SPF records, which counts as none (RFC 7208 section 4.5)`,
      wanted,
    );
  // Ten lookups are the most (section 4.6.4); the evaluation of any of the addresses meets the limit.
  const broken = evaluations.find(({ result }) => result === 'permerror');
  if (broken !== undefined) return say('wrong', `it cannot be evaluated: ${broken.comment}`, wanted);
  const unsure = evaluations.find(({ result }) => result === 'temperror');
  if (unsure !== undefined) return say('unseen', unsure.comment);
  const refused = evaluations.filter(({ result }) => result !== 'pass');
  if (refused.length > 0)
    return say(
      'wrong',
      `it does not authorise ${refused.map(({ address, result }) => `${address} (${result})`).join(', ')}, where mail leaves from`,
      wanted,
    );
  if (!/ -all\s*$/i.test(policy) && !/ redirect=/i.test(policy))
    return say('warning', 'it does not end in -all: others may send in its name', wanted);
  if (evaluations.length === 0)
    return say('unseen', 'the record is there, but the sending host has no address to evaluate it for');
  return say('ok', `authorises ${evaluations.map(({ address }) => address).join(', ')} and nobody else`);
}
