/**
 * The deployment deployed: the real `cdk` against an emulator that runs the functions, and the simulated internet
 * as the world. What the emulator cannot hold is left out, and the list of it is asserted.
 */
import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';

import { tables } from '../../../infra/tables.ts';
import { selfSigned } from '../../../infra/local/internet/certificates.ts';
import { Provider } from '../../../infra/local/internet/provider.ts';
import { startSimulatedInternet, type SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import { verifyEvidence } from '../../../shared/evidence/verify.ts';
import { DeployedSystem, hasEnded } from './deployed-system.ts';
import { ACCOUNT, REGION, startEmulatedAws, type EmulatedAws } from './emulated-aws.ts';
import { example } from './example.ts';
import { pythonTools } from './python-tools.ts';

const tools = pythonTools();
const skip = typeof tools === 'string' ? tools : false;

let directory = '';
let aws: EmulatedAws;
let world: SimulatedInternet;
let deployed: DeployedSystem;
/** Deploys, and gives the stack's outputs. */
let deploy: (of?: Version) => Promise<Record<string, string>>;
let cdk: (parameters: readonly string[], of?: Version) => Promise<void>;

/** What differs from the first version. */
interface Version {
  readonly change?: Readonly<Record<string, unknown>>;
  readonly workerEntry?: string;
}

/** A mail server at the address of one that was down. */
async function openedAt(domain: string): Promise<Provider> {
  const [host] = world.providers.get(domain)?.hosts ?? [];
  ok(host);
  const { name, address } = host;
  const certificate = await selfSigned({ names: [name] });
  const manner = { kind: 'good' } as const;
  return Provider.start({ domain, host: name, address, port: world.smtpPort, manner, certificate });
}

if (typeof tools !== 'string') {
  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'deploy-'));
    world = await startSimulatedInternet({ directory: join(directory, 'internet') });
    const toTheWorld = {
      DNS_TRUST_ANCHORS: world.trustAnchorsFile,
      SMTP_PORT: String(world.smtpPort),
      MTA_STS_PORT: String(world.policyPort),
      ALLOWED_NETWORKS: world.allowedNetworks,
    };
    const { DNS_TRUST_ANCHORS } = toTheWorld;
    const resolver = { kind: 'public', servers: world.dnsServers };
    // Should the update meet a try, the job comes back after a minute.
    const sizes = { worker: { timeoutSeconds: 60 } };
    const environment = {
      // Time for an update before the second try, but no more than that.
      'delivery-worker': { ...toTheWorld, RETRY_SCHEDULE: '20s' },
      'settings-api': toTheWorld,
      'home-delivery': { DNS_TRUST_ANCHORS },
    };
    const leftOutFile = join(directory, 'left-out.json');
    const app = ['--app', `${process.execPath} test/infra/aws/deploy-app.ts`];
    cdk = async (parameters, { change = {}, workerEntry } = {}) => {
      const configuration = { ...example, resolver, sizes, ...change };
      const DEPLOY_TEST = JSON.stringify({ configuration, environment, workerEntry, leftOutFile });
      await aws.cdk([...parameters, ...app], { DEPLOY_TEST });
    };
    const outputsFile = join(directory, 'outputs.json');
    deploy = async (of) => {
      await cdk(['deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile], of);
      const all = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
      return all['SecureAlias'] ?? {};
    };
    aws = await startEmulatedAws(tools, directory);
    await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);
    deployed = new DeployedSystem(aws, await deploy());
    await deployed.signIn('alice@example.org');
  });
  after(async () => {
    await aws.close();
    await world.close();
    rmSync(directory, { recursive: true, force: true });
  });
}

test('nothing is left out beyond what the emulator is known not to hold', { skip }, () => {
  deepEqual(JSON.parse(readFileSync(join(directory, 'left-out.json'), 'utf8')), [
    'AWS::ApplicationAutoScaling::ScalableTarget',
    'AWS::ApplicationAutoScaling::ScalingPolicy',
    'AWS::CloudWatch::Alarm on metric math',
    'AWS::EC2::EIP',
    'AWS::EC2::FlowLog',
    'AWS::EC2::NatGateway',
    'AWS::Logs::QueryDefinition',
  ]);
});

