/** MX of an alias domain, addresses of both hosts, and PTR of what mail leaves from. Pure. */
import type { RecordsFor } from './deployment.ts';
import type { DataOf, Look } from './dns.ts';
import { about, type Finding } from './finding.ts';

/** RFC 5321 section 5.1; an MX host is no alias (RFC 2181 section 10.3). */
export function judgeMx(
  alias: string,
  receiving: string,
  seen: Look<DataOf<'MX'>>,
  records: RecordsFor,
): Finding[] {
  const say = about('MX', alias);
  const wanted = records('MX', alias);
  if (seen.kind === 'failed') return [say('unseen', seen.detail)];
  if (seen.kind === 'none') return [say('missing', 'no MX record: mail finds no way here', wanted)];
  if (seen.aliases.length > 0)
    return [say('wrong', 'the domain is an alias (CNAME), which leaves no room for an MX record', wanted)];
  const others = seen.records.filter(({ exchange }) => exchange !== receiving);
  const names = others.map(({ exchange }) => exchange || '. (no mail)').join(', ');
  if (others.length === seen.records.length)
    return [say('wrong', `it points to ${names} instead of ${receiving}`, wanted)];
  if (others.length > 0)
    return [
      say(
        'wrong',
        `besides ${receiving} it points to ${names}, where nobody refuses unencrypted mail; remove that`,
        wanted,
      ),
    ];
  return [say('ok', `points to ${receiving}`)];
}

/** Addresses of the receiving host. */
export function judgeReceivingHost(host: string, seen: Look<string>, records: RecordsFor): Finding[] {
  const say = about('address', host);
  if (seen.kind === 'failed') return [say('unseen', seen.detail)];
  if (seen.kind === 'none')
    return [
      say('missing', 'the receiving host has no address', [
        ...records('A', host),
        ...(records('A', host).length > 0 ? [] : [`${host}. 3600 IN A <address of the load balancer>`]),
      ]),
    ];
  const [alias] = seen.aliases;
  if (alias !== undefined)
    return [
      say('wrong', `it is an alias of ${alias.to}; an MX record must not point to an alias (RFC 2181)`, [
        ...seen.records.map(
          (address) => `${host}. 3600 IN ${address.includes(':') ? 'AAAA' : 'A'} ${address}`,
        ),
      ]),
    ];
  return [say('ok', seen.records.join(', '))];
}

/** Addresses that mail leaves from, and their PTR records: forward-confirmed, and equal to the name in EHLO. */
export function judgeSendingHost(
  host: string,
  seen: Look<string>,
  reverse: ReadonlyMap<string, Look<string>>,
): Finding[] {
  const say = about('address', host);
  if (seen.kind === 'failed') return [say('unseen', seen.detail)];
  if (seen.kind === 'none')
    return [
      say('missing', 'the sending host has no address; many servers refuse mail from a name without one', [
        `${host}. 3600 IN A <address that mail leaves from>`,
      ]),
    ];
  return [
    say('ok', seen.records.join(', ')),
    ...seen.records.map((address) => judgeReverse(host, address, reverse.get(address))),
  ];
}

function judgeReverse(host: string, address: string, seen: Look<string> | undefined): Finding {
  const say = about('PTR', address);
  const wanted = [`${address} PTR ${host}.   ; whoever gave you the address sets it`];
  if (seen === undefined || seen.kind === 'failed') return say('unseen', seen?.detail ?? 'not looked up');
  if (seen.kind === 'none')
    return say('missing', 'no PTR record: many servers refuse mail from such an address', wanted);
  return seen.records.includes(host)
    ? say('ok', `answers ${host}, whose address it is`)
    : say('wrong', `it answers ${seen.records.join(', ')}, but mail leaves as ${host}`, wanted);
}
