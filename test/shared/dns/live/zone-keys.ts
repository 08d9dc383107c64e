/** The private keys of the live world's zones, for answers that only the zone itself, or a thief, could sign. */
import { createPrivateKey } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { Key } from '../signed-world.ts';
import type { SignedZones } from './zone-signing.ts';

/** A zone's keys of algorithm 13, as dnssec-keygen leaves them; the name of the file has the tag. */
export async function keysOf(zone: string, { keyFolder }: SignedZones): Promise<readonly Key[]> {
  const folder = keyFolder(zone);
  const files = (await readdir(folder)).filter((file) => /^K.*\+013\+\d+\.private$/.test(file)).sort();
  const keys: Key[] = [];
  for (const file of files) {
    const secret = /^PrivateKey: (\S+)$/m.exec(await readFile(join(folder, file), 'utf8'))?.[1] ?? '';
    const record = await readFile(join(folder, file.replace(/private$/, 'key')), 'utf8');
    const [, flags = '', octets = ''] = /\sDNSKEY (\d+) 3 13 (.+)$/m.exec(record) ?? [];
    const publicKey = Buffer.from(octets, 'base64');
    const [x, y] = [publicKey.subarray(0, 32), publicKey.subarray(32)].map((part) =>
      part.toString('base64url'),
    );
    const d = Buffer.from(secret, 'base64').toString('base64url');
    const jwk = { kty: 'EC', crv: 'P-256', d, x: x ?? '', y: y ?? '' };
    const keyTag = Number(/\+(\d+)\.private$/.exec(file)?.[1]);
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
    keys.push({ algorithm: 13, flags: Number(flags), publicKey, privateKey, keyTag });
  }
  return keys;
}
