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
  /** Never rejects. */
  send(mail: SesMail): Promise<SesReply>;
}

function errorOf(error: unknown): SesReply {
  if (!(error instanceof Error)) return { kind: 'error', code: '', text: String(error), status: null };
  const { $metadata: metadata } = error as { $metadata?: { readonly httpStatusCode?: number } };
  return {
    kind: 'error',
    code: error.name === 'Error' ? '' : error.name,
    text: error.message,
    status: metadata?.httpStatusCode ?? null,
  };
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
      try {
        const abortSignal = AbortSignal.timeout(Math.max(1, deadline - Date.now()));
        const { MessageId = '' } = await client.send(command, { abortSignal });
        return { kind: 'taken', messageId: MessageId };
      } catch (error) {
        return errorOf(error);
      }
    },
  };
}
