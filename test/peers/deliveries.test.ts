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

const notADeterrent =
  'encrypt asks for TLS; records that cannot be had stop nothing (RFC 7672 asks for a delay)';
const signedAlias = 'RFC 7672, 2.1.3: a signed alias of an unsigned address keeps its own TLSA records';

const postfixDifferences: Differences = {
  ...refusals,
  'bogus-tlsa.example': { encrypt: refuses(notADeterrent) },
  'injecting.example': {
    encrypt: delivers('text put before TLS ends the connection; Postfix drops the text'),
  },
};

const both = (difference: Difference): Differences[string] => ({
  encrypt: difference,
  'dane-only': difference,
});
const noAgility = 'RFC 7671, 9: among digests of one usage and selector only the strongest counts';
const nextHopName = 'RFC 7672, 3.2.2: the certificate may name the recipient domain instead of the host';
const anchorInDns = 'RFC 7671, 5.2: an anchor that is whole in DNS need not be presented';
const noneUsable = 'records of which none can be used prove nothing; Exim delivers without proof (CV=no)';
const aliasName = 'RFC 7672, 2.2.3: without records at the end of the alias, those at its own name count';
const purpose = 'RFC 5280, 4.2.1.12: a certificate that is not for TLS servers';

/** Exim 4.96 with GnuTLS 3.7. */
const eximDifferences: Differences = {
  ...refusals,
  'bogus-tlsa.example': { encrypt: refuses(notADeterrent) },
  'agility-weak-right.example': both(delivers(noAgility)),
  'names-domain.example': both(refuses(nextHopName)),
  'absent-200.example': both(refuses(anchorInDns)),
  'absent-210.example': both(refuses(anchorInDns)),
  'chain-middle-in-dns.example': both(refuses(anchorInDns)),
  'unusable.example': { 'dane-only': delivers(noneUsable) },
  'pkix.example': { 'dane-only': delivers(noneUsable) },
  'usage-4.example': { 'dane-only': delivers(noneUsable) },
  'usage-255.example': { 'dane-only': delivers(noneUsable) },
  'tlsa-at-alias.example': { 'dane-only': refuses(aliasName) },
  'tlsa-at-alias-wrong.example': { encrypt: delivers(aliasName) },
  'alias-to-unsigned.example': { 'dane-only': refuses(signedAlias) },
  'alias-to-unsigned-wrong.example': { encrypt: delivers(signedAlias) },
  'chain-forged-middle.example': both(delivers('GnuTLS takes a middle that the named anchor has not signed')),
  'chain-path-length.example': both(delivers('RFC 5280, 4.2.1.9: the path is longer than its anchor allows')),
  'chain-client-middle.example': both(delivers(purpose)),
  'chain-anchor-client.example': both(delivers(purpose)),
  'chain-client-only.example': both(delivers(purpose)),
  'chain-no-digital-signature.example': both(
    refuses('GnuTLS insists on the key usage for signatures; OpenSSL and we do not look at it'),
  ),
};

interface Delivery {
  readonly delivered: boolean;
  readonly inPlaintext: boolean;
  /** What the sender logged. */
  readonly line: string;
}

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
    theirs: ReadonlyMap<string, Pick<Delivery, 'delivered' | 'line'>>,
  ): Promise<Pair[]> {
    return Promise.all(
      domains().map(async (domain) => {
        const ours = (await world.check(domain)).levels[level];
        const { delivered, line } = theirs.get(domain) ?? { delivered: false, line: 'nothing' };
        return {
          domain,
          ours: ours.verdict === 'met' ? 'met' : 'not met',
          theirs: delivered ? 'met' : 'not met',
          because: `we: ${ours.detail}\nthey: ${line}`,
        };
      }),
    );
  }

  /** Who got a message from this sender, and got it encrypted. */
  const encryptedTo = (sender: string): Set<string> =>
    new Set(
      domains()
        .flatMap((domain) => world.world.received(domain))
        .filter(({ mailFrom, tls }) => mailFrom === sender && tls !== null)
        .flatMap(({ rcptTo }) => rcptTo),
    );

  /** One message for all of them, at one of Postfix's levels; what became of it at the first try. */
  async function postfixDelivers(
    level: 'encrypt' | 'dane' | 'dane-only',
    to: readonly string[] = domains(),
  ): Promise<Map<string, Delivery>> {
    const postfix = await startPostfix({
      resolvConf: world.unbound.resolvConf,
      settings: {
        smtp_tls_security_level: level,
        smtp_tls_protocols: '>=TLSv1.2',
        smtp_tls_mandatory_protocols: '>=TLSv1.2',
        smtp_connect_timeout: '5s',
        minimal_backoff_time: '1000s',
      },
    });
    try {
      const sender = `${level}@postfix.example`;
      await postfix.send(sender, to.map(recipientAt), 'Subject: Verdict\n\nHello\n');
      const lines = new Map<string, string>();
      for (const domain of to) {
        const recipient = recipientAt(domain).replaceAll('.', String.raw`\.`);
        lines.set(domain, await postfix.awaitLog(new RegExp(`to=<${recipient}>.* status=`)));
      }
      const encrypted = encryptedTo(sender);
      return new Map(
        [...lines].map(([domain, line]) => {
          const sent = line.includes('status=sent');
          const overTls = encrypted.has(recipientAt(domain));
          return [domain, { delivered: sent && overTls, inPlaintext: sent && !overTls, line }];
        }),
      );
    } finally {
      await postfix.stop();
    }
  }

  test('Postfix, encrypt: its level `dane`, and its level `encrypt` where that sends in plaintext', async (t) => {
    const results = await postfixDelivers('dane');
    const inPlaintext = [...results].filter(([, delivery]) => delivery.inPlaintext).map(([domain]) => domain);
    for (const [domain, delivery] of await postfixDelivers('encrypt', inPlaintext)) {
      results.set(domain, delivery);
    }
    const pairs = await pair('encrypt', results);
    await compare(t, 'encrypt', pairs, postfixDifferences);
    t.diagnostic(`encrypt: ${pairs.length} domains compared`);
  });

  test('Postfix, dane-only', async (t) => {
    const results = await postfixDelivers('dane-only');
    const pairs = await pair('dane-only', results);
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
          new Map(
            domains().map((domain) => {
              const delivery = results.get(recipientAt(domain));
              if (delivery === undefined) throw new Error(domain);
              return [domain, delivery];
            }),
          ),
        );
        await compare(t, level, pairs, eximDifferences);
        t.diagnostic(`${level}: ${pairs.length} domains compared`);
      } finally {
        await sender.close();
      }
    });
  }
});