test('DKIM keys and a first certificate were made, and their records are printed', { skip }, () => {
  const values = deployed.printed.join('\n');
  match(values, /^rsa-\d{4}a\._domainkey\.secure\.example\.org\. 3600 IN TXT "v=DKIM1; k=rsa; p=/m);
  match(values, /^_25\._tcp\.mx\.secure\.example\.org\. 3600 IN TLSA 3 1 1 [0-9a-f]{64}$/m);
});

test('health is for everybody, settings are for whoever is signed in', { skip }, async () => {
  equal((await deployed.api('GET', '/healthz', undefined, { authorization: '' })).status, 200);
  equal((await deployed.api('GET', '/v1/alias', undefined, { authorization: '' })).status, 401);
  equal(
    (await deployed.api('GET', '/v1/alias', undefined, { authorization: 'Bearer e30.e30.e30' })).status,
    401,
  );
  const { status, text } = await deployed.api('GET', '/v1/alias');
  equal(status, 200, text);
  match(text, /"address":"alice@secure\.example\.org"/);
});

test(
  'a message leaves through queue and worker, with a receipt; another comes back with its notice',
  { skip },
  async () => {
    const { etag = '' } = await deployed.api('GET', '/v1/alias');
    const settings = { enabled: true, expert: false, level: 'encrypt', overrides: [] };
    equal((await deployed.api('PUT', '/v1/alias', settings, { 'if-match': etag })).status, 200);

    const goodId = await deployed.send('bob@good.example', 'It arrives');
    const good = await deployed.ended(goodId);
    equal(good.state, 'delivered');
    match(good.receipt?.tls.version ?? '', /^TLSv1\.[23]$/);
    equal(world.received('good.example').length, 1);

    // Its evidence, signed by the key in KMS, verified with what everybody gets.
    const asked = await deployed.api('GET', `/v1/deliveries/${goodId}/evidence`);
    equal(asked.status, 200, asked.text);
    const { jws } = JSON.parse(asked.text) as { jws: string };
    const keys = await deployed.api('GET', '/v1/evidence-keys', undefined, { authorization: '' });
    const verification = await verifyEvidence(jws, JSON.parse(keys.text));
    equal(verification.kind, 'verified', keys.text);
    equal(verification.claims.event, 'RelayAcceptance');

    const plain = await deployed.ended(await deployed.send('bob@plain.example', 'It comes back'));
    equal(plain.state, 'bounced');
    for (let tries = 0; ; tries++) {
      const { text } = await deployed.api('GET', '/v1/messages?folder=inbox');
      if (text.includes('"failure-notice"')) break;
      ok(tries < 60, text);
      await wait(250);
    }
  },
);

test(
  'an update in place changes settings and code while mail is queued; that mail arrives through the new code',
  { skip },
  async (t) => {
    // Its first try is over, and the job is in the queue again, when the update begins.
    const id = await deployed.send('bob@down.example', 'It waits');
    const { attempts } = await deployed.awaitDelivery(id, (delivery) => delivery.attempts.length > 0);
    equal(attempts[0]?.outcome, 'temporary');
    const before = await deployed.codeOfFunctions();
    const keys = deployed.printed.find((value) => value.startsWith('rsa-')) ?? '';
    ok(keys !== '');

    const now = await deploy({
      change: { maxMessageSize: '1MiB', sizes: { worker: { timeoutSeconds: 60, memoryMiB: 768 } } },
      workerEntry: 'test/infra/aws/next-worker.ts',
    });
    const after = await deployed.codeOfFunctions();
    const changed = [...after].filter(([name, code]) => before.get(name) !== code).map(([name]) => name);
    deepEqual(changed, ['DeliveryWorker']);
    ok(after.size > changed.length && after.size === before.size);

    // Nobody could have taken it until now.
    equal(hasEnded(await deployed.delivery(id)), false);
    const peer = await openedAt('down.example');
    t.after(() => peer.close());
    equal((await deployed.ended(id)).state, 'delivered');
    match(peer.messages[0]?.raw.toString() ?? '', /^Subject: It waits\r$/m);
    equal(peer.messages.length, 1);
    const greetings = peer.connections.flatMap(({ lines }) =>
      lines.filter(({ from, text }) => from === 'client' && text.startsWith('EHLO')).map(({ text }) => text),
    );
    deepEqual(new Set(greetings), new Set(['EHLO next.secure.example.org']));
    // As a counterpart: what the first version said.
    match(JSON.stringify(world.transcripts('good.example')), /"EHLO out\.secure\.example\.org"/);

    const text = 'a'.repeat(1_200_000);
    const large = { from: 'alice@secure.example.org', to: ['bob@good.example'], subject: 'Large', text };
    equal((await deployed.api('POST', '/v1/messages', large, { 'idempotency-key': 'large' })).status, 413);
    // What was made once stays: the DKIM keys are those of the first deployment.
    ok(Object.values(now).includes(keys));
  },
);

test(
  'the stack is not deleted by mistake; once it is, mail, keys and tables are still there',
  { skip },
  async () => {
    await rejects(cdk(['destroy', '--all', '--force']));
    const cloudFormation = (query: Record<string, string>) =>
      fetch(aws.endpoint, {
        method: 'POST',
        headers: { authorization: aws.credentialFor('cloudformation') },
        body: new URLSearchParams({ Version: '2010-05-15', ...query }),
      });
    await cloudFormation({
      Action: 'UpdateTerminationProtection',
      StackName: 'SecureAlias',
      EnableTerminationProtection: 'false',
    });
    await cdk(['destroy', '--all', '--force']);
    const { TableNames } = await aws.call('DynamoDB_20120810.ListTables', {});
    const { SecretList } = await aws.call('secretsmanager.ListSecrets', {});
    equal((TableNames as string[]).filter((name) => name.startsWith('SecureAlias')).length, tables.length);
    equal((SecretList as unknown[]).length, 3);
  },
);
