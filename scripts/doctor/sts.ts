/** MTA-STS (RFC 8461): the record, the policy over HTTPS, and whether they fit each other and the hosts. Pure. */
import { findMxPattern } from '../../shared/mta-sts/mx-patterns.ts';
import type { FetchedPolicy } from '../../shared/mta-sts/fetch-policy.ts';
import { policyLines, readPolicyText } from '../../shared/mta-sts/policy-text.ts';
import { readStsRecord } from '../../shared/mta-sts/record.ts';
import type { Deployment, RecordsFor } from './deployment.ts';
import type { Look } from './dns.ts';
import { about, type Finding } from './finding.ts';

export interface SeenSts {
  readonly record: Look<string>;
  /** Null where there was no record to go by. */
  readonly policy: FetchedPolicy | null;
}

/** Whether two policies say the same, whatever their line ends. */
function saysTheSame(fetched: readonly string[], text: string): boolean {
  const read = readPolicyText(text, '');
  return read.kind === 'policy' && fetched.join('\n') === policyLines(read.policy).join('\n');
}

export function judgeSts(
  alias: string,
  { receiving, policy: expected, policyDomains }: Deployment,
  seen: SeenSts,
  records: RecordsFor,
): Finding[] {
  const say = about('MTA-STS', alias);
  const wanted = records('TXT', `_mta-sts.${alias}`);
  if (seen.record.kind === 'failed') return [say('unseen', seen.record.detail)];
  const record = readStsRecord(seen.record.kind === 'records' ? seen.record.records : []);
  if (record.kind === 'none') {
    const isThere = seen.record.kind === 'records';
    if (!isThere && !policyDomains.includes(alias))
      return [say('warning', 'not set up: senders without DANE do not insist on encryption')];
    return [
      say(
        isThere ? 'wrong' : 'missing',
        `${record.detail}: senders without DANE do not insist on encryption`,
        wanted,
      ),
    ];
  }
  const { policy } = seen;
  if (policy === null) return [say('unseen', 'the policy was not asked for')];
  if (policy.kind === 'unavailable')
    return [
      say(
        'wrong',
        `the record is there, but https://mta-sts.${alias}/.well-known/mta-sts.txt is not to be had: ${policy.detail}`,
      ),
    ];
  const { mode, mx, maxAge } = policy.policy;
  if (mode !== 'none' && findMxPattern(policy.policy, receiving) === null)
    return [
      say('wrong', `the policy names ${mx.join(', ')} and not ${receiving}: senders refuse to send here`),
    ];
  if (expected !== null && !saysTheSame(policyLines(policy.policy), expected.text))
    return [
      say('wrong', `the policy that is served (mode ${mode}) is not the one of the configuration; deploy it`),
    ];
  if (expected !== null && record.id !== expected.id)
    return [
      say(
        'wrong',
        `its id, ${record.id}, is not that of the policy: senders go on with one they remember`,
        wanted,
      ),
    ];
  if (mode === 'none') return [say('warning', 'the policy says "none": no sender insists on encryption')];
  if (mode === 'testing')
    return [
      say(
        'warning',
        'the policy says "testing": senders report failures and send anyway; then go on to "enforce"',
      ),
    ];
  if (maxAge < 86_400)
    return [say('warning', `the policy is remembered for ${maxAge} seconds only; weeks protect better`)];
  return [say('ok', `enforced for ${receiving}`)];
}
