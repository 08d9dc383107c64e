/** Our verdict about every domain of the simulated internet, at every level, beside that of Postfix's tool. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';

import type { Level } from '../../shared/policy/level.ts';
import { compare, inParallel, type Difference, type Differences } from './comparison.ts';
import { needsRoot } from './debian-packages.ts';
import { needsNamespaces } from './mount-namespace.ts';
import { posttlsFinger, type PosttlsFingerRunner, type PostfixLevel } from './posttls-finger.ts';
import { startVerdictWorld, type VerdictWorld } from './verdict-world.ts';

const skip = needsRoot('postfix', 'unbound') || needsNamespaces();

const oneHostOnly = 'posttls-finger looks at the first host only';
const noConnection = 'without records to match we do not connect at all';
const notADeterrent =
  'encrypt asks for TLS; records that cannot be had stop nothing (RFC 7672 asks for a delay)';
const injected = 'text put between "220 ready" and TLS ends the connection; Postfix drops the text';

const differ = (ours: string, theirs: string, why: string): Difference => ({ ours, theirs, why });

const differences: Differences = {
  'two.example': { encrypt: differ('met', 'policy', oneHostOnly) },
  'second-proven.example': {
    encrypt: differ('met', 'policy', oneHostOnly),
    'dane-only': differ('met', 'policy', oneHostOnly),
  },
  'second-unproven.example': { encrypt: differ('met', 'temporary', oneHostOnly) },
  'reset.example': { 'dane-only': differ('policy', 'temporary', noConnection) },
  'down.example': { 'dane-only': differ('policy', 'temporary', noConnection) },
  'busy.example': { 'dane-only': differ('policy', 'temporary', noConnection) },
  'bogus-tlsa.example': { encrypt: differ('met', 'temporary', notADeterrent) },
  'injecting.example': {
    encrypt: differ('temporary', 'met', injected),
    verify: differ('temporary', 'met', injected),
  },
};

describe('our verdicts and those of posttls-finger', { skip }, () => {
  let world: VerdictWorld;
  let finger: PosttlsFingerRunner;
  let directory: string;
  before(async () => {
    world = await startVerdictWorld();
    directory = await mkdtemp(join(tmpdir(), 'anchors-'));
    finger = await posttlsFinger(world.unbound.resolvConf);
  });
  after(async () => {
    await finger.close();
    await world.close();
    await rm(directory, { recursive: true, force: true });
  });

  /** The level of Postfix that asks for the same. `dane` is `encrypt` where there are no records to match. */
  async function postfixLevel(level: Level, domain: string): Promise<PostfixLevel> {
    if (level === 'encrypt') return { kind: 'dane' };
    if (level === 'dane-only') return { kind: 'dane-only' };
    const { kind, sha256, pem } = world.entryOf(domain);
    if (kind !== 'ca') return { kind: 'fingerprint', sha256 };
    const anchorFile = join(directory, `${domain}.pem`);
    await writeFile(anchorFile, pem ?? '');
    return { kind: 'secure', anchorFile };
  }

  for (const level of ['encrypt', 'dane-only', 'verify'] as const) {
    test(level, async (t) => {
      const pairs = await inParallel([...world.world.providers.keys()], async (domain) => {
        const ours = (await world.check(domain)).levels[level];
        const theirs = await finger.ask(domain, await postfixLevel(level, domain));
        return {
          domain,
          ours: ours.verdict,
          theirs: theirs.verdict,
          because: `we: ${ours.detail}\nposttls-finger: ${theirs.seen}\n${theirs.output}`,
        };
      });
      await compare(t, level, pairs, differences);
      t.diagnostic(`${level}: ${pairs.length} domains compared`);
    });
  }
});
