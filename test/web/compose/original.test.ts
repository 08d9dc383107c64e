/** The draft that a reply or a forward begins with. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { contextOf, draftFrom, forwardedFrom, startOf, type Message } from '../../../web/compose/original.ts';

const message: Message = {
  id: '01A',
  folder: 'inbox',
  kind: 'mail',
  from: '"Bob" <bob@good.example>',
  replyTo: [],
  to: ['alice+shop@secure.example.org'],
  cc: [],
  subject: 'Lunch',
  text: 'At noon?\r\n',
  html: null,
  date: '2026-11-23T10:00:00.000Z',
  receivedAt: '2026-11-23T10:00:01.000Z',
  messageId: '<1@good.example>',
  inReplyTo: null,
  references: null,
  attachments: [],
  tls: null,
  deliveryId: null,
  unread: true,
  shortened: false,
  size: 100,
};
const OWN = ['alice@secure.example.org', 'alice@example.org'];

describe('a draft from a message', () => {
  for (const [query, context] of [
    [{}, ''],
    [{ reply: '01A' }, 'reply=01A'],
    [{ replyAll: '01A' }, 'replyAll=01A'],
    [{ forward: '01A' }, 'forward=01A'],
    [{ reply: '' }, ''],
    [{ to: 'bob@good.example' }, 'to=bob@good.example'],
  ] as const)
    test(`${JSON.stringify(query)} is the draft "${context}"`, () => {
      equal(contextOf(startOf(query)), context);
    });

  test('a recipient can be in the address of the page', () => {
    deepEqual(startOf({ to: 'bob@good.example' }), { kind: 'new', to: 'bob@good.example' });
  });

  test('a reply quotes, and goes out from the subaddress that was written to', () => {
    const draft = draftFrom('reply', message, OWN, 'en');
    equal(draft.to, '"Bob" <bob@good.example>');
    equal(draft.tag, 'shop');
    equal(draft.subject, 'Re: Lunch');
    equal(draft.inReplyTo, '<1@good.example>');
    match(draft.text, /^\n\nOn 23 November 2026.*"Bob" <bob@good\.example> wrote:\n> At noon\?\n$/);
  });

  test('in German the line before a quotation is German', () => {
    match(draftFrom('reply', message, OWN, 'de').text, /^\n\nAm 23\. November 2026.* schrieb "Bob"/);
  });

  test('a forward begins with what it forwards, and answers nobody', () => {
    const draft = draftFrom('forward', message, OWN, 'en');
    equal(draft.to, '');
    equal(draft.inReplyTo, null);
    equal(draft.subject, 'Fwd: Lunch');
    match(draft.text, /Forwarded message[^]*From: "Bob"[^]*Subject: Lunch[^]*At noon\?/);
  });
});

describe('what goes along with a forwarded message', () => {
  const file = (filename: string | null, contentType: string) => ({ filename, contentType, size: 1 });
  const attachments = [
    file(null, 'message/delivery-status'),
    file('', 'message/rfc822'),
    file(null, 'Application/PDF'),
    file('plan.txt', 'text/plain'),
  ] as unknown as Message['attachments'];
  for (const kind of ['failure-notice', 'delay-notice'] as const)
    test(`nothing with a ${kind}: not the message that it is about`, () => {
      deepEqual(forwardedFrom({ ...message, kind, attachments }).attachments, []);
    });
  test('all files of mail, each in its place and with a name', () => {
    const names = forwardedFrom({ ...message, attachments }).attachments.map(({ filename }) => filename);
    deepEqual(names, ['file', 'message.eml', 'file.pdf', 'plan.txt']);
  });
});
