/** The operator's commands on the real API with stores in memory. */
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { test } from 'node:test';

import { CommandFailure, UsageError, type Command } from '../../scripts/admin/command.ts';
import { endFrom } from '../../scripts/admin/parameters.ts';
import { trustAdd } from '../../scripts/admin/trust-add.ts';
import { trustImport } from '../../scripts/admin/trust-import.ts';
import { trustList } from '../../scripts/admin/trust-list.ts';
import { trustPreview } from '../../scripts/admin/trust-preview.ts';
import { trustRemove } from '../../scripts/admin/trust-remove.ts';
import type { AliasAddress } from '../../shared/address/alias.ts';
import type { Presented } from '../../shared/next-hop/presented.ts';
import { ALICE_ALIAS, BOB, NOW, openHouse, type House } from '../functions/settings-api/house.ts';
import { makeCertificate } from '../shared/tls/certificate-maker.ts';

const OPERATOR = { email: 'operator@example.org', 'cognito:groups': ['operators'] };
const HEX = 'ab'.repeat(32);
const authority = makeCertificate({ subject: 'Bank CA', ca: true, keyUsage: [5, 6] });
const server = makeCertificate({
  subject: 'evil\u001b[2Jname',
  names: ['mx.bank.example'],
  issuer: authority,
});
const publicKey = `-----BEGIN PUBLIC KEY-----\n${server.spki.toString('base64')}\n-----END PUBLIC KEY-----\n`;
const privateKey = server.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const files = new Map([
  ['mx.pem', server.pem],
  ['ca.pem', authority.pem],
  ['pub.pem', publicKey],
  ['key.pem', privateKey],
  ['tls_policy.db', 'bank.example\0dane-only\0'],
]);

/** Runs a command; gives what it printed. */
async function run(house: House, command: Command, ...parameters: string[]): Promise<string> {
  const lines: string[] = [];
  await command.run(parameters, {
    api: () =>
      Promise.resolve(async (method, path, body) => {
        const { pathname, searchParams } = new URL(path, 'https://mail.example.org');
        const query = Object.fromEntries(searchParams);
        const asked = { as: OPERATOR, query, ...(body === undefined ? {} : { body }) };
        const { status, json } = await house.ask(method, pathname, asked);
        return { status, json };
      }),
    print: (line) => lines.push(line),
    readFile: (path) => {
      const text = files.get(path);
      if (text === undefined) throw new CommandFailure(`${path} cannot be read`);
      return text;
    },
    now: new Date(NOW),
  });
  return lines.join('\n');
}

test('what is added is listed and can be removed', async () => {
  const house = openHouse();
  equal(await run(house, trustList), 'The trust store is empty.');
  const said = await run(house, trustAdd, 'bank.example', '--pem', 'mx.pem', '--note', 'by phone');
  match(said, /^bank\.example is trusted by its certificate from now on/);
  const [stored] = house.trustEntries.items.values();
  deepEqual([stored?.kind, stored?.note, stored?.notAfter], ['certificate', 'by phone', null]);
  const listed = await run(house, trustList, 'bank.example');
  match(listed, /^domain +kind +SHA-256 +until +certificate until +id +note\n/);
  match(listed, new RegExp(`bank\\.example +certificate +${stored?.sha256 ?? ''} .* by phone$`));
  equal(await run(house, trustList, 'other.example'), 'other.example is not in the trust store.');
  await run(house, trustRemove, stored?.id ?? '');
  equal(house.trustEntries.items.size, 0);
});

const kinds: [parameters: string[], kind: string, why: string][] = [
  [['--pem', 'mx.pem'], 'certificate', 'a certificate file'],
  [['--pem', 'pub.pem'], 'public-key', 'a key file'],
  [['--pem', 'mx.pem', '--kind', 'public-key'], 'public-key', 'the key in a certificate file'],
  [['--pem', 'ca.pem', '--kind', 'ca'], 'ca', 'an authority'],
  [['--sha256', HEX, '--kind', 'ca', '--until', '2027-01-31'], 'ca', 'a digest'],
];
for (const [parameters, kind, why] of kinds) {
  test(`trust add, ${why}: ${kind}`, async () => {
    const house = openHouse();
    await run(house, trustAdd, 'bank.example', ...parameters);
    equal([...house.trustEntries.items.values()][0]?.kind, kind);
  });
}

