/**
 * From the form in which KMS gives an ECDSA signature (DER, RFC 3279 section 2.2.3) to the one of a JWS: r and s, 32
 * octets each, unsigned and big-endian (RFC 7518 section 3.4). DER integers are signed: they may have a zero octet
 * in front, and leave zeros out where the number is small.
 */
const SEQUENCE = 0x30;
const INTEGER = 0x02;
const COORDINATE_OCTETS = 32;

interface Integer {
  readonly octets: Buffer;
  readonly next: number;
}

function readInteger(der: Buffer, at: number): Integer {
  const length = der[at + 1] ?? 0;
  const next = at + 2 + length;
  if (der[at] !== INTEGER || length === 0 || length > COORDINATE_OCTETS + 1 || next > der.length) {
    throw new Error('the signature is not a pair of integers in DER');
  }
  const octets = der.subarray(at + 2, next);
  const magnitude = octets[0] === 0 ? octets.subarray(1) : octets;
  if (magnitude.length > COORDINATE_OCTETS)
    throw new Error('a number of the signature is too large for P-256');
  return { octets: magnitude, next };
}

/** Converts a signature on P-256. Throws where it is not one in DER. */
export function joseSignature(given: Uint8Array): Buffer {
  const der = Buffer.from(given);
  // At most two integers of 35 octets: the length is always in its short form.
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) throw new Error('the signature is not DER');
  const r = readInteger(der, 2);
  const s = readInteger(der, r.next);
  if (s.next !== der.length) throw new Error('something follows the signature');
  const both = Buffer.alloc(2 * COORDINATE_OCTETS);
  r.octets.copy(both, COORDINATE_OCTETS - r.octets.length);
  s.octets.copy(both, 2 * COORDINATE_OCTETS - s.octets.length);
  return both;
}
