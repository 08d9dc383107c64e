/** The function as it is deployed: names in its environment, secrets and services over HTTP. */
import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';

import type { Context } from 'aws-lambda';

import { handler } from '../../../functions/certificate-renewal/handler.ts';
import { startProtocolServer, type ProtocolServer } from '../../../infra/local/aws/protocol-server.ts';
import {
  createAuthority,
  selfSigned,
  type ServerCertificate,
} from '../../../infra/local/internet/certificates.ts';
import { readSecretAfresh, replaceSecret } from '../../../shared/store/secrets.ts';
import { startEmbeddedStores, type EmbeddedStores } from '../../shared/store/embedded-stores.ts';
import { startAcmeServer, type AcmeServer } from './acme-server.ts';
import { startRoute53, type Route53Double } from './route53-double.ts';

const HOST = 'mx.secure.example.org';
const run = (): Promise<unknown> => handler({}, {} as Context);

let stores: EmbeddedStores;
let route53: Route53Double;
let acme: AcmeServer;
let acm: ProtocolServer;
let status = 'ISSUED';
let inAcm: ServerCertificate;
let exports = 0;

/** ACM as far as the function asks it: what it has, and the export under a passphrase. */
function startAcm(): Promise<ProtocolServer> {
  const type = 'application/x-amz-json-1.1';
  return startProtocolServer(({ headers, body }) => {
    const json = JSON.parse(body.toString()) as { CertificateArn: string; Passphrase?: string };
    equal(json.CertificateArn, 'arn:aws:acm:eu-central-1:000000000000:certificate/1');
    const [own = '', root = ''] = inAcm.certificatePem.split(/(?<=-----END CERTIFICATE-----\n)/);
    const { serialNumber } = new X509Certificate(own);
    const described = { Status: status, Serial: serialNumber.toLowerCase().replace(/..(?=.)/g, '$&:') };
    if (String(headers['x-amz-target']).endsWith('.DescribeCertificate'))
      return Promise.resolve({ status: 200, type, body: JSON.stringify({ Certificate: described }) });
    exports += 1;
    const passphrase = Buffer.from(json.Passphrase ?? '', 'base64').toString();
    const PrivateKey = createPrivateKey(inAcm.keyPem).export({
      type: 'pkcs8',
      format: 'pem',
      cipher: 'aes-256-cbc',
      passphrase,
    });
    const exported = { Certificate: own, CertificateChain: root, PrivateKey };
    return Promise.resolve({ status: 200, type, body: JSON.stringify(exported) });
  });
}

async function fromAuthority(host = HOST): Promise<ServerCertificate> {
  return (await createAuthority({ commonName: 'Amazon' })).issue({ names: [host] });
}

before(async () => {
  stores = await startEmbeddedStores();
  route53 = await startRoute53(1);
  acme = await startAcmeServer((name) => route53.records.get(`${name} TXT`) ?? [], { patience: 0 });
  acm = await startAcm();
  inAcm = await fromAuthority();
  const first = await selfSigned({ names: [HOST] });
  for (const [Name, SecretString] of [
    ['edge', first.certificatePem + first.keyPem],
    ['state', '{"made":"x"}'],
  ])
    await fetch(process.env['AWS_ENDPOINT_URL_SECRETS_MANAGER'] ?? '', {
      method: 'POST',
      headers: { 'x-amz-target': 'secretsmanager.CreateSecret' },
      body: JSON.stringify({ Name, SecretString }),
    });
  Object.assign(process.env, stores.names, {
    AWS_ENDPOINT_URL_ROUTE_53: route53.endpoint,
    AWS_ENDPOINT_URL_ACM: acm.endpoint,
    POWERTOOLS_LOG_LEVEL: 'SILENT',
    POWERTOOLS_METRICS_DISABLED: 'true',
    CERTIFICATE_KIND: 'acme',
    HOST_NAME: HOST,
    TLS_CERTIFICATE_SECRET: 'edge',
    CERTIFICATE_STATE_SECRET: 'state',
    ACME_DIRECTORY_URL: acme.directory,
    ACME_CONTACTS: 'operator@example.org',
    HOSTED_ZONE_ID: route53.zoneId,
    TLSA_TTL: '1h',
    ACM_CERTIFICATE_ARN: 'arn:aws:acm:eu-central-1:000000000000:certificate/1',
  });
});
after(async () => {
  await Promise.all([route53.close(), acme.close(), acm.close()]);
  await stores.close();
});

test('by ACME: the secret has the new certificate, the state the account’s key', async () => {
  deepEqual(await run(), { outcome: 'renewed' });
  match(new X509Certificate(await readSecretAfresh('edge')).issuer, /ACME test authority/);
  match(await readSecretAfresh('state'), /"account":\{"directory":"http:.*BEGIN PRIVATE KEY/);
  deepEqual(await run(), { outcome: 'kept' });
});

test('by ACM: exported once, and again only when ACM has renewed', async () => {
  process.env['CERTIFICATE_KIND'] = 'acm';
  deepEqual(await run(), { outcome: 'renewed' });
  const text = await readSecretAfresh('edge');
  const present = new X509Certificate(text);
  equal(present.serialNumber, new X509Certificate(inAcm.certificatePem).serialNumber);
  equal(present.checkPrivateKey(createPrivateKey(text)), true);
  equal(text.match(/BEGIN CERTIFICATE/g)?.length, 2);
  deepEqual(await run(), { outcome: 'kept' });
  equal(exports, 1);
  inAcm = await fromAuthority();
  deepEqual(await run(), { outcome: 'renewed' });
  equal(exports, 2);
});

test('by ACM: what is not issued, or for another host, takes nobody’s place', async () => {
  const before = await readSecretAfresh('edge');
  const rows: [string, string, string][] = [
    ['PENDING_VALIDATION', HOST, 'waiting'],
    ['VALIDATION_TIMED_OUT', HOST, 'failed'],
    ['ISSUED', 'mx.example.net', 'failed'],
  ];
  for (const [state, host, outcome] of rows) {
    status = state;
    inAcm = await fromAuthority(host);
    deepEqual(await run(), { outcome }, state);
    equal(await readSecretAfresh('edge'), before);
  }
});

test('a secret that is not there: thrown, so that it is seen', async () => {
  process.env['TLS_CERTIFICATE_SECRET'] = 'nowhere';
  status = 'ISSUED';
  await rejects(run(), /can't find the specified secret/);
  await replaceSecret('state', '{}');
});
