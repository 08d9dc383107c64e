/**
 * Deliveries: one recipient domain of one message, from acceptance to its end. Table `deliveries`: key `id`,
 * index `by-owner` on `owner` + `id`. The item is also the lease: `attempt` counts claims and is the fence,
 * a worker writes only while its number is still the stored one. A result that owes the owner a notice says
 * so in the same write (`owes`), so that a crash between the two cannot lose or double the notice.
 */
import { randomUUID } from 'node:crypto';

import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import type { HomeAddress } from '../address/alias.ts';
import {
  isFinished,
  newDelivery,
  type Delivery,
  type DeliveryProgress,
  type DeliveryState,
} from './delivery.ts';
import type { AcceptedMessage, DeliveryOrder } from './queues.ts';
import { derivedRange } from './identifier.ts';
import { conditionally, decodeCursor, documents, encodeCursor, type Page } from './table.ts';

export type Claim =
  /** `delivery.unansweredDots` tells how many tries before this one may have delivered without saying so. */
  | { readonly kind: 'claimed'; readonly delivery: Delivery }
  | { readonly kind: 'finished'; readonly delivery: Delivery }
  | { readonly kind: 'not-yet'; readonly at: number };

export interface DeliveryStore {
  /** Makes the item of a new delivery; does nothing where it exists. */
  open(message: AcceptedMessage, order: DeliveryOrder): Promise<void>;
  /** Takes the lease until `until`, if the delivery is due, not finished and nobody holds it. */
  claim(id: string, now: number, until: number): Promise<Claim>;
  /**
   * Written right before the final dot of DATA: from here to `settle` lies the one window in which a crash
   * can make a second copy. False where the lease was lost; then the dot must not be sent.
   */
  announceFinalDot(delivery: Delivery): Promise<boolean>;
  /** Writes the result of a try and gives the lease back. False where another worker has taken over. */
  settle(delivery: Delivery, progress: DeliveryProgress): Promise<boolean>;
  /** The owed notice is on its queue. */
  dischargeNotice(id: string, noticeId: string): Promise<void>;
  get(id: string): Promise<Delivery | null>;
  /** Newest first. With a state, a page may have fewer items than `limit`, even none, and still a next one. */
  list(
    owner: HomeAddress,
    state: DeliveryState | null,
    cursor: string | null,
    limit: number,
  ): Promise<Page<Delivery>>;
  /** All of one message of the owner's, newest first: at most as many as it has recipients. */
  ofMessage(owner: HomeAddress, messageId: string): Promise<readonly Delivery[]>;
}

const RETENTION_SECONDS = 400 * 24 * 3600;
/** Items that one query looks at, whatever it filters; and queries for one page of a list. */
const READ_AT_ONCE = 100;
const MOST_READS = 10;

