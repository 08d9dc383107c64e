/**
 * Record data by type, each with its canonical octets: what a signature is made over (RFC 4034 section 6.2).
 * For the types whose data holds a name that RFC 6840 section 5.1 wants in lower case, those octets are
 * written anew, uncompressed; for all others, NSEC included, they are the octets as they came.
 */
import { SocketAddress } from 'node:net';

import { encodeName, type Name } from './name.ts';
import type { WireReader } from './reader.ts';
import { WireFault } from './reader.ts';
import { recordTypes } from './record-types.ts';

export interface MxData {
  readonly kind: 'MX';
  readonly preference: number;
  readonly exchange: Name;
}
export interface TlsaData {
  readonly kind: 'TLSA';
  readonly usage: number;
  readonly selector: number;
  readonly matchingType: number;
  readonly data: Buffer;
}
/** RFC 2782. */
export interface SrvData {
  readonly kind: 'SRV';
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: Name;
}
/** RFC 8659 section 4.1. */
export interface CaaData {
  readonly kind: 'CAA';
  readonly flags: number;
  readonly tag: string;
  readonly value: string;
}
export interface DsData {
  readonly kind: 'DS';
  readonly keyTag: number;
  readonly algorithm: number;
  readonly digestType: number;
  readonly digest: Buffer;
}
export interface DnskeyData {
  readonly kind: 'DNSKEY';
  readonly flags: number;
  readonly protocol: number;
  readonly algorithm: number;
  readonly publicKey: Buffer;
}
export interface RrsigData {
  readonly kind: 'RRSIG';
  readonly typeCovered: number;
  readonly algorithm: number;
  readonly labels: number;
  readonly originalTtl: number;
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signer: Name;
  readonly signature: Buffer;
}
export interface NsecData {
  readonly kind: 'NSEC';
  readonly next: Name;
  readonly types: ReadonlySet<number>;
}
export interface Nsec3Data {
  readonly kind: 'NSEC3';
  readonly algorithm: number;
  readonly flags: number;
  readonly iterations: number;
  readonly salt: Buffer;
  readonly next: Buffer;
  readonly types: ReadonlySet<number>;
}
export type Rdata =
  | { readonly kind: 'A' | 'AAAA'; readonly address: string }
  | { readonly kind: 'CNAME' | 'DNAME' | 'NS' | 'PTR'; readonly target: Name }
  | { readonly kind: 'SOA'; readonly minimum: number }
  | { readonly kind: 'TXT'; readonly strings: readonly Buffer[] }
  | { readonly kind: 'other' }
  | MxData
  | SrvData
  | CaaData
  | TlsaData
  | DsData
  | DnskeyData
  | RrsigData
  | NsecData
  | Nsec3Data;

export interface DecodedRdata {
  readonly data: Rdata;
  readonly canonical: Buffer;
}

/** RFC 4034 section 4.1.2: windows in ascending order, 1 to 32 octets each. */
function typeBitmap(reader: WireReader): ReadonlySet<number> {
  const types = new Set<number>();
  let previous = -1;
  while (reader.remaining > 0) {
    const window = reader.uint8();
    const length = reader.uint8();
    if (window <= previous || length < 1 || length > 32) throw new WireFault('a malformed type bitmap');
    previous = window;
    for (const [index, octet] of reader.take(length).entries())
      for (let bit = 0; bit < 8; bit++)
        if ((octet & (0x80 >> bit)) !== 0) types.add(window * 256 + index * 8 + bit);
  }
  return types;
}

function address(octets: Buffer, family: 'ipv4' | 'ipv6'): string {
  if (family === 'ipv4') return octets.join('.');
  const groups = octets.toString('hex').match(/.{4}/g) ?? [];
  return new SocketAddress({ address: groups.join(':'), family }).address;
}

function oneTarget(kind: 'CNAME' | 'DNAME' | 'NS' | 'PTR', reader: WireReader): DecodedRdata {
  const target = reader.name();
  return { data: { kind, target }, canonical: encodeName(target) };
}

/** RFC 6698 section 2.1. Too short a record stays in the set, as one with parameters nobody can use. */
function tlsa(reader: WireReader): TlsaData {
  if (reader.remaining < 3)
    return { kind: 'TLSA', usage: 255, selector: 255, matchingType: 255, data: reader.rest() };
  const [usage, selector, matchingType] = [reader.uint8(), reader.uint8(), reader.uint8()];
  return { kind: 'TLSA', usage, selector, matchingType, data: reader.rest() };
}

