/**
 * Whom mail can be for in the live world: every name of it that is a host name, with an MX record or without (its
 * own addresses count then, RFC 5321 section 5.1), and names that a wildcard or an alias makes, or that are not
 * there.
 */
import { parseDomain, type Domain } from '../../shared/address/domain.ts';
import { ownersIn } from '../shared/dns/live/questions.ts';

const renamed = ['mx.dn.ec.test', 'nothing.dn.ec.test'];

export function recipientDomains(texts: ReadonlyMap<string, string>): readonly Domain[] {
  const names = [...texts].flatMap(([zone, text]) => [
    ...ownersIn(zone, text).map((owner) => owner.replace(/^\*\./, 'any.')),
    `nothing.${zone}`,
  ]);
  const domains = [...names, ...renamed].map(parseDomain).filter((domain) => domain !== null);
  return [...new Set(domains)];
}
