/**
 * The domains of the simulated internet: whom a newcomer can write to, and what each is set up to do. Data only;
 * simulation.ts brings it to life.
 */
import type { RecordType } from 'dns-packet';
import type { ServerCertificate } from './certificates.ts';
import type { Behaviour, Manner } from './manners.ts';
import { describeManner } from './manners.ts';
import type { StsPlan } from './policy-host.ts';
import type { TlsaPlan } from './tlsa-records.ts';
import type { ZoneRecord } from './zones.ts';

export interface HostPlan {
  /** First label of the MX host's name. @default 'mx' */
  readonly label?: string;
  /** @default 10 */
  readonly preference?: number;
  readonly manner: Manner;
  readonly overrides?: Partial<Behaviour>;
  /** Presented in TLS instead of a certificate of the kind that belongs to the manner. */
  readonly certificate?: ServerCertificate;
  /** TLSA records of the host, at `_25._tcp` below its name. */
  readonly tlsa?: readonly TlsaPlan[];
  /**
   * A zone of its own in which the host has its name and its records, signed like the domain's; the MX record
   * names an alias (CNAME) in the domain then.
   */
  readonly hostedAt?: string;
}

/** Where the DNS sends mail for a domain. */
export type MailRoute =
  | { readonly kind: 'mx'; readonly hosts: readonly HostPlan[] }
  /** No MX record: the domain's own address is the mail server (RFC 5321, 5.1). */
  | { readonly kind: 'address-only'; readonly host: HostPlan }
  /** The domain says that it takes no mail (RFC 7505). */
  | { readonly kind: 'null-mx' }
  /** The domain does not exist. */
  | { readonly kind: 'missing' };

export interface DomainPlan {
  readonly domain: string;
  /** One plain sentence for people. */
  readonly description: string;
  readonly route: MailRoute;
  /** Records beside those of the mail route. */
  readonly records?: readonly ZoneRecord[];
  /** Whether its zone is signed (DNSSEC). @default false: proven to be unsigned */
  readonly signed?: boolean;
  /** Types of records in a signed zone whose signatures are wrong. */
  readonly brokenSignatures?: readonly RecordType[];
  /** Its MTA-STS policy (RFC 8461), served over HTTPS and announced in the DNS. */
  readonly sts?: StsPlan;
}

/** What may be said about a domain with one mail server beside the server's manner. */
export interface OneServerDetails
  extends
    Pick<HostPlan, 'overrides' | 'certificate' | 'tlsa' | 'hostedAt'>,
    Pick<DomainPlan, 'records' | 'signed' | 'brokenSignatures' | 'sts'> {
  /** @default the manner's */
  readonly description?: string;
}

/** A domain with one MX host of the given manner. */
export function oneServer(domain: string, manner: Manner, details: OneServerDetails = {}): DomainPlan {
  const { overrides, certificate, tlsa, hostedAt, description = describeManner(manner), ...zone } = details;
  const host: HostPlan = {
    manner,
    ...(overrides && { overrides }),
    ...(certificate && { certificate }),
    ...(tlsa && { tlsa }),
    ...(hostedAt !== undefined && { hostedAt }),
  };
  return { domain, description, route: { kind: 'mx', hosts: [host] }, ...zone };
}

const ownKey: TlsaPlan = { usage: 3, selector: 1, matchingType: 1, of: 'certificate' };
const otherKey: TlsaPlan = { usage: 3, selector: 1, matchingType: 1, of: 'another-key' };
/** A record that asks for TLS reports (RFC 8460). */
const reportsTo = (domain: string, receiver: string): ZoneRecord => ({
  name: `_smtp._tls.${domain}`,
  type: 'TXT',
  data: `v=TLSRPTv1; rua=${receiver}`,
});
const selfSigned: Manner = { kind: 'self-signed' };
const good: Manner = { kind: 'good' };

