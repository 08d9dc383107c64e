/**
 * What operators did, for other operators: who, when, to what, from what to what. Table `operator-actions`: `log`
 * (a constant: operators are few) + `id`, which sorts by time. Kept 400 days, so that a year can be compared.
 *
 * An entry is written before the action (`begin`) and told its outcome afterwards (`settle`); one that was never
 * told stays `begun`: whether the action took place is then to be seen in the thing itself. docs/decisions/0042.
 */
import { PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import type { HomeAddress } from '../address/alias.ts';
import type { Domain } from '../address/domain.ts';
import { createIdentifier } from './identifier.ts';
import { conditionally, decodeCursor, documents, encodeCursor, type Page } from './table.ts';

const LOG = 'operators';
const RETENTION_SECONDS = 400 * 24 * 3600;
/** Reads of the table per page at most: a domain that is rare in a long log is found over several pages. */
const MOST_READS = 10;

export const OPERATOR_ACTIONS = [
  'trust-entry-added',
  'trust-entry-changed',
  'trust-entry-removed',
  'overrides-set',
] as const;
export type OperatorActionName = (typeof OPERATOR_ACTIONS)[number];

export const ACTION_OUTCOMES = ['begun', 'done', 'not-done'] as const;
export type ActionOutcome = (typeof ACTION_OUTCOMES)[number];

/** Plain short data: digests, ends, notes, levels by domain; never a certificate, a message or a secret. */
export type ActionState = Readonly<Record<string, string | null>>;

export interface NewOperatorAction {
  readonly operator: HomeAddress;
  readonly action: OperatorActionName;
  /** What it was done to: the id of a trust entry, or an alias. */
  readonly subject: string;
  /** The domains that it is about. */
  readonly domains: readonly Domain[];
  /** As it was and as it was going to be; null where there was or would be nothing. */
  readonly before: ActionState | null;
  readonly after: ActionState | null;
}

export interface OperatorAction extends NewOperatorAction {
  readonly id: string;
  /** ISO 8601. */
  readonly at: string;
  readonly outcome: ActionOutcome;
}

export interface OperatorActionStore {
  /** Writes down what is about to be done; gives the entry's id. Throws where it cannot be written. */
  begin(action: NewOperatorAction, at: Date): Promise<string>;
  /** Says what came of it; an outcome that was said before stays. */
  settle(id: string, outcome: Exclude<ActionOutcome, 'begun'>): Promise<void>;
  /** Newest first. With a domain, a page may hold fewer than `limit` although there are more. */
  list(domain: Domain | null, cursor: string | null, limit: number): Promise<Page<OperatorAction>>;
}

type Item = OperatorAction & { readonly expiresAt: number };

const shown = ({
  id,
  at,
  operator,
  action,
  subject,
  domains,
  before,
  after,
  outcome,
}: Item): OperatorAction => ({
  id,
  at,
  operator,
  action,
  subject,
  domains,
  before,
  after,
  outcome,
});

export function operatorActionStore(table: string): OperatorActionStore {
  return {
    async begin(action, at) {
      const id = createIdentifier(at.getTime());
      const expiresAt = Math.floor(at.getTime() / 1000) + RETENTION_SECONDS;
      await documents().send(
        new PutCommand({
          TableName: table,
          Item: { log: LOG, ...action, id, at: at.toISOString(), outcome: 'begun', expiresAt },
        }),
      );
      return id;
    },

    async settle(id, outcome) {
      await conditionally(() =>
        documents().send(
          new UpdateCommand({
            TableName: table,
            Key: { log: LOG, id },
            UpdateExpression: 'SET outcome = :outcome',
            ConditionExpression: 'outcome = :begun',
            ExpressionAttributeValues: { ':outcome': outcome, ':begun': 'begun' },
          }),
        ),
      );
    },

    async list(domain, cursor, limit) {
      const items: OperatorAction[] = [];
      let after = cursor === null ? null : decodeCursor(cursor);
      for (let reads = 0; reads < MOST_READS; reads += 1) {
        const { Items = [], LastEvaluatedKey } = await documents().send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: '#log = :log',
            FilterExpression: `expiresAt > :now${domain === null ? '' : ' AND contains(domains, :domain)'}`,
            ExpressionAttributeNames: { '#log': 'log' },
            ExpressionAttributeValues: {
              ':log': LOG,
              ':now': Math.floor(Date.now() / 1000),
              ...(domain === null ? {} : { ':domain': domain }),
            },
            ScanIndexForward: false,
            // As many as are still wanted: what is read is shown, or filtered out, and the cursor never skips any.
            Limit: domain === null ? limit - items.length : Math.max(100, limit),
            ...(after === null ? {} : { ExclusiveStartKey: { log: LOG, id: after } }),
          }),
        );
        for (const item of Items as Item[]) {
          items.push(shown(item));
          if (items.length === limit) return { items, next: behind(Items, item, LastEvaluatedKey) };
        }
        after = (LastEvaluatedKey?.['id'] as string | undefined) ?? null;
        if (after === null) return { items, next: null };
      }
      return { items, next: after === null ? null : encodeCursor(after) };
    },
  };
}

/** The cursor behind the last item of a full page: null only where the table has been read to its end. */
function behind(read: readonly unknown[], item: Item, lastKey: object | undefined): string | null {
  return read.at(-1) === item && lastKey === undefined ? null : encodeCursor(item.id);
}
