import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { test } from 'node:test';

import PostalMime from 'postal-mime';

import { MOST_OPEN } from '../../../functions/settings-api/uploads.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import { uploadKey } from '../../../shared/store/uploads.ts';
import { ALICE_ALIAS, BOB, NOW, openHouse, verdict, type House } from './house.ts';

const FILE = { filename: 'plan.pdf', contentType: 'application/pdf', size: 5 };
const LETTER = { from: ALICE_ALIAS, to: ['bob@good.example'], subject: 'x', text: 'y' };

async function openWithAliceOn(now = () => NOW): Promise<House> {
  const house = openHouse({ now });
  await house.switchOn();
  return house;
}

/** Asks for a place, and puts the octets there unless there are none. */
async function upload(house: House, octets: Buffer | null = Buffer.from('%PDF-'), file: object = FILE) {
  const { json } = await house.ask('POST', '/v1/uploads', { body: file });
  const { id } = json as { id: string };
  if (octets !== null) await house.bodies.put(uploadKey(id), octets);
  return id;
}

function send(house: House, attachments: readonly object[], key?: string) {
  const headers = key === undefined ? {} : { 'Idempotency-Key': key };
  return house.ask('POST', '/v1/messages', { headers, body: { ...LETTER, attachments } });
}

async function sentBody(house: House): Promise<Buffer> {
  const [item] = house.outbound.sent;
  return house.bodies.load(item?.item.body ?? { inline: '' });
}

test('a place is for so many octets of one type, and says until when', async () => {
  const house = await openWithAliceOn();
  const { status, json } = await house.ask('POST', '/v1/uploads', { body: FILE });
  const { id, url, ...rest } = json as { id: string; url: string };
  equal(status, 201);
  deepEqual(rest, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/pdf' },
    expiresAt: '2026-11-23T10:30:00.000Z',
    keptUntil: '2026-11-24T10:00:00.000Z',
  });
  equal(url, `https://objects.example/put/uploads/${id}?size=5&contentType=application%2Fpdf&seconds=1800`);
});

const asked: [file: object, expected: string, why: string][] = [
  [{ ...FILE, size: 700_000 }, '201', 'fits into a message of 1 MiB'],
  [{ ...FILE, size: 800_000 }, '413 too-large body:/size', 'does not, as base64'],
  [{ ...FILE, size: 0 }, '422 invalid-request body:/size', 'nothing'],
  [{ ...FILE, size: 1.5 }, '422 invalid-request body:/size', 'half an octet'],
  [{ ...FILE, filename: 'a\r\nb' }, '422 invalid-request body:/filename', 'a line break'],
  [{ ...FILE, contentType: 'multipart/mixed' }, '422 invalid-request body:/contentType', 'parts'],
  [{ ...FILE, key: 'mailbox/x' }, '422 invalid-request body:/key', 'a place of one’s own choice'],
];
for (const [file, expected, why] of asked) {
  test(`asking for ${why}: ${expected}`, async () => {
    equal(verdict(await (await openWithAliceOn()).ask('POST', '/v1/uploads', { body: file })), expected);
  });
}

test('a message takes the file along, under the name that it says, and the upload ends', async () => {
  const house = await openWithAliceOn();
  const [one, two] = [await upload(house), await upload(house)];
  const inline = { filename: 'c.txt', contentType: 'text/plain', content: 'aGk=' };
  const answer = await send(house, [{ uploadId: one }, inline, { uploadId: two, filename: 'other.pdf' }]);
  equal(verdict(answer), '202');
  const { attachments } = await PostalMime.parse(await sentBody(house));
  deepEqual(
    attachments.map(({ filename, mimeType, content }) => [
      filename,
      mimeType,
      Buffer.from(content as ArrayBuffer).toString(),
    ]),
    [
      ['plan.pdf', 'application/pdf', '%PDF-'],
      ['c.txt', 'text/plain', 'hi'],
      ['other.pdf', 'application/pdf', '%PDF-'],
    ],
  );
  deepEqual(
    [...house.bodies.objects.keys()].filter((key) => key.startsWith('uploads/')),
    [],
  );
  equal(verdict(await send(house, [{ uploadId: one }])), '422 invalid-request body:/attachments/0/uploadId');
});

