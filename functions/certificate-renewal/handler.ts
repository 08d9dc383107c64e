/**
 * Renewal of the edge's certificate as a Lambda function, once a day: what a run does is in renewal.ts for a
 * certificate of an ACME server, and in acm-export.ts for one of ACM. The edge takes up by itself what is new.
 */
import middy from '@middy/core';

import { METRICS } from '../../shared/observe/names.ts';
import { createObserver, type Observer } from '../../shared/observe/observer.ts';
import { readSecretAfresh, replaceSecret } from '../../shared/store/secrets.ts';
import { acmCertificate, exportCertificate } from './acm-export.ts';
import { orderCertificate } from './acme-order.ts';
import { readConfiguration } from './configuration.ts';
import { renewCertificate, type Kept, type RenewalOutcome } from './renewal.ts';
import { route53Zone } from './zone.ts';

const secret = (name: string): Kept => ({
  read: () => readSecretAfresh(name),
  replace: (text) => replaceSecret(name, text),
});

function run(
  configuration: ReturnType<typeof readConfiguration>,
  observer: Observer,
): Promise<RenewalOutcome> {
  const { HOST_NAME: host, TLS_CERTIFICATE_SECRET } = configuration;
  const common = { pair: secret(TLS_CERTIFICATE_SECRET), observer, now: Date.now };
  if (configuration.kind === 'acm')
    return exportCertificate(host, { ...common, acm: acmCertificate(configuration.ACM_CERTIFICATE_ARN) });
  const zone = route53Zone(configuration.HOSTED_ZONE_ID);
  const warn = (message: string, error: unknown): void => {
    observer.warn(message, { why: error instanceof Error ? error.message : String(error) });
  };
  return renewCertificate(
    {
      host,
      directory: configuration.ACME_DIRECTORY_URL.href,
      contacts: configuration.ACME_CONTACTS,
      keyGeneration: configuration.CERTIFICATE_KEY_GENERATION,
      tlsaTtl: configuration.TLSA_TTL === 0 ? null : configuration.TLSA_TTL / 1000,
    },
    {
      ...common,
      state: secret(configuration.CERTIFICATE_STATE_SECRET),
      zone,
      order: (request) => orderCertificate(request, { zone, warn }),
    },
  );
}

export const handler = middy(async () => {
  const configuration = readConfiguration();
  const observer = await createObserver('certificate-renewal', configuration.LOG_HASH_SECRET);
  try {
    return { outcome: await run(configuration, observer) };
  } catch (error) {
    observer.fault('the renewal of the certificate failed', error);
    observer.count(METRICS.certificateRenewalFailed);
    throw error;
  } finally {
    observer.flush();
  }
});
