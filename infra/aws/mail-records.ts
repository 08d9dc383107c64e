/**
 * The DNS records that make the house a mail domain: one list of plain data, from which Route 53 is filled where
 * the zone is there, and which is printed where it is not. Pure.
 */
import { createHash } from 'node:crypto';

import { incomingServer } from '../../shared/configuration/incoming-server.ts';
import type { DeploymentConfiguration } from './config.ts';

export interface MailRecord {
  readonly name: string;
  readonly type: 'A' | 'MX' | 'TXT' | 'SRV' | 'TLSA' | 'CNAME';
  /** In the form of a zone file (RFC 1035 section 5). */
  readonly values: readonly string[];
  /** A name that lies in the same zone, where its own is known only after deployment. @default its own */
  readonly beside?: string;
  /** What it is for, in a few words. */
  readonly why: string;
}

/** What of the configuration the records follow from. */
export type MailSettings = Pick<DeploymentConfiguration, 'mtaSts'> & {
  readonly incomingServer?: string | undefined;
  readonly hosts: Pick<DeploymentConfiguration['hosts'], 'receiving' | 'sending'>;
  readonly domains: readonly Pick<DeploymentConfiguration['domains'][number], 'alias'>[];
};

/** What is known only once the deployment has made it. */
export interface MailFacts {
  readonly edgeAddresses: readonly string[];
  readonly outgoingAddresses: readonly string[];
  /** By alias domain: selector names and quoted texts. */
  readonly dkim: ReadonlyMap<string, readonly { readonly name: string; readonly text: string }[]>;
  /** By alias domain: what SES signs with, for homes at outside providers. @default SES sends nothing */
  readonly sesDkim?: ReadonlyMap<string, readonly { readonly name: string; readonly target: string }[]>;
  /** SHA-256 of the edge's public key, in hex; null where the key changes with each certificate. */
  readonly keyDigest: string | null;
  /** Alias domains whose MTA-STS policy is served. */
  readonly policyDomains: readonly string[];
}

const quoted = (text: string): string => `"${text}"`;

/** The policy as it is served (RFC 8461 section 3.2); a week, as short as it recommends, lest mistakes stay long. */
export function stsPolicy({ mtaSts, hosts }: MailSettings): string {
  return ['version: STSv1', `mode: ${mtaSts}`, `mx: ${hosts.receiving}`, 'max_age: 604800', ''].join('\r\n');
}

/** Changes exactly when the policy does; up to 32 letters and digits (RFC 8461 section 3.1). */
export function policyId(policy: string): string {
  return createHash('sha256').update(policy).digest('hex').slice(0, 20);
}

/** Everything to publish. */
export function mailRecords(configuration: MailSettings, facts: MailFacts): MailRecord[] {
  const { hosts, domains } = configuration;
  const reading = incomingServer.read(configuration.incomingServer ?? '');
  const incoming = 'value' in reading ? reading.value : null;
  const records: MailRecord[] = [
    { name: hosts.receiving, type: 'A', values: facts.edgeAddresses, why: 'where mail is received' },
    {
      name: hosts.sending,
      type: 'A',
      values: facts.outgoingAddresses,
      why: 'what mail leaves as; PTR answers it',
    },
    { name: hosts.sending, type: 'TXT', values: [quoted('v=spf1 a -all')], why: 'SPF of the name in EHLO' },
  ];
  if (facts.keyDigest !== null) {
    for (const port of [25, 465, 587])
      records.push({
        name: `_${port}._tcp.${hosts.receiving}`,
        type: 'TLSA',
        values: [`3 1 1 ${facts.keyDigest}`],
        why: 'DANE: the key of the edge; in a signed zone only',
      });
  }
  for (const { alias } of domains) {
    const text = (name: string, value: string, why: string): void => {
      records.push({ name, type: 'TXT', values: [quoted(value)], why });
    };
    records.push({ name: alias, type: 'MX', values: [`10 ${hosts.receiving}.`], why: 'who receives' });
    text(alias, `v=spf1 a:${hosts.sending} -all`, 'SPF: who sends');
    for (const { name, text: key } of facts.dkim.get(alias) ?? [])
      records.push({ name, type: 'TXT', values: [key], beside: alias, why: 'DKIM: what signs' });
    for (const { name, target } of facts.sesDkim?.get(alias) ?? [])
      records.push({
        name,
        type: 'CNAME',
        values: [`${target}.`],
        beside: alias,
        why: 'SES: proves the domain, and what signs copies to outside homes',
      });
    text(
      `_dmarc.${alias}`,
      `v=DMARC1; p=reject; adkim=s; aspf=s; rua=mailto:postmaster@${alias}`,
      'DMARC: all else is forged',
    );
    text(`_smtp._tls.${alias}`, `v=TLSRPTv1; rua=mailto:postmaster@${alias}`, 'reports of failed TLS to us');
    if (facts.policyDomains.includes(alias))
      text(
        `_mta-sts.${alias}`,
        `v=STSv1; id=${policyId(stsPolicy(configuration))}`,
        'MTA-STS: TLS for those without DANE',
      );
    for (const [service, port] of [
      ['submissions', 465],
      ['submission', 587],
    ] as const)
      records.push({
        name: `_${service}._tcp.${alias}`,
        type: 'SRV',
        values: [`0 1 ${port} ${hosts.receiving}.`],
        why: 'where mail programs send (RFC 6186, RFC 8314)',
      });
    if (incoming !== null)
      records.push({
        name: `_${incoming.implicitTls ? 'imaps' : 'imap'}._tcp.${alias}`,
        type: 'SRV',
        values: [`0 1 ${incoming.port} ${incoming.host}.`],
        why: 'where mail programs read (RFC 6186)',
      });
  }
  return records;
}