const named: [name: string, place: (house: House) => Promise<string>, expected: string][] = [
  [
    'nothing',
    () => Promise.resolve(createIdentifier(NOW)),
    '422 invalid-request body:/attachments/0/uploadId',
  ],
  [
    'something impossible',
    () => Promise.resolve('../mailbox/x'),
    '422 invalid-request body:/attachments/0/uploadId',
  ],
  ['__proto__', () => Promise.resolve('__proto__'), '422 invalid-request body:/attachments/0/uploadId'],
  [
    'a file that is not there yet',
    (house) => upload(house, null),
    '422 invalid-request body:/attachments/0/uploadId',
  ],
  [
    'a file that is not whole',
    (house) => upload(house, Buffer.from('%P')),
    '422 invalid-request body:/attachments/0/uploadId',
  ],
  [
    'somebody else’s',
    async (house) => {
      const { json } = await house.ask('POST', '/v1/uploads', { as: BOB, body: FILE });
      const { id } = json as { id: string };
      await house.bodies.put(uploadKey(id), Buffer.from('%PDF-'));
      return id;
    },
    '422 invalid-request body:/attachments/0/uploadId',
  ],
];
for (const [name, place, expected] of named) {
  test(`a message that names ${name}: ${expected}, and nothing is sent`, async () => {
    const house = await openWithAliceOn();
    equal(verdict(await send(house, [{ uploadId: await place(house) }])), expected);
    equal(house.outbound.sent.length, 0);
  });
}

test('after a day an upload counts as gone, and makes room', async () => {
  let now = NOW;
  const house = await openWithAliceOn(() => now);
  const id = await upload(house);
  now += 24 * 3600_000;
  equal(verdict(await send(house, [{ uploadId: id }])), '422 invalid-request body:/attachments/0/uploadId');
});

test('files that fit one by one and not together are refused before any is loaded', async () => {
  const house = await openWithAliceOn();
  const ids = [];
  for (let index = 0; index < 2; index += 1) ids.push(await upload(house, null, { ...FILE, size: 700_000 }));
  const answer = await send(
    house,
    ids.map((uploadId) => ({ uploadId })),
  );
  equal(verdict(answer), '413 too-large body:/attachments');
});

test('content and upload exclude each other, and one of them is needed', async () => {
  const house = await openWithAliceOn();
  const uploadId = await upload(house);
  const rows: [attachment: object, expected: string][] = [
    [{ uploadId, content: 'aGk=' }, 'body:/attachments/0/content'],
    [{ uploadId, contentType: 'text/plain' }, 'body:/attachments/0/contentType'],
    [{ filename: 'a', contentType: 'text/plain' }, 'body:/attachments/0/content'],
    [{ content: 'aGk=', contentType: 'text/plain' }, 'body:/attachments/0/filename'],
    [{ content: 'aGk=', filename: 'a' }, 'body:/attachments/0/contentType'],
  ];
  for (const [attachment, where] of rows) {
    equal(verdict(await send(house, [attachment])), `422 invalid-request ${where}`);
  }
});

test('repeated under its key, a message with uploads is sent once', async () => {
  const house = await openWithAliceOn();
  const attachments = [{ uploadId: await upload(house) }];
  const [first, second] = [await send(house, attachments, 'k'), await send(house, attachments, 'k')];
  deepEqual([second.status, second.json], [202, first.json]);
  equal(house.outbound.sent.length, 1);
});

test('two at the same moment become one message, whoever takes the uploads away', async () => {
  const house = await openWithAliceOn();
  const attachments = [{ uploadId: await upload(house) }];
  const answers = await Promise.all([1, 2, 3].map(() => send(house, attachments, 'k')));
  for (const { status, json } of answers) deepEqual([status, json], [202, answers[0]?.json]);
});

test('a crash between queue and table leaves the uploads, so that a repetition composes the same octets', async () => {
  const house = await openWithAliceOn();
  const attachments = [{ uploadId: await upload(house) }];
  const open = house.deliveries.open.bind(house.deliveries);
  house.deliveries.open = () => Promise.reject(new Error('crashed'));
  const first = await send(house, attachments, 'k');
  house.deliveries.open = open;
  const second = await send(house, attachments, 'k');
  deepEqual(second.json, first.json);
  const [one, other] = house.outbound.sent;
  deepEqual(other, one);
  equal(
    [...house.bodies.objects.keys()].some((key) => key.startsWith('uploads/')),
    false,
  );
});

test('deleted is deleted; another user’s is none', async () => {
  const house = await openWithAliceOn();
  const id = await upload(house);
  equal(verdict(await house.ask('DELETE', `/v1/uploads/${id}`, { as: BOB })), '404 not-found');
  equal((await house.ask('DELETE', `/v1/uploads/${id}`)).status, 204);
  equal(verdict(await house.ask('DELETE', `/v1/uploads/${id}`)), '404 not-found');
  equal(house.bodies.objects.size, 0);
});

test('a user has so many open at a time, and asks so often in a minute', async () => {
  let now = NOW;
  const house = await openWithAliceOn(() => now);
  for (let index = 0; index < MOST_OPEN; index += 1) await upload(house, null);
  const often = await house.ask('POST', '/v1/uploads', { body: FILE });
  equal(verdict(often), '429 too-many-requests');
  match(often.headers['retry-after'] ?? '', /^[0-9]+$/);
  now += 60_000;
  equal(verdict(await house.ask('POST', '/v1/uploads', { body: FILE })), '409 too-many-uploads');
  ok((await house.ask('POST', '/v1/uploads', { as: BOB, body: FILE })).status === 201);
});
