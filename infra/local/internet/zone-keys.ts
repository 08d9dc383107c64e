/**
 * The keys of the signed zones: ECDSA P-256 with SHA-256 (RFC 6605, algorithm 13), one key a zone that signs
 * both the key set and the rest. Only the root's key is kept; every other zone's is derived from it, so that one
 * file is all it takes for the whole world to have the same keys after a restart.
 *
 * Not done here: separate key signing keys, rollovers. Derived keys are fit for a simulation, not for the world.
 */
import { createECDH, createHash, createPrivateKey, generateKeyPairSync, hkdfSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { DnskeyAnswer, DSAnswer } from 'dns-packet';
import { readIfThere, writeWhole } from '../whole-files.ts';
import { canonicalData, canonicalName } from './canonical-form.ts';
import { canonical } from './names.ts';
import { defaultTtl } from './zones.ts';

export const ecdsaP256Sha256 = 13;
const sha256Digest = 2;
const zoneKeyAndEntryPoint = 257; // RFC 4034, 2.1.1

export interface ZoneKey {
  /** The zone's name without the final dot; '' is the root. */
  readonly zone: string;
  readonly privateKey: KeyObject;
  readonly keyTag: number;
  readonly dnskey: DnskeyAnswer;
  /** What the parent zone publishes about it. */
  readonly ds: DSAnswer;
}

/** The key of every zone there may be. */
export interface ZoneKeys {
  keyOf(zone: string): ZoneKey;
}

/** The keys that follow from `root-zone-key.pem` (mode 0600) in `directory`; made when it is not there. */
export async function loadOrCreateZoneKeys(directory: string): Promise<ZoneKeys> {
  await mkdir(directory, { recursive: true });
  const file = path.join(directory, 'root-zone-key.pem');
  const kept = await readIfThere(file);
  if (kept !== null) return zoneKeys(createPrivateKey(kept));
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeWhole(file, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString());
  return zoneKeys(privateKey);
}

/** The keys that follow from the root zone's private key, which is one on the curve P-256. */
export function zoneKeys(rootKey: KeyObject): ZoneKeys {
  const made = new Map<string, ZoneKey>();
  return {
    keyOf(name) {
      const zone = canonical(name);
      const key = made.get(zone) ?? zoneKey(zone, zone === '' ? rootKey : derive(rootKey, zone));
      made.set(zone, key);
      return key;
    },
  };
}

/** The trust anchor for a key, as a line in zone-file form (RFC 1035, 5.1), as in Unbound's root.key. */
export function trustAnchorLine({ ds }: ZoneKey): string {
  const { keyTag, algorithm, digestType, digest } = ds.data;
  const data = [keyTag, algorithm, digestType, digest.toString('hex').toUpperCase()].join(' ');
  return `${ds.name}. ${defaultTtl} IN DS ${data}\n`;
}

/** The key tag of a DNSKEY record's data on the wire: RFC 4034, appendix B. */
export function keyTagOf(data: Buffer): number {
  const sum = data.reduce((total, octet, i) => total + (i % 2 === 0 ? octet << 8 : octet), 0);
  return (sum + (sum >>> 16)) & 0xffff;
}

function zoneKey(zone: string, privateKey: KeyObject): ZoneKey {
  const { x = '', y = '' } = privateKey.export({ format: 'jwk' });
  const key = Buffer.concat([Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  const dnskey: DnskeyAnswer = {
    name: zone,
    type: 'DNSKEY',
    ttl: defaultTtl,
    data: { flags: zoneKeyAndEntryPoint, algorithm: ecdsaP256Sha256, key },
  };
  const { data } = canonicalData(dnskey);
  const keyTag = keyTagOf(data);
  // RFC 4034, 5.1.4: the digest is over the owner's name and the key's data.
  const digest = createHash('sha256').update(canonicalName(zone)).update(data).digest();
  const ds: DSAnswer = {
    name: zone,
    type: 'DS',
    ttl: defaultTtl,
    data: { keyTag, algorithm: ecdsaP256Sha256, digestType: sha256Digest, digest },
  };
  return { zone, privateKey, keyTag, dnskey, ds };
}

/** Another private key on the curve. A number beyond the curve's order is no key: then the next one is tried. */
function derive(rootKey: KeyObject, zone: string, attempt = 0): KeyObject {
  const secret = Buffer.from(rootKey.export({ format: 'jwk' }).d ?? '', 'base64url');
  const scalar = Buffer.from(hkdfSync('sha256', secret, '', `zone key ${attempt} of ${zone}`, 32));
  const curve = createECDH('prime256v1');
  try {
    curve.setPrivateKey(scalar);
  } catch {
    return derive(rootKey, zone, attempt + 1);
  }
  const point = curve.getPublicKey();
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: scalar.toString('base64url'),
    x: point.subarray(1, 33).toString('base64url'),
    y: point.subarray(33).toString('base64url'),
  };
  return createPrivateKey({ key: jwk, format: 'jwk' });
}