function txt(reader: WireReader): Rdata {
  const strings: Buffer[] = [];
  while (reader.remaining > 0) strings.push(reader.copy(reader.uint8()));
  return { kind: 'TXT', strings };
}

function rrsig(reader: WireReader): DecodedRdata {
  const fixed = reader.take(18);
  const signer = reader.name(false);
  const signature = reader.rest();
  const data: RrsigData = {
    kind: 'RRSIG',
    typeCovered: fixed.readUInt16BE(0),
    algorithm: fixed.readUInt8(2),
    labels: fixed.readUInt8(3),
    originalTtl: fixed.readUInt32BE(4),
    expiration: fixed.readUInt32BE(8),
    inception: fixed.readUInt32BE(12),
    keyTag: fixed.readUInt16BE(16),
    signer,
    signature,
  };
  return { data, canonical: Buffer.concat([fixed, encodeName(signer), signature]) };
}

function nsec3(reader: WireReader): Nsec3Data {
  const [algorithm, flags, iterations] = [reader.uint8(), reader.uint8(), reader.uint16()];
  const salt = reader.take(reader.uint8());
  const next = reader.take(reader.uint8());
  return { kind: 'NSEC3', algorithm, flags, iterations, salt, next, types: typeBitmap(reader) };
}

function plain(type: number, reader: WireReader): Rdata {
  switch (type) {
    case recordTypes.A:
      return { kind: 'A', address: address(reader.take(4), 'ipv4') };
    case recordTypes.AAAA:
      return { kind: 'AAAA', address: address(reader.take(16), 'ipv6') };
    case recordTypes.TXT:
      return txt(reader);
    case recordTypes.TLSA:
      return tlsa(reader);
    case recordTypes.CAA:
      return {
        kind: 'CAA',
        flags: reader.uint8(),
        tag: reader.take(reader.uint8()).toString('latin1').toLowerCase(),
        value: reader.rest().toString('latin1'),
      };
    case recordTypes.DS:
      return {
        kind: 'DS',
        keyTag: reader.uint16(),
        algorithm: reader.uint8(),
        digestType: reader.uint8(),
        digest: reader.rest(),
      };
    case recordTypes.DNSKEY:
      return {
        kind: 'DNSKEY',
        flags: reader.uint16(),
        protocol: reader.uint8(),
        algorithm: reader.uint8(),
        publicKey: reader.rest(),
      };
    case recordTypes.NSEC:
      return { kind: 'NSEC', next: reader.name(false), types: typeBitmap(reader) };
    case recordTypes.NSEC3:
      return nsec3(reader);
    default:
      reader.rest();
      return { kind: 'other' };
  }
}

function decode(type: number, reader: WireReader): DecodedRdata {
  switch (type) {
    case recordTypes.CNAME:
      return oneTarget('CNAME', reader);
    case recordTypes.DNAME:
      return oneTarget('DNAME', reader);
    case recordTypes.NS:
      return oneTarget('NS', reader);
    case recordTypes.PTR:
      return oneTarget('PTR', reader);
    case recordTypes.MX: {
      const fixed = reader.take(2);
      const exchange = reader.name();
      return {
        data: { kind: 'MX', preference: fixed.readUInt16BE(), exchange },
        canonical: Buffer.concat([fixed, encodeName(exchange)]),
      };
    }
    case recordTypes.SRV: {
      const fixed = reader.take(6);
      const target = reader.name();
      return {
        data: {
          kind: 'SRV',
          priority: fixed.readUInt16BE(0),
          weight: fixed.readUInt16BE(2),
          port: fixed.readUInt16BE(4),
          target,
        },
        canonical: Buffer.concat([fixed, encodeName(target)]),
      };
    }
    case recordTypes.SOA: {
      const names = Buffer.concat([encodeName(reader.name()), encodeName(reader.name())]);
      const fixed = reader.take(20);
      return {
        data: { kind: 'SOA', minimum: fixed.readUInt32BE(16) },
        canonical: Buffer.concat([names, fixed]),
      };
    }
    case recordTypes.RRSIG:
      return rrsig(reader);
    default: {
      const canonical = reader.octets.subarray(reader.position, reader.end);
      return { data: plain(type, reader), canonical };
    }
  }
}

/** Takes a reader that ends where the record data ends. Throws WireFault. */
export function decodeRdata(type: number, reader: WireReader): DecodedRdata {
  const decoded = decode(type, reader);
  if (reader.remaining !== 0) throw new WireFault('record data is longer than its fields');
  return decoded;
}
