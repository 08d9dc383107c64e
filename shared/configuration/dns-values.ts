/**
 * How the functions ask DNS: which recursive resolvers, whether they are believed, and from which keys of the
 * root zone their answers are proven. One set of variables for every function that asks.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';

import { ianaRootAnchors, parseTrustAnchors, type TrustAnchors } from '../dns/dnssec/trust-anchors.ts';
import { nameServersFault, type NameServer } from '../dns/name-servers.ts';
import { parseName } from '../dns/wire/name.ts';
import { required, withDefault } from './environment.ts';
import { listed, oneOf, reader, type Reader } from './values.ts';

const SERVER = /^(tls:\/\/)?(?:\[([0-9a-fA-F:.]+)\]|([0-9.]+))(?::([0-9]{1,5}))?(?:#([^#]+))?$/;

/** One server as `DNS_SERVERS` names it; null where that is no way to name one. */
function parseServer(text: string): NameServer | null {
  const match = SERVER.exec(text);
  const [, tls, six, four, port, name] = match ?? [];
  const address = six ?? four ?? '';
  if (isIP(address) === 0 || (name !== undefined && (tls === undefined || !parseName(name)))) return null;
  const transport = tls === undefined ? 'udp' : 'tls';
  return {
    address,
    port: Number(port ?? (transport === 'tls' ? 853 : 53)),
    transport,
    ...(name === undefined ? {} : { name }),
  };
}

/**
 * `tls://address:port#name` for DNS over TLS, the name being the one in the resolver's certificate;
 * `address:port` for UDP and TCP, on loopback only.
 */
export const dnsServers: Reader<readonly NameServer[]> = reader(
  'tls://9.9.9.9#dns.quad9.net,127.0.0.1:53',
  (value) => {
    const servers: NameServer[] = [];
    for (const part of listed(value)) {
      const server = parseServer(part);
      if (server === null) return { problem: `"${part}" is not a DNS server` };
      servers.push(server);
    }
    const fault = nameServersFault(servers);
    return fault === null ? { value: servers } : { problem: fault };
  },
);

/** A file with DS or DNSKEY lines of the root zone, as Unbound's root.key; `iana` for the built-in anchors. */
export const trustAnchors: Reader<TrustAnchors> = reader('iana', (value) => {
  if (value === 'iana') return { value: ianaRootAnchors };
  let text: string;
  try {
    text = readFileSync(value, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return { problem: `the file ${value} cannot be read (${code})` };
  }
  const parsed = parseTrustAnchors(text);
  return parsed.kind === 'anchors'
    ? { value: parsed.anchors }
    : { problem: `${value} holds no trust anchor of the root zone: ${parsed.detail}` };
});

/** To be spread into the specification of a function that asks DNS. */
export const dnsVariables = {
  DNS_SERVERS: required(dnsServers),
  DNS_TRUST: withDefault(oneOf('validate', 'ad'), 'validate'),
  DNS_TRUST_ANCHORS: withDefault(trustAnchors, 'iana'),
};
