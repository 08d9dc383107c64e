/**
 * The two queues and what travels on them. `outbound` carries accepted messages and the jobs made of them,
 * `home` everything that goes to a user of ours: inbound mail, notices, copies for the Sent folder. One
 * SendMessage is the moment at which we take responsibility; everything after it may run twice and must not
 * do its work twice.
 */
import { SendMessageCommand, SQSClient, type SendMessageCommandInput } from '@aws-sdk/client-sqs';

import type { AliasAddress, HomeAddress } from '../address/alias.ts';
import type { Domain } from '../address/domain.ts';
import { currentTrace } from '../observe/trace.ts';
import type { Level, LevelSource } from '../policy/level.ts';
import type { TlsSession } from '../tls/evidence.ts';
import type { Language } from './aliases.ts';
import type { BodyReference } from './bodies.ts';
import type { MessageKind } from './mailbox.ts';

/** One job: one recipient domain of one message. */
export interface DeliveryOrder {
  readonly id: string;
  readonly domain: Domain;
  readonly recipients: readonly string[];
  readonly level: Level;
  readonly levelSource: LevelSource;
}

/** What all jobs of one accepted message have in common. */
export interface AcceptedMessage {
  readonly messageId: string;
  /** `<…@secure.example.org>`, as in the header. */
  readonly headerMessageId: string;
  /** Null for mail of the system itself (notices to outside senders): nobody sees it in a list. */
  readonly owner: HomeAddress | null;
  readonly alias: AliasAddress | null;
  /** Envelope sender; empty for the null reverse-path. */
  readonly sender: string;
  /** Domain that signs it. */
  readonly aliasDomain: Domain;
  readonly subject: string;
  readonly language: Language;
  /** Milliseconds. */
  readonly acceptedAt: number;
  readonly size: number;
  readonly eightBit: boolean;
  readonly smtpUtf8: boolean;
  /** Submitted with REQUIRETLS (RFC 8689): no next hop may take it that does not offer it, too. @default false */
  readonly requireTls?: boolean;
  /**
   * Whether it went to more than one recipient domain; the worker says so when it begins. Absent until then, and in
   * jobs from before this was kept: not known.
   */
  readonly severalDomains?: boolean;
}

export type OutboundItem =
  | {
      readonly kind: 'accepted';
      readonly message: AcceptedMessage;
      readonly orders: readonly DeliveryOrder[];
      readonly body: BodyReference;
    }
  | {
      readonly kind: 'job';
      readonly message: AcceptedMessage;
      readonly order: DeliveryOrder;
      readonly body: BodyReference;
    };

export interface HomeRecipient {
  /** The address written to (alias, subaddress, role or home address). */
  readonly address: string;
  readonly home: HomeAddress;
}

export type HomeItem =
  | {
      readonly kind: 'mail';
      readonly id: string;
      readonly recipients: readonly HomeRecipient[];
      /** Envelope sender; empty for the null reverse-path. */
      readonly sender: string;
      readonly receivedAt: number;
      /** Null for mail between our own users, which never left the house. */
      readonly client: { readonly address: string; readonly helo: string } | null;
      readonly tls: TlsSession | null;
      /** Came with REQUIRETLS (RFC 8689), which is kept to on the way home. @default false */
      readonly requireTls?: boolean;
      readonly aliasDomain: Domain;
      readonly body: BodyReference;
      /** Home relay only: tries so far. */
      readonly tries?: number;
    }
  | {
      readonly kind: 'notice';
      readonly id: string;
      readonly noticeKind: Exclude<MessageKind, 'mail'>;
      readonly recipient: HomeRecipient;
      readonly aliasDomain: Domain;
      readonly deliveryId: string;
      readonly at: number;
      /** About a message with REQUIRETLS (RFC 8689 section 5). @default false */
      readonly requireTls?: boolean;
      readonly body: BodyReference;
      readonly tries?: number;
    }
  | {
      readonly kind: 'sent';
      readonly id: string;
      readonly home: HomeAddress;
      readonly at: number;
      readonly body: BodyReference;
    };

/** SQS takes at most this delay; a longer wait is walked in steps. */
export const LONGEST_DELAY_SECONDS = 900;

/**
 * SQS takes XML 1.0 characters only: U+FFFE, U+FFFF and lone surrogates of a subject would make a message
 * unsendable. JSON in ASCII holds them all.
 */
function asciiJson(item: unknown): string {
  return JSON.stringify(item).replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Links the trace of whoever takes the message with ours; it does not count toward the size of the message. */
function traceAttribute(): Pick<SendMessageCommandInput, 'MessageSystemAttributes'> {
  const trace = currentTrace();
  if (trace === null) return {};
  return { MessageSystemAttributes: { AWSTraceHeader: { DataType: 'String', StringValue: trace } } };
}

let client: SQSClient | undefined;

export interface Queue<Item> {
  /** Resolves once the queue has stored it. `delayMilliseconds` is rounded up to whole seconds and capped. */
  send(item: Item, delayMilliseconds?: number): Promise<void>;
}

export function queue<Item>(url: string): Queue<Item> {
  return {
    async send(item, delayMilliseconds = 0) {
      client ??= new SQSClient({ maxAttempts: 4 });
      const seconds = Math.ceil(Math.max(0, delayMilliseconds) / 1000);
      const DelaySeconds = Math.min(seconds, LONGEST_DELAY_SECONDS);
      await client.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: asciiJson(item),
          DelaySeconds,
          ...traceAttribute(),
        }),
      );
    },
  };
}
