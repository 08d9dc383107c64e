/** DMARC (RFC 7489), TLS reporting (RFC 8460) and the SRV records of submission (RFC 6186, RFC 8314). Pure. */
import { readReportRecord } from '../../shared/tls-reporting/record.ts';
import type { RecordsFor } from './deployment.ts';
import type { DataOf, Look } from './dns.ts';
import { about, type Finding } from './finding.ts';

export function judgeDmarc(alias: string, seen: Look<string>, records: RecordsFor): Finding {
  const name = `_dmarc.${alias}`;
  const say = about('DMARC', alias);
  const wanted = records('TXT', name);
  if (seen.kind === 'failed') return say('unseen', seen.detail);
  const policies =
    seen.kind === 'records' ? seen.records.filter((text) => /^v=DMARC1\s*(;|$)/.test(text)) : [];
  const [policy] = policies;
  if (policy === undefined) return say('missing', 'no DMARC record', wanted);
  if (policies.length > 1)
    return say('wrong', `${policies.length} DMARC records, which counts as none`, wanted);
  const tags = new Map(
    policy.split(';').map((part): [string, string] => {
      const [tag = '', value = ''] = part.split('=', 2);
      return [tag.trim().toLowerCase(), value.trim().toLowerCase()];
    }),
  );
  const asked = tags.get('p');
  if (asked === undefined || !['none', 'quarantine', 'reject'].includes(asked))
    return say('wrong', 'it states no policy (p=none, quarantine or reject)', wanted);
  if (asked !== 'reject')
    return say(
      'warning',
      `p=${asked}: forged mail is not refused; everything here is signed, p=reject fits`,
      wanted,
    );
  if (Number(tags.get('pct') ?? '100') < 100)
    return say('warning', 'pct lets some of the forged mail through', wanted);
  const loose = ['adkim', 'aspf'].filter((tag) => tags.get(tag) !== 's');
  if (loose.length > 0)
    return say(
      'warning',
      `${loose.join(' and ')} not strict: names below the domain may stand for it`,
      wanted,
    );
  return say('ok', 'p=reject, aligned strictly');
}

export function judgeReporting(alias: string, seen: Look<string>, records: RecordsFor): Finding {
  const say = about('TLSRPT', alias);
  const wanted = records('TXT', `_smtp._tls.${alias}`);
  if (seen.kind === 'failed') return say('unseen', seen.detail);
  if (seen.kind === 'none')
    return say('missing', 'no record: nobody tells you of senders that could not reach you over TLS', wanted);
  const receivers = readReportRecord(seen.records);
  return receivers.length > 0
    ? say('ok', 'asks for reports of failed TLS')
    : say('wrong', 'the record names no address that reports can go to', wanted);
}

export function judgeService(
  name: string,
  receiving: string,
  port: number,
  seen: Look<DataOf<'SRV'>>,
  records: RecordsFor,
): Finding {
  const say = about('SRV', name);
  const wanted = records('SRV', name);
  if (seen.kind === 'failed') return say('unseen', seen.detail);
  if (seen.kind === 'none')
    return say('missing', 'no record: people have to type host and port into their mail program', wanted);
  const other = seen.records.find((record) => record.target !== receiving || record.port !== port);
  return other === undefined
    ? say('ok', `${receiving}, port ${port}`)
    : say('wrong', `it points to ${other.target || 'nowhere'}, port ${other.port}`, wanted);
}

/** RFC 8659: who may issue a certificate for the receiving host. */
export function judgeAuthorization(host: string, issuer: string, seen: Look<DataOf<'CAA'>>): Finding {
  const say = about('CAA', host);
  if (seen.kind === 'failed')
    return say('unseen', `${seen.detail}; an authority that cannot look either issues nothing`);
  const issue = seen.kind === 'records' ? seen.records.filter(({ tag }) => tag === 'issue') : [];
  if (issue.length === 0) return say('ok', 'any authority may issue its certificate');
  const allowed = issue.map(({ value }) => value.split(';')[0]?.trim().toLowerCase() ?? '');
  const names =
    issuer === 'amazon.com' ? ['amazon.com', 'amazontrust.com', 'awstrust.com', 'amazonaws.com'] : [issuer];
  return names.some((name) => allowed.includes(name))
    ? say('ok', `allows ${issuer}`)
    : say('wrong', `allows ${allowed.join(', ') || 'nobody'}, but ${issuer} issues the certificate`, [
        `${host}. 3600 IN CAA 0 issue "${issuer}"`,
      ]);
}
