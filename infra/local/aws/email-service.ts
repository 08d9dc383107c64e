import { randomUUID } from 'node:crypto';
import { startProtocolServer, type ProtocolAnswer, type ProtocolServer } from './protocol-server.ts';

/**
 * SES on this machine: takes SendRawEmail (query protocol), keeps the raw bytes in memory, and sends
 * nothing. As in the real one a null sender is refused, a message needs recipients, and its size is limited.
 *
 * Not done: any other operation, persistence, verified identities, limits of rate.
 */

const LARGEST = 10 * 1024 * 1024;

/** One message as it was handed over. */
export interface SentMail {
  readonly id: string;
  readonly sender: string;
  readonly recipients: readonly string[];
  /** Null where the request names none. */
  readonly configurationSet: string | null;
  readonly raw: Buffer;
}

export interface EmailService extends ProtocolServer {
  /** All messages taken since the start, oldest first. */
  readonly sent: readonly SentMail[];
}

/** Starts it on a free port of 127.0.0.1. */
export async function startEmailService(): Promise<EmailService> {
  const sent: SentMail[] = [];
  const server = await startProtocolServer(({ body }) =>
    Promise.resolve(take(new URLSearchParams(body.toString()), sent)),
  );
  return { ...server, sent };
}

function take(form: URLSearchParams, sent: SentMail[]): ProtocolAnswer {
  if (form.get('Action') !== 'SendRawEmail') return refuse('InvalidAction', 'Only SendRawEmail is here.');
  const sender = form.get('Source') ?? '';
  const recipients = [...form]
    .filter(([name]) => name.startsWith('Destinations.member.'))
    .map(([, to]) => to);
  const raw = Buffer.from(form.get('RawMessage.Data') ?? '', 'base64');
  if (!sender || sender === '<>') return refuse('InvalidParameterValue', 'Missing required header From.');
  if (recipients.length === 0 || raw.length === 0)
    return refuse('InvalidParameterValue', 'No recipients or no message.');
  if (raw.length > LARGEST)
    return refuse(
      'InvalidParameterValue',
      `Message length is more than ${LARGEST} bytes long: '${raw.length}'.`,
    );
  const id = randomUUID();
  sent.push({ id, sender, recipients, configurationSet: form.get('ConfigurationSetName'), raw });
  const result = `<SendRawEmailResult><MessageId>${id}</MessageId></SendRawEmailResult>`;
  const body = `<SendRawEmailResponse xmlns="${namespace}">${result}${metadata()}</SendRawEmailResponse>`;
  return { status: 200, type: 'text/xml', body };
}

const namespace = 'http://ses.amazonaws.com/doc/2010-12-01/';
const metadata = () => `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`;

function refuse(code: string, message: string): ProtocolAnswer {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`;
  return {
    status: 400,
    type: 'text/xml',
    body: `<ErrorResponse xmlns="${namespace}">${error}</ErrorResponse>`,
  };
}
