/**
 * The envelope of every notice: multipart/report (RFC 6522) with the text for people, the part for machines
 * (RFC 3464), and the original message or its header. Internationalised originals and addresses get the
 * media types of RFC 6533. The original goes in octet for octet.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';

import { headerOctets } from './header-section.ts';
import { encodeQuotedPrintable } from './quoted-printable.ts';
import type { Language } from './words/words.ts';

/** The original message, to be returned whole or by its header section only. */
export type Original = { readonly whole: Buffer } | { readonly headersOnly: Buffer };

/** Over this, only the header of the original goes back. */
export const WHOLE_LIMIT = 5 * 1024 * 1024;

export interface Report {
  /** Top fields up to MIME-Version, each with its CRLF. */
  readonly fields: string;
  readonly language: Language;
  /** Lines end in LF. */
  readonly text: string;
  /** The delivery-status fields, groups separated by a blank line, with CRLF. */
  readonly status: string;
  readonly original: Original;
}

interface Part {
  readonly fields: readonly string[];
  readonly content: Buffer;
}

/** Whether the whole original will be attached. */
export function isWhole(original: Original): boolean {
  return 'whole' in original && original.whole.length <= WHOLE_LIMIT;
}

function textPart({ text, language }: Report): Part {
  const plain = isAscii(Buffer.from(text)) && text.split('\n').every((line) => line.length <= 76);
  const encoding = plain ? '7bit' : 'quoted-printable';
  const content = plain ? text.replaceAll('\n', '\r\n') : encodeQuotedPrintable(text);
  return {
    fields: [
      'Content-Type: text/plain; charset=utf-8',
      `Content-Transfer-Encoding: ${encoding}`,
      `Content-Language: ${language}`,
      'Content-Description: Notification',
    ],
    content: Buffer.from(content),
  };
}

function statusPart({ status }: Report): Part {
  const content = Buffer.from(status);
  const fields = isAscii(content)
    ? ['Content-Type: message/delivery-status']
    : ['Content-Type: message/global-delivery-status', 'Content-Transfer-Encoding: 8bit'];
  return { fields: [...fields, 'Content-Description: Delivery report'], content };
}

/** RFC 6533 section 5 for what RFC 6532 allows; 8-bit header text in no known charset stays message/rfc822. */
function originalPart(original: Original): Part {
  const message = 'whole' in original ? original.whole : original.headersOnly;
  const header = headerOctets(message);
  const whole = isWhole(original);
  const international = !isAscii(header) && isUtf8(header);
  const type = whole
    ? international
      ? 'message/global'
      : 'message/rfc822'
    : international
      ? 'message/global-headers'
      : 'text/rfc822-headers';
  const content = whole ? message : header;
  const fields = [`Content-Type: ${type}`, 'Content-Description: Undelivered message'];
  return { fields: isAscii(content) ? fields : [...fields, 'Content-Transfer-Encoding: 8bit'], content };
}

/** A boundary that the original does not hold, whoever wrote it (RFC 2046 section 5.1.1). */
function freeBoundary(content: Buffer): string {
  for (;;) {
    const boundary = `=_${randomBytes(18).toString('hex')}`;
    if (!content.includes(boundary)) return boundary;
  }
}

/** Gives the whole message, CRLF throughout. */
export function composeReport(report: Report): Buffer {
  const last = originalPart(report.original);
  const parts = [textPart(report), statusPart(report), last];
  const boundary = freeBoundary(last.content);
  // A composite type's encoding is at least that of its parts (RFC 2045 section 6.4).
  const eightBit = parts.some(({ content }) => !isAscii(content));
  const top = [
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; report-type=delivery-status;\r\n boundary="${boundary}"`,
    ...(eightBit ? ['Content-Transfer-Encoding: 8bit'] : []),
  ];
  return Buffer.concat([
    Buffer.from(`${report.fields}${top.join('\r\n')}\r\n`),
    ...parts.flatMap(({ fields, content }) => [
      Buffer.from(`\r\n--${boundary}\r\n${fields.join('\r\n')}\r\n\r\n`),
      content,
    ]),
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ]);
}
