/** DNS as the functions see it in the simulated internet: every answer validated from its own signed root. */
import type { SimulatedInternet } from '../../infra/local/internet/simulation.ts';
import { parseTrustAnchors } from '../../shared/dns/dnssec/trust-anchors.ts';
import { recursiveResolver, type RecursiveResolver } from '../../shared/dns/recursive-resolver.ts';

export function simulatedDns(world: SimulatedInternet): RecursiveResolver {
  const [address = '', port = ''] = world.dnsServers.split(':');
  const parsed = parseTrustAnchors(world.trustAnchors);
  if (parsed.kind !== 'anchors') throw new Error(parsed.detail);
  return recursiveResolver({
    servers: [{ address, port: Number(port), transport: 'udp' }],
    trust: 'validate',
    anchors: parsed.anchors,
  });
}
