/**
 * A DNS answer taken apart into records that can be exchanged, and put together again without compression.
 * It shares nothing with the decoder under test, and checks nothing: what it is given is well formed.
 */
export interface LooseRecord {
  /** On the wire, uncompressed. */
  readonly owner: Buffer;
  readonly type: number;
  readonly ttl: number;
  /** Names in it uncompressed. */
  readonly data: Buffer;
}

export interface LooseMessage {
  readonly question: Buffer;
  readonly responseCode: number;
  readonly answer: readonly LooseRecord[];
  readonly authority: readonly LooseRecord[];
}

const HEADER_OCTETS = 12;
const OPT = 41;

/** A name from `start`, and where what follows it begins. */
function readName(octets: Buffer, start: number): readonly [name: Buffer, end: number] {
  const labels: Buffer[] = [];
  let end = -1;
  for (let at = start; ;) {
    const length = octets.readUInt8(at);
    if (length >= 192) {
      if (end < 0) end = at + 2;
      at = octets.readUInt16BE(at) & 0x3fff;
      continue;
    }
    labels.push(octets.subarray(at, at + 1 + length));
    at += 1 + length;
    if (length === 0) return [Buffer.concat(labels), end < 0 ? at : end];
  }
}

/** By type: octets before the first name, and how many names there are. */
const namesIn: Readonly<Record<number, readonly [before: number, names: number]>> = {
  2: [0, 1],
  5: [0, 1],
  6: [0, 2],
  12: [0, 1],
  15: [2, 1],
  33: [6, 1],
  39: [0, 1],
  46: [18, 1],
};

function readData(octets: Buffer, type: number, start: number, end: number): Buffer {
  const [before, names] = namesIn[type] ?? [0, 0];
  const parts = [octets.subarray(start, start + before)];
  let at = start + before;
  for (let index = 0; index < names; index++) {
    const [name, next] = readName(octets, at);
    parts.push(name);
    at = next;
  }
  return Buffer.concat([...parts, octets.subarray(at, end)]);
}

export const questionEnd = (octets: Buffer): number => readName(octets, HEADER_OCTETS)[1] + 4;

/** `name/type`, the name in lower case, as the keys of recorded answers. */
export function questionOf(octets: Buffer): string {
  const [name, end] = readName(octets, HEADER_OCTETS);
  const labels: string[] = [];
  for (let at = 0; name.readUInt8(at) > 0; at += 1 + name.readUInt8(at))
    labels.push(name.toString('latin1', at + 1, at + 1 + name.readUInt8(at)));
  return `${labels.join('.').toLowerCase()}/${octets.readUInt16BE(end)}`;
}

export function takeApart(octets: Buffer): LooseMessage {
  let at = questionEnd(octets);
  const question = octets.subarray(HEADER_OCTETS, at);
  const read = (count: number): LooseRecord[] =>
    Array.from({ length: count }, () => {
      const [owner, fixed] = readName(octets, at);
      const type = octets.readUInt16BE(fixed);
      const start = fixed + 10;
      at = start + octets.readUInt16BE(fixed + 8);
      return { owner, type, ttl: octets.readUInt32BE(fixed + 4), data: readData(octets, type, start, at) };
    });
  const [answers, authorities] = [octets.readUInt16BE(6), octets.readUInt16BE(8)];
  const answer = read(answers);
  return { question, responseCode: octets.readUInt8(3) & 15, answer, authority: read(authorities) };
}

/** With id 0, recursion available, and EDNS. */
export function putTogether({ question, responseCode, answer, authority }: LooseMessage): Buffer {
  const header = Buffer.alloc(HEADER_OCTETS);
  header.writeUInt16BE(0x8180 | responseCode, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answer.length, 6);
  header.writeUInt16BE(authority.length, 8);
  header.writeUInt16BE(1, 10);
  const records = [...answer, ...authority].flatMap(({ owner, type, ttl, data }) => {
    const fixed = Buffer.alloc(10);
    fixed.writeUInt16BE(type, 0);
    fixed.writeUInt16BE(1, 2);
    fixed.writeUInt32BE(ttl, 4);
    fixed.writeUInt16BE(data.length, 8);
    return [owner, fixed, data];
  });
  const edns = Buffer.from([0, 0, OPT, 0xff, 0xdc, 0, 0, 0x80, 0, 0, 0]);
  return Buffer.concat([header, question, ...records, edns]);
}
