import assert from 'node:assert/strict';
import { Resolver } from 'node:dns/promises';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startSimulatedInternet } from '../../../../infra/local/internet/simulation.ts';
import type { SimulatedInternet } from '../../../../infra/local/internet/simulation.ts';
import { openEncrypted, sendMessage, SmtpDialogue } from './smtp-dialogue.ts';

const aliasDomains = [{ domain: 'secure.example.org', address: '127.0.0.1' }];

describe('the simulated internet', () => {
  let directory = '';
  let internet: SimulatedInternet;
  let resolver: Resolver;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'internet-'));
    internet = await startSimulatedInternet({ directory, aliasDomains });
    resolver = new Resolver({ timeout: 1000, tries: 2 });
    resolver.setServers([internet.dnsServers]);
  });
  after(async () => {
    await internet.close();
    await rm(directory, { recursive: true });
  });

  /** The MX hosts of a domain with their addresses, as a sender finds them. */
  const mailServers = async (domain: string): Promise<{ name: string; address: string }[]> => {
    const hosts = (await resolver.resolveMx(domain)).sort((one, other) => one.priority - other.priority);
    return Promise.all(
      hosts.map(async ({ exchange }) => {
        const [address = ''] = await resolver.resolve4(exchange);
        return { name: exchange, address };
      }),
    );
  };
  const firstServer = async (domain: string): Promise<{ address: string; port: number }> => {
    const [first] = await mailServers(domain);
    return { address: first?.address ?? '', port: internet.smtpPort };
  };

  test('every domain is described, and its hosts are in the DNS where they should be', async () => {
    assert.deepEqual(
      [...internet.providers.keys()],
      'good selfsigned expired plain stripped old reset slow grey full nobody refused-late two nomx nomail missing down dane requiretls dane-ta rollover wrongkey bogus unsigned cname unusable signed-plain pinned repinned sts sts-broken sts-testing'
        .split(' ')
        .map((name) => `${name}.example`),
    );
    for (const { domain, description, hosts } of internet.providers.values()) {
      assert.match(description, /^[A-Z].*\.$/);
      if (hosts.length === 0 || domain === 'nomx.example') continue;
      const expected = hosts.map(({ name, address }) => ({ name, address }));
      assert.deepEqual(await mailServers(domain), expected, domain);
      for (const { address } of hosts) assert.match(address, /^127\.10\./, 'within allowedNetworks');
    }
  });

  test('domains without a mail server say so in their several ways', async () => {
    const [nullMx] = await resolver.resolveMx('nomail.example');
    assert.deepEqual([nullMx?.priority, nullMx?.exchange], [0, '']);
    await assert.rejects(resolver.resolveMx('missing.example'), { code: 'ENOTFOUND' });
    await assert.rejects(resolver.resolveMx('nomx.example'), { code: 'ENODATA' });
    const [address = ''] = await resolver.resolve4('nomx.example');
    const { dialogue } = await openEncrypted({ address, port: internet.smtpPort });
    assert.match(await sendMessage(dialogue), /^250 /);
    assert.equal(internet.received('nomx.example').length, 1);
  });

  test('records for those who authenticate mail are there', async () => {
    assert.deepEqual(await resolver.resolveTxt('good.example'), [['v=spf1 ip4:127.0.0.0/8 -all']]);
    assert.deepEqual(await resolver.resolveTxt('_dmarc.good.example'), [['v=DMARC1; p=reject']]);
    assert.deepEqual(await resolver.resolveTxt('secure.example.org'), [['v=spf1 ip4:127.0.0.1 -all']]);
    assert.deepEqual(await mailServers('secure.example.org'), [
      { name: 'mx.secure.example.org', address: '127.0.0.1' },
    ]);
  });

  for (const [domain, complaint] of [
    ['good.example', null],
    ['selfsigned.example', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['expired.example', 'CERT_HAS_EXPIRED'],
  ] as const) {
    test(`${domain}: certificate ${complaint ?? 'is fine'}`, async () => {
      const handshake = openEncrypted(await firstServer(domain), {
        ca: internet.authorityPem,
        rejectUnauthorized: true,
        servername: `mx.${domain}`,
      });
      if (complaint) return assert.rejects(handshake, { code: complaint });
      const { dialogue } = await handshake;
      assert.match(await sendMessage(dialogue), /^250 /);
    });
  }

  test('two.example: the first server has no STARTTLS, the second one has', async () => {
    const offers: boolean[] = [];
    for (const { address } of await mailServers('two.example')) {
      const dialogue = await SmtpDialogue.open({ address, port: internet.smtpPort });
      offers.push((await dialogue.say('EHLO client.test')).includes('STARTTLS'));
    }
    assert.deepEqual(offers, [false, true]);
    assert.deepEqual(
      internet.transcripts('two.example').map((connection) => connection.host),
      ['mx1.two.example', 'mx2.two.example'],
    );
    assert.equal(internet.providers.get('two.example')?.manner, 'plaintext-only, then good');
  });

  test('down.example: nobody answers', async () => {
    await assert.rejects(SmtpDialogue.open(await firstServer('down.example')), { code: 'ECONNREFUSED' });
  });

  test('a provider may be added, and its mail awaited', async () => {
    const added = await internet.addProvider({
      domain: 'added.example',
      manner: { kind: 'good' },
      overrides: { certificate: 'wrong-name', tlsVersions: { min: 'TLSv1.2', max: 'TLSv1.2' } },
    });
    assert.equal(internet.providers.get('added.example'), added);
    const signal = AbortSignal.timeout(5000);
    const awaited = internet.awaitMessage(
      'added.example',
      (message) => message.raw.includes('second'),
      signal,
    );
    const { dialogue, secured } = await openEncrypted(await firstServer('added.example'));
    assert.equal(secured.getProtocol(), 'TLSv1.2');
    assert.equal(secured.getPeerCertificate().subject.CN, 'elsewhere.example');
    await sendMessage(dialogue, 'first\r\n');
    await sendMessage(dialogue, 'second\r\n');
    assert.equal((await awaited).raw.toString(), 'second\r\n');
    assert.equal(internet.receivedCount('added.example'), 2);
    await assert.rejects(
      internet.awaitMessage('added.example', () => false, AbortSignal.abort()),
      { name: 'AbortError' },
    );
    await assert.rejects(async () =>
      internet.addProvider({ domain: 'added.example', manner: { kind: 'good' } }),
    );
  });

  test('a second one runs beside it and does not hear what the first one hears', async () => {
    const otherDirectory = await mkdtemp(path.join(tmpdir(), 'internet-'));
    const other = await startSimulatedInternet({ directory: otherDirectory });
    try {
      assert.notEqual(other.smtpPort, internet.smtpPort);
      const { address } = await firstServer('grey.example');
      const dialogue = await SmtpDialogue.open({ address, port: other.smtpPort });
      assert.match(await dialogue.say('NOOP'), /^250 /);
      assert.equal(other.transcripts('grey.example').length, 1);
      assert.equal(internet.transcripts('grey.example').length, 0);
      assert.notEqual(other.authorityPem, internet.authorityPem);
    } finally {
      await other.close();
      await rm(otherDirectory, { recursive: true });
    }
  });

  test('after a restart the certificates are the same, and the messages forgotten', async () => {
    const ownDirectory = await mkdtemp(path.join(tmpdir(), 'internet-'));
    const certificates = (of: SimulatedInternet): string[] =>
      [...of.providers.values()].flatMap(({ hosts }) => hosts.map((host) => host.certificatePem));
    const first = await startSimulatedInternet({ directory: ownDirectory });
    const before = [first.authorityPem, first.trustAnchors, ...certificates(first)];
    await first.close();
    const second = await startSimulatedInternet({ directory: ownDirectory, port: first.smtpPort });
    try {
      assert.equal(second.smtpPort, first.smtpPort);
      assert.deepEqual([second.authorityPem, second.trustAnchors, ...certificates(second)], before);
      assert.deepEqual(second.received('good.example'), []);
      for (const file of await readdir(path.join(ownDirectory, 'certificates'))) {
        const { mode } = await stat(path.join(ownDirectory, 'certificates', file));
        assert.equal(mode & 0o777, 0o600, file);
      }
      assert.equal(await readFile(path.join(ownDirectory, 'ca.pem'), 'utf8'), second.authorityPem);
    } finally {
      await second.close();
      await rm(ownDirectory, { recursive: true });
    }
  });

  test('a port that is taken is refused and leaves nothing behind', async () => {
    const taken = createServer();
    taken.listen(0, '127.10.1.9');
    await once(taken, 'listening');
    const bound = taken.address();
    assert.ok(bound !== null && typeof bound === 'object');
    const start = startSimulatedInternet({ directory, port: bound.port });
    await assert.rejects(start, { code: 'EADDRINUSE' });
    const client = connect(bound.port, '127.10.1.1');
    const [error] = (await once(client, 'error')) as [NodeJS.ErrnoException];
    assert.equal(error.code, 'ECONNREFUSED');
    taken.close();
  });
});
