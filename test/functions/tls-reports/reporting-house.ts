/** Everything that a run of the reports function has around it, in memory. */
import type { Domain } from '../../../shared/address/domain.ts';
import type { SecureAnswer } from '../../../shared/dns/secure-resolver.ts';
import type { OutboundItem } from '../../../shared/store/queues.ts';
import type { UploadOutcome } from '../../../shared/tls-reporting/report-upload.ts';
import { sendReports, type Run } from '../../../functions/tls-reports/run.ts';
import { memoryBodies } from '../../doubles/bodies.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { memoryQueue } from '../../doubles/queue.ts';
import { memoryTlsResults } from '../../doubles/tls-results.ts';

export const DAY = '2026-11-24';
export const AT = new Date('2026-11-24T12:00:00Z');
const HOUR = 3_600_000;

export class ReportingHouse {
  /** When everything of the day is due. */
  now = Date.parse('2026-11-25T06:00:00Z');
  /** TXT records by name; null: the lookup fails. */
  readonly texts = new Map<string, readonly string[] | null>();
  readonly results = memoryTlsResults();
  readonly outbound = memoryQueue<OutboundItem>();
  readonly bodies = memoryBodies();
  readonly observer = memoryObserver();
  readonly uploads: { readonly url: string; readonly gzip: Buffer }[] = [];
  /** What HTTPS receivers say. */
  uploadOutcome: UploadOutcome = { kind: 'taken' };

  wants(domain: string, ...receivers: readonly string[]): void {
    this.texts.set(`_smtp._tls.${domain}`, [`v=TLSRPTv1; rua=${receivers.join(',')}`]);
  }

  run(more: Partial<Run> = {}): Promise<void> {
    const run: Run = {
      day: DAY,
      whenDue: true,
      now: this.now,
      deadline: Date.now() + 60_000,
      leaseUntil: this.now + HOUR,
      ...more,
    };
    return sendReports(run, {
      results: this.results,
      observer: this.observer,
      names: { txt: (name) => Promise.resolve(this.#answer(name)) },
      bodies: this.bodies,
      outbound: this.outbound,
      upload: (url, gzip) => {
        this.uploads.push({ url: url.href, gzip });
        return Promise.resolve(this.uploadOutcome);
      },
      ourDomains: new Set(['secure.example.org', 'example.org']),
      submitter: 'secure.example.org' as Domain,
      organization: 'example.org',
    });
  }

  #answer(name: string): SecureAnswer<string> {
    const established = { security: 'insecure', canonicalName: name, aliases: [], why: '' } as const;
    const records = this.texts.get(name);
    if (records === undefined) return { kind: 'no-domain', ...established };
    return records === null
      ? { kind: 'failed', detail: 'SERVFAIL', security: null, ownFault: false }
      : { kind: 'records', records, ...established };
  }
}
