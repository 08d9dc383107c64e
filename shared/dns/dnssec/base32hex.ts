/** Base 32 with the extended hex alphabet and no padding (RFC 4648 section 7): owner names of NSEC3. */
const alphabet = '0123456789abcdefghijklmnopqrstuv';

/** Takes lower case. Null for a character outside the alphabet, or bits over that are not zero. */
export function decodeBase32Hex(text: string): Buffer | null {
  const octets: number[] = [];
  let bits = 0;
  let value = 0;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return null;
    value = (value << 5) | digit;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    octets.push((value >>> bits) & 255);
    value &= (1 << bits) - 1;
  }
  return bits < 5 && value === 0 ? Buffer.from(octets) : null;
}