export function deliveryStore(table: string): DeliveryStore {
  async function read(id: string): Promise<Delivery | null> {
    const { Item } = await documents().send(
      new GetCommand({ TableName: table, Key: { id }, ConsistentRead: true }),
    );
    return (Item as Delivery | undefined) ?? null;
  }

  return {
    async open(message, order) {
      const delivery = newDelivery(message, order);
      const expiresAt = Math.floor(message.acceptedAt / 1000) + RETENTION_SECONDS;
      const put = new PutCommand({
        TableName: table,
        Item: { ...delivery, expiresAt },
        ConditionExpression: 'attribute_not_exists(id)',
      });
      await conditionally(() => documents().send(put));
    },

    async claim(id, now, until) {
      const before = await read(id);
      if (before === null) throw new Error(`the delivery ${id} has no item`);
      if (isFinished(before)) return { kind: 'finished', delivery: before };
      const dueAt = Math.max(before.nextAttemptAt ?? 0, before.leaseUntil);
      if (dueAt > now) return { kind: 'not-yet', at: dueAt };
      const claimant = randomUUID();
      const delivery: Delivery = { ...before, attempt: before.attempt + 1, leaseUntil: until, claimant };
      const take = new UpdateCommand({
        TableName: table,
        Key: { id },
        ConditionExpression: 'attempt = :before AND leaseUntil <= :now',
        UpdateExpression: 'SET attempt = :attempt, leaseUntil = :until, claimant = :claimant',
        ExpressionAttributeValues: {
          ':before': before.attempt,
          ':now': now,
          ':attempt': delivery.attempt,
          ':until': until,
          ':claimant': claimant,
        },
      });
      const isTaken = await conditionally(
        () => documents().send(take),
        async () => (await read(id))?.claimant === claimant,
      );
      return isTaken ? { kind: 'claimed', delivery } : { kind: 'not-yet', at: until };
    },

    async announceFinalDot(delivery) {
      const announce = new UpdateCommand({
        TableName: table,
        Key: { id: delivery.id },
        ConditionExpression: 'attempt = :attempt',
        UpdateExpression: 'ADD unansweredDots :one',
        ExpressionAttributeValues: { ':attempt': delivery.attempt, ':one': 1 },
      });
      return conditionally(() => documents().send(announce));
    },

    async settle(delivery, progress) {
      const settled: Delivery = { ...delivery, ...progress, leaseUntil: 0, unansweredDots: 0 };
      const expiresAt = Math.floor(delivery.createdAt / 1000) + RETENTION_SECONDS;
      const put = new PutCommand({
        TableName: table,
        Item: { ...settled, expiresAt },
        ConditionExpression: 'attempt = :attempt',
        ExpressionAttributeValues: { ':attempt': delivery.attempt },
      });
      return conditionally(() => documents().send(put));
    },

    async dischargeNotice(id, noticeId) {
      const discharge = new UpdateCommand({
        TableName: table,
        Key: { id },
        ConditionExpression: 'owes.noticeId = :noticeId',
        UpdateExpression: 'SET owes = :nothing',
        ExpressionAttributeValues: { ':noticeId': noticeId, ':nothing': null },
      });
      await conditionally(() => documents().send(discharge));
    },

    get: read,

    async list(owner, state, cursor, limit) {
      let after = cursor === null ? null : decodeCursor(cursor);
      const items: Delivery[] = [];
      for (let reads = 0; reads < MOST_READS; reads += 1) {
        const { Items = [], LastEvaluatedKey } = await documents().send(
          new QueryCommand({
            TableName: table,
            IndexName: 'by-owner',
            KeyConditionExpression: '#owner = :owner',
            ...(state === null ? {} : { FilterExpression: '#state = :state' }),
            ExpressionAttributeNames: { '#owner': 'owner', ...(state === null ? {} : { '#state': 'state' }) },
            ExpressionAttributeValues: { ':owner': owner, ...(state === null ? {} : { ':state': state }) },
            ScanIndexForward: false,
            Limit: READ_AT_ONCE,
            ...(after === null ? {} : { ExclusiveStartKey: { owner, id: after } }),
          }),
        );
        const wanted = (Items as Delivery[]).slice(0, limit - items.length);
        items.push(...wanted);
        // What was read and not given is read again: the next page begins behind the last item of this one.
        const last = items.at(-1);
        if (wanted.length < Items.length && last !== undefined) return { items, next: encodeCursor(last.id) };
        after = (LastEvaluatedKey?.['id'] as string | undefined) ?? null;
        if (after === null || items.length === limit) break;
      }
      return { items, next: after === null ? null : encodeCursor(after) };
    },

    async ofMessage(owner, messageId) {
      const [first, last] = derivedRange(messageId);
      const items: Delivery[] = [];
      let after: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await documents().send(
          new QueryCommand({
            TableName: table,
            IndexName: 'by-owner',
            KeyConditionExpression: '#owner = :owner AND id BETWEEN :first AND :last',
            FilterExpression: 'messageId = :messageId',
            ExpressionAttributeNames: { '#owner': 'owner' },
            ExpressionAttributeValues: {
              ':owner': owner,
              ':first': first,
              ':last': last,
              ':messageId': messageId,
            },
            ScanIndexForward: false,
            ...(after === undefined ? {} : { ExclusiveStartKey: after }),
          }),
        );
        items.push(...(Items as Delivery[]));
        after = LastEvaluatedKey;
      } while (after !== undefined);
      return items;
    },
  };
}
