/**
 * Mail that was turned away at an alias, for its owner to see. Table `refusals`: `alias` + `key`, where key
 * is `<hour>#<fingerprint of client, sender and reason>`: repeated tries within an hour count up one item, so
 * that a stubborn sender costs one line and the list stays readable. Kept 90 days.
 */
import { createHash } from 'node:crypto';

import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import type { AliasAddress } from '../address/alias.ts';
import { decodeCursor, documents, encodeCursor, type Page } from './table.ts';

const RETENTION_SECONDS = 90 * 24 * 3600;

/** Both tried in plaintext; `tls-too-old` after a handshake that failed for want of TLS 1.2. */
export type RefusalReason = 'no-tls' | 'tls-too-old';

export interface Refusal {
  readonly recipient: string;
  /** Envelope sender; empty for the null reverse-path, null where the attempt ended before MAIL FROM. */
  readonly sender: string | null;
  readonly client: { readonly address: string; readonly helo: string | null };
  readonly reason: RefusalReason;
}

export interface CountedRefusal extends Refusal {
  /** ISO 8601: the latest try and the first one within its hour. */
  readonly at: string;
  readonly firstAt: string;
  readonly count: number;
}

export interface RefusalStore {
  record(alias: AliasAddress, refusal: Refusal, at: Date): Promise<void>;
  /** Newest first. */
  list(alias: AliasAddress, cursor: string | null, limit: number): Promise<Page<CountedRefusal>>;
}

export function refusalStore(table: string): RefusalStore {
  return {
    async record(alias, refusal, at) {
      const { recipient, sender, client, reason } = refusal;
      const identity = JSON.stringify([recipient, sender, client.address, client.helo, reason]);
      const fingerprint = createHash('sha256').update(identity).digest('hex').slice(0, 16);
      await documents().send(
        new UpdateCommand({
          TableName: table,
          Key: { alias, key: `${at.toISOString().slice(0, 13)}#${fingerprint}` },
          UpdateExpression:
            'SET recipient = :recipient, sender = :sender, client = :client, reason = :reason, #at = :at, ' +
            'firstAt = if_not_exists(firstAt, :at), expiresAt = :expires ADD #count :one',
          ExpressionAttributeNames: { '#at': 'at', '#count': 'count' },
          ExpressionAttributeValues: {
            ':recipient': recipient,
            ':sender': sender,
            ':client': client,
            ':reason': reason,
            ':at': at.toISOString(),
            ':expires': Math.floor(at.getTime() / 1000) + RETENTION_SECONDS,
            ':one': 1,
          },
        }),
      );
    },

    async list(alias, cursor, limit) {
      const after = cursor === null ? null : decodeCursor(cursor);
      const { Items = [], LastEvaluatedKey } = await documents().send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: 'alias = :alias',
          FilterExpression: 'expiresAt > :now',
          ExpressionAttributeValues: { ':alias': alias, ':now': Math.floor(Date.now() / 1000) },
          ScanIndexForward: false,
          Limit: limit,
          ...(after === null ? {} : { ExclusiveStartKey: { alias, key: after } }),
        }),
      );
      const last = LastEvaluatedKey?.['key'] as string | undefined;
      const items = (Items as CountedRefusal[]).sort((one, other) => other.at.localeCompare(one.at));
      return { items, next: last === undefined ? null : encodeCursor(last) };
    },
  };
}
