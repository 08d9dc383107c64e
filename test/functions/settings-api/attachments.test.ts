/** What comes out of a stranger's message as octets: never shown by a browser, never too large for an answer. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { LARGEST_OCTETS, weigh, cutTo } from '../../../functions/settings-api/answer-size.ts';
import { cleanName, saveAs } from '../../../functions/settings-api/attachment-name.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { ALICE, BOB, NOW, openHouse, verdict, type Answered, type House } from './house.ts';

/** What Lambda takes as an answer. */
const LAMBDA_LIMIT = 6_291_556;

const names: [given: string | null, clean: string | null, why: string][] = [
  ['a.pdf', 'a.pdf', 'as it is'],
  ['../../etc/passwd', 'passwd', 'no path'],
  ['C:\\Windows\\system32\\x.dll', 'x.dll', 'no path of Windows'],
  ['..', null, 'no way up'],
  ['.htaccess', 'htaccess', 'not hidden'],
  ['a\u202egpj.exe', 'agpj.exe', 'not read from right to left'],
  ['a\r\nX-Evil: 1.txt', 'aX-Evil_ 1.txt', 'no line break'],
  ['a\u0000.exe', 'a.exe', 'no NUL'],
  ['con.txt', '_con.txt', 'no device'],
  ['Grüße 1.pdf', 'Grüße 1.pdf', 'letters and spaces stay'],
  ['a"b|c?.pdf', 'a_b_c_.pdf', 'nothing with a meaning'],
  [`${'x'.repeat(5000)}.pdf`, `${'x'.repeat(196)}.pdf`, 'short, with its ending'],
  ['\u200b', null, 'nothing that can be seen'],
  [null, null, 'none'],
];
for (const [given, clean, why] of names) {
  test(`file name ${JSON.stringify(given).slice(0, 40)}: ${why}`, () => {
    equal(cleanName(given), clean);
  });
}

test('Content-Disposition in ASCII for old readers and in UTF-8 for others', () => {
  equal(
    saveAs('Grüße "1".pdf'),
    `attachment; filename="Gr__e _1_.pdf"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%221%22.pdf`,
  );
});

test('texts are cut by what they weigh in the answer', () => {
  equal(weigh('"') - weigh(''), 4);
  equal(cutTo('abc', 100), 'abc');
  for (const text of [
    '"'.repeat(5000),
    '\u0000'.repeat(5000),
    '😀'.repeat(5000),
    `${'a'.repeat(990)}${'"'.repeat(5000)}`,
  ]) {
    const kept = cutTo(text, 1000);
    ok(weigh(kept) <= 1000 && kept.length > 80, `${kept.length}`);
    ok(kept.isWellFormed());
  }
});

async function file(house: House, raw: string | Buffer): Promise<string> {
  const id = createIdentifier(NOW);
  const message = {
    home: ALICE,
    folder: 'inbox' as const,
    id,
    kind: 'mail' as const,
    from: '',
    to: [],
    subject: '',
    receivedAt: new Date(NOW).toISOString(),
    size: Buffer.byteLength(raw),
    tls: null,
    deliveryId: null,
  };
  await house.mailbox.file(message, Buffer.from(raw));
  return id;
}

function withAttachments(...octets: readonly (Buffer | string)[]): string {
  const parts = octets.map(
    (one, index) =>
      `--b\r\nContent-Type: text/html\r\nContent-Disposition: attachment; filename="../${index}.html"\r\n` +
      `Content-Transfer-Encoding: base64\r\n\r\n${Buffer.from(one).toString('base64')}\r\n`,
  );
  return `Subject: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\ntext\r\n${parts.join('')}--b--\r\n`;
}

