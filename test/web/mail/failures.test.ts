/** What the page of a failure notice says of a delivery. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';

import type { Delivery } from '../../../web/deliveries/steps.ts';
import { failuresOf, namesOf } from '../../../web/mail/message/failures.ts';

type Reason = Delivery['recipients'][number]['reason'];

function delivery(...reasons: readonly (Reason | 'delivered')[]): Delivery {
  const recipients = reasons.map((reason, at) =>
    reason === 'delivered'
      ? { address: `${at}@x.example`, state: 'delivered', status: '2.0.0', reason: null, detail: null }
      : { address: `${at}@x.example`, state: 'bounced', status: '5.7.4', reason, detail: 'their words' },
  );
  const times = { createdAt: '2026-11-23T10:00:00.000Z', finishedAt: '2026-11-24T10:00:00.000Z' };
  return { ...times, attempts: [], recipients } as unknown as Delivery;
}

describe('a notice names each recipient that failed, and each advice once', () => {
  const rows: readonly (readonly [
    why: string,
    of: Delivery,
    keys: readonly string[],
    advice: readonly string[],
    isSetting: boolean,
  ])[] = [
    [
      'our setting',
      delivery('starttls-not-supported'),
      ['starttls-not-supported'],
      ['other-provider', 'forward-to-administrator'],
      true,
    ],
    [
      'their refusal',
      delivery('recipient-refused'),
      ['recipient-refused'],
      ['check-address', 'forward-to-administrator'],
      false,
    ],
    [
      'who got it is not named',
      delivery('delivered', 'no-mail-server'),
      ['no-mail-server'],
      ['check-address'],
      false,
    ],
    [
      'two with one reason',
      delivery('recipient-refused', 'recipient-refused'),
      ['recipient-refused', 'recipient-refused'],
      ['check-address', 'forward-to-administrator'],
      false,
    ],
    [
      'a day of tries',
      delivery('retry-lifetime-exceeded'),
      ['too-long-temporary'],
      ['try-later', 'other-provider'],
      false,
    ],
    ['nothing failed', delivery('delivered'), [], [], false],
  ];
  for (const [why, of, keys, advice, isSetting] of rows)
    test(why, () => {
      const found = failuresOf(of);
      deepEqual(
        found.failures.map((each) => each.why.key),
        keys,
      );
      deepEqual(found.advice, advice);
      deepEqual(found.isSetting, isSetting);
    });
});

test('the title names those who did not get it, and no more than three', () => {
  const more = (count: number) => `and ${count} more`;
  const named = (of: Delivery) => namesOf(failuresOf(of).failures, more);
  const no = 'no-mail-server';
  equal(named(delivery('delivered', no)), '1@x.example');
  equal(named(delivery(no, no, no)), '0@x.example, 1@x.example, 2@x.example');
  equal(named(delivery(no, no, no, no, no)), '0@x.example, 1@x.example, 2@x.example and 2 more');
  equal(named(delivery('delivered')), '');
});
