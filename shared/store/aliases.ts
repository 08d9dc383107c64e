/**
 * Aliases and their settings. Table `aliases`: key `address` (canonical alias), index `by-home` on `home`.
 * An item exists for every user (switched off until the owner says otherwise), so it also answers whether
 * a home address has a mailbox here. `version` counts changes and is the entity tag.
 */
import { GetCommand, PutCommand, QueryCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';

import type { AliasAddress, HomeAddress } from '../address/alias.ts';
import type { Domain } from '../address/domain.ts';
import type { Level } from '../policy/level.ts';
import { conditionally, decodeCursor, documents, encodeCursor, type Page } from './table.ts';

export type Language = 'en' | 'de';

export interface AliasSettings {
  readonly enabled: boolean;
  readonly expert: boolean;
  readonly level: Level;
  readonly overrides: readonly { readonly domain: Domain; readonly level: Level }[];
  /** Language of notices and pages. */
  readonly language: Language;
}

export interface Alias extends AliasSettings {
  readonly address: AliasAddress;
  readonly home: HomeAddress;
  /** Display name, shown in identities. */
  readonly name: string;
  /** ISO 8601. */
  readonly updatedAt: string;
  readonly version: number;
}

/** A search reads so many items at a time, and so many times for one page: no request reads a large table whole. */
const SEARCHED_PER_READ = 500;
const MOST_READS = 10;

export interface AliasStore {
  get(address: AliasAddress): Promise<Alias | null>;
  /** The alias of a user, by home address. */
  ofHome(home: HomeAddress): Promise<Alias | null>;
  /** Makes the item for a new user, switched off; does nothing where it exists. Gives what is stored. */
  provision(address: AliasAddress, home: HomeAddress, name: string): Promise<Alias>;
  /** Replaces the settings if `version` is still the stored one; null where somebody else was first. */
  change(alias: Alias, settings: AliasSettings, at: Date): Promise<Alias | null>;
  /** In no particular order. With a prefix of the address, a page may hold fewer than `limit` although there are more. */
  list(cursor: string | null, limit: number, prefix?: string): Promise<Page<Alias>>;
}

export function aliasStore(table: string): AliasStore {
  return {
    async get(address) {
      // Consistent: acceptance fixes the level from it, and a switch just turned must hold at once.
      const { Item } = await documents().send(
        new GetCommand({ TableName: table, Key: { address }, ConsistentRead: true }),
      );
      return (Item as Alias | undefined) ?? null;
    },

    async ofHome(home) {
      const { Items } = await documents().send(
        new QueryCommand({
          TableName: table,
          IndexName: 'by-home',
          KeyConditionExpression: 'home = :home',
          ExpressionAttributeValues: { ':home': home },
        }),
      );
      return (Items?.[0] as Alias | undefined) ?? null;
    },

    async provision(address, home, name) {
      const fresh: Alias = {
        address,
        home,
        name,
        enabled: false,
        expert: false,
        level: 'encrypt',
        overrides: [],
        language: 'en',
        updatedAt: new Date().toISOString(),
        version: 1,
      };
      const put = new PutCommand({
        TableName: table,
        Item: fresh,
        ConditionExpression: 'attribute_not_exists(address)',
      });
      if (await conditionally(() => documents().send(put))) return fresh;
      const { Item } = await documents().send(
        new GetCommand({ TableName: table, Key: { address }, ConsistentRead: true }),
      );
      return Item as Alias;
    },

    async change(alias, settings, at) {
      const changed: Alias = {
        ...alias,
        ...settings,
        updatedAt: at.toISOString(),
        version: alias.version + 1,
      };
      const put = new PutCommand({
        TableName: table,
        Item: changed,
        ConditionExpression: '#version = :seen',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':seen': alias.version },
      });
      return (await conditionally(() => documents().send(put))) ? changed : null;
    },

    async list(cursor, limit, prefix = '') {
      const items: Alias[] = [];
      let after = cursor === null ? null : decodeCursor(cursor);
      for (let reads = 0; reads < (prefix === '' ? 1 : MOST_READS); reads += 1) {
        const { Items = [], LastEvaluatedKey } = await documents().send(
          new ScanCommand({
            TableName: table,
            Limit: prefix === '' ? limit : SEARCHED_PER_READ,
            ...(prefix !== '' && {
              FilterExpression: 'begins_with(address, :prefix)',
              ExpressionAttributeValues: { ':prefix': prefix },
            }),
            ...(after === null ? {} : { ExclusiveStartKey: { address: after } }),
          }),
        );
        after = (LastEvaluatedKey?.['address'] as string | undefined) ?? null;
        for (const item of Items as Alias[]) {
          if (items.length === limit) return { items, next: encodeCursor(items.at(-1)?.address ?? '') };
          items.push(item);
        }
        if (after === null || items.length === limit) break;
      }
      return { items, next: after === null ? null : encodeCursor(after) };
    },
  };
}
