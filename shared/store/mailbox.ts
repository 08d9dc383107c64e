/**
 * The built-in mailbox. Table `mailbox`: `home` + `key`, where key is `inbox#<id>` or `sent#<id>` and ids
 * sort by time; the message itself is an object. Filing is idempotent by id: the same message filed twice,
 * after a crash or a second delivery by the queue, is there once.
 */
import {
  BatchGetCommand,
  DeleteCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import type { HomeAddress } from '../address/alias.ts';
import type { TlsSession } from '../tls/evidence.ts';
import type { BodyStore } from './bodies.ts';
import { conditionally, decodeCursor, documents, encodeCursor, type Page } from './table.ts';

export const FOLDERS = ['inbox', 'sent'] as const;
export type Folder = (typeof FOLDERS)[number];

export type MessageKind = 'mail' | 'failure-notice' | 'delay-notice';

export interface MailboxMessage {
  readonly home: HomeAddress;
  readonly folder: Folder;
  readonly id: string;
  readonly kind: MessageKind;
  /** Header From and To as text, for lists. */
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** ISO 8601. */
  readonly receivedAt: string;
  /** Octets. */
  readonly size: number;
  /** The connection on which it came in; null for what came from inside the house. */
  readonly tls: TlsSession | null;
  /** The delivery that a notice is about. */
  readonly deliveryId: string | null;
  /** Set when it is filed in the inbox. Absent, as in Sent and in what was filed long ago: it counts as read. */
  readonly unread?: boolean;
}

/** Messages that one query of a search reads, and queries for one page of what was found. */
export const READ_AT_ONCE = 250;
export const MOST_READS = 4;

export interface MailboxStore {
  file(message: MailboxMessage, body: Buffer): Promise<void>;
  /** Newest first. */
  list(
    home: HomeAddress,
    folder: Folder,
    cursor: string | null,
    limit: number,
  ): Promise<Page<MailboxMessage>>;
  /**
   * Those that fit, newest first. One request looks at so many messages and no more, so a page may have fewer
   * items than `limit`, even none, and still a next one.
   */
  search(
    home: HomeAddress,
    folder: Folder,
    fits: (message: MailboxMessage) => boolean,
    cursor: string | null,
    limit: number,
  ): Promise<Page<MailboxMessage>>;
  get(home: HomeAddress, id: string): Promise<MailboxMessage | null>;
  raw(message: MailboxMessage): Promise<Buffer | null>;
  /** Marks it read or unread. Gives null where it has been removed meanwhile. */
  mark(message: MailboxMessage, unread: boolean): Promise<MailboxMessage | null>;
  remove(message: MailboxMessage): Promise<void>;
}

/** The object that holds a message. */
export function mailboxKey(message: Pick<MailboxMessage, 'home' | 'folder' | 'id'>): string {
  return `mailbox/${message.home}/${message.folder}/${message.id}`;
}

function sortKey(folder: Folder, id: string): string {
  return `${folder}#${id}`;
}

function fromItem(item: Record<string, unknown>): MailboxMessage {
  const message = { ...item };
  delete message['key'];
  return message as unknown as MailboxMessage;
}

export function mailboxStore(table: string, bodies: BodyStore): MailboxStore {
  /** Messages of a folder behind a sort key, and the key to go on behind. */
  async function read(
    home: HomeAddress,
    folder: Folder,
    after: string | null,
    limit: number,
  ): Promise<{ readonly items: MailboxMessage[]; readonly last: string | null }> {
    const { Items = [], LastEvaluatedKey } = await documents().send(
      new QueryCommand({
        TableName: table,
        KeyConditionExpression: 'home = :home AND begins_with(#key, :folder)',
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: { ':home': home, ':folder': `${folder}#` },
        ScanIndexForward: false,
        Limit: limit,
        ...(after === null ? {} : { ExclusiveStartKey: { home, key: after } }),
      }),
    );
    return { items: Items.map(fromItem), last: (LastEvaluatedKey?.['key'] as string | undefined) ?? null };
  }

  return {
    async file(message, body) {
      await bodies.put(mailboxKey(message), body);
      const put = new PutCommand({
        TableName: table,
        Item: { ...message, key: sortKey(message.folder, message.id) },
        ConditionExpression: 'attribute_not_exists(#key)',
        ExpressionAttributeNames: { '#key': 'key' },
      });
      await conditionally(() => documents().send(put));
    },

    async list(home, folder, cursor, limit) {
      const { items, last } = await read(home, folder, cursor === null ? null : decodeCursor(cursor), limit);
      return { items, next: last === null ? null : encodeCursor(last) };
    },

    async search(home, folder, fits, cursor, limit) {
      let after = cursor === null ? null : decodeCursor(cursor);
      const found: MailboxMessage[] = [];
      for (let reads = 0; reads < MOST_READS; reads += 1) {
        const { items, last } = await read(home, folder, after, READ_AT_ONCE);
        for (const message of items) {
          if (!fits(message)) continue;
          if (found.length === limit) {
            // What was read and not given is read again: the next page begins behind the last one of this.
            const given = found.at(-1) ?? message;
            return { items: found, next: encodeCursor(sortKey(folder, given.id)) };
          }
          found.push(message);
        }
        after = last;
        if (after === null) break;
      }
      return { items: found, next: after === null ? null : encodeCursor(after) };
    },

    async get(home, id) {
      const Keys = FOLDERS.map((folder) => ({ home, key: sortKey(folder, id) }));
      const { Responses } = await documents().send(
        new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
      );
      const [item] = Responses?.[table] ?? [];
      return item === undefined ? null : fromItem(item);
    },

    raw: (message) => bodies.get(mailboxKey(message)),

    async mark(message, unread) {
      const marking = new UpdateCommand({
        TableName: table,
        Key: { home: message.home, key: sortKey(message.folder, message.id) },
        ConditionExpression: 'attribute_exists(#key)',
        UpdateExpression: 'SET unread = :unread',
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: { ':unread': unread },
      });
      return (await conditionally(() => documents().send(marking))) ? { ...message, unread } : null;
    },

    async remove(message) {
      const Key = { home: message.home, key: sortKey(message.folder, message.id) };
      await documents().send(new DeleteCommand({ TableName: table, Key }));
      await bodies.remove(mailboxKey(message));
    },
  };
}
