/**
 * A public certificate of ACM that may be exported: ACM renews it, with a new key each time, and this puts what is
 * new into the edge's secret. TLSA records are not published for it, since its next key is known to nobody.
 */
import { createPrivateKey, randomBytes } from 'node:crypto';

import { ACMClient, DescribeCertificateCommand, ExportCertificateCommand } from '@aws-sdk/client-acm';

import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import { faultOf, pairText, readPair } from './pair.ts';
import type { Kept, RenewalOutcome } from './renewal.ts';

export interface AcmCertificate {
  readonly status: string;
  readonly serial: string;
  /** Why it is not issued, or not renewed. */
  readonly trouble: string | null;
}

export interface Acm {
  describe(): Promise<AcmCertificate>;
  /** Chain and key in PEM. */
  export(): Promise<string>;
}

export interface ExportDependencies {
  readonly acm: Acm;
  readonly pair: Kept;
  readonly observer: Observer;
  readonly now: () => number;
}

/** `0a:1B` and `A1B` are one serial number. */
const plain = (serial: string): string => serial.replaceAll(':', '').toLowerCase().replace(/^0+/, '');

export async function exportCertificate(
  host: string,
  { acm, pair, observer, now }: ExportDependencies,
): Promise<RenewalOutcome> {
  const fail = (reason: string, detail: string | null): RenewalOutcome => {
    observer.warn('the certificate is not renewed; the old one stays', { why: 'acm', reason, detail });
    observer.count(METRICS.certificateRenewalFailed);
    return 'failed';
  };
  const { status, serial, trouble } = await acm.describe();
  if (status === 'PENDING_VALIDATION') {
    observer.info('ACM has not issued the certificate yet');
    return 'waiting';
  }
  if (status !== 'ISSUED') return fail(status, trouble);
  const { certificate } = readPair(await pair.read());
  if (certificate !== null && plain(certificate.serialNumber) === plain(serial))
    // The certificate of the present is there; whether ACM can renew it is another matter.
    return trouble === null ? 'kept' : fail('renewal-failed', trouble);
  const text = await acm.export();
  const fault = faultOf(text, host, now());
  if (fault !== null) return fail('unfit', fault);
  await pair.replace(text);
  observer.info('a new certificate is in the secret', { ends: readPair(text).certificate?.validTo ?? null });
  return 'renewed';
}

export function acmCertificate(arn: string): Acm {
  const client = new ACMClient({ maxAttempts: 4 });
  return {
    async describe() {
      const { Certificate = {} } = await client.send(new DescribeCertificateCommand({ CertificateArn: arn }));
      const { Status = 'UNKNOWN', Serial = '', FailureReason, RenewalSummary } = Certificate;
      const renewal =
        RenewalSummary?.RenewalStatus === 'FAILED' ? (RenewalSummary.RenewalStatusReason ?? 'FAILED') : null;
      return { status: Status, serial: Serial, trouble: FailureReason ?? renewal };
    },
    async export() {
      // ACM hands out keys only under a passphrase; this one lives for as long as this call.
      const passphrase = randomBytes(32).toString('hex');
      const { Certificate, CertificateChain, PrivateKey } = await client.send(
        new ExportCertificateCommand({ CertificateArn: arn, Passphrase: Buffer.from(passphrase) }),
      );
      if (Certificate === undefined || PrivateKey === undefined) throw new Error('ACM exported nothing');
      const key = createPrivateKey({ key: PrivateKey, passphrase });
      const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
      return pairText([Certificate, CertificateChain ?? ''].map((part) => part.trim()).join('\n'), pem);
    },
  };
}
