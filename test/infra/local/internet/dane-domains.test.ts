/** What the DANE domains of the simulated internet publish, beside what their servers present. */
import assert from 'node:assert/strict';
import { createHash, X509Certificate } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { selfSigned } from '../../../../infra/local/internet/certificates.ts';
import { startSimulatedInternet } from '../../../../infra/local/internet/simulation.ts';
import type { SimulatedInternet } from '../../../../infra/local/internet/simulation.ts';
import { tlsaRecord } from '../../../../infra/local/internet/tlsa-records.ts';
import type { TlsaPlan } from '../../../../infra/local/internet/tlsa-records.ts';
import { ask } from './dns-questions.ts';
import { types } from './signed-answer.ts';
import { openEncrypted, SmtpDialogue } from './smtp-dialogue.ts';

const sha256 = (octets: Buffer): string => createHash('sha256').update(octets).digest('hex');
const spki = (certificate: X509Certificate): Buffer =>
  certificate.publicKey.export({ format: 'der', type: 'spki' });

describe('the DANE domains', () => {
  let directory = '';
  let internet: SimulatedInternet;
  let resolver: Resolver;

  before(async () => {
    directory = await mkdtemp(path.join(tmpdir(), 'dane-'));
    internet = await startSimulatedInternet({ directory });
    resolver = new Resolver({ timeout: 1000, tries: 2 });
    resolver.setServers([internet.dnsServers]);
  });
  after(async () => {
    await internet.close();
    await rm(directory, { recursive: true });
  });

  interface Published {
    /** As the TLSA records have it: `3 1 1 <hex>`. */
    readonly tlsa: readonly string[];
    readonly signed: boolean;
    readonly key: string;
    readonly authority: string;
  }

  /** The TLSA records at the name that the MX host's name leads to, and what the server there presents. */
  const published = async (domain: string): Promise<Published> => {
    const [host] = internet.providers.get(domain)?.hosts ?? [];
    assert.ok(host);
    const { answers } = await ask(internet.nameServer, `_25._tcp.${host.canonicalName}`, 'TLSA');
    const tlsa = answers
      .filter(({ type }) => type === types.TLSA)
      .map(({ data }) => `${[...data.subarray(0, 3)].join(' ')} ${data.toString('hex', 3)}`);
    const { secured } = await openEncrypted({ address: host.address, port: internet.smtpPort });
    const presented = secured.getPeerX509Certificate();
    assert.ok(presented);
    secured.destroy();
    const authority = new X509Certificate(internet.authorityPem);
    return {
      tlsa: tlsa.sort(),
      signed: answers.some(({ type }) => type === types.RRSIG),
      key: sha256(spki(presented)),
      authority: sha256(authority.raw),
    };
  };

  const rows: [domain: string, signed: boolean, records: (found: Published) => string[], why: string][] = [
    ['dane.example', true, ({ key }) => [`3 1 1 ${key}`], 'the key of the certificate'],
    ['requiretls.example', true, ({ key }) => [`3 1 1 ${key}`], 'as dane.example'],
    ['dane-ta.example', true, ({ authority }) => [`2 0 1 ${authority}`], 'the authority in the chain'],
    ['bogus.example', true, ({ key }) => [`3 1 1 ${key}`], 'right, but for the signature'],
    ['unsigned.example', false, ({ key }) => [`3 1 1 ${key}`], 'right, but not signed'],
    ['cname.example', true, ({ key }) => [`3 1 1 ${key}`], 'at the name that the alias leads to'],
    [
      'unusable.example',
      true,
      ({ key, authority }) => [`0 0 1 ${authority}`, `3 1 1 ${key.slice(0, 62)}`],
      'a usage that mail does not know, a digest that is too short',
    ],
    ['pinned.example', false, () => [], 'for operators to trust by hand'],
    ['repinned.example', false, () => [], 'for operators to trust by hand'],
  ];
  for (const [domain, signed, records, why] of rows) {
    test(`${domain}: ${why}`, async () => {
      const found = await published(domain);
      assert.deepEqual({ tlsa: found.tlsa, signed: found.signed }, { tlsa: records(found), signed });
    });
  }

  test('rollover.example: the key of the certificate, and one that is not in use', async () => {
    const { tlsa, key } = await published('rollover.example');
    assert.equal(tlsa.length, 2);
    assert.ok(tlsa.includes(`3 1 1 ${key}`));
  });

  test('wrongkey.example: a key that is not in use', async () => {
    const { tlsa, key } = await published('wrongkey.example');
    assert.match(tlsa.join(), /^3 1 1 [0-9a-f]{64}$/);
    assert.notEqual(tlsa[0], `3 1 1 ${key}`);
  });

  test('signed-plain.example: a TLSA record, and no STARTTLS', async () => {
    const [host] = internet.providers.get('signed-plain.example')?.hosts ?? [];
    assert.ok(host);
    const { answers } = await ask(internet.nameServer, `_25._tcp.${host.name}`, 'TLSA');
    assert.deepEqual(
      answers.map(({ type }) => type),
      [types.TLSA, types.RRSIG],
    );
    const dialogue = await SmtpDialogue.open({ address: host.address, port: internet.smtpPort });
    assert.doesNotMatch(await dialogue.say('EHLO client.test'), /STARTTLS/);
  });

  test('cname.example: the MX host is an alias into another signed zone, and its mail is cname.example’s', async () => {
    const [mx] = await resolver.resolveMx('cname.example');
    assert.equal(mx?.exchange, 'mx.cname.example');
    assert.deepEqual(await resolver.resolveCname('mx.cname.example'), ['mx.hosting.example']);
    const [address = ''] = await resolver.resolve4('mx.cname.example');
    const { secured } = await openEncrypted({ address, port: internet.smtpPort });
    secured.destroy();
    assert.deepEqual(
      [...new Set(internet.transcripts('cname.example').map(({ host }) => host))],
      ['mx.hosting.example'],
    );
  });

  test('a signed provider with TLSA records may be added while it runs', async () => {
    await internet.addProvider({
      domain: 'later.example',
      manner: { kind: 'self-signed' },
      signed: true,
      tlsa: [{ usage: 3, selector: 0, matchingType: 2, of: 'certificate' }],
      records: [{ name: 'later.example', type: 'TXT', data: 'here' }],
    });
    const [host] = internet.providers.get('later.example')?.hosts ?? [];
    const digest = createHash('sha512').update(new X509Certificate(host?.certificatePem ?? '').raw);
    const found = await published('later.example');
    assert.deepEqual([found.tlsa, found.signed], [[`3 0 2 ${digest.digest('hex')}`], true]);
    assert.deepEqual(await resolver.resolveTxt('later.example'), [['here']]);
  });
});

test('a TLSA record may hold the whole certificate or key', async () => {
  const { certificatePem } = await selfSigned({ names: ['mx.a.example'] });
  const certificate = new X509Certificate(certificatePem);
  const dataOf = (plan: TlsaPlan): Buffer =>
    tlsaRecord('mx.a.example', plan, certificatePem).data.certificate;
  const whole = { usage: 3, matchingType: 0, of: 'certificate' } as const;
  assert.ok(dataOf({ ...whole, selector: 0 }).equals(certificate.raw));
  assert.ok(dataOf({ ...whole, selector: 1 }).equals(spki(certificate)));
});