const mistakes: [command: Command, parameters: string[], error: typeof UsageError, says: RegExp][] = [
  [trustAdd, [], UsageError, /the domain is missing/],
  [trustAdd, ['bank.example'], UsageError, /either --pem FILE or --sha256 HEX/],
  [trustAdd, ['bank.example', '--pem', 'mx.pem', '--sha256', HEX], UsageError, /either/],
  [trustAdd, ['bank', '--pem', 'mx.pem'], UsageError, /not a mail domain/],
  [trustAdd, ['bank.example', 'x', '--pem', 'mx.pem'], UsageError, /"x" is too much/],
  [trustAdd, ['bank.example', '--sha256', HEX], UsageError, /--kind is missing/],
  [trustAdd, ['bank.example', '--sha256', HEX, '--kind', 'key'], UsageError, /not one of certificate/],
  [trustAdd, ['bank.example', '--pem', 'mx.pem', '--until', 'soon'], UsageError, /--until "soon"/],
  [trustAdd, ['bank.example', '--file', 'mx.pem'], UsageError, /--file/],
  [trustAdd, ['bank.example', '--pem', 'gone.pem'], CommandFailure, /gone\.pem cannot be read/],
  [trustAdd, ['bank.example', '--pem', 'key.pem'], CommandFailure, /private key/],
  [trustAdd, ['bank.example', '--sha256', 'ab', '--kind', 'ca'], CommandFailure, /64 hexadecimal digits/],
  [trustAdd, ['example.org', '--pem', 'mx.pem'], CommandFailure, /our own domain/],
  [trustAdd, ['bank.example', '--pem', 'mx.pem', '--until', '2026-01-31'], CommandFailure, /has passed/],
  [trustList, ['a.example', 'b.example'], UsageError, /one domain at most/],
  [trustRemove, [], UsageError, /id of an entry is missing/],
  [trustRemove, ['x/../y'], CommandFailure, /nothing here/],
  [trustPreview, ['nowhere.example'], CommandFailure, /nothing to see: nowhere\.example does not exist/],
  [trustImport, ['gone'], CommandFailure, /gone cannot be read/],
  [trustImport, ['tls_policy.db'], CommandFailure, /compiled table/],
  [trustImport, ['gone', '--owner', 'alice'], UsageError, /--owner takes/],
];
for (const [command, parameters, error, says] of mistakes) {
  test(`${command.name} ${parameters.join(' ').slice(0, 60)}: ${String(says)}`, async () => {
    await rejects(run(openHouse(), command, ...parameters), (thrown: unknown) => {
      equal(thrown instanceof error, true, String(thrown));
      match((thrown as Error).message, says);
      return true;
    });
  });
}

test('a day lasts until its last second, and a day that is none is no day', () => {
  equal(endFrom('2027-01-31'), '2027-01-31T23:59:59.000Z');
  equal(endFrom('2027-01-31T12:00:00+01:00'), '2027-01-31T11:00:00.000Z');
  for (const text of ['2027-02-30', '2027', '', '31.1.2027']) {
    let error: unknown;
    try {
      endFrom(text);
    } catch (thrown) {
      error = thrown;
    }
    equal(error instanceof UsageError, true, text);
  }
});

test('a preview can be read aloud, and its last lines can be pasted', async () => {
  const presented: Presented = {
    kind: 'hosts',
    hosts: [
      {
        host: 'mx.bank.example',
        preference: 10,
        address: '192.0.2.25',
        chain: [server.der, authority.der],
        tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
        problem: null,
      },
      { host: 'b.bank.example', preference: 20, address: null, chain: [], tls: null, problem: 'no address' },
    ],
  };
  const house = openHouse({ lookAt: () => Promise.resolve(presented) });
  const said = await run(house, trustPreview, 'bank.example');
  equal(said.includes('\u001b'), false, 'a certificate cannot steer the terminal');
  match(said, /mx\.bank\.example \[192\.0\.2\.25\], preference 10, TLSv1\.3/);
  match(said, /certificate {2}([0-9A-F]{2}:){31}[0-9A-F]{2}\n {4}public key {3}([0-9A-F]{2}:){31}/);
  match(said, /b\.bank\.example, preference 20\n {2}nothing presented: no address/);
  const commands = said.split('\n').filter((line) => line.startsWith('npm run admin -- trust add '));
  equal(commands.length, 3);
  for (const command of commands) {
    await run(house, trustAdd, ...command.replace('npm run admin -- trust add ', '').split(' '));
  }
  const again = await run(house, trustPreview, 'bank.example');
  equal(again.match(/^ {2}matches /gm)?.length, 3);
});

