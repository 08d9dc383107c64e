/**
 * What an attacker between a validator and the zones could do to an answer without any zone's key: leave out,
 * repeat, move, rename, take from other answers, change fields and bits. With a zone of his own: sign.
 */
import type { Random } from '../random.ts';
import { wireName } from '../signed-world.ts';
import type { LooseMessage, LooseRecord } from './loose-message.ts';

export interface Means {
  readonly random: Random;
  /** True answers to other questions. */
  readonly donor: () => LooseMessage;
}

type Section = 'answer' | 'authority';
type Alteration = (message: LooseMessage, means: Means) => LooseMessage;

const RRSIG = 46;
const NSEC = 47;
const NSEC3 = 50;

const sectionOf = (message: LooseMessage, { onceIn }: Random): Section =>
  message.answer.length === 0 || (message.authority.length > 0 && onceIn(3)) ? 'authority' : 'answer';

/** Changes one record of the message, if it has any that fits. */
function changeOne(
  message: LooseMessage,
  { random }: Means,
  change: (record: LooseRecord) => readonly LooseRecord[],
  fits: (record: LooseRecord) => boolean = () => true,
): LooseMessage {
  const section = sectionOf(message, random);
  const places = message[section].flatMap((record, index) => (fits(record) ? [index] : []));
  if (places.length === 0) return message;
  const at = random.pick(places);
  return {
    ...message,
    [section]: message[section].flatMap((record, index) => (index === at ? change(record) : [record])),
  };
}

const withOctet = (data: Buffer, at: number, octet: number): Buffer => {
  const changed = Buffer.from(data);
  if (changed.length > 0) changed.writeUInt8(octet & 255, at % changed.length);
  return changed;
};
const flipBit = (data: Buffer, { below }: Random): Buffer => {
  const at = below(Math.max(1, data.length));
  return withOctet(data, at, (data[at] ?? 0) ^ (1 << below(8)));
};

/** The name that the question asks for, on the wire. */
const asked = ({ question }: LooseMessage): Buffer => question.subarray(0, -4);
const add = (message: LooseMessage, section: Section, records: readonly LooseRecord[]): LooseMessage => ({
  ...message,
  [section]: [...message[section], ...records],
});

/** A record of the donor with all its company: the same owner and type, and the signatures over them. */
function someSet(donor: LooseMessage, random: Random): readonly LooseRecord[] {
  const all = [...donor.answer, ...donor.authority];
  if (all.length === 0) return [];
  const { owner, type } = random.pick(all);
  return all.filter(
    (other) =>
      other.owner.equals(owner) &&
      (other.type === type || (other.type === RRSIG && other.data.readUInt16BE() === type)),
  );
}

/** Offsets and lengths of a signature's fields (RFC 4034 section 3.1). */
const fields = [
  [0, 2],
  [2, 1],
  [3, 1],
  [4, 4],
  [8, 4],
  [12, 4],
  [16, 2],
] as const;

function changeField(record: LooseRecord, { below, pick }: Random): LooseRecord {
  const [at, octets] = pick(fields);
  const data = Buffer.from(record.data);
  const value = data.readUIntBE(at, octets);
  const limit = 256 ** octets;
  data.writeUIntBE((value + pick([1, -1, 2, below(limit), limit / 2]) + limit) % limit, at, octets);
  return { ...record, data };
}

/** Another signer in place of the first name after the 18 fixed octets. */
function changeSigner(record: LooseRecord, { pick }: Random): LooseRecord {
  let end = 18;
  // What was altered before may be no name any more.
  while ((record.data[end] ?? 0) > 0) end += 1 + (record.data[end] ?? 0);
  const signer = wireName(pick(['', 'test', 'ec.test', 'attacker.test', 'mx.ec.test', 'insecure.test']));
  return {
    ...record,
    data: Buffer.concat([record.data.subarray(0, 18), signer, record.data.subarray(end + 1)]),
  };
}

const swapCase = (octets: Buffer): Buffer =>
  Buffer.from(octets.map((octet) => (octet >= 97 && octet <= 122 ? octet - 32 : octet)));

