/**
 * Our verdict about every recipient domain of the live DNS world, beside that of Postfix's tool: zones signed
 * well, badly and not at all, served by NSD. We prove the answers ourselves, posttls-finger has Unbound prove them.
 */
import { ok } from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';

import type { Level } from '../../shared/policy/level.ts';
import { compare, type Difference, type Differences } from './comparison.ts';
import { needsRoot } from './debian-packages.ts';
import type { Compared, Presented } from './live-world-comparison.ts';
import { needsOwnNetwork, runInOwnNetwork } from './network-namespace.ts';

const skip = needsRoot('postfix', 'unbound', 'nsd', 'bind9-utils', 'iproute2') || needsOwnNetwork();

const differ = (ours: string, theirs: string, why: string): Difference => ({ ours, theirs, why });

/** The same for the zone's own name, whose MX record names the host, and for the host as a recipient domain. */
const zone = (name: string, levels: Differences[string]): Differences => ({
  [name]: levels,
  [`mx.${name}`]: levels,
});

const sha1 = 'what is signed or delegated with SHA-1 alone proves nothing to us, so no records count';
const strongerDigest = 'RFC 4509, 3: a right SHA-1 digest does not help where the one of SHA-256 is wrong';
const notADeterrent =
  'encrypt asks for TLS; records that cannot be had stop nothing (RFC 7672 asks for a delay)';
const noConnection = 'without records to match we do not connect at all';
/** `secure` is not the worse for it, and that is why it is so (docs/decisions/0011). */
const missingSignatures =
  'missing signatures are insecure here, whatever the cause: only presence is proven, never absence';

const recordsOutOfReach = { encrypt: differ('met', 'temporary', notADeterrent) };
const nameServer = { 'dane-only': differ('policy', 'temporary', noConnection) };
const digestOfNobody = {
  encrypt: differ('temporary', 'policy', strongerDigest),
  'dane-only': differ('temporary', 'policy', strongerDigest),
};

const differences: Readonly<Record<Presented, Differences>> = {
  'right certificate': {
    ...zone('rsasha1.test', { 'dane-only': differ('policy', 'met', sha1) }),
    ...zone('sha1ds.test', { 'dane-only': differ('policy', 'met', sha1) }),
    ...zone('sha1ok256bad.test', {
      encrypt: differ('temporary', 'met', strongerDigest),
      'dane-only': differ('temporary', 'met', strongerDigest),
    }),
    'nothing.sha1ok256bad.test': digestOfNobody,
    ...zone('badtlsa.test', recordsOutOfReach),
    ...zone('tampered.test', recordsOutOfReach),
    ...zone('keytrap.test', recordsOutOfReach),
    ...zone('stripped.test', {
      ...recordsOutOfReach,
      'dane-only': differ('policy', 'temporary', missingSignatures),
    }),
    ...zone('nosig.test', {
      encrypt: differ('met', 'temporary', missingSignatures),
      'dane-only': differ('policy', 'temporary', missingSignatures),
    }),
    'nothing.nosig.test': {
      encrypt: differ('policy', 'temporary', missingSignatures),
      'dane-only': differ('policy', 'temporary', missingSignatures),
    },
    'ns.test': nameServer,
    'nsroot.test': nameServer,
    'nstest.test': nameServer,
  },
  'other certificate': {
    ...zone('rsasha1.test', { encrypt: differ('met', 'policy', sha1) }),
    ...zone('sha1ds.test', { encrypt: differ('met', 'policy', sha1) }),
    ...zone('sha1ok256bad.test', { encrypt: differ('temporary', 'policy', strongerDigest) }),
    ...zone('badtlsa.test', recordsOutOfReach),
    ...zone('tampered.test', recordsOutOfReach),
    ...zone('keytrap.test', recordsOutOfReach),
    ...zone('stripped.test', recordsOutOfReach),
    ...zone('nosig.test', { encrypt: differ('met', 'temporary', missingSignatures) }),
  },
};

/** How many domains at least have to be of each verdict to both, so that agreeing says something. */
const leastAgreed: Readonly<Record<Presented, Partial<Record<Level, Partial<Record<string, number>>>>>> = {
  'right certificate': {
    encrypt: { met: 60, policy: 30, temporary: 15 },
    'dane-only': { met: 40, policy: 50, temporary: 15 },
    verify: { met: 3, temporary: 1 },
  },
  'other certificate': { encrypt: { met: 15, policy: 40 }, verify: { policy: 3 } },
};

describe('our verdicts and those of posttls-finger in the live DNS world', { skip }, () => {
  let compared: readonly Compared[];
  before(async () => {
    const program = join(import.meta.dirname, 'live-world-comparison.ts');
    compared = JSON.parse(await runInOwnNetwork(program)) as Compared[];
  });

  for (const [presented, level] of [
    ['right certificate', 'encrypt'],
    ['right certificate', 'dane-only'],
    ['right certificate', 'verify'],
    ['other certificate', 'encrypt'],
    ['other certificate', 'verify'],
  ] as const) {
    test(`${level}, ${presented}`, async (t) => {
      const pairs = compared.filter((row) => row.presented === presented && row.level === level);
      await compare(t, level, pairs, differences[presented]);
      const agreed = Map.groupBy(
        pairs.filter(({ ours, theirs }) => ours === theirs),
        ({ ours }) => ours,
      );
      for (const [verdict, least = 0] of Object.entries(leastAgreed[presented][level] ?? {}))
        ok((agreed.get(verdict)?.length ?? 0) >= least, `too few are ${verdict} to both`);
      t.diagnostic(`${level}, ${presented}: ${pairs.length} domains compared`);
    });
  }
});
