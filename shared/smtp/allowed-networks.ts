/**
 * Where a delivery may connect to. An MX record is a stranger's word: it may name 127.0.0.1, a cloud's
 * metadata address or a neighbour in our own network. Only globally reachable unicast addresses (IANA
 * special-purpose registries, RFC 6890) are connected to, plus what ALLOWED_NETWORKS names.
 */
import { BlockList, isIP } from 'node:net';

const SPECIAL_IPV4 = [
  '0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12',
  '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15',
  '198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4',
]; // prettier-ignore
const SPECIAL_IPV6 = [
  '::/96', '::ffff:0:0/96', '64:ff9b::/96', '64:ff9b:1::/48', '100::/64', '2001::/23', '2001:db8::/32',
  '2002::/16', '3fff::/20', '5f00::/16', 'fc00::/7', 'fe80::/10', 'fec0::/10', 'ff00::/8',
]; // prettier-ignore

/** Takes CIDR texts; gives a list for `mayConnect`, or the first text that is not a network. */
export function parseNetworks(texts: readonly string[]): { networks: BlockList } | { bad: string } {
  const networks = new BlockList();
  for (const text of texts) {
    const [address = '', prefix, rest] = text.split('/');
    const family = isIP(address);
    const bits = prefix === undefined ? (family === 6 ? 128 : 32) : Number(prefix);
    const width = family === 6 ? 128 : 32;
    const wellFormed = prefix === undefined || /^[0-9]{1,3}$/.test(prefix);
    if (family === 0 || rest !== undefined || !wellFormed || bits > width) return { bad: text };
    networks.addSubnet(address, bits, family === 6 ? 'ipv6' : 'ipv4');
  }
  return { networks };
}

function networksOf(texts: readonly string[]): BlockList {
  const parsed = parseNetworks(texts);
  if ('bad' in parsed) throw new Error(`not a network: ${parsed.bad}`);
  return parsed.networks;
}

// One list per family: a BlockList also compares IPv4-mapped forms, and ::ffff:0:0/96 would cover all IPv4.
const special4 = networksOf(SPECIAL_IPV4);
const special6 = networksOf(SPECIAL_IPV6);

/** Whether a delivery may open a connection to this address. False for anything that is no IP address. */
export function mayConnect(address: string, allowed: BlockList): boolean {
  switch (isIP(address)) {
    case 4:
      return allowed.check(address, 'ipv4') || !special4.check(address, 'ipv4');
    case 6:
      return allowed.check(address, 'ipv6') || !special6.check(address, 'ipv6');
    default:
      return false;
  }
}
