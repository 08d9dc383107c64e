/**
 * A small signer of DNS answers, for zones that no real server would serve. It shares nothing with the
 * validator: octets come from the dns-packet package, canonical form is kept by writing every name in lower
 * case to begin with. That the validator's own canonical form is the right one, the recorded world tells.
 */
import { createHash, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

import * as packet from 'dns-packet';

import type { Ask } from '../../../shared/dns/dnssec/chain.ts';
import type { TrustAnchors } from '../../../shared/dns/dnssec/trust-anchors.ts';
import { decodeMessage } from '../../../shared/dns/wire/message.ts';

/** 24 November 2026, in seconds. */
export const NOW = 1_795_500_000;
export const clock = (): number => NOW * 1000;

export type Type =
  | 'A'
  | 'AAAA'
  | 'MX'
  | 'TLSA'
  | 'TXT'
  | 'DS'
  | 'DNSKEY'
  | 'CNAME'
  | 'DNAME'
  | 'NSEC'
  | 'NSEC3'
  | 'SOA'
  | 'NS';
const numbers: Readonly<Record<Type, number>> = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  MX: 15,
  TXT: 16,
  AAAA: 28,
  DNAME: 39,
  DS: 43,
  NSEC: 47,
  DNSKEY: 48,
  NSEC3: 50,
  TLSA: 52,
};

export interface Rr {
  readonly name: string;
  readonly type: string;
  readonly ttl: number;
  readonly data: unknown;
}

export interface Key {
  readonly algorithm: number;
  readonly flags: number;
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
  readonly keyTag: number;
}

const rdata = (type: string, data: unknown): Buffer =>
  // dns-packet's types are one per record; the signer handles them all alike.
  (packet as unknown as { record: (type: string) => { encode: (data: unknown) => Buffer } })
    .record(type)
    .encode(data)
    .subarray(2);

export function wireName(name: string): Buffer {
  const labels = name.split('.').filter((label) => label !== '');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)])),
    Buffer.from([0]),
  ]);
}

function tagOf(record: Buffer): number {
  let sum = 0;
  record.forEach((octet, index) => (sum += index % 2 === 1 ? octet : octet * 256));
  return (sum + Math.floor(sum / 65536)) % 65536;
}

export function makeKey(flags = 257, algorithm: 13 | 14 | 15 = 15): Key {
  const pair =
    algorithm === 15
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: algorithm === 13 ? 'P-256' : 'P-384' });
  const { x = '', y = '' } = pair.publicKey.export({ format: 'jwk' });
  const publicKey = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  const record = Buffer.concat([Buffer.from([flags >> 8, flags & 255, 3, algorithm]), publicKey]);
  return { algorithm, flags, publicKey, privateKey: pair.privateKey, keyTag: tagOf(record) };
}

export const dnskeyOf = (zone: string, { flags, algorithm, publicKey }: Key): Rr => ({
  name: zone,
  type: 'DNSKEY',
  ttl: 300,
  data: { flags, algorithm, key: publicKey },
});

export function dsOf(zone: string, key: Key, digestType: 1 | 2 | 4 = 2): Rr {
  const digestName = { 1: 'sha1', 2: 'sha256', 4: 'sha384' }[digestType];
  const record = rdata('DNSKEY', dnskeyOf(zone, key).data);
  const digest = createHash(digestName).update(wireName(zone)).update(record).digest();
  return {
    name: zone,
    type: 'DS',
    ttl: 300,
    data: { keyTag: key.keyTag, algorithm: key.algorithm, digestType, digest },
  };
}

export interface SignatureFields {
  readonly algorithm: number;
  readonly labels: number;
  readonly originalTTL: number;
  readonly expiration: number;
  readonly inception: number;
  readonly keyTag: number;
  readonly signersName: string;
  /** Whose octets are signed; another than the records' for a wildcard. */
  readonly owner: string;
  readonly signature: Buffer;
}

/** An RRSIG over records of one name and type; any field may be set to what it should not be. */
export function signatureOf(
  zone: string,
  key: Key,
  records: readonly Rr[],
  fields: Partial<SignatureFields> = {},
): Rr {
  const [first] = records;
  if (first === undefined) throw new Error('nothing to sign');
  const owner = fields.owner ?? first.name;
  const data = {
    typeCovered: first.type,
    algorithm: key.algorithm,
    labels: owner.split('.').filter((label) => label !== '' && label !== '*').length,
    originalTTL: first.ttl,
    expiration: NOW + 86_400,
    inception: NOW - 86_400,
    keyTag: key.keyTag,
    signersName: zone === '' ? '.' : zone,
    ...fields,
  };
  const fixed = (value: number, octets: number): Buffer => {
    const buffer = Buffer.alloc(octets);
    buffer.writeUIntBE(value, 0, octets);
    return buffer;
  };
  const type = numbers[first.type as Type];
  const head = [
    fixed(type, 2),
    fixed(data.algorithm, 1),
    fixed(data.labels, 1),
    fixed(data.originalTTL, 4),
    fixed(data.expiration, 4),
    fixed(data.inception, 4),
    fixed(data.keyTag, 2),
    wireName(data.signersName),
  ];
  const sorted = [
    ...new Set(records.map((record) => rdata(record.type, record.data).toString('hex'))),
  ].sort();
  const body = sorted.map((hex) =>
    Buffer.concat([
      wireName(owner),
      fixed(type, 2),
      fixed(1, 2),
      fixed(data.originalTTL, 4),
      fixed(hex.length / 2, 2),
      Buffer.from(hex, 'hex'),
    ]),
  );
  const digest = { 13: 'sha256', 14: 'sha384' }[key.algorithm] ?? null;
  const signature =
    fields.signature ??
    sign(digest, Buffer.concat([...head, ...body]), { key: key.privateKey, dsaEncoding: 'ieee-p1363' });
  return { name: first.name, type: 'RRSIG', ttl: first.ttl, data: { ...data, signature } };
}

