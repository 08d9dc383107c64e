/**
 * The zones of the live world: one for each way of being signed well, badly or not at all. Bodies are zone
 * files (RFC 1035 section 5); what is broken is broken after signing, so that all else stays true.
 */
import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';

/** Where the zones are served: the root, `test`, and all below it. */
export interface Servers {
  readonly root: string;
  readonly test: string;
  readonly others: string;
}

export interface Zone {
  readonly body: (zone: string, servers: Servers) => string;
  /** Arguments of dnssec-keygen for each key; none where nothing is signed. */
  readonly keys?: readonly (readonly string[])[];
  /** More arguments of dnssec-signzone. */
  readonly signing?: readonly string[];
  /** Inception and expiration, `YYYYMMDDHHMMSS`. */
  readonly window?: readonly [string, string];
  readonly digests?: readonly string[];
  /** What becomes of the DS lines on their way to the parent. */
  readonly delegation?: (lines: readonly string[]) => readonly string[];
  /** Changes the signed zone, which has one record a line. */
  readonly edit?: (signed: string) => string;
  /** So many more keys of one tag, and as many signatures by that tag over the TLSA set (CVE-2023-50387). */
  readonly collidingKeys?: number;
}

const DAY = 86_400_000;
export const stamp = (days: number): string =>
  new Date(Date.now() + days * DAY).toISOString().replace(/[-:T]|\..*/g, '');

const sha256 = (octets: string | Buffer): string => createHash('sha256').update(octets).digest('hex');

/** The private key of every host, for a mail server to have: most TLSA records are the digest of its other half. */
export const hostKeyPem = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
  format: 'pem',
  type: 'pkcs8',
}) as string;
const SPKI = sha256(createPublicKey(hostKeyPem).export({ format: 'der', type: 'spki' }));

const EC = 'ECDSAP256SHA256';
/** A key that signs keys and one that signs the zone. */
const pair = (algorithm: string, ...more: readonly string[]) => [
  ['-a', algorithm, ...more, '-f', 'KSK'],
  ['-a', algorithm, ...more],
];
const ec = pair(EC);

const head = (zone: string, nameServer = 'ns.test.'): string =>
  `$ORIGIN ${zone}.\n$TTL 300\n@ SOA ns.test. host.test. 1 3600 600 86400 300\n@ NS ${nameServer}\n`;
const mail =
  (...more: readonly string[]) =>
  (zone: string): string =>
    `${head(zone)}@ MX 10 mx\nmx A 127.0.0.1\nmx AAAA ::1\n_25._tcp.mx TLSA 3 1 1 ${SPKI}\n${more.join('\n')}\n`;

const changeSignature = (line: string): string =>
  line.replace(/(\S{8})(\S{4})(\s*)$/, (_, a: string, b: string, c: string) =>
    (a === 'AAAAAAAA' ? 'BBBBBBBB' : 'AAAAAAAA').concat(b, c),
  );
const editSignatures = (type: string, edit: (line: string) => readonly string[]) => (signed: string) =>
  signed
    .split('\n')
    .flatMap((line) => (new RegExp(`\\sRRSIG\\s+${type}\\s`).test(line) ? edit(line) : [line]))
    .join('\n');
const breakSignatures = (type: string) => editSignatures(type, (line) => [changeSignature(line)]);
const dropSignatures = (type: string) => editSignatures(type, () => []);
const changeDigest = (line: string): string =>
  line.replace(/(\S)(\s*)$/, (_, last: string, blank: string) => (last === '0' ? '1' : '0').concat(blank));

const NSEC3 = ['-3', '-', '-H', '0'];
const wild = (zone: string): string =>
  mail()(zone).replace(/^_25\._tcp\.mx TLSA/m, '*._tcp.mx TLSA') +
  `*.dom MX 10 mx\n* TLSA 3 1 1 ${sha256('wild')}\nhost2 A 127.0.0.1\n` +
  `_25._tcp.host2 TLSA 3 1 1 ${sha256('explicit')}\nx.ent A 127.0.0.1\n*.al CNAME mx\n`;

