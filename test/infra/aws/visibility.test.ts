/** What a crash costs, in the whole deployment: by both presets, and by the longest and the shortest timeout. */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { LONGEST_TIMEOUT, visibilityFor } from '../../../infra/queues.ts';
import { allot } from '../../../shared/delivery/allotment.ts';
import { resourcesOf, wholeStack } from './templates.ts';

const PROMISED = 300;
const timeoutSeconds = (seconds: number) => ({
  sizes: { worker: { timeoutSeconds: seconds }, home: { timeoutSeconds: seconds } },
});
const cases: readonly [name: string, change: Record<string, unknown>][] = [
  ['minimal', { preset: 'minimal' }],
  ['production', { preset: 'production' }],
  ['the longest timeout', timeoutSeconds(LONGEST_TIMEOUT)],
  ['the shortest timeout', timeoutSeconds(60)],
];

for (const [name, change] of cases) {
  test(`${name}: what a dead worker leaves comes back within five minutes, and not before its lease ends`, () => {
    const { template } = wholeStack(change);
    const functions = resourcesOf(template, 'AWS::Lambda::Function');
    const queues = resourcesOf(template, 'AWS::SQS::Queue');
    const worked: string[] = [];
    for (const { Properties } of resourcesOf(template, 'AWS::Lambda::EventSourceMapping').values()) {
      const [queue] = (Properties['EventSourceArn'] as { 'Fn::GetAtt': [string, string] })['Fn::GetAtt'];
      const { Ref: fn } = Properties['FunctionName'] as { Ref: string };
      const visibility = Number(queues.get(queue)?.Properties['VisibilityTimeout']);
      const timeout = Number(functions.get(fn)?.Properties['Timeout']);
      const lease = allot(0, timeout * 1000).leaseUntil / 1000;
      ok(visibility <= PROMISED, `${queue} hides for ${visibility} s`);
      ok(visibility >= lease, `${queue} hides for ${visibility} s, the lease is ${lease} s`);
      worked.push(queue.replace(/[0-9A-F]{8}$/, ''));
    }
    deepEqual(worked.sort(), ['StorageHomeQueue', 'StorageOutboundQueue']);
  });
}

test('whatever timeout may be configured, a message stays hidden for as long as the lease lasts', () => {
  for (let seconds = 60; seconds <= LONGEST_TIMEOUT; seconds++) {
    const visibility = visibilityFor(seconds);
    ok(visibility <= PROMISED && visibility * 1000 >= allot(0, seconds * 1000).leaseUntil, `${seconds} s`);
  }
  ok(visibilityFor(LONGEST_TIMEOUT + 1) > PROMISED, 'a longer timeout could have been allowed');
});
