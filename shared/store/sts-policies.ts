/**
 * MTA-STS policies that were fetched, remembered for as long as each asks (RFC 8461 section 5.1), so that
 * every worker knows what one of them has seen. Table `sts-policies`: `domain`. An item is the latest policy,
 * whatever its mode: one that says `none` has to end what an older one enforced.
 */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';

import type { StsPolicy } from '../mta-sts/policy.ts';
import { conditionally, documents } from './table.ts';

export interface RememberedPolicy {
  readonly policy: StsPolicy;
  /** When it was last fetched, milliseconds. */
  readonly fetchedAt: number;
}

export interface StsPolicyStore {
  /** The policy last fetched, unless its time is over. */
  recall(domain: string, now: number): Promise<RememberedPolicy | null>;
  /** Keeps what was fetched, unless somebody has fetched later. */
  remember(domain: string, fetched: RememberedPolicy): Promise<void>;
}

/** When a remembered policy no longer counts, milliseconds. */
export function policyExpiry({ policy, fetchedAt }: RememberedPolicy): number {
  return fetchedAt + policy.maxAge * 1000;
}

export function stsPolicyStore(table: string): StsPolicyStore {
  return {
    async recall(domain, now) {
      const { Item } = await documents().send(
        new GetCommand({ TableName: table, Key: { domain }, ConsistentRead: true }),
      );
      if (Item === undefined) return null;
      const remembered = Item as RememberedPolicy;
      const { policy, fetchedAt } = remembered;
      return policyExpiry(remembered) > now ? { policy, fetchedAt } : null;
    },

    async remember(domain, fetched) {
      const put = new PutCommand({
        TableName: table,
        Item: { domain, ...fetched, expiresAt: Math.ceil(policyExpiry(fetched) / 1000) },
        ConditionExpression: 'attribute_not_exists(#domain) OR fetchedAt <= :fetched',
        ExpressionAttributeNames: { '#domain': 'domain' },
        ExpressionAttributeValues: { ':fetched': fetched.fetchedAt },
      });
      await conditionally(() => documents().send(put));
    },
  };
}
