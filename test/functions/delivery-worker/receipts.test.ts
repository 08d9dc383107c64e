/** Which receipts a delivery has after several tries, each of which was taken for somebody else. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { concludeTry } from '../../../functions/delivery-worker/conclusion.ts';
import type { RecipientOutcome, TryResult } from '../../../functions/delivery-worker/outcome.ts';
import type { RecipientRecord } from '../../../shared/store/delivery.ts';
import { ended, RECEIPT } from '../../shared/evidence/ended.ts';

const minute = 60_000;
const policy = { schedule: [minute], lifetime: 24 * 60 * minute, delayNoticeAfter: 15 * minute };
const delivered: RecipientOutcome = { kind: 'delivered', status: '2.0.0', detail: '250 ok' };
const later: RecipientOutcome = {
  kind: 'deferred',
  reason: null,
  status: '4.4.1',
  detail: 'unreachable',
  shortCap: false,
};

function waiting(address: string): RecipientRecord {
  return { address, state: 'queued', status: null, reason: null, detail: null };
}

test('each try that was taken for somebody leaves its receipt, the newest in front', () => {
  let item = ended({
    state: 'queued',
    recipients: ['a', 'b', 'c'].map(waiting),
    receipt: null,
    finishedAt: null,
  });
  const now = item.createdAt;
  const tryFor = (address: string | null): void => {
    const outcomes = new Map<string, RecipientOutcome>(
      item.recipients.map((record) => [record.address, later]),
    );
    if (address !== null) outcomes.set(address, delivered);
    const receipt = address === null ? null : { ...RECEIPT, recipients: [address] };
    const result: TryResult = { attempts: [], outcomes, receipt, exposed: true, tlsResults: [] };
    item = { ...item, ...concludeTry(item, result, { now, policy, chance: 0, mayNotify: true }) };
  };
  const kept = () =>
    [item.receipt, ...(item.earlierReceipts ?? [])].map((receipt) => receipt?.recipients?.[0]);
  tryFor(null);
  deepEqual(kept(), [undefined]);
  tryFor('a');
  deepEqual(kept(), ['a']);
  tryFor(null);
  deepEqual(kept(), ['a']);
  tryFor('b');
  deepEqual(kept(), ['b', 'a']);
  tryFor('c');
  deepEqual(kept(), ['c', 'a', 'b']);
  equal(item.state, 'delivered');
});
