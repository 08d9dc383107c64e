/** A usual notice to vary, and a strict reader of notices: what the tests of delivery-status have in common. */
import { equal, ok } from 'node:assert/strict';

import PostalMime, { type Email } from 'postal-mime';

import type { FailedRecipient, FailureNotice } from '../../../shared/mail/delivery-status.ts';
import { readHeaderSection } from '../../../shared/mail/header-section.ts';
import { findLineFault } from '../../../shared/mail/line-discipline.ts';

const AT = new Date('2026-11-23T10:15:04Z');
export const ORIGINAL = Buffer.from(
  'From: alice@secure.example.org\r\nTo: bob@plain.example\r\nSubject: Lunch\r\n\r\nAt noon?\r\n.\r\n--x--\r\n',
);

export const bob: FailedRecipient = {
  recipient: 'bob@plain.example',
  why: { key: 'starttls-not-supported' },
  status: '5.7.4',
  reason: 'starttls-not-supported',
  remoteHost: 'mx.plain.example',
  remoteAddress: '192.0.2.7',
  reply: null,
  detail: 'no STARTTLS in the answer to EHLO',
  at: AT,
};

export const usual: FailureNotice = {
  language: 'en',
  aliasDomain: 'secure.example.org',
  hostName: 'mx.secure.example.org',
  to: 'alice@secure.example.org',
  subject: 'Lunch',
  originalMessageId: '<1@secure.example.org>',
  messageId: '01JD0000000000000000000000',
  noticeId: '<notice-1@secure.example.org>',
  arrivedAt: new Date('2026-11-23T10:15:03Z'),
  at: AT,
  level: 'encrypt',
  levelSource: 'default',
  nothingLeft: true,
  othersElsewhere: false,
  failed: [bob],
  delivered: [],
  original: { whole: ORIGINAL },
};

export interface Notice {
  /** As a mail program sees it. */
  readonly email: Email;
  readonly header: string;
  readonly text: string;
  readonly status: string;
  readonly types: readonly string[];
  /** The octets of the third part. */
  readonly original: Buffer;
}

/** Takes a notice apart by its boundary, strictly, and by postal-mime. */
export async function read(notice: Buffer): Promise<Notice> {
  equal(findLineFault(notice, 998), null, 'the line discipline holds');
  const section = readHeaderSection(notice);
  ok(section.kind === 'section');
  const header = notice.subarray(0, notice.length - section.rest.length).toString();
  const boundary = /boundary="([^"]+)"/.exec(header)?.[1] ?? '';
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const parts: Buffer[] = [];
  for (let start = notice.indexOf(delimiter); start >= 0;) {
    const next = notice.indexOf(delimiter, start + 1);
    if (next >= 0) parts.push(notice.subarray(start + delimiter.length + 2, next));
    else equal(notice.subarray(start + delimiter.length).toString(), '--\r\n');
    start = next;
  }
  equal(parts.length, 3);
  const contents = parts.map((part) => part.subarray(part.indexOf('\r\n\r\n') + 4));
  const types = parts.map((part) => /Content-Type: ([^;\r]+)/.exec(part.toString('latin1'))?.[1] ?? '');
  const email = await PostalMime.parse(notice, { forceRfc822Attachments: true });
  return {
    email,
    header,
    // postal-mime ends text with a line end of its own.
    text: (email.text ?? '').replace(/\n\n$/, '\n'),
    status: contents[1]?.toString() ?? '',
    types,
    original: contents[2] ?? Buffer.alloc(0),
  };
}

/** The fields of delivery-status, group by group, as the strict header reader sees them. */
export function statusGroups(status: string): Record<string, string>[] {
  return status.split(/\r\n\r\n/).map((group) => {
    const section = readHeaderSection(Buffer.from(group));
    ok(section.kind === 'section', group);
    return Object.fromEntries(section.fields.map(({ name, value }) => [name, value]));
  });
}
