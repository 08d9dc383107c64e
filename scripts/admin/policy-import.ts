/**
 * From Postfix's TLS policies to what we have: entries of the trust store, and levels for single domains.
 * A policy is taken over where ours is at least as strict; everything else is reported with its line and the
 * reason, so that nobody believes in a check that is not there. Pure: files that policies name are read by
 * the caller.
 */
import type { Domain } from '../../shared/address/domain.ts';
import type { Level } from '../../shared/policy/level.ts';
import { readTrustMaterial } from '../../shared/tls/trust-material.ts';
import type { TrustKind } from '../../shared/tls/trust.ts';
import { readPolicies, type Policy } from './postfix-policy.ts';

export interface PlannedEntry {
  readonly line: number;
  readonly domain: Domain;
  readonly kind: TrustKind;
  /** One of the two. */
  readonly sha256?: string;
  readonly pem?: string;
}

export interface PlannedLevel {
  readonly line: number;
  readonly domain: Domain;
  readonly level: Level;
}

export interface Remark {
  readonly line: number;
  /** `not-taken-over`: the whole policy or a part of it is left out. `note`: taken over, with a difference. */
  readonly kind: 'not-taken-over' | 'note';
  readonly text: string;
}

export interface ImportPlan {
  readonly entries: readonly PlannedEntry[];
  readonly levels: readonly PlannedLevel[];
  readonly remarks: readonly Remark[];
}

/** Gives the text of a file that a policy names (`tafile=`), or null where it cannot be read. */
export type ReadNamedFile = (path: string) => string | null;

class Plan implements ImportPlan {
  readonly entries: PlannedEntry[] = [];
  readonly levels: PlannedLevel[] = [];
  readonly remarks: Remark[] = [];

  /** Adds an entry unless it is planned already. */
  trust(entry: PlannedEntry): void {
    const isSame = (other: PlannedEntry): boolean =>
      other.domain === entry.domain &&
      other.kind === entry.kind &&
      other.sha256 === entry.sha256 &&
      other.pem === entry.pem;
    if (!this.entries.some(isSame)) this.entries.push(entry);
  }

  leaveOut(line: number, text: string): void {
    this.remarks.push({ line, kind: 'not-taken-over', text });
  }

  note(line: number, text: string): void {
    this.remarks.push({ line, kind: 'note', text });
  }
}

/** The domain of a policy that is about a recipient domain; else null, and the plan says why. */
function domainOf({ line, nextHop }: Policy, plan: Plan): Domain | null {
  switch (nextHop.kind) {
    case 'domain':
      return nextHop.domain;
    case 'subdomains':
      plan.leaveOut(
        line,
        `${nextHop.text} is about subdomains, which have no policy in common here; add those that matter one by one`,
      );
      return null;
    case 'relay':
      plan.leaveOut(
        line,
        `${nextHop.text} is a server that mail is routed to, not a recipient domain; add its certificate under the recipient domains`,
      );
      return null;
    case 'unreadable':
      plan.leaveOut(line, `"${nextHop.text}" is no recipient domain`);
      return null;
  }
}

const valuesOf = ({ attributes }: Policy, name: string, separator: string): string[] =>
  attributes
    .filter((attribute) => attribute.name === name)
    .flatMap(({ value }) => value.split(separator))
    .map((value) => value.trim())
    .filter((value) => value !== '');

/** Gives how many digests could be taken over. */
function planFingerprint(policy: Policy, domain: Domain, now: Date, plan: Plan): number {
  const { line } = policy;
  const digests = valuesOf(policy, 'match', '|');
  if (digests.length === 0) {
    plan.leaveOut(
      line,
      'there is no match= here: the digests are in smtp_tls_fingerprint_cert_match in main.cf; add them with trust add',
    );
  }
  let taken = 0;
  for (const digest of digests) {
    const reading = readTrustMaterial({ kind: 'certificate', sha256: digest }, now);
    if (reading.kind === 'fault') {
      plan.leaveOut(line, `match=${digest.slice(0, 100)}: ${reading.detail}`);
      continue;
    }
    for (const kind of ['certificate', 'public-key'] as const) {
      plan.trust({ line, domain, kind, sha256: reading.sha256 });
    }
    taken += 1;
  }
  if (taken > 0) {
    plan.note(
      line,
      'Postfix matches a digest against the certificate and against its public key, and does not say which was ' +
        'meant: each is added as both kinds. trust preview shows which one matches; the other may be removed',
    );
  }
  return taken;
}

const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----[^-]*-----END \1-----/g;

