/**
 * Reads octets of a DNS message and never beyond them. A compression pointer must lead to before the name
 * (or the part of it) that holds it, so a loop cannot be written down; the number of jumps is bounded too.
 * What is wrong with a message is thrown as WireFault and caught where decoding starts: no caller of
 * `decodeMessage` ever sees it.
 */
import { nameFromLabels, type Name } from './name.ts';

export class WireFault extends Error {}

const MOST_JUMPS = 32;
const MOST_NAME_OCTETS = 255;

export class WireReader {
  readonly octets: Buffer;
  readonly end: number;
  position: number;

  constructor(octets: Buffer, start = 0, end = octets.length) {
    this.octets = octets;
    this.position = start;
    this.end = end;
  }

  get remaining(): number {
    return this.end - this.position;
  }

  take(count: number): Buffer {
    if (count > this.remaining) throw new WireFault('the message ends too early');
    const part = this.octets.subarray(this.position, this.position + count);
    this.position += count;
    return part;
  }

  /** A copy of `count` octets: what is kept from a message must not keep the message. */
  copy(count: number): Buffer {
    return Buffer.from(this.take(count));
  }

  rest(): Buffer {
    return this.copy(this.remaining);
  }

  uint8(): number {
    return this.take(1).readUInt8();
  }

  uint16(): number {
    return this.take(2).readUInt16BE();
  }

  uint32(): number {
    return this.take(4).readUInt32BE();
  }

  /** A part of the message with its own end; names in it may still point to before it. */
  window(length: number): WireReader {
    const start = this.position;
    this.take(length);
    return new WireReader(this.octets, start, start + length);
  }

  /** RFC 1035 section 4.1.4. `compression` false refuses pointers, as in RRSIG and NSEC (RFC 4034). */
  name(compression = true): Name {
    const labels: string[] = [];
    let octets = 1;
    let jumps = 0;
    let cursor = this.position;
    let limit = this.end;
    let segmentStart = cursor;
    let resume = -1;
    for (;;) {
      if (cursor >= limit) throw new WireFault('a name ends too early');
      const length = this.octets.readUInt8(cursor);
      if (length === 0) break;
      if (length < 64) {
        octets += length + 1;
        if (octets > MOST_NAME_OCTETS) throw new WireFault('a name is longer than 255 octets');
        if (cursor + 1 + length > limit) throw new WireFault('a label ends too early');
        labels.push(this.octets.toString('latin1', cursor + 1, cursor + 1 + length));
        cursor += 1 + length;
        continue;
      }
      if (length < 192) throw new WireFault('an unknown label type');
      if (!compression) throw new WireFault('a compressed name where none may be');
      if (cursor + 2 > limit) throw new WireFault('a compression pointer ends too early');
      const target = this.octets.readUInt16BE(cursor) & 0x3fff;
      if (target >= segmentStart) throw new WireFault('a compression pointer that does not lead backwards');
      if (++jumps > MOST_JUMPS) throw new WireFault('too many compression pointers in one name');
      if (resume < 0) resume = cursor + 2;
      limit = this.octets.length;
      cursor = target;
      segmentStart = target;
    }
    this.position = resume < 0 ? cursor + 1 : resume;
    return nameFromLabels(labels);
  }
}
