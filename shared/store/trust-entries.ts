/**
 * The trust store: what operators have checked of other providers by hand. Table `trust`: `domain` + `id`,
 * index `by-id` on `id`, because outside an entry goes by its id alone. The id follows from domain, kind and
 * digest, so that one conditional write keeps an entry from being there twice, and a receipt that names an id
 * names the same certificate, key or authority for ever, also after the entry was removed and added again.
 * What an operator may change is when it ends and the note; `version` counts that and is in the entity tag.
 * `told` is the daily watch's own memory and no change.
 */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  DeleteCommand,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

import type { HomeAddress } from '../address/alias.ts';
import type { Domain } from '../address/domain.ts';
import type { TrustEntry } from '../tls/trust.ts';
import { encodeBase32 } from './identifier.ts';
import { conditionally, decodeCursor, documents, encodeCursor, type Page } from './table.ts';

/** What the operators have been told of an entry, and when, so that nobody hears the same every day. */
export interface Told {
  /** Names the finding, for comparison only. */
  readonly finding: string;
  /** ISO 8601. */
  readonly at: string;
}

export interface StoredTrustEntry extends TrustEntry {
  readonly domain: Domain;
  readonly note: string;
  readonly addedBy: HomeAddress;
  /** ISO 8601. */
  readonly addedAt: string;
  /** When the certificate that was given ends, ISO 8601; null where only a key or a digest was. */
  readonly certificateNotAfter: string | null;
  readonly changedBy: HomeAddress | null;
  /** ISO 8601. */
  readonly changedAt: string | null;
  readonly version: number;
  readonly told: readonly Told[];
}

/** What an operator gives; who and when are added by `add`. */
export type NewTrustEntry = Omit<
  StoredTrustEntry,
  'id' | 'addedBy' | 'addedAt' | 'changedBy' | 'changedAt' | 'version' | 'told'
>;

export type TrustEntryChange = Partial<Pick<StoredTrustEntry, 'note' | 'notAfter'>>;

export type Addition =
  | { readonly kind: 'added'; readonly entry: StoredTrustEntry }
  /** The domain has this very certificate, key or authority already. */
  | { readonly kind: 'exists'; readonly entry: StoredTrustEntry };

export interface TrustEntryStore {
  /** All entries of one domain, also those that have ended. Consistent: what was just removed counts no more. */
  entriesFor(domain: Domain): Promise<readonly StoredTrustEntry[]>;
  /** Entries of one domain by id, or of all domains in no particular order but a domain's together. */
  list(domain: Domain | null, cursor: string | null, limit: number): Promise<Page<StoredTrustEntry>>;
  /**
   * Null where there is none. The index gets to know an entry a moment after `add`: what it does not have is asked
   * for again a few times, for two seconds in all, before it counts as absent.
   */
  get(id: string): Promise<StoredTrustEntry | null>;
  add(entry: NewTrustEntry, by: HomeAddress, at: Date): Promise<Addition>;
  /** Changes the entry if it is still as it was read; null where somebody else was first. */
  change(
    entry: StoredTrustEntry,
    change: TrustEntryChange,
    by: HomeAddress,
    at: Date,
  ): Promise<StoredTrustEntry | null>;
  /** Removes the entry if it is still as it was read; false where somebody else was first. */
  remove(entry: StoredTrustEntry): Promise<boolean>;
  /** Notes what the operators have been told; does nothing where the entry is gone. */
  remember(entry: StoredTrustEntry, told: readonly Told[]): Promise<void>;
}

/** The id of what is trusted. */
export function trustEntryId({
  domain,
  kind,
  sha256,
}: Pick<TrustEntry, 'domain' | 'kind' | 'sha256'>): string {
  return encodeBase32(createHash('sha256').update(`${domain}\n${kind}\n${sha256}`).digest()).slice(0, 26);
}

/** The item of a new entry, before anybody has changed it. */
export function newTrustEntry(entry: NewTrustEntry, by: HomeAddress, at: Date): StoredTrustEntry {
  return {
    id: trustEntryId(entry),
    domain: entry.domain,
    kind: entry.kind,
    sha256: entry.sha256,
    pem: entry.pem,
    note: entry.note,
    notAfter: entry.notAfter,
    certificateNotAfter: entry.certificateNotAfter,
    addedBy: by,
    addedAt: at.toISOString(),
    changedBy: null,
    changedAt: null,
    version: 1,
    told: [],
  };
}

/** Cursors carry the whole key; a domain holds no `#`. */
export function trustCursorKey(text: string): { readonly domain: Domain; readonly id: string } | null {
  const [domain = '', id = '', rest] = (decodeCursor(text) ?? '').split('#');
  return domain === '' || id === '' || rest !== undefined ? null : { domain: domain as Domain, id };
}

/** The entry as it was read: an id that was removed and added again counts its versions anew. */
const UNCHANGED = {
  ConditionExpression: '#version = :seen AND addedAt = :addedAt',
  ExpressionAttributeNames: { '#version': 'version' },
} as const;

/** Milliseconds between questions to an index that does not have an entry, yet or at all. */
const INDEX_WAITS = [100, 300, 600, 1000];

export interface TrustEntryStoreOptions {
  /** Waits so many milliseconds. @default the clock */
  readonly wait?: (milliseconds: number) => Promise<unknown>;
}

const seen = ({ version, addedAt }: StoredTrustEntry) => ({ ':seen': version, ':addedAt': addedAt });

