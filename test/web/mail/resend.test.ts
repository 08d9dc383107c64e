/** The key under which a message that came back is sent again. */
import { equal } from 'node:assert/strict';
import { test } from 'node:test';

import type { Delivery } from '../../../web/deliveries/steps.ts';
import { resendKey } from '../../../web/mail/message/resend.ts';

function delivery(...states: readonly string[]): Delivery {
  return { id: '01A', recipients: states.map((state) => ({ state })) } as unknown as Delivery;
}

test('each press has the same key, until a further recipient fails', () => {
  equal(resendKey(delivery('bounced', 'queued')), resendKey(delivery('bounced', 'delivered')));
  equal(resendKey(delivery('bounced', 'queued')), 'resend-01A-1');
  equal(resendKey(delivery('bounced', 'bounced')), 'resend-01A-2');
});
