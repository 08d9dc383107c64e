/** What goes to SES, what goes as a hint, and what stays: no message comes of a message of ours. */
import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import PostalMime from 'postal-mime';

import { LOOP_FIELD } from '../../../functions/home-delivery/ses-forward.ts';
import { bounceAddress, planForSes, SES_LIMIT } from '../../../functions/home-delivery/ses-plan.ts';
import { alice, aliasDomain, mail, notice, text } from './relay-house.ts';

const large = Buffer.concat([Buffer.from(text), Buffer.alloc(SES_LIMIT, 'x')]);
const answer = (kind: string): Buffer => Buffer.concat([Buffer.from(`Auto-Submitted: ${kind}\r\n`), large]);
const bounced = { address: 'Postmaster+Home@secure.example.org', home: alice };

type Row = readonly [
  what: string,
  item: Parameters<typeof planForSes>[0],
  message: Buffer,
  kind: string,
  reason: string | null,
];
const rows: readonly Row[] = [
  ['mail', mail(), Buffer.from(text), 'send', null],
  ['mail with a null sender', mail({ sender: '' }), Buffer.from(text), 'send', null],
  ['a notice of ours', notice(), Buffer.from(text), 'send', null],
  ['a notice about REQUIRETLS', notice({ requireTls: true }), Buffer.from(text), 'send', null],
  ['mail over 10 MiB', mail(), large, 'hint', 'size'],
  ['a statement of a bank over 10 MiB', mail(), answer('auto-generated'), 'hint', 'size'],
  ['an answer by a program over 10 MiB', mail(), answer('auto-replied'), 'keep', 'no-hint'],
  ['a delivery report over 10 MiB', mail({ sender: '' }), large, 'keep', 'no-hint'],
  ['a notice of ours over 10 MiB', notice(), large, 'keep', 'no-hint'],
  ['mail with REQUIRETLS', mail({ requireTls: true }), Buffer.from(text), 'hint', 'requiretls'],
  ['a header that cannot be read', mail(), Buffer.from('no colon\r\n\r\nx'), 'hint', 'content'],
  [
    'what came back to our bounce address',
    mail({ recipients: [bounced] }),
    Buffer.from(text),
    'keep',
    'own-bounce',
  ],
  ['our own copy, forwarded back', mail(), Buffer.from(`${LOOP_FIELD}: m\r\n${text}`), 'keep', 'loop'],
  ['a copy of another home, passed on', mail(), Buffer.from(`${LOOP_FIELD}: other\r\n${text}`), 'send', null],
];
for (const [what, item, message, kind, reason] of rows)
  test(`${what}: ${kind}${reason === null ? '' : `, ${reason}`}`, () => {
    const plan = planForSes(item, alice, message, 'm');
    deepEqual([plan.kind, 'reason' in plan ? plan.reason : null], [kind, reason]);
    if (plan.kind !== 'keep')
      ok(plan.raw.includes(`${LOOP_FIELD}: m\r\n`), 'it carries the mark of this home');
  });

test('the bounce address is postmaster’s, at the domain of the alias', () => {
  equal(bounceAddress(aliasDomain), 'postmaster+home@secure.example.org');
});

test('a notice keeps its From and its Auto-Submitted', () => {
  const own = 'From: <postmaster@secure.example.org>\r\nAuto-Submitted: auto-replied\r\n\r\nx';
  const plan = planForSes(notice(), alice, Buffer.from(own), 'm');
  ok(plan.kind === 'send');
  equal(plan.hint, null);
  equal(plan.raw.toString(), `${LOOP_FIELD}: m\r\n${own}`);
});

test('a hint says who, what, why, how large, and where it is', async () => {
  const plan = planForSes(mail({ receivedAt: 1_795_600_000_000 }), alice, large, 'm');
  ok(plan.kind === 'hint');
  const parsed = await PostalMime.parse(plan.raw);
  equal(parsed.subject, 'Waiting in your mailbox: Hello');
  equal(parsed.from?.address, 'postmaster@secure.example.org');
  equal(parsed.to?.[0]?.address, alice);
  equal(parsed.headers.find(({ key }) => key === 'auto-submitted')?.value, 'auto-generated');
  const shown = parsed.text ?? '';
  for (const part of [
    /^A message to alice@secure\.example\.org has arrived\. It is too large/,
    /From: Carol <carol@out\.example>/,
    /Subject: Hello/,
    /Size: 10\.5 MB/,
    /whole in your mailbox/,
    /Its sender .* has not been told/,
  ])
    match(shown, part);
});

test('a hint about REQUIRETLS shows nothing of the message', () => {
  const plan = planForSes(mail({ requireTls: true }), alice, Buffer.from(text), 'm');
  ok(plan.kind === 'hint');
  for (const part of ['Hello', 'carol', 'Carol', 'Hi Alice']) ok(!plan.raw.includes(part), part);
});