/** Gives how many authorities could be taken over. */
function planAuthorities(
  policy: Policy,
  domain: Domain,
  now: Date,
  readNamedFile: ReadNamedFile,
  plan: Plan,
): number {
  const { line, level } = policy;
  const files = policy.attributes.filter(({ name }) => name === 'tafile').map(({ value }) => value);
  if (files.length === 0) {
    plan.leaveOut(
      line,
      `${level} without tafile= trusts the public authorities of main.cf, for which there is no level here; ` +
        'where the domain publishes MTA-STS or DANE, that is checked anyway',
    );
    return 0;
  }
  let taken = 0;
  for (const file of files) {
    const text = readNamedFile(file);
    if (text === null) {
      plan.leaveOut(line, `tafile=${file} cannot be read on this machine`);
      continue;
    }
    const blocks = [...text.matchAll(BLOCK)];
    if (blocks.length === 0) plan.leaveOut(line, `tafile=${file} holds no PEM certificate`);
    for (const [index, [pem, label]] of blocks.entries()) {
      const reading = readTrustMaterial({ kind: 'ca', pem }, now);
      if (reading.kind === 'read') {
        plan.trust({ line, domain, kind: 'ca', pem: reading.pem ?? pem });
        taken += 1;
      } else {
        const which = blocks.length === 1 ? '' : ` (block ${index + 1}, ${label ?? ''})`;
        plan.leaveOut(line, `tafile=${file}${which}: ${reading.detail}`);
      }
    }
  }
  const names = valuesOf(policy, 'match', ':').filter((name) => !['hostname', 'nexthop'].includes(name));
  if (taken > 0 && names.length > 0) {
    plan.leaveOut(
      line,
      `match=${names.join(':')}: here the certificate must name the MX host or ${domain} itself, and no other name counts`,
    );
  }
  if (taken > 0 && level === 'secure') {
    plan.note(
      line,
      `secure asks for the name ${domain}; here the name of its MX host suffices, as with verify`,
    );
  }
  return taken;
}

/** Attributes that shape the connection: ours is fixed. */
const CONNECTION_ATTRIBUTES = new Map([
  ['protocols', 'TLS 1.2 and newer are used, always'],
  ['ciphers', 'the ciphers are the same for all servers'],
  ['exclude', 'the ciphers are the same for all servers'],
  ['servername', "the server is asked for by its MX host's name"],
  ['connection_reuse', 'connections are not configured by domain'],
  ['enable_rpk', 'raw public keys (RFC 7250) are not used'],
]);

function noteAttributes({ line, attributes }: Policy, plan: Plan): void {
  for (const { name, value } of attributes) {
    if (name === 'match' || name === 'tafile') continue;
    const why = CONNECTION_ATTRIBUTES.get(name) ?? 'this attribute is not known here';
    plan.leaveOut(line, `${name}=${value.slice(0, 100)}: ${why}`);
  }
}

function planPolicy(policy: Policy, now: Date, readNamedFile: ReadNamedFile, plan: Plan): void {
  const { line, level } = policy;
  const domain = domainOf(policy, plan);
  if (domain === null) return;
  const setLevel = (chosen: Level): void => {
    plan.levels.push({ line, domain, level: chosen });
    noteAttributes(policy, plan);
  };
  switch (level) {
    case 'fingerprint':
      if (planFingerprint(policy, domain, now, plan) > 0) setLevel('verify');
      return;
    case 'verify':
    case 'secure':
      if (planAuthorities(policy, domain, now, readNamedFile, plan) > 0) setLevel('verify');
      return;
    case 'dane-only':
      setLevel('dane-only');
      return;
    case 'dane':
      plan.leaveOut(line, 'dane: nothing to take over; a published TLSA record is enforced at every level');
      return;
    case 'encrypt':
      plan.leaveOut(line, 'encrypt: nothing to take over; it is the least that we do');
      return;
    case 'may':
    case 'none':
      plan.leaveOut(
        line,
        `${level} is weaker than what we do: mail to ${domain} goes over TLS or comes back`,
      );
      return;
    case '':
      plan.leaveOut(line, 'there is no level in this line');
      return;
    default:
      plan.leaveOut(line, `"${level}" is no level of Postfix that is known here`);
  }
}

/** Plans the import of a whole table. Like postmap, takes the first of several policies for one next hop. */
export function planImport(text: string, readNamedFile: ReadNamedFile, now: Date): ImportPlan {
  const plan = new Plan();
  const firstLines = new Map<Domain, number>();
  for (const policy of readPolicies(text)) {
    if (policy.nextHop.kind === 'domain') {
      const { domain } = policy.nextHop;
      const first = firstLines.get(domain);
      if (first !== undefined) {
        plan.leaveOut(policy.line, `${domain} has its policy in line ${first} already`);
        continue;
      }
      firstLines.set(domain, policy.line);
    }
    planPolicy(policy, now, readNamedFile, plan);
  }
  return plan;
}