export const zones: Readonly<Record<string, Zone>> = {
  'ec.test': {
    keys: ec,
    body: mail(
      'cnss MX 10 alias-ss',
      'cnsi MX 10 alias-si',
      'cnsb MX 10 alias-sb',
      'alias-ss CNAME mx.ed.test.',
      'alias-si CNAME mx.insecure.test.',
      'alias-sb CNAME mx.bada.test.',
      '_25._tcp.alias-ss CNAME _25._tcp.mx.ed.test.',
      'tc A 127.0.0.1',
      '_25._tcp.tc CNAME common-tlsa',
      `common-tlsa TLSA 3 1 1 ${sha256('common')}`,
      'tcsi A 127.0.0.1',
      '_25._tcp.tcsi CNAME _25._tcp.mx.insecure.test.',
      'nt MX 10 notlsa',
      'notlsa A 127.0.0.1',
      'dn DNAME rsa.test.',
      'chain1 CNAME chain2',
      'chain2 CNAME chain3',
      'chain3 CNAME mx.rsa.test.',
      'text TXT "v=STSv1; " "id=1"',
    ),
  },
  'rsa.test': { keys: pair('RSASHA256', '-b', '2048'), body: mail() },
  'rsa512.test': { keys: pair('RSASHA512', '-b', '2048'), body: mail() },
  'rsasha1.test': { keys: pair('RSASHA1', '-b', '1024'), body: mail() },
  'p384.test': { keys: pair('ECDSAP384SHA384'), body: mail() },
  'ed.test': { keys: pair('ED25519'), body: mail() },
  'ed448.test': { keys: pair('ED448'), body: mail() },
  'csk.test': { keys: [['-a', EC, '-f', 'KSK']], signing: ['-z'], body: mail() },
  'dual.test': { keys: [...ec, ...pair('RSASHA256', '-b', '2048')], body: mail() },
  'nsec3.test': {
    keys: ec,
    signing: ['-3', 'abcd', '-H', '5'],
    body: mail('nt MX 10 notlsa', 'notlsa A 127.0.0.1', 'x.ent A 127.0.0.1'),
  },
  'optout.test': { keys: ec, signing: [...NSEC3, '-A'], body: mail() },
  'sec.optout.test': { keys: ec, body: mail() },
  'insec.optout.test': { body: mail() },
  'insecure.test': { body: mail('alias-is CNAME mx.ec.test.') },
  // A sloppy zone: the name servers that its parent names are not in it.
  'no-apex-ns.test': { body: (zone) => mail()(zone).replace(/^@ NS .*\n/m, '') },
  'nods.test': { keys: ec, delegation: () => [], body: mail() },
  'badds.test': { keys: ec, delegation: (lines) => lines.map(changeDigest), body: mail() },
  'unkdigest.test': {
    keys: ec,
    delegation: (lines) => lines.map((line) => line.replace(/ DS (\d+) (\d+) \d+ /, ' DS $1 $2 200 ')),
    body: mail(),
  },
  'unkalg.test': {
    keys: ec,
    delegation: (lines) => lines.map((line) => line.replace(/ DS (\d+) \d+ (\d+) /, ' DS $1 200 $2 ')),
    body: mail(),
  },
  'mixdigest.test': {
    keys: ec,
    delegation: (lines) => [
      ...lines,
      ...lines.map((line) => line.replace(/ DS (\d+) (\d+) \d+ /, ' DS $1 $2 200 ')),
    ],
    body: mail(),
  },
  'sha1ds.test': { keys: ec, digests: ['SHA-1'], body: mail() },
  'sha384ds.test': { keys: ec, digests: ['SHA-384'], body: mail() },
  'sha1ok256bad.test': {
    keys: ec,
    digests: ['SHA-1', 'SHA-256'],
    delegation: (lines) => lines.map((line) => (line.includes(' 13 2 ') ? changeDigest(line) : line)),
    body: mail(),
  },
  'badmx.test': { keys: ec, body: mail(), edit: breakSignatures('MX') },
  'bada.test': {
    keys: ec,
    body: mail(),
    edit: (signed) => breakSignatures('A')(breakSignatures('AAAA')(signed)),
  },
  'badtlsa.test': { keys: ec, body: mail(), edit: breakSignatures('TLSA') },
  'tampered.test': {
    keys: ec,
    body: mail(),
    edit: (signed) =>
      signed.replace(/(\sTLSA\s+3 1 1 )(\S)/, (_, start: string, digit: string) =>
        start.concat(digit === '0' ? '1' : '0'),
      ),
  },
  'stripped.test': { keys: ec, body: mail(), edit: dropSignatures('TLSA') },
  'baddnskey.test': { keys: ec, body: mail(), edit: breakSignatures('DNSKEY') },
  'nosig.test': { keys: ec, body: mail(), edit: dropSignatures('\\S+') },
  'expired.test': { keys: ec, body: mail(), window: ['20200101000000', '20200201000000'] },
  'future.test': { keys: ec, body: mail(), window: [stamp(1000), stamp(1300)] },
  'wild.test': { keys: ec, body: wild },
  'wild3.test': { keys: ec, signing: NSEC3, body: wild },
  // No zone cut at mid.test.
  'deep.mid.test': { keys: ec, body: mail() },
  'mixed.test': {
    keys: ec,
    body: (zone) =>
      `${head(zone)}@ MX 10 Mail.MiXed.TEST.\nMail A 127.0.0.1\n_25._tcp.Mail TLSA 3 1 1 ${SPKI}\n`,
  },
  'bigtlsa.test': {
    keys: ec,
    body: mail(
      ...Array.from({ length: 40 }, (_, n) => `_25._tcp.mx TLSA 3 1 2 ${sha256(`a${n}`)}${sha256(`b${n}`)}`),
    ),
  },
  // More than one datagram of keys.
  'bigkeys.test': { keys: Array.from({ length: 4 }, () => ec).flat(), body: mail() },
  'attacker.test': { keys: ec, body: mail() },
  'keytrap.test': { keys: pair('RSASHA256', '-b', '2048'), body: mail(), collidingKeys: 40 },
  test: {
    keys: ec,
    body: (zone, servers) =>
      head(zone, 'nstest.test.') +
      `ns A ${servers.others}\nnstest A ${servers.test}\nnsroot A ${servers.root}\n`,
  },
  '': {
    keys: ec,
    body: (_, servers) =>
      '$ORIGIN .\n$TTL 300\n@ SOA ns.test. host.test. 1 3600 600 86400 300\n@ NS nsroot.test.\n' +
      `nstest.test A ${servers.test}\nnsroot.test A ${servers.root}\n`,
  },
};

/** The zone above; null for the root. */
export function parentZone(zone: string): string | null {
  if (zone === '') return null;
  const above = Object.keys(zones).filter((other) => other === '' || zone.endsWith(`.${other}`));
  return above.toSorted((one, other) => other.length - one.length)[0] ?? '';
}