/** Domains that publish what their mail servers' certificates are (DANE, RFC 7672), well or badly. */
const daneDomains: readonly DomainPlan[] = [
  oneServer('dane.example', selfSigned, {
    signed: true,
    tlsa: [ownKey],
    description: 'Proves its key in signed DNS (DANE 3 1 1); nobody else vouches for its certificate.',
  }),
  oneServer('requiretls.example', selfSigned, {
    signed: true,
    tlsa: [ownKey],
    overrides: { requireTls: true },
    description: 'As dane.example, and promises to keep the rest of the way encrypted, too (REQUIRETLS).',
  }),
  oneServer('dane-ta.example', good, {
    signed: true,
    tlsa: [{ usage: 2, selector: 0, matchingType: 1, of: 'authority' }],
    description: 'Proves in signed DNS which private authority signs its certificate (DANE 2 0 1).',
  }),
  oneServer('rollover.example', selfSigned, {
    signed: true,
    tlsa: [otherKey, ownKey],
    description: 'In the middle of a change: signed DNS names its next key and the one it uses.',
  }),
  oneServer('wrongkey.example', good, {
    signed: true,
    tlsa: [otherKey],
    description: 'Signed DNS names another key than the one that its server has.',
  }),
  oneServer('bogus.example', good, {
    signed: true,
    tlsa: [ownKey],
    brokenSignatures: ['MX', 'TLSA'],
    description: 'The signatures in its DNS are wrong.',
  }),
  oneServer('unsigned.example', good, {
    tlsa: [ownKey],
    description: 'Names its key in DNS that is not signed, which proves nothing.',
  }),
  oneServer('cname.example', selfSigned, {
    signed: true,
    tlsa: [ownKey],
    hostedAt: 'hosting.example',
    description: 'Its mail server is an alias of one at hosting.example, whose key signed DNS proves.',
  }),
  oneServer('unusable.example', good, {
    signed: true,
    tlsa: [
      { ...ownKey, octets: 31 },
      { usage: 0, selector: 0, matchingType: 1, of: 'authority' },
    ],
    description: 'Signed DNS has records about its certificate, none of which can be used.',
  }),
  oneServer(
    'signed-plain.example',
    { kind: 'plaintext-only' },
    {
      signed: true,
      tlsa: [ownKey],
      description: 'Proves its key in signed DNS, but its server offers no encryption at all.',
    },
  ),
  oneServer('pinned.example', selfSigned, {
    description: 'Encrypts, with a certificate of its own making that operators may trust by hand.',
  }),
  oneServer('repinned.example', selfSigned, {
    description: 'As pinned.example, for a certificate that changes after it was trusted.',
  }),
];

/** Domains that publish over HTTPS which mail servers are theirs (MTA-STS, RFC 8461). */
const stsDomains: readonly DomainPlan[] = [
  oneServer('sts.example', good, {
    sts: { mode: 'enforce' },
    records: [reportsTo('sts.example', 'mailto:tls-reports@good.example')],
    description: 'Asks senders to verify its mail server (MTA-STS), which has a certificate that holds.',
  }),
  oneServer('sts-broken.example', selfSigned, {
    sts: { mode: 'enforce' },
    records: [reportsTo('sts-broken.example', 'mailto:tls-reports@good.example')],
    description: 'Asks senders to verify its mail server (MTA-STS), whose certificate nobody vouches for.',
  }),
  oneServer('sts-testing.example', selfSigned, {
    sts: { mode: 'testing' },
    description:
      'Tries MTA-STS out: its mail server does not hold what its policy says, and mail comes through.',
  }),
];

export const standardDomains: readonly DomainPlan[] = [
  oneServer(
    'good.example',
    { kind: 'good' },
    {
      records: [
        { name: 'good.example', type: 'TXT', data: 'v=spf1 ip4:127.0.0.0/8 -all' },
        { name: '_dmarc.good.example', type: 'TXT', data: 'v=DMARC1; p=reject' },
        reportsTo('good.example', 'mailto:tls-reports@good.example'),
      ],
    },
  ),
  oneServer('selfsigned.example', { kind: 'self-signed' }),
  oneServer('expired.example', { kind: 'expired' }),
  oneServer('plain.example', { kind: 'plaintext-only' }),
  oneServer('stripped.example', { kind: 'starttls-refused' }),
  oneServer('old.example', { kind: 'tls-1.0-only' }),
  oneServer('reset.example', { kind: 'handshake-reset' }),
  oneServer('slow.example', { kind: 'slow' }),
  oneServer('grey.example', { kind: 'greylisting' }),
  oneServer('full.example', { kind: 'some-full' }),
  oneServer('nobody.example', { kind: 'no-such-user' }),
  oneServer('refused-late.example', { kind: 'refuse-after-data' }),
  {
    domain: 'two.example',
    description: 'Its first mail server offers no encryption, its second one does.',
    route: {
      kind: 'mx',
      hosts: [
        { label: 'mx1', preference: 10, manner: { kind: 'plaintext-only' } },
        { label: 'mx2', preference: 20, manner: { kind: 'good' } },
      ],
    },
  },
  {
    domain: 'nomx.example',
    description: 'Has no MX record; its own address takes the mail, encrypted.',
    route: { kind: 'address-only', host: { manner: { kind: 'good' } } },
  },
  {
    domain: 'nomail.example',
    description: 'Says in the DNS that it takes no mail (null MX).',
    route: { kind: 'null-mx' },
  },
  { domain: 'missing.example', description: 'Does not exist.', route: { kind: 'missing' } },
  oneServer('down.example', { kind: 'down' }),
  ...daneDomains,
  ...stsDomains,
];
