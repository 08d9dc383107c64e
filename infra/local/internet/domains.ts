/**
 * The domains of the simulated internet: whom a newcomer can write to, and what each is set up to do. Data only;
 * simulation.ts brings it to life.
 */
import type { Behaviour, Manner } from './manners.ts';
import { describeManner } from './manners.ts';
import type { ZoneRecord } from './zones.ts';

export interface HostPlan {
  /** First label of the MX host's name. @default 'mx' */
  readonly label?: string;
  /** @default 10 */
  readonly preference?: number;
  readonly manner: Manner;
  readonly overrides?: Partial<Behaviour>;
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
}

/** A domain with one MX host of the given manner. */
export function oneServer(
  domain: string,
  manner: Manner,
  more: { readonly overrides?: Partial<Behaviour>; readonly records?: readonly ZoneRecord[] } = {},
): DomainPlan {
  const { overrides, records = [] } = more;
  const host = { manner, ...(overrides ? { overrides } : {}) };
  return { domain, description: describeManner(manner), route: { kind: 'mx', hosts: [host] }, records };
}

export const standardDomains: readonly DomainPlan[] = [
  oneServer(
    'good.example',
    { kind: 'good' },
    {
      records: [
        { name: 'good.example', type: 'TXT', data: 'v=spf1 ip4:127.0.0.0/8 -all' },
        { name: '_dmarc.good.example', type: 'TXT', data: 'v=DMARC1; p=reject' },
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
];
