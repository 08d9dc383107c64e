/** What goes to the API, under which key, and where its complaints belong. */
import { deepEqual, equal, notEqual } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { EMPTY } from '../../../web/drafts/drafts.ts';
import { attemptFor, complaintsOf, digestOf, messageOf } from '../../../web/compose/sending.ts';

const draft = {
  ...EMPTY,
  from: 'alice@secure.example.org',
  tag: ' shop ',
  to: '"Good, Bob" <bob@good.example>, c@x.example',
  subject: ' Lunch ',
  text: ' At noon?\n',
};

describe('sending', () => {
  test('a message is what was typed, from the subaddress, with what was uploaded', () => {
    deepEqual(messageOf({ ...draft, inReplyTo: '<1@x>' }, ['01A']), {
      from: 'alice+shop@secure.example.org',
      to: ['"Good, Bob" <bob@good.example>', 'c@x.example'],
      cc: [],
      bcc: [],
      subject: 'Lunch',
      text: ' At noon?\n',
      requireTls: false,
      attachments: [{ uploadId: '01A' }],
      inReplyTo: '<1@x>',
    });
  });

  test('the same content goes under the same key, so never twice', async () => {
    const digest = await digestOf(messageOf(draft, []));
    const first = attemptFor(digest, null, () => 'one');
    deepEqual(first, { key: 'one', digest });
    equal(
      attemptFor(await digestOf(messageOf(draft, [])), first, () => 'two'),
      first,
    );
  });

  for (const [what, changed, uploads] of [
    ['text', { ...draft, text: 'At one?' }, []],
    ['recipient', { ...draft, bcc: 'd@x.example' }, []],
    ['file', draft, ['01A']],
  ] as const)
    test(`another ${what} is another message`, async () => {
      const digest = await digestOf(messageOf(draft, []));
      const other = await digestOf(messageOf(changed, uploads));
      notEqual(digest, other);
      equal(attemptFor(other, { key: 'one', digest }, () => 'two').key, 'two');
    });

  const sent = { to: ['bob@good', 'c@x.example'], cc: [], bcc: [], attachments: ['a.pdf'] };
  for (const [what, errors, expected] of [
    ['a recipient', [['/to/0', 'is not one e-mail address']], { to: 'bob@good: is not one e-mail address' }],
    ['the list', [['/to', 'is empty']], { to: 'is empty' }],
    [
      'two at one field',
      [
        ['/to/0', 'is wrong'],
        ['/to/1', 'is wrong, too'],
      ],
      { to: 'bob@good: is wrong c@x.example: is wrong, too' },
    ],
    [
      'a file',
      [['/attachments/0/uploadId', 'is not there any more']],
      { attachments: 'a.pdf: is not there any more' },
    ],
    ['a place that the form has not', [['/html', 'is odd']], { whole: 'is odd' }],
    ['an index that was not sent', [['/cc/7', 'is odd']], { cc: 'is odd' }],
    ['no place at all', [], { whole: 'The whole.' }],
  ] as const)
    test(`the API’s sentence about ${what} stands there`, () => {
      const listed = errors.map(([pointer, detail]) => ({ pointer, detail }));
      deepEqual(complaintsOf({ errors: listed, detail: 'The whole.' }, sent), expected);
    });
});