export const alterations: Readonly<Record<string, Alteration>> = {
  'leave out a record': (message, means) => changeOne(message, means, () => []),
  'leave out signatures': (message, means) => {
    const section = sectionOf(message, means.random);
    return { ...message, [section]: message[section].filter(({ type }) => type !== RRSIG) };
  },
  'leave out a section': (message, { random }) => ({ ...message, [sectionOf(message, random)]: [] }),
  'repeat a record': (message, means) => changeOne(message, means, (record) => [record, record]),
  'turn the order': (message) => ({ ...message, answer: message.answer.toReversed() }),
  'flip a bit of data': (message, means) =>
    changeOne(message, means, (record) => [{ ...record, data: flipBit(record.data, means.random) }]),
  'add a record with a bit flipped': (message, means) =>
    changeOne(message, means, (record) => [record, { ...record, data: flipBit(record.data, means.random) }]),
  'change an octet of an owner': (message, means) =>
    changeOne(message, means, (record) => [
      { ...record, owner: withOctet(record.owner, 1, 97 + means.random.below(26)) },
    ]),
  'change a TTL': (message, means) =>
    changeOne(message, means, (record) => [
      { ...record, ttl: means.random.pick([0, 1, 86_400, 0x7fffffff, 0xffffffff]) },
    ]),
  'change a field of a signature': (message, means) =>
    changeOne(
      message,
      means,
      (record) => [changeField(record, means.random)],
      ({ type }) => type === RRSIG,
    ),
  'change a signer': (message, means) =>
    changeOne(
      message,
      means,
      (record) => [changeSigner(record, means.random)],
      ({ type }) => type === RRSIG,
    ),
  'write names in capitals': (message, means) =>
    changeOne(message, means, (record) => [
      {
        ...record,
        owner: swapCase(record.owner),
        data: record.type === 15 ? swapCase(record.data) : record.data,
      },
    ]),
  'change the response code': (message) => ({ ...message, responseCode: message.responseCode === 3 ? 0 : 3 }),
  'move a record to the other section': (message, { random }) => {
    const [answer, authority] = [message.answer, message.authority];
    return random.onceIn(2) || answer.length === 0
      ? { ...message, answer: [...answer, ...authority], authority: [] }
      : { ...message, answer: answer.slice(1), authority: [...authority, ...answer.slice(0, 1)] };
  },
  'give the answer to another question': (message, { donor }) => ({ ...donor(), question: message.question }),
  'give it under the asked name': (message, { donor }) => {
    const other = donor();
    const owner = asked(message);
    const [first] = other.answer;
    const answer = other.answer.map((record) =>
      first !== undefined && record.owner.equals(first.owner) ? { ...record, owner } : record,
    );
    return { ...other, answer, question: message.question };
  },
  'deny with another’s denial': (message, { donor, random }) => {
    for (let attempt = 0; attempt < 20; attempt++) {
      const { responseCode, authority } = donor();
      if (authority.some(({ type }) => type === NSEC || type === NSEC3))
        return {
          ...message,
          responseCode: random.onceIn(3) ? 3 - responseCode : responseCode,
          answer: [],
          authority,
        };
    }
    return message;
  },
  'add another’s denial': (message, { donor, random }) => add(message, 'authority', someSet(donor(), random)),
  'add a set of another answer': (message, { donor, random }) =>
    add(message, sectionOf(message, random), someSet(donor(), random)),
  'add it under the asked name': (message, { donor, random }) =>
    add(
      message,
      'answer',
      someSet(donor(), random).map((record) => ({ ...record, owner: asked(message) })),
    ),
  'exchange data with another record of the type': (message, means) =>
    changeOne(message, means, (record) => {
      const other = means.donor();
      const same = [...other.answer, ...other.authority].filter(({ type }) => type === record.type);
      return [same.length === 0 ? record : { ...record, data: means.random.pick(same).data }];
    }),
  'add data of another record of the type': (message, means) =>
    changeOne(message, means, (record) => {
      const other = means.donor();
      const same = [...other.answer, ...other.authority].filter(({ type }) => type === record.type);
      return same.length === 0 ? [record] : [record, { ...record, data: means.random.pick(same).data }];
    }),
};

/** Damage without sense: an octet anywhere behind the question, or a count in the header. */
export function damage(octets: Buffer, questionEnds: number, { below, onceIn }: Random): Buffer {
  const at = onceIn(12) ? 6 + below(6) : questionEnds + below(octets.length - questionEnds);
  const changed = Buffer.from(octets);
  changed.writeUInt8(onceIn(2) ? below(256) : changed.readUInt8(at) ^ (1 << below(8)), at);
  return changed;
}