async function houseWithAliases(): Promise<House> {
  const house = openHouse();
  await house.switchOn();
  await house.switchOn(BOB);
  return house;
}

const POLICIES = [
  '# policies',
  `bank.example  fingerprint match=${HEX}`,
  'dane.example  dane-only',
  'weak.example  may',
  'sha.example   fingerprint match=ab:cd',
  'ca.example    verify tafile=ca.pem',
].join('\n');
files.set('tls_policy', POLICIES);
files.set('tls_policy_own', 'example.org dane-only\nbank.example dane-only\n');
files.set('tls_policy_nothing', 'weak.example may\n');

test('a dry run says what would happen and changes nothing', async () => {
  const house = await houseWithAliases();
  const said = await run(house, trustImport, 'tls_policy', '--dry-run');
  for (const part of [
    /To be trusted:/,
    /2 +bank\.example +public-key/,
    /6 +ca\.example +ca +from tafile/,
    /3 +dane\.example +dane-only/,
    /line 4: may is weaker/,
    /line 5: match=ab:cd/,
    /Nothing has been changed/,
  ]) {
    match(said, part);
  }
  equal(house.trustEntries.items.size, 0);
  equal(house.aliases.items.get(ALICE_ALIAS)?.overrides.length, 0);
});

test('an import adds entries and sets levels for every alias, and twice changes nothing more', async () => {
  const house = await houseWithAliases();
  match(await run(house, trustImport, 'tls_policy'), /\nDone\.$/);
  equal(house.trustEntries.items.size, 3);
  const overrides = [
    { domain: 'bank.example', level: 'verify' },
    { domain: 'dane.example', level: 'dane-only' },
    { domain: 'ca.example', level: 'verify' },
  ];
  for (const address of [ALICE_ALIAS, 'bob@secure.example.org' as AliasAddress]) {
    const alias = house.aliases.items.get(address);
    deepEqual([alias?.expert, alias?.overrides], [true, overrides]);
  }
  const version = house.aliases.items.get(ALICE_ALIAS)?.version;
  match(await run(house, trustImport, 'tls_policy'), /Done\.$/);
  equal(house.trustEntries.items.size, 3);
  equal(house.aliases.items.get(ALICE_ALIAS)?.version, version);
});

test('an import for owners leaves the others alone', async () => {
  const house = await houseWithAliases();
  await run(house, trustImport, 'tls_policy', '--owner', 'bob@example.org');
  equal(house.aliases.items.get(ALICE_ALIAS)?.overrides.length, 0);
  equal(house.aliases.items.get('bob@secure.example.org' as AliasAddress)?.overrides.length, 3);
  await rejects(run(house, trustImport, 'tls_policy', '--owner', 'nobody@example.org'), CommandFailure);
});

test('one refused line does not keep the others from being taken over', async () => {
  const house = await houseWithAliases();
  await rejects(run(house, trustImport, 'tls_policy_own'), /1 of these could not be done/);
  deepEqual(house.aliases.items.get(ALICE_ALIAS)?.overrides, [
    { domain: 'bank.example', level: 'dane-only' },
  ]);
});

test('verify is not set where nothing of the domain is trusted', async () => {
  const house = await houseWithAliases();
  const full = 50;
  for (let at = 0; at < full; at += 1) {
    const digest = at.toString(16).padStart(64, '0');
    await run(house, trustAdd, 'bank.example', '--sha256', digest, '--kind', 'certificate');
  }
  await rejects(run(house, trustImport, 'tls_policy'), CommandFailure);
  deepEqual(
    house.aliases.items.get(ALICE_ALIAS)?.overrides.map(({ domain }) => domain),
    ['dane.example', 'ca.example'],
  );
  match(await run(house, trustImport, 'tls_policy_nothing'), /line 1: may is weaker/);
});