test('an attachment is for saving, whatever it says it is', async () => {
  const house = openHouse();
  const id = await file(house, withAttachments('<script>alert(1)</script>', 'two'));
  const answer = await house.ask('GET', `/v1/messages/${id}/attachments/0`);
  equal(answer.raw.toString(), '<script>alert(1)</script>');
  deepEqual(
    ['content-type', 'content-disposition', 'x-content-type-options', 'cache-control'].map(
      (name) => answer.headers[name],
    ),
    [
      'application/octet-stream',
      `attachment; filename="0.html"; filename*=UTF-8''0.html`,
      'nosniff',
      'no-store',
    ],
  );
  equal((await house.ask('GET', `/v1/messages/${id}/attachments/1`)).raw.toString(), 'two');
  for (const index of ['2', '-1', 'x', '0x0', '1e0']) {
    equal(verdict(await house.ask('GET', `/v1/messages/${id}/attachments/${index}`)), '404 not-found', index);
  }
  equal(verdict(await house.ask('GET', `/v1/messages/${id}/attachments/0`, { as: BOB })), '404 not-found');
});

test('listed only, an attachment has no content; else small ones have', async () => {
  const house = openHouse();
  const id = await file(house, withAttachments('small', Buffer.alloc(2_000_000), 'small, too'));
  const contents = async (query?: Record<string, string>) => {
    const { json } = await house.ask('GET', `/v1/messages/${id}`, query === undefined ? {} : { query });
    return (json as { attachments: { content: string | null; size: number }[] }).attachments.map(
      ({ content, size }) => [content === null ? null : content.length, size],
    );
  };
  deepEqual(await contents(), [
    [8, 5],
    [null, 2_000_000],
    [16, 10],
  ]);
  deepEqual(await contents({ attachments: 'included' }), await contents());
  deepEqual(await contents({ attachments: 'listed' }), [
    [null, 5],
    [null, 2_000_000],
    [null, 10],
  ]);
});

test('what is too large for an answer is at an address of the object store, for saving there, too', async () => {
  const house = openHouse();
  const large = Buffer.alloc(LARGEST_OCTETS + 1, 'x');
  const id = await file(house, withAttachments('small', large));
  const check = (answer: Answered, key: string, name: string): void => {
    const { status, headers } = answer;
    equal(status, 303);
    const location = new URL(headers['location'] ?? '');
    equal(location.pathname, `/get/${key}`);
    equal(
      location.searchParams.get('disposition'),
      `attachment; filename="${name}"; filename*=UTF-8''${name}`,
    );
    equal(location.searchParams.get('contentType'), 'application/octet-stream');
    equal(answer.raw.length, 0);
  };
  check(await house.ask('GET', `/v1/messages/${id}/attachments/1`), `downloads/${id}-1`, '1.html');
  deepEqual(house.bodies.objects.get(`downloads/${id}-1`), large);
  check(await house.ask('GET', `/v1/messages/${id}/raw`), `mailbox/${ALICE}/inbox/${id}`, `${id}.eml`);
  const { status, json } = await house.ask('GET', `/v1/messages/${id}`);
  equal(status, 200);
  equal((json as { text: string }).text.trim(), 'text');
});

test('the answer for the worst of messages is one that Lambda hands on', async () => {
  const quotes = '"'.repeat(8_000_000);
  const many = Array.from(
    { length: 600 },
    (_, index) =>
      `--b\r\nContent-Type: x/${'y'.repeat(400)}\r\nContent-ID: <${"'".repeat(1000)}>\r\nContent-Disposition: attachment; filename="${String(index)}${"'".repeat(600)}"\r\n\r\n${'z'.repeat(2000)}\r\n`,
  );
  const addresses = Array.from(
    { length: 600 },
    (_, index) => `"${'\\"'.repeat(200)}" <${index}@x.example>`,
  ).join(', ');
  const raw =
    `To: ${addresses}\r\nCc: ${addresses.slice(0, 30_000)}\r\nSubject: ${'"'.repeat(100_000)}\r\nReferences: ${'<"">'.repeat(5_000)}\r\n` +
    `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${quotes}\r\n${many.join('')}--b--\r\n`;
  const house = openHouse();
  const id = await file(house, raw);
  const answer = await house.ask('GET', `/v1/messages/${id}`);
  equal(answer.status, 200);
  const octets = Buffer.byteLength(JSON.stringify(answer.raw.toString()));
  ok(octets < LAMBDA_LIMIT, `${octets}`);
  const { shortened, to, attachments, html } = answer.json as Record<string, { length: number }> & {
    shortened: boolean;
  };
  deepEqual(
    [shortened, to?.length, attachments?.length, (html?.length ?? 0) > 300_000],
    [true, 200, 500, true],
  );
});
