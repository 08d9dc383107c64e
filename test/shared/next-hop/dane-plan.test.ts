/** Which TLSA records decide about a host, as RFC 7672 section 2.2 has it, row by row. */
import { deepEqual, equal, match } from 'node:assert/strict';
import { test } from 'node:test';

import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import type { AliasLink } from '../../../shared/dns/lookup.ts';
import type { SecureAnswer, SecureResolver } from '../../../shared/dns/secure-resolver.ts';
import type { Name } from '../../../shared/dns/wire/name.ts';
import type { TlsaData } from '../../../shared/dns/wire/rdata.ts';
import { planDane, type PlannedDane } from '../../../shared/next-hop/dane-plan.ts';

type Tlsa = SecureAnswer<TlsaData>;

const established = { canonicalName: '', aliases: [], why: '' };
const record = (usage: number, octets = 32): TlsaData => ({
  kind: 'TLSA',
  usage,
  selector: 1,
  matchingType: 1,
  data: Buffer.alloc(octets),
});
const answers = {
  secure: { kind: 'records', records: [record(3)], security: 'secure', ...established },
  insecure: { kind: 'records', records: [record(3)], security: 'insecure', ...established },
  unusable: { kind: 'records', records: [record(0), record(3, 31)], security: 'secure', ...established },
  mixed: { kind: 'records', records: [record(0), record(3)], security: 'secure', ...established },
  none: { kind: 'no-data', security: 'secure', ...established },
  noName: { kind: 'no-domain', security: 'secure', ...established },
  noneUnproven: { kind: 'no-data', security: 'insecure', ...established },
  servfail: { kind: 'failed', detail: 'SERVFAIL', security: null, ownFault: false },
  bogus: { kind: 'failed', detail: 'bogus', security: 'bogus', ownFault: false },
  ownFault: { kind: 'failed', detail: 'no anchor', security: null, ownFault: true },
} satisfies Record<string, Tlsa>;

interface Case {
  /** Answers by base domain. */
  readonly tlsa: Readonly<Record<string, Tlsa>>;
  readonly address?: 'secure' | 'insecure';
  readonly mx?: 'secure' | 'insecure';
  /** The host is an alias of `real.example`; whether that is proven. */
  readonly alias?: 'secure' | 'insecure';
}

async function plan({
  tlsa,
  address = 'secure',
  mx = 'secure',
  alias,
}: Case): Promise<PlannedDane & { asked: string[] }> {
  const asked: string[] = [];
  const never = (): Promise<never> => Promise.reject(new Error('not asked for here'));
  const resolver: SecureResolver = {
    mx: never,
    addresses: never,
    txt: never,
    tlsa: (base) => {
      asked.push(base);
      return Promise.resolve(tlsa[base] ?? answers.noName);
    },
  };
  const aliases: AliasLink[] =
    alias === undefined
      ? []
      : [{ from: 'mx.good.example' as Name, to: 'real.example' as Name, security: alias }];
  const planned = await planDane(
    'mx.good.example',
    { addresses: ['192.0.2.1'], security: address, aliases },
    { domain: parseDomain('good.example') as Domain, found: { security: mx, aliases: [] } },
    resolver,
  );
  return { ...planned, asked };
}

const host = 'mx.good.example';
const real = 'real.example';
const rows: [what: string, given: Case, kind: string, asked: string[], tlsa: string | null][] = [
  ['secure records', { tlsa: { [host]: answers.secure } }, 'records', [host], 'secure'],
  ['one usable among unusable ones', { tlsa: { [host]: answers.mixed } }, 'records', [host], 'secure'],
  [
    'records without DNSSEC prove nothing',
    { tlsa: { [host]: answers.insecure } },
    'absent',
    [host],
    'insecure',
  ],
  ['no records', { tlsa: { [host]: answers.none } }, 'absent', [host], 'secure'],
  ['no such name', { tlsa: {} }, 'absent', [host], 'secure'],
  ['none, not proven', { tlsa: { [host]: answers.noneUnproven } }, 'absent', [host], 'insecure'],
  ['none usable', { tlsa: { [host]: answers.unusable } }, 'unusable', [host], 'secure'],
  ['SERVFAIL', { tlsa: { [host]: answers.servfail } }, 'failed', [host], null],
  ['bogus', { tlsa: { [host]: answers.bogus } }, 'failed', [host], 'bogus'],
  ['address not signed: not asked at all (2.1.1)', { tlsa: {}, address: 'insecure' }, 'absent', [], null],
  [
    'alias, records at its end (2.2.2)',
    { tlsa: { [real]: answers.secure }, alias: 'secure' },
    'records',
    [real],
    'secure',
  ],
  [
    'alias, none at its end: its own name next (2.2.2)',
    { tlsa: { [host]: answers.secure }, alias: 'secure' },
    'records',
    [real, host],
    'secure',
  ],
  [
    'alias, a failure at its end ends the search',
    { tlsa: { [real]: answers.servfail, [host]: answers.secure }, alias: 'secure' },
    'failed',
    [real],
    null,
  ],
  ['alias that is not proven', { tlsa: { [host]: answers.secure }, alias: 'insecure' }, 'absent', [], null],
];
for (const [what, given, kind, asked, tlsa] of rows) {
  test(`${what}: ${kind}`, async () => {
    const found = await plan(given);
    equal(found.plan.kind, kind);
    deepEqual(found.asked, asked);
    equal(found.tlsa, tlsa);
  });
}

test('the certificate may be for the base domain, and for the next-hop domain where MX is signed (3.2.2)', async () => {
  const references = async (mx: 'secure' | 'insecure'): Promise<readonly string[]> => {
    const { plan: found } = await plan({ tlsa: { [host]: answers.secure }, mx });
    return found.kind === 'records' ? found.base.references : [];
  };
  deepEqual(await references('secure'), [host, 'good.example']);
  deepEqual(await references('insecure'), [host]);
});

test('a fault of our own is marked as such; a sentence says where records were looked for', async () => {
  const own = await plan({ tlsa: { [host]: answers.ownFault } });
  equal(own.plan.kind === 'failed' && own.plan.ownFault, true);
  const none = await plan({ tlsa: {} });
  match(none.plan.kind === 'absent' ? none.plan.detail : '', /_25\._tcp\.mx\.good\.example/);
});
