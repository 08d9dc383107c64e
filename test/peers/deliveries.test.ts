/**
 * Other mail servers as senders to every domain of the simulated internet: Postfix, and Exim with another TLS
 * library. Whether they deliver, beside whether ours would. Unlike posttls-finger they go on to further hosts.
 */
import { after, before, describe, test } from 'node:test';

import type { Level } from '../../shared/policy/level.ts';
import { compare, type Difference, type Differences, type Pair } from './comparison.ts';
import { needsRoot } from './debian-packages.ts';
import { obtainExim } from './exim-program.ts';
import { exim } from './exim.ts';
import { needsNamespaces } from './mount-namespace.ts';
import { startPostfix } from './postfix.ts';
import { startVerdictWorld, type VerdictWorld } from './verdict-world.ts';

const skip = needsRoot('postfix', 'unbound') || needsNamespaces();
const program = skip === false ? obtainExim() : null;

const delivers = (why: string): Difference => ({ ours: 'not met', theirs: 'met', why });
const refuses = (why: string): Difference => ({ ours: 'met', theirs: 'not met', why });

const afterTls = 'refused after TLS, which is no verdict on TLS';
const refusals: Differences = {
  'grey.example': { encrypt: refuses(afterTls) },
  'nobody.example': { encrypt: refuses(afterTls) },
  'refused-late.example': { encrypt: refuses(afterTls) },
};

const notADeterrent = 'encrypt asks for TLS; records that cannot be had stop nothing (RFC 7672 asks for a delay)';
const signedAlias = 'RFC 7672, 2.1.3: a signed alias of an unsigned address keeps its own TLSA records';

const postfixDifferences: Differences = {
  ...refusals,
  'bogus-tlsa.example': { encrypt: refuses(notADeterrent) },
  'injecting.example': { encrypt: delivers('text put before TLS ends the connection; Postfix drops the text') },
  'alias-to-unsigned.example': { 'dane-only': { ...delivers(signedAlias), open: true } },
  'alias-to-unsigned-wrong.example': { encrypt: { ...refuses(signedAlias), open: true } },
};

const eximDifferences: Differences = {
  ...refusals,
};

describe('what we would deliver, and what others do', { skip }, () => {
  let world: VerdictWorld;
  before(async () => {
    world = await startVerdictWorld();
  });
  after(() => world.close());

  const domains = (): string[] => [...world.world.providers.keys()];
  const recipientAt = (domain: string): string => `bob@${domain}`;

  async function pair(
    level: Level,
    theirs: (domain: string) => { delivered: boolean; line: string },
  ): Promise<Pair[]> {
    return Promise.all(
      domains().map(async (domain) => {
        const ours = (await world.check(domain)).levels[level];
        const { delivered, line } = theirs(domain);
        return {
          domain,
          ours: ours.verdict === 'met' ? 'met' : 'not met',
          theirs: delivered ? 'met' : 'not met',
          because: `we: ${ours.detail}\nthey: ${line}`,
        };
      }),
    );
  }

  /** One message for everybody, at one of Postfix's levels; what became of it first. */
  async function postfixDelivers(
    level: 'encrypt' | 'dane' | 'dane-only',
  ): Promise<Map<string, { delivered: boolean; line: string }>> {
    const postfix = await startPostfix({
      resolvConf: world.unbound.resolvConf,
      settings: {
        smtp_tls_security_level: level,
        smtp_tls_mandatory_protocols: '>=TLSv1.2',
        smtp_connect_timeout: '5s',
        minimal_backoff_time: '1000s',
      },
    });
    try {
      await postfix.send('carol@postfix.example', domains().map(recipientAt), 'Subject: Verdict\n\nHello\n');
      const results = new Map<string, { delivered: boolean; line: string }>();
      for (const domain of domains()) {
        const recipient = RegExp.escape(recipientAt(domain));
        const line = await postfix.awaitLog(new RegExp(`to=<${recipient}>.* status=`));
        results.set(domain, { delivered: line.includes('status=sent'), line });
      }
      return results;
    } finally {
      await postfix.stop();
    }
  }

  test('Postfix, encrypt: what is sent at its level `encrypt` and at its level `dane`', async (t) => {
    const encrypted = await postfixDelivers('encrypt');
    const proven = await postfixDelivers('dane');
    const pairs = await pair('encrypt', (domain) => {
      const [one, other] = [encrypted.get(domain), proven.get(domain)];
      const delivered = one?.delivered === true && other?.delivered === true;
      return { delivered, line: `${one?.line ?? ''}\n${other?.line ?? ''}` };
    });
    await compare(t, 'encrypt', pairs, postfixDifferences);
    t.diagnostic(`encrypt: ${pairs.length} domains compared`);
  });

  test('Postfix, dane-only', async (t) => {
    const results = await postfixDelivers('dane-only');
    const pairs = await pair('dane-only', (domain) => results.get(domain) ?? { delivered: false, line: '' });
    await compare(t, 'dane-only', pairs, postfixDifferences);
    t.diagnostic(`dane-only: ${pairs.length} domains compared`);
  });

  const eximSkip = program?.kind === 'missing' ? program.reason : false;
  for (const [level, theirLevel] of [
    ['encrypt', 'try-dane'],
    ['dane-only', 'require-dane'],
  ] as const) {
    test(`Exim, ${level}: what is sent with ${theirLevel}`, { skip: eximSkip }, async (t) => {
      if (program?.kind !== 'there') return;
      const sender = await exim(program.program, world.unbound.resolvConf);
      try {
        const results = await sender.send(theirLevel, domains().map(recipientAt));
        const pairs = await pair(
          level,
          (domain) => results.get(recipientAt(domain)) ?? { delivered: false, line: '' },
        );
        await compare(t, level, pairs, eximDifferences);
        t.diagnostic(`${level}: ${pairs.length} domains compared`);
      } finally {
        await sender.close();
      }
    });
  }
});
