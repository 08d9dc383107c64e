/**
 * AWSTraceHeader for fauxqs, which keeps a message's own attributes and knows no system attributes of a sender. The
 * header is kept among the former and given out as the latter.
 */
const NAME = 'AWSTraceHeader';

interface AttributeValue {
  readonly DataType: string;
  readonly StringValue?: string;
}

export interface SentBody {
  MessageAttributes?: Record<string, AttributeValue>;
  MessageSystemAttributes?: Record<string, AttributeValue>;
  Entries?: SentBody[];
}

export interface AskedBody {
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
}

export interface ReceivedMessage {
  Attributes?: Record<string, string>;
  MessageAttributes?: Record<string, AttributeValue>;
  MD5OfMessageAttributes?: string;
}

/** In a SendMessage or SendMessageBatch on its way in. */
export function keepTrace(body: SentBody): void {
  for (const message of [body, ...(body.Entries ?? [])]) {
    const header = message.MessageSystemAttributes?.[NAME];
    if (header !== undefined) message.MessageAttributes = { ...message.MessageAttributes, [NAME]: header };
  }
}

/** In a message of a ReceiveMessage on its way out, which is the receiver's own. */
export function putTraceBack(message: ReceivedMessage, asked: AskedBody): void {
  const { [NAME]: header, ...own } = message.MessageAttributes ?? {};
  if (header === undefined) return;
  // Of attributes that the receiver does not see.
  delete message.MD5OfMessageAttributes;
  delete message.MessageAttributes;
  if (Object.keys(own).length > 0) message.MessageAttributes = own;
  const names = [...(asked.AttributeNames ?? []), ...(asked.MessageSystemAttributeNames ?? [])];
  if (names.includes('All') || names.includes(NAME))
    message.Attributes = { ...message.Attributes, [NAME]: header.StringValue ?? '' };
}
