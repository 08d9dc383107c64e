/**
 * SendRawEmail through the AWS SDK. The configuration set goes with every message: its TlsPolicy REQUIRE is what
 * keeps SES from sending in plaintext. An error is a value, judged in ses-verdict.ts.
 */
import { SendRawEmailCommand, SESClient } from '@aws-sdk/client-ses';

import type { SesError } from './ses-verdict.ts';

export interface SesMail {
  readonly source: string;
  readonly destination: string;
  readonly raw: Buffer;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
}

export type SesReply =
  { readonly kind: 'taken'; readonly messageId: string } | ({ readonly kind: 'error' } & SesError);

export interface Ses {
  /** Rejects only where a fault of ours stands in the way. */
  send(mail: SesMail): Promise<SesReply>;
}

const WITHOUT_ANSWER = new Set(['TimeoutError', 'AbortError', 'CredentialsProviderError']);

/** What SES said, or that it said nothing; throws on what is neither. */
function errorOf(error: unknown): SesReply {
  if (!(error instanceof Error)) throw new Error(String(error));
  const { $metadata: metadata } = error as { $metadata?: { readonly httpStatusCode?: number } };
  const status = metadata?.httpStatusCode ?? null;
  if (status !== null || WITHOUT_ANSWER.has(error.name)) {
    return { kind: 'error', code: error.name, text: error.message, status };
  }
  // System errors of sockets and name lookups (ECONNREFUSED), unlike Node's own about wrong calls (ERR_…).
  const code = 'code' in error ? String(error.code) : '';
  if (!/^E(?!RR_)/.test(code)) throw error;
  return { kind: 'error', code: '', text: error.message === '' ? code : error.message, status };
}

export function sesClient(configurationSet: string): Ses {
  const client = new SESClient({ maxAttempts: 3 });
  return {
    async send({ source, destination, raw, deadline }) {
      const command = new SendRawEmailCommand({
        Source: source,
        Destinations: [destination],
        RawMessage: { Data: raw },
        ConfigurationSetName: configurationSet,
      });
      const abortSignal = AbortSignal.timeout(Math.max(1, Math.ceil(deadline - Date.now())));
      try {
        const { MessageId = '' } = await client.send(command, { abortSignal });
        return { kind: 'taken', messageId: MessageId };
      } catch (error) {
        return errorOf(error);
      }
    },
  };
}
