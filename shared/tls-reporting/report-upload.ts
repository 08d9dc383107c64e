/**
 * A report on its way to an HTTPS receiver (RFC 8460 section 5.4): one POST of the compressed report. The
 * certificate is always verified, though section 3 would let it pass, and a redirect is not followed: the
 * domain said where it wants its reports.
 */
import { askOverHttps, type HttpsClient } from '../https/request.ts';

export type UploadOutcome = { readonly kind: 'taken' } | { readonly kind: 'failed'; readonly detail: string };

/** What a receiver may say beside its status; nobody reads it. */
const LARGEST_ANSWER = 64 * 1024;

/** Never rejects. `deadline` in milliseconds since 1970. */
export async function uploadReport(
  url: URL,
  gzip: Buffer,
  deadline: number,
  client: HttpsClient,
): Promise<UploadOutcome> {
  const outcome = await askOverHttps(
    {
      method: 'POST',
      host: url.hostname.replace(/\.$/, ''),
      port: url.port === '' ? 443 : Number(url.port),
      path: `${url.pathname}${url.search}`,
      headers: { 'Content-Type': 'application/tlsrpt+gzip' },
      body: gzip,
      most: LARGEST_ANSWER,
      deadline,
    },
    client,
  );
  if (outcome.kind === 'failed') return { kind: 'failed', detail: outcome.detail };
  const { status } = outcome;
  return status >= 200 && status < 300
    ? { kind: 'taken' }
    : { kind: 'failed', detail: `${url.hostname} answered with status ${status}` };
}
