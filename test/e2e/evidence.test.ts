/** From sending to a receipt in somebody else's hands: through the local system, and verified by the command. */
import { equal, match, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';

import { memoryEvidenceSigner } from '../doubles/evidence-key.ts';
import { claimsOf, ended, keySetOf } from '../shared/evidence/ended.ts';
import { problem, type Api } from './api-client.ts';
import { ALICE, finished, sendText, startBench, type Bench } from './local-system.ts';
import { REPOSITORY, SHELL } from './start-process.ts';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

let directory: string;
let bench: Bench;
let alice: Api;
let delivered: { readonly id: string; readonly messageId: string };

/** Runs the command in the test's directory, as `npm run verify-receipt -- …` does. */
function verify(
  parameters: readonly string[],
  input = '',
  more: Record<string, string> = {},
): Promise<Ended> {
  const env = { ...SHELL, INIT_CWD: directory, ...more };
  const { promise, resolve } = Promise.withResolvers<Ended>();
  const script = join(REPOSITORY, 'scripts/verify-receipt.ts');
  const child = execFile(
    process.execPath,
    [script, ...parameters],
    { cwd: REPOSITORY, env },
    (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    },
  );
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(input);
  return promise;
}

async function evidence(id: string, accept: string, query = ''): Promise<string> {
  const answer = await alice(`/v1/deliveries/${id}/evidence${query}`, { headers: { accept } });
  equal(answer.status, 200, answer.body.toString());
  return answer.body.toString();
}

const save = (name: string, text: string | Buffer): Promise<void> => writeFile(join(directory, name), text);

before(async () => {
  directory = await mkdtemp(join(tmpdir(), 'evidence-'));
  bench = await startBench();
  alice = await bench.as(ALICE);
  equal((await alice('/v1/alias', { method: 'PUT', json: { enabled: true } })).status, 200);
  // Without signing in, as a stranger would.
  const keys = await (await bench.as(null))('/v1/evidence-keys');
  equal(keys.status, 200);
  await save('keys.json', keys.body);
  const sent = await sendText(alice, ['bob@dane.example'], 'With a receipt');
  const { id } = await finished(alice, sent.deliveries[0]?.id ?? '');
  delivered = { id, messageId: sent.id };
  await save('receipt.html', await evidence(id, 'text/html'));
  await save('receipt.jws', await evidence(id, 'application/jose'));
});
after(async () => {
  await bench.close();
  await rm(directory, { recursive: true, force: true });
});

test('a delivered message: the document for people is verified, and says how it went', async () => {
  const { code, stdout } = await verify(['receipt.html', '--keys', 'keys.json']);
  equal(code, 0, stdout);
  match(stdout, /^VERIFIED\.\n/);
  match(stdout, /bob@dane\.example: Delivered to mx\.dane\.example over TLS 1\.3\./);
  match(stdout, /matched the DNSSEC-signed TLSA record "3 1 1 [0-9a-f]{64}" at _25\._tcp\.mx\.dane\.example/);
  match(stdout, /not evidence of a qualified electronic registered delivery service/);
});

test('the JWS alone, from the standard input, and in German', async () => {
  const jws = await evidence(delivered.id, 'application/jose');
  const { code, stdout } = await verify(['-', '--keys', 'keys.json', '--language', 'de'], jws);
  equal(code, 0, stdout);
  match(stdout, /An mx\.dane\.example über TLS 1\.3 zugestellt/);
});

test('the recipient’s copy is the message of the receipt, and so is the one under Sent; another is not', async () => {
  const [received] = bench.world.received('dane.example');
  ok(received);
  await save(
    'received.eml',
    Buffer.concat([Buffer.from('Received: from here\r\n\tby there\r\n'), received.raw]),
  );
  await save('sent.eml', (await alice(`/v1/messages/${delivered.messageId}/raw`)).body);
  await save('other.eml', received.raw.toString('latin1').replace('Hello', 'Hallo'));
  const against = (file: string): Promise<Ended> =>
    verify(['receipt.jws', '--keys', 'keys.json', '--message', file]);
  match((await against('received.eml')).stdout, /The message is the one that was sent, octet for octet/);
  match((await against('sent.eml')).stdout, /The message is the one that was handed in to be sent/);
  const other = await against('other.eml');
  equal(other.code, 1);
  match(other.stdout, /THE MESSAGE IS NOT THE ONE/);
});

const ends: [domain: string, event: string, says: RegExp][] = [
  [
    'plain.example',
    'RelayFailure',
    /came back, not sent[^]*Nothing of the message[^]*starttls-not-supported/,
  ],
  ['nobody.example', 'RelayRejection', /refused by the recipient’s mail server[^]*recipient-refused/],
];
for (const [domain, event, says] of ends) {
  test(`${domain}: a message that came back has its document, too (${event})`, async () => {
    const sent = await sendText(alice, [`bob@${domain}`], 'Comes back');
    const { id } = await finished(alice, sent.deliveries[0]?.id ?? '');
    const { claims } = JSON.parse(await evidence(id, 'application/json')) as { claims: { event: string } };
    equal(claims.event, event);
    await save(`${domain}.html`, await evidence(id, 'text/html'));
    const { code, stdout } = await verify([`${domain}.html`, '--keys', 'keys.json']);
    equal(code, 0, stdout);
    match(stdout, says);
  });
}

test('what is under way is 409, another user’s is 404, and nobody’s is 401', async () => {
  const sent = await sendText(alice, ['bob@down.example'], 'Waits');
  const path = `/v1/deliveries/${sent.deliveries[0]?.id ?? ''}/evidence`;
  problem(await alice(path), 409, 'delivery-not-finished');
  const bob = await bench.as('bob@example.org');
  problem(await bob(`/v1/deliveries/${delivered.id}/evidence`), 404, 'not-found');
  const nobody = await bench.as(null);
  equal((await nobody(`/v1/deliveries/${delivered.id}/evidence`)).status, 401);
});

test('a stranger’s document is not accepted, with their key set it is theirs alone', async () => {
  const stranger = memoryEvidenceSigner();
  await save('stranger.jws', await stranger.sign({ ...claimsOf(ended()), iss: bench.system.origin }));
  await save('stranger-keys.json', JSON.stringify(await keySetOf(stranger)));
  const { code, stdout } = await verify(['stranger.jws', '--keys', 'keys.json']);
  equal(code, 1);
  match(stdout, /^NOT VERIFIED\.\nNone of these keys has signed it/);
  const ours = await verify(['receipt.jws', '--keys', 'stranger-keys.json']);
  equal(ours.code, 1);
  match(ours.stdout, /None of these keys has signed it/);
});

test('a document whose text was altered is told, with what was really signed', async () => {
  const html = await evidence(delivered.id, 'text/html');
  await save('altered.html', html.replaceAll('bob@dane.example', 'eve@dane.example'));
  const { code, stdout } = await verify(['altered.html', '--keys', 'keys.json']);
  equal(code, 1);
  match(
    stdout,
    /^THE DOCUMENT WAS ALTERED; its signed part was not\.\nIts visible text is not what was signed/,
  );
  match(stdout, /bob@dane\.example: Delivered/);
  ok(!stdout.includes('eve@'));
});

test('altered claims are not believed', async () => {
  const jws = await evidence(delivered.id, 'application/jose');
  const [header = '', payload = '', signature = ''] = jws.split('.');
  const claims = Buffer.from(payload, 'base64url').toString().replace('dane.example', 'good.example');
  const altered = `${header}.${Buffer.from(claims).toString('base64url')}.${signature}`;
  const { code, stdout } = await verify(['-', '--keys', 'keys.json'], altered);
  equal(code, 1);
  match(stdout, /THE SIGNATURE IS WRONG/);
});

test('keys are fetched where a URL is named, which is said', async () => {
  const url = `${bench.system.origin}/v1/evidence-keys`;
  const authority = { NODE_EXTRA_CA_CERTS: join(bench.directory, 'ca.pem') };
  const { code, stdout, stderr } = await verify(['receipt.jws', '--keys', url], '', authority);
  equal(code, 0, stdout + stderr);
  match(stdout, /\/v1\/evidence-keys \(fetched now\)/);
});

const mistakes: [parameters: string[], says: RegExp][] = [
  [[], /Name one receipt/],
  [['receipt.jws'], /--keys is missing/],
  [['receipt.jws', 'receipt.html', '--keys', 'keys.json'], /Name one receipt/],
  [['receipt.jws', '--keys', 'nowhere.json'], /nowhere\.json cannot be read \(ENOENT\)/],
  [['receipt.jws', '--keys', 'receipt.html'], /receipt\.html is not JSON; a key set looks like/],
  [['receipt.jws', '--keys', 'https://127.0.0.1:9/keys'], /could not be fetched/],
  [['receipt.jws', '--keys', 'keys.json', '--language', 'fr'], /"fr" is neither en nor de/],
  [['receipt.jws', '--trust-me'], /Unknown option/],
];
for (const [parameters, says] of mistakes) {
  test(`not called as it must be: ${parameters.join(' ')}`, async () => {
    const { code, stdout, stderr } = await verify(parameters);
    equal(code, 2);
    match(stderr, says);
    match(stderr, /Usage:\n {2}npm run verify-receipt -- FILE --keys/);
    equal(stdout, '');
  });
}

test('what is no receipt at all', async () => {
  const { code, stdout } = await verify(['-', '--keys', 'keys.json'], '<html>Hello</html>');
  equal(code, 1);
  match(stdout, /There is no signed part in this document/);
});
