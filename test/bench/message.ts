/** The message of all benchmarks: 20 KB of plain text with a usual header. */

export const MESSAGE_OCTETS = 20_000;
const LINE = `${'All work and no play makes Jack a dull boy. '.repeat(2).slice(0, 76)}\r\n`;

/** A whole message with CRLF line ends; each has its own Message-ID, as in life. */
export function composeMessage(sender: string, recipient: string, identifier: string): string {
  const header = [
    `From: Sender <${sender}>`,
    `To: Recipient <${recipient}>`,
    'Subject: A message to be measured',
    'Date: Mon, 23 Nov 2026 10:00:00 +0000',
    `Message-ID: <${identifier}@bench.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    '',
  ].join('\r\n');
  const lines = Math.floor((MESSAGE_OCTETS - header.length) / LINE.length);
  return header + LINE.repeat(lines);
}
