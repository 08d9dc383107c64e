/** The draft that a browser keeps. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { dropDraft, dropDrafts, EMPTY, hasDrafts, keepDraft, loadDraft } from '../../../web/drafts/drafts.ts';

class Memory {
  readonly items = new Map<string, string>();
  get length(): number {
    return this.items.size;
  }
  key(at: number): string | null {
    return [...this.items.keys()][at] ?? null;
  }
  getItem(key: string): string | null {
    return this.items.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.items.set(key, value);
  }
  removeItem(key: string): void {
    this.items.delete(key);
  }
}

const forbidden = {
  get length(): never {
    throw new DOMException('denied', 'SecurityError');
  },
  key: () => null,
  getItem(): never {
    throw new DOMException('denied', 'SecurityError');
  },
  setItem(): never {
    throw new DOMException('full', 'QuotaExceededError');
  },
  removeItem(): never {
    throw new DOMException('denied', 'SecurityError');
  },
};

const OWNER = 'alice@example.org';
const draft = { ...EMPTY, to: 'bob@good.example', text: 'Dear Bob,', requireTls: true, inReplyTo: '<1@x>' };
const attempt = { key: 'k', digest: 'd' };

describe('draft', () => {
  test('comes back as it was, with the attempt to send it', () => {
    const memory = new Memory();
    equal(keepDraft(OWNER, '', { draft, attempt }, memory), true);
    deepEqual(loadDraft(OWNER, '', memory), { draft, attempt });
  });

  test('is another one for another person, and for another message that is answered', () => {
    const memory = new Memory();
    keepDraft(OWNER, '', { draft, attempt: null }, memory);
    equal(loadDraft('carol@example.org', '', memory), null);
    equal(loadDraft(OWNER, 'reply=1', memory), null);
  });

  test('is gone once it is dropped', () => {
    const memory = new Memory();
    keepDraft(OWNER, '', { draft, attempt: null }, memory);
    dropDraft(OWNER, '', memory);
    equal(loadDraft(OWNER, '', memory), null);
    equal(memory.items.size, 0);
  });

  test('in which nothing stands any more is none', () => {
    const memory = new Memory();
    keepDraft(OWNER, '', { draft, attempt: null }, memory);
    keepDraft(OWNER, '', { draft: { ...EMPTY, text: ' ' }, attempt: null }, memory);
    equal(memory.items.size, 0);
  });

  test('of one person is gone after a sign-out, and nobody else’s', () => {
    const memory = new Memory();
    keepDraft(OWNER, '', { draft, attempt: null }, memory);
    keepDraft(OWNER, 'reply=1', { draft, attempt: null }, memory);
    keepDraft('carol@example.org', '', { draft, attempt: null }, memory);
    equal(hasDrafts(OWNER, memory), true);
    dropDrafts(OWNER, memory);
    equal(hasDrafts(OWNER, memory), false);
    equal(hasDrafts('carol@example.org', memory), true);
    equal(hasDrafts(OWNER, forbidden), false);
  });

  test('says so where the browser keeps nothing', () => {
    equal(keepDraft(OWNER, '', { draft, attempt: null }, forbidden), false);
    equal(loadDraft(OWNER, '', forbidden), null);
    dropDraft(OWNER, '', forbidden);
  });

  for (const [what, text, expected] of [
    ['no JSON', 'x{', null],
    ['no object', '7', null],
    ['no draft in it', '{"attempt":null}', null],
    ['a draft that is none', '{"draft":"x"}', null],
    [
      'fields of the wrong type',
      '{"draft":{"to":7,"text":"kept","requireTls":"yes"}}',
      { draft: { ...EMPTY, text: 'kept' }, attempt: null },
    ],
    [
      'an attempt that is none',
      '{"draft":{"to":"a"},"attempt":{"key":1}}',
      { draft: { ...EMPTY, to: 'a' }, attempt: null },
    ],
  ] as const)
    test(`takes what is right of ${what}`, () => {
      const memory = new Memory();
      memory.setItem(`draft:${OWNER}:`, text);
      deepEqual(loadDraft(OWNER, '', memory), expected);
    });
});
