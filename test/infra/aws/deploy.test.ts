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
import { startSimulatedInternet, type SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import { verifyEvidence } from '../../../shared/evidence/verify.ts';
import { ACCOUNT, REGION, startEmulatedAws, type Answer, type EmulatedAws } from './emulated-aws.ts';
import { example } from './example.ts';
import { pythonTools } from './python-tools.ts';

const tools = pythonTools();
const skip = typeof tools === 'string' ? tools : false;
const PASSWORD = 'A-very-long-password-1!';

let directory = '';
let aws: EmulatedAws;
let world: SimulatedInternet;
let outputs: Record<string, string> = {};
let token = '';
let outputsFile = '';
let cdk: (parameters: readonly string[], change?: Record<string, unknown>) => Promise<void>;

/** Of the stack's outputs, the one whose name begins so. */
function output(prefix: string): string {
  const found = Object.entries(outputs).find(([name]) => name.startsWith(prefix));
  ok(found, `${prefix} among ${Object.keys(outputs).join(', ')}`);
  return found[1];
}

function api(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const all = { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers };
  return aws.http(
    method,
    `${output('ApiUrl')}${path}`,
    all,
    body === undefined ? undefined : JSON.stringify(body),
  );
}

async function signIn(address: string): Promise<string> {
  const cognito = (operation: string, body: object) =>
    aws.call(`AWSCognitoIdentityProviderService.${operation}`, body);
  const user = { UserPoolId: output('SignInUserPoolId'), Username: address };
  const UserAttributes = [
    { Name: 'email', Value: address },
    { Name: 'email_verified', Value: 'true' },
  ];
  await cognito('AdminCreateUser', {
    ...user,
    UserAttributes,
    TemporaryPassword: PASSWORD,
    MessageAction: 'SUPPRESS',
  });
  await cognito('AdminSetUserPassword', { ...user, Password: PASSWORD, Permanent: true });
  const { AuthenticationResult } = await cognito('AdminInitiateAuth', {
    UserPoolId: user.UserPoolId,
    ClientId: output('SignInClientId'),
    AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
    AuthParameters: { USERNAME: address, PASSWORD },
  });
  // The emulator calls no trigger, so its access tokens lack the address; identity tokens have it.
  return (AuthenticationResult as { IdToken: string }).IdToken;
}

interface DeliveryView {
  readonly state: string;
  readonly receipt: { readonly tls: { readonly version: string } } | null;
}

/** Asks until a delivery has ended. */
async function ended(id: string): Promise<DeliveryView> {
  for (let tries = 0; tries < 120; tries++) {
    const { text } = await api('GET', `/v1/deliveries/${id}`);
    const delivery = JSON.parse(text) as DeliveryView;
    if (['delivered', 'bounced'].includes(delivery.state)) return delivery;
    await wait(250);
  }
  throw new Error(`the delivery ${id} has not ended`);
}

async function send(to: string, subject: string): Promise<string> {
  const message = { from: 'alice@secure.example.org', to: [to], subject, text: 'Hello.' };
  const { status, text } = await api('POST', '/v1/messages', message, { 'idempotency-key': subject });
  equal(status, 202, text);
  return (JSON.parse(text) as { deliveries: { id: string }[] }).deliveries[0]?.id ?? '';
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
    const environment = {
      // A try that is put off comes soon again, for the sake of the test.
      'delivery-worker': { ...toTheWorld, RETRY_SCHEDULE: '6s' },
      'settings-api': toTheWorld,
      'home-delivery': { DNS_TRUST_ANCHORS },
    };
    const leftOutFile = join(directory, 'left-out.json');
    const app = ['--app', `${process.execPath} test/infra/aws/deploy-app.ts`];
    cdk = async (parameters, change = {}) => {
      const configuration = { ...example, resolver, ...change };
      const DEPLOY_TEST = JSON.stringify({ configuration, environment, leftOutFile });
      await aws.cdk([...parameters, ...app], { DEPLOY_TEST });
    };
    aws = await startEmulatedAws(tools, directory);
    await cdk(['bootstrap', `aws://${ACCOUNT}/${REGION}`]);
    outputsFile = join(directory, 'outputs.json');
    await cdk(['deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile]);
    const all = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
    outputs = all['SecureAlias'] ?? {};
    token = await signIn('alice@example.org');
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
  const values = Object.values(outputs).join('\n');
  match(values, /^rsa-\d{4}a\._domainkey\.secure\.example\.org\. 3600 IN TXT "v=DKIM1; k=rsa; p=/m);
  match(values, /^_25\._tcp\.mx\.secure\.example\.org\. 3600 IN TLSA 3 1 1 [0-9a-f]{64}$/m);
});

test('health is for everybody, settings are for whoever is signed in', { skip }, async () => {
  equal((await api('GET', '/healthz', undefined, { authorization: '' })).status, 200);
  equal((await api('GET', '/v1/alias', undefined, { authorization: '' })).status, 401);
  equal((await api('GET', '/v1/alias', undefined, { authorization: 'Bearer e30.e30.e30' })).status, 401);
  const { status, text } = await api('GET', '/v1/alias');
  equal(status, 200, text);
  match(text, /"address":"alice@secure\.example\.org"/);
});

test(
  'a message leaves through queue and worker, with a receipt; another comes back with its notice',
  { skip },
  async () => {
    const { etag = '' } = await api('GET', '/v1/alias');
    const settings = { enabled: true, expert: false, level: 'encrypt', overrides: [] };
    equal((await api('PUT', '/v1/alias', settings, { 'if-match': etag })).status, 200);

    const goodId = await send('bob@good.example', 'It arrives');
    const good = await ended(goodId);
    equal(good.state, 'delivered');
    match(good.receipt?.tls.version ?? '', /^TLSv1\.[23]$/);
    equal(world.received('good.example').length, 1);

    // Its evidence, signed by the key in KMS, verified with what everybody gets.
    const asked = await api('GET', `/v1/deliveries/${goodId}/evidence`);
    equal(asked.status, 200, asked.text);
    const { jws } = JSON.parse(asked.text) as { jws: string };
    const keys = await api('GET', '/v1/evidence-keys', undefined, { authorization: '' });
    const verification = await verifyEvidence(jws, JSON.parse(keys.text));
    equal(verification.kind, 'verified', keys.text);
    equal(verification.claims.event, 'RelayAcceptance');

    const plain = await ended(await send('bob@plain.example', 'It comes back'));
    equal(plain.state, 'bounced');
    for (let tries = 0; ; tries++) {
      const { text } = await api('GET', '/v1/messages?folder=inbox');
      if (text.includes('"failure-notice"')) break;
      ok(tries < 60, text);
      await wait(250);
    }
  },
);

test(
  'an update in place changes a setting while mail is queued, and that mail still arrives',
  { skip },
  async () => {
    const id = await send('bob@grey.example', 'It waits');
    const keys = Object.values(outputs).find((value) => value.startsWith('rsa-')) ?? '';
    ok(keys !== '');
    await cdk(['deploy', '--all', '--require-approval', 'never', '--outputs-file', outputsFile], {
      maxMessageSize: '1MiB',
      sizes: { worker: { memoryMiB: 768 } },
    });
    equal((await ended(id)).state, 'delivered');
    const text = 'a'.repeat(1_200_000);
    const large = { from: 'alice@secure.example.org', to: ['bob@good.example'], subject: 'Large', text };
    equal((await api('POST', '/v1/messages', large, { 'idempotency-key': 'large' })).status, 413);
    // What was made once stays: the DKIM keys are those of the first deployment.
    const now = JSON.parse(readFileSync(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
    ok(Object.values(now['SecureAlias'] ?? {}).includes(keys));
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
