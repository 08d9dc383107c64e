/** What runs by the clock, run at once: the watch over trusted providers, and TLS reports. */
import { equal, match, ok } from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { ALICE, awaitInbox, finished, sendText, startBench, type Bench } from './local-system.ts';

let bench: Bench;
before(async () => {
  bench = await startBench();
});
after(() => bench.close());

test('what was trusted and has changed is told to the operators, what still matches is not', async () => {
  const operator = await bench.as('operator@example.org');
  equal(await bench.system.runScheduled('trust-watch'), 0);
  const { id, subject } = await awaitInbox(
    operator,
    (message) => message.subject.startsWith('Checked providers: '),
    'the watch’s notice',
  );
  equal(subject, 'Checked providers: 1 changed');
  const raw = (await operator(`/v1/messages/${id}/raw`)).body.toString();
  match(raw, /repinned\.example/);
  ok(!/(?<!re)pinned\.example/.test(raw));
});

test('a day’s sessions are reported to the domain that asks for it, signed, and not counted themselves', async () => {
  const alice = await bench.as(ALICE);
  equal((await alice('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
  for (const domain of ['sts.example', 'sts-broken.example']) {
    const sent = await sendText(alice, [`bob@${domain}`], `To ${domain}`);
    await finished(alice, sent.deliveries[0]?.id ?? '');
  }
  const day = new Date().toISOString().slice(0, 10);
  const about =
    (domain: string) =>
    ({ raw }: { readonly raw: Buffer }): boolean =>
      raw.toString().includes(`Report Domain: ${domain} `);
  equal(await bench.system.runScheduled('tls-reports', { day }), 0);
  const broken = await bench.world.awaitMessage('good.example', about('sts-broken.example'));
  await bench.world.awaitMessage('good.example', about('sts.example'));
  equal(broken.mailFrom, '');
  const text = broken.raw.toString();
  match(text, /^DKIM-Signature: /m);
  match(text, /^TLS-Report-Domain: sts-broken\.example\r$/m);
  const part =
    /Content-Type: application\/tlsrpt\+gzip[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/.exec(text)?.[1] ?? '';
  const report = JSON.parse(gunzipSync(Buffer.from(part, 'base64')).toString()) as {
    readonly policies: readonly {
      readonly policy: { readonly 'policy-type': string; readonly 'policy-domain': string };
      readonly summary: Readonly<Record<string, number>>;
      readonly 'failure-details'?: readonly { readonly 'result-type': string }[];
    }[];
  };
  const [policy] = report.policies;
  equal(policy?.policy['policy-type'], 'sts');
  equal(policy.policy['policy-domain'], 'sts-broken.example');
  equal(policy.summary['total-failure-session-count'], 1);
  equal(policy['failure-details']?.[0]?.['result-type'], 'certificate-not-trusted');
  // Run again: what was reported is not reported twice, and the reports' own sessions are nobody's news.
  const count = bench.world.receivedCount('good.example');
  equal(await bench.system.runScheduled('tls-reports', { day }), 0);
  const sent = await sendText(alice, ['bob@good.example'], 'Behind any report');
  await finished(alice, sent.deliveries[0]?.id ?? '');
  equal(bench.world.receivedCount('good.example'), count + 1);
});
