/**
 * How often a user may do something costly, in windows of a minute. Table `requests`, key
 * `allowance#<what>#<home>#<minute>`: a counter that ends by itself.
 */
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';

import type { HomeAddress } from '../address/alias.ts';
import { conditionally, documents } from './table.ts';

const WINDOW_SECONDS = 60;
const KEPT_SECONDS = 3600;

export interface AllowanceStore {
  /**
   * Takes one of `most` in this minute. Gives null where there was one left, else the seconds after which to
   * ask again.
   */
  take(what: string, home: HomeAddress, most: number, now: number): Promise<number | null>;
}

export function allowanceStore(table: string): AllowanceStore {
  return {
    async take(what, home, most, now) {
      const seconds = Math.floor(now / 1000);
      const window = Math.floor(seconds / WINDOW_SECONDS);
      const update = new UpdateCommand({
        TableName: table,
        Key: { key: `allowance#${what}#${home}#${window}` },
        UpdateExpression: 'ADD taken :one SET expiresAt = :end',
        ConditionExpression: 'attribute_not_exists(taken) OR taken < :most',
        ExpressionAttributeValues: { ':one': 1, ':most': most, ':end': seconds + KEPT_SECONDS },
      });
      if (await conditionally(() => documents().send(update))) return null;
      return (window + 1) * WINDOW_SECONDS - seconds;
    },
  };
}
