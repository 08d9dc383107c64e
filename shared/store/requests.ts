/**
 * Idempotency keys (draft-ietf-httpapi-idempotency-key-header). Table `requests`: key `<home>#<key>`. The
 * first request claims the key together with the identifiers it is going to use, so that a repetition,
 * even one that overtakes or follows a crash, works under the same identifiers and nothing is sent twice.
 * Kept 24 hours.
 */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

import type { HomeAddress } from '../address/alias.ts';
import { conditionally, documents } from './table.ts';

const RETENTION_SECONDS = 24 * 3600;

export interface ClaimedRequest {
  /** Hash of the request's content: the same key with another content is a client's mistake. */
  readonly fingerprint: string;
  /** Seed for every identifier that the request makes. */
  readonly seed: string;
  /** When it was first claimed, milliseconds. */
  readonly at: number;
}

export interface RequestStore {
  /** Gives what is stored under the key: `fresh` itself, or what an earlier request had claimed. */
  claim(home: HomeAddress, key: string, fresh: ClaimedRequest): Promise<ClaimedRequest>;
}

export function requestStore(table: string): RequestStore {
  return {
    async claim(home, key, fresh) {
      const item = { key: `${home}#${key}`, ...fresh };
      const now = Math.floor(fresh.at / 1000);
      const put = new PutCommand({
        TableName: table,
        Item: { ...item, expiresAt: now + RETENTION_SECONDS },
        ConditionExpression: 'attribute_not_exists(#key) OR expiresAt <= :now',
        ExpressionAttributeNames: { '#key': 'key' },
        ExpressionAttributeValues: { ':now': now },
      });
      if (await conditionally(() => documents().send(put))) return fresh;
      const { Item } = await documents().send(
        new GetCommand({ TableName: table, Key: { key: item.key }, ConsistentRead: true }),
      );
      return Item as ClaimedRequest;
    },
  };
}