export interface Answer {
  readonly answers?: readonly Rr[];
  readonly authorities?: readonly Rr[];
  readonly rcode?: number;
  readonly id?: number;
  readonly flags?: number;
}

export function encodeAnswer(
  name: string,
  type: string | number,
  { answers = [], authorities = [], rcode = 0, id = 0, flags = 0 }: Answer,
): Buffer {
  return packet.encode({
    type: 'response',
    id,
    flags: flags | rcode,
    questions: [{ name: name === '' ? '.' : name, type: (typeof type === 'number' ? 'A' : type) as 'A' }],
    answers: answers as packet.Answer[],
    authorities: authorities as packet.Answer[],
  });
}

/** Zones from the root down, each with one key, and what they answer. */
export class SignedWorld {
  readonly keys = new Map<string, Key>();
  readonly answers = new Map<string, Buffer>();
  readonly asked: string[] = [];

  constructor(...zones: readonly string[]) {
    for (const zone of ['', ...zones]) this.addZone(zone);
  }

  key(zone: string): Key {
    const key = this.keys.get(zone);
    if (key === undefined) throw new Error(`no zone ${zone}`);
    return key;
  }

  parentOf(zone: string): string {
    const above = [...this.keys.keys()].filter(
      (other) => other !== zone && (other === '' || zone.endsWith(`.${other}`)),
    );
    return above.sort((one, other) => other.length - one.length)[0] ?? '';
  }

  addZone(zone: string, key = makeKey()): void {
    this.keys.set(zone, key);
    this.setKeys(zone, [dnskeyOf(zone, key)]);
    if (zone !== '') this.setDs(zone, [dsOf(zone, key)]);
  }

  setKeys(zone: string, records: readonly Rr[], ...signatures: readonly Rr[]): void {
    const signed = signatures.length > 0 ? signatures : [signatureOf(zone, this.key(zone), records)];
    this.set(zone, 'DNSKEY', { answers: [...records, ...signed] });
  }

  setDs(zone: string, records: readonly Rr[]): void {
    const parent = this.parentOf(zone);
    this.set(zone, 'DS', { answers: [...records, signatureOf(parent, this.key(parent), records)] });
  }

  set(name: string, type: Type, answer: Answer): void {
    this.answers.set(`${name}/${numbers[type]}`, encodeAnswer(name, type, answer));
  }

  setOctets(name: string, type: Type, octets: Buffer): void {
    this.answers.set(`${name}/${numbers[type]}`, octets);
  }

  /** Signs each group of records of one name and type by the zone. */
  signed(zone: string, ...records: readonly Rr[]): Rr[] {
    const groups = Map.groupBy(records, ({ name, type }) => `${name} ${type}`);
    return [...groups.values()].flatMap((group) => [...group, signatureOf(zone, this.key(zone), group)]);
  }

  get anchors(): TrustAnchors {
    const { data } = dsOf('', this.key(''));
    return {
      delegation: [
        {
          kind: 'DS',
          ...(data as { keyTag: number; algorithm: number; digestType: number; digest: Buffer }),
        },
      ],
      keys: [],
    };
  }

  get ask(): Ask {
    return (name, type) => {
      this.asked.push(`${name}/${type}`);
      const octets = this.answers.get(`${name}/${type}`);
      return Promise.resolve(
        octets === undefined ? { kind: 'failed', detail: 'nobody answers' } : decodeMessage(octets),
      );
    };
  }
}

export const rr = (name: string, type: Type, data: unknown, ttl = 300): Rr => ({ name, type, ttl, data });
export const tlsaData = { usage: 3, selector: 1, matchingType: 1, certificate: Buffer.alloc(32, 7) };
export const soa = (zone: string): Rr =>
  rr(zone, 'SOA', {
    mname: 'ns.test',
    rname: 'host.test',
    serial: 1,
    refresh: 2,
    retry: 3,
    expire: 4,
    minimum: 120,
  });
export const nsec = (name: string, nextDomain: string, ...rrtypes: string[]): Rr =>
  rr(name, 'NSEC', { nextDomain, rrtypes });