export function trustEntryStore(
  table: string,
  { wait = sleep }: TrustEntryStoreOptions = {},
): TrustEntryStore {
  /** The domain of an entry, as the index has it, which may lag behind. */
  async function domainOf(id: string): Promise<Domain | null> {
    const { Items = [] } = await documents().send(
      new QueryCommand({
        TableName: table,
        IndexName: 'by-id',
        KeyConditionExpression: 'id = :id',
        ExpressionAttributeValues: { ':id': id },
      }),
    );
    const [found] = Items as StoredTrustEntry[];
    return found?.domain ?? null;
  }

  async function read(domain: Domain, id: string): Promise<StoredTrustEntry | null> {
    const { Item } = await documents().send(
      new GetCommand({ TableName: table, Key: { domain, id }, ConsistentRead: true }),
    );
    return (Item as StoredTrustEntry | undefined) ?? null;
  }

  return {
    async entriesFor(domain) {
      const entries: StoredTrustEntry[] = [];
      let after: Record<string, unknown> | undefined;
      do {
        const { Items = [], LastEvaluatedKey } = await documents().send(
          new QueryCommand({
            TableName: table,
            KeyConditionExpression: '#domain = :domain',
            ExpressionAttributeNames: { '#domain': 'domain' },
            ExpressionAttributeValues: { ':domain': domain },
            ConsistentRead: true,
            ExclusiveStartKey: after,
          }),
        );
        entries.push(...(Items as StoredTrustEntry[]));
        after = LastEvaluatedKey;
      } while (after !== undefined);
      return entries;
    },

    async list(domain, cursor, limit) {
      const after = cursor === null ? null : trustCursorKey(cursor);
      const page = {
        TableName: table,
        Limit: limit,
        ...(after === null ? {} : { ExclusiveStartKey: after }),
      };
      const { Items = [], LastEvaluatedKey } = await (domain === null
        ? documents().send(new ScanCommand(page))
        : documents().send(
            new QueryCommand({
              ...page,
              KeyConditionExpression: '#domain = :domain',
              ExpressionAttributeNames: { '#domain': 'domain' },
              ExpressionAttributeValues: { ':domain': domain },
            }),
          ));
      const last = LastEvaluatedKey as { domain: string; id: string } | undefined;
      return {
        items: Items as StoredTrustEntry[],
        next: last === undefined ? null : encodeCursor(`${last.domain}#${last.id}`),
      };
    },

    async get(id) {
      let domain = await domainOf(id);
      for (const milliseconds of INDEX_WAITS) {
        if (domain !== null) break;
        await wait(milliseconds);
        domain = await domainOf(id);
      }
      // The index says where the entry is, the table what it says.
      return domain === null ? null : read(domain, id);
    },

    async add(entry, by, at) {
      const fresh = newTrustEntry(entry, by, at);
      for (;;) {
        const put = new PutCommand({
          TableName: table,
          Item: fresh,
          ConditionExpression: 'attribute_not_exists(id)',
        });
        if (await conditionally(() => documents().send(put))) return { kind: 'added', entry: fresh };
        const existing = await read(fresh.domain, fresh.id);
        // Null where it was removed between the two: then there is room.
        if (existing === null) continue;
        // A repetition of the write by the SDK finds what the first one has written.
        const isOurs =
          existing.addedAt === fresh.addedAt && existing.addedBy === by && existing.version === 1;
        return { kind: isOurs ? 'added' : 'exists', entry: existing };
      }
    },

    async change(entry, { note = entry.note, notAfter = entry.notAfter }, by, at) {
      const changed: StoredTrustEntry = {
        ...entry,
        note,
        notAfter,
        changedBy: by,
        changedAt: at.toISOString(),
        version: entry.version + 1,
      };
      const update = new UpdateCommand({
        TableName: table,
        Key: { domain: entry.domain, id: entry.id },
        ...UNCHANGED,
        UpdateExpression:
          'SET note = :note, notAfter = :notAfter, changedBy = :by, changedAt = :at, #version = :next',
        ExpressionAttributeValues: {
          ...seen(entry),
          ':note': note,
          ':notAfter': notAfter,
          ':by': by,
          ':at': changed.changedAt,
          ':next': changed.version,
        },
      });
      const isChanged = await conditionally(
        () => documents().send(update),
        async () => {
          const stored = await read(entry.domain, entry.id);
          return (
            stored?.version === changed.version &&
            stored.addedAt === changed.addedAt &&
            stored.changedAt === changed.changedAt &&
            stored.changedBy === changed.changedBy &&
            stored.note === changed.note &&
            stored.notAfter === changed.notAfter
          );
        },
      );
      return isChanged ? changed : null;
    },

    async remove(entry) {
      const remove = new DeleteCommand({
        TableName: table,
        Key: { domain: entry.domain, id: entry.id },
        ...UNCHANGED,
        ExpressionAttributeValues: seen(entry),
      });
      return conditionally(() => documents().send(remove));
    },

    async remember(entry, told) {
      const update = new UpdateCommand({
        TableName: table,
        Key: { domain: entry.domain, id: entry.id },
        ConditionExpression: 'addedAt = :addedAt',
        UpdateExpression: 'SET told = :told',
        ExpressionAttributeValues: { ':addedAt': entry.addedAt, ':told': told },
      });
      await conditionally(() => documents().send(update));
    },
  };
}
