/** How the cases of the corpus are written down. */

export interface HostileMessage {
  readonly name: string;
  /** The message as it came in by SMTP. */
  readonly raw: Buffer;
  /** What must not happen when somebody reads it. */
  readonly mustNot: string;
}

/** Nobody but the sender of these messages listens here: whatever is asked of it has leaked. */
export const TRACKER = 'https://tracker.evil.example';

const FROM = 'Eve <eve@evil.example>';

export interface Fields {
  readonly from?: string;
  readonly subject?: string;
  /** Further header lines, without a line end. */
  readonly more?: readonly string[];
}

function header({ from = FROM, subject = 'Hello', more = [] }: Fields): string[] {
  return [
    `From: ${from}`,
    'To: alice@secure.example.org',
    `Subject: ${subject}`,
    'Date: Mon, 23 Nov 2026 10:00:00 +0000',
    'Message-ID: <1@evil.example>',
    'MIME-Version: 1.0',
    ...more,
  ];
}

/** A message of header lines and a body, in any octets. */
export function message(fields: Fields, body: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${header(fields).join('\r\n')}\r\n\r\n`), Buffer.from(body)]);
}

/** A message whose body is HTML. */
export function htmlMessage(html: string, fields: Fields = {}): Buffer {
  const more = [
    'Content-Type: text/html; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
    ...(fields.more ?? []),
  ];
  return message({ ...fields, more }, html);
}

export interface Part {
  readonly type: string;
  /** Header lines beside Content-Type. */
  readonly header?: readonly string[];
  readonly body: string;
}

/** A message with parts. */
export function multipart(subtype: string, parts: readonly Part[], fields: Fields = {}): Buffer {
  const body = parts
    .map(({ type, header: lines = [], body: text }) =>
      ['--b', `Content-Type: ${type}`, ...lines, '', text, ''].join('\r\n'),
    )
    .join('');
  const more = [`Content-Type: multipart/${subtype}; boundary=b`, ...(fields.more ?? [])];
  return message({ ...fields, more }, `${body}--b--\r\n`);
}

export function attachment(filename: string, type = 'application/octet-stream', body = 'x'): Part {
  return { type, header: [`Content-Disposition: attachment; filename="${filename}"`], body };
}
