/**
 * Files that a user is putting into the object store, to be attached to a message. Table `requests`, key
 * `uploads#<home>`: one item a user with all that are open, so that their number is bounded by the same write
 * that opens one. The files are objects under `uploads/`, which the bucket removes after a day.
 */
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import type { HomeAddress } from '../address/alias.ts';
import { conditionally, documents } from './table.ts';

export interface Upload {
  readonly id: string;
  readonly filename: string;
  readonly contentType: string;
  /** Octets. */
  readonly size: number;
  /** Milliseconds; from then on it counts as gone. */
  readonly expiresAt: number;
}

export interface UploadStore {
  /** Opens one if fewer than `most` are open. */
  open(home: HomeAddress, upload: Upload, most: number, now: number): Promise<'opened' | 'too-many'>;
  /** Those that are open, by identifier. */
  list(home: HomeAddress, now: number): Promise<ReadonlyMap<string, Upload>>;
  /** Closes the ones named; what is not open is passed over. */
  close(home: HomeAddress, ids: readonly string[]): Promise<void>;
}

export function uploadKey(id: string): string {
  return `uploads/${id}`;
}

/** Opening, making room among the expired ones, making the item: none of them is needed more than once. */
const TRIES = 4;

export function uploadStore(table: string): UploadStore {
  const keyOf = (home: HomeAddress) => ({ key: `uploads#${home}` });

  async function read(home: HomeAddress): Promise<Readonly<Record<string, Upload>> | null> {
    const { Item } = await documents().send(
      new GetCommand({ TableName: table, Key: keyOf(home), ConsistentRead: true }),
    );
    return (Item?.['uploads'] as Record<string, Upload> | undefined) ?? null;
  }

  async function remove(home: HomeAddress, ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    const names = Object.fromEntries(ids.map((id, index) => [`#id${index}`, id]));
    const removal = new UpdateCommand({
      TableName: table,
      Key: keyOf(home),
      ConditionExpression: 'attribute_exists(uploads)',
      UpdateExpression: `REMOVE ${Object.keys(names)
        .map((name) => `uploads.${name}`)
        .join(', ')}`,
      ExpressionAttributeNames: names,
    });
    await conditionally(() => documents().send(removal));
  }

  return {
    async open(home, upload, most, now) {
      const expiresAt = Math.ceil(upload.expiresAt / 1000);
      for (let tries = 0; tries < TRIES; tries += 1) {
        const addition = new UpdateCommand({
          TableName: table,
          Key: keyOf(home),
          ConditionExpression: 'attribute_exists(uploads) AND size(uploads) < :most',
          UpdateExpression: 'SET uploads.#id = :upload, expiresAt = :expiresAt',
          ExpressionAttributeNames: { '#id': upload.id },
          ExpressionAttributeValues: { ':upload': upload, ':most': most, ':expiresAt': expiresAt },
        });
        if (await conditionally(() => documents().send(addition))) return 'opened';
        const open = await read(home);
        if (open === null) {
          const making = new PutCommand({
            TableName: table,
            Item: { ...keyOf(home), uploads: {}, expiresAt },
            ConditionExpression: 'attribute_not_exists(uploads)',
          });
          await conditionally(() => documents().send(making));
          continue;
        }
        const expired = Object.values(open).filter((other) => other.expiresAt <= now);
        if (expired.length === 0) return 'too-many';
        await remove(
          home,
          expired.map(({ id }) => id),
        );
      }
      return 'too-many';
    },

    async list(home, now) {
      const open = Object.values((await read(home)) ?? {}).filter(({ expiresAt }) => expiresAt > now);
      return new Map(open.map((upload) => [upload.id, upload]));
    },

    close: remove,
  };
}
