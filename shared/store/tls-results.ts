/**
 * TLS sessions with recipient domains, counted for reports (RFC 8460). Table `tls-results`:
 *
 * - `<day>` + `<domain>#<place>`: one row of the domain's tally, with its count. Counted up atomically, so any
 *   number of workers may count at once. Places are bounded (shared/tls-reporting/tally.ts), and a row is in
 *   the first of its places that no other row had taken before.
 * - `<day>#reports` + `<domain>`: how far the day's report to that domain is.
 *
 * Days are UTC. Kept a week.
 */
import { QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';

import type { TlsResult } from '../policy/tls-result.ts';
import { fingerprintOf, overflowOf, placesOf, tally, type TallyRow } from '../tls-reporting/tally.ts';
import { conditionally, documents } from './table.ts';

const RETENTION_MILLISECONDS = 7 * 24 * 3_600_000;
/** Runs that may try to send one report. */
export const MOST_REPORT_TRIES = 6;

/** What is known of one recipient domain's day. */
export interface DomainTally {
  readonly domain: string;
  readonly rows: readonly TallyRow[];
}

export interface TlsResultStore {
  /** Counts the results of one try of a delivery: one write for each kind of session in it. */
  record(domain: string, at: Date, results: readonly TlsResult[]): Promise<void>;
  /** All domains of a day, one after the other. */
  collect(day: string): AsyncIterable<DomainTally>;
  /**
   * Takes the report of a day to a domain for sending, until `until`. Gives the number of the try, or null
   * where it is sent, in somebody's hands, or was tried often enough.
   */
  claimReport(day: string, domain: string, now: number, until: number): Promise<number | null>;
  /** Sent, or nobody to send it to: nobody takes it again. */
  settleReport(day: string, domain: string): Promise<void>;
  /** Not sent: the next run may take it. */
  releaseReport(day: string, domain: string): Promise<void>;
}

/** The UTC day of an instant. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}

interface StoredRow {
  readonly key: string;
  readonly policy: TallyRow['policy'];
  readonly failure: TallyRow['failure'];
  readonly sessions: number;
}

/** Groups rows that come in the order of their keys, so that a domain's stand together. */
async function* byDomain(rows: AsyncIterable<StoredRow>): AsyncGenerator<DomainTally> {
  let current = null as { readonly domain: string; readonly rows: TallyRow[] } | null;
  for await (const { key, policy, failure, sessions } of rows) {
    const domain = key.slice(0, key.indexOf('#'));
    if (current?.domain !== domain) {
      if (current !== null) yield current;
      current = { domain, rows: [] };
    }
    current.rows.push({ policy, failure, sessions });
  }
  if (current !== null) yield current;
}

class TlsResults implements TlsResultStore {
  readonly #table: string;

  constructor(table: string) {
    this.#table = table;
  }

  async record(domain: string, at: Date, results: readonly TlsResult[]): Promise<void> {
    await Promise.all(tally(domain, results).map((row) => this.#count(domain, at, row)));
  }

  async #count(domain: string, at: Date, row: TallyRow): Promise<void> {
    const fingerprint = fingerprintOf(row);
    for (const place of placesOf(fingerprint)) {
      if (await this.#add(domain, at, place, fingerprint, row)) return;
    }
    const overflow = overflowOf(domain, row);
    await this.#add(domain, at, overflow.place, overflow.place, overflow.row);
  }

  /** Adds to the row at a place; gives false where another row has it. */
  #add(domain: string, at: Date, place: string, fingerprint: string, row: TallyRow): Promise<boolean> {
    const update = new UpdateCommand({
      TableName: this.#table,
      Key: { day: dayOf(at), key: `${domain}#${place}` },
      UpdateExpression:
        'SET fingerprint = :fingerprint, #policy = :policy, failure = :failure, expiresAt = :expires ' +
        'ADD sessions :sessions',
      ConditionExpression: 'attribute_not_exists(fingerprint) OR fingerprint = :fingerprint',
      ExpressionAttributeNames: { '#policy': 'policy' },
      ExpressionAttributeValues: {
        ':fingerprint': fingerprint,
        ':policy': row.policy,
        ':failure': row.failure,
        ':sessions': row.sessions,
        ':expires': expiryOf(at.getTime()),
      },
    });
    return conditionally(() => documents().send(update));
  }

  collect(day: string): AsyncIterable<DomainTally> {
    return byDomain(this.#rows(day));
  }

  async *#rows(day: string): AsyncGenerator<StoredRow> {
    let after: Record<string, unknown> | undefined;
    do {
      const { Items = [], LastEvaluatedKey } = await documents().send(
        new QueryCommand({
          TableName: this.#table,
          KeyConditionExpression: '#day = :day',
          ExpressionAttributeNames: { '#day': 'day' },
          ExpressionAttributeValues: { ':day': day },
          ExclusiveStartKey: after,
        }),
      );
      yield* Items as StoredRow[];
      after = LastEvaluatedKey;
    } while (after !== undefined);
  }

  async claimReport(day: string, domain: string, now: number, until: number): Promise<number | null> {
    let tries: number | null = null;
    const claim = new UpdateCommand({
      TableName: this.#table,
      Key: reportKey(day, domain),
      UpdateExpression: 'SET leaseUntil = :until, expiresAt = :expires ADD tries :one',
      ConditionExpression:
        'attribute_not_exists(tries) OR (attribute_not_exists(settled) AND leaseUntil <= :now AND tries < :most)',
      ExpressionAttributeValues: {
        ':until': until,
        ':now': now,
        ':one': 1,
        ':most': MOST_REPORT_TRIES,
        ':expires': expiryOf(now),
      },
      ReturnValues: 'ALL_NEW',
    });
    await conditionally(async () => {
      const { Attributes } = await documents().send(claim);
      tries = Number(Attributes?.['tries']);
    });
    return tries;
  }

  async settleReport(day: string, domain: string): Promise<void> {
    await documents().send(
      new UpdateCommand({
        TableName: this.#table,
        Key: reportKey(day, domain),
        UpdateExpression: 'SET settled = :true',
        ExpressionAttributeValues: { ':true': true },
      }),
    );
  }

  async releaseReport(day: string, domain: string): Promise<void> {
    await documents().send(
      new UpdateCommand({
        TableName: this.#table,
        Key: reportKey(day, domain),
        UpdateExpression: 'SET leaseUntil = :never',
        ExpressionAttributeValues: { ':never': 0 },
      }),
    );
  }
}

function reportKey(day: string, domain: string): { readonly day: string; readonly key: string } {
  return { day: `${day}#reports`, key: domain };
}

/** Epoch seconds. */
function expiryOf(at: number): number {
  return Math.floor((at + RETENTION_MILLISECONDS) / 1000);
}

export function tlsResultStore(table: string): TlsResultStore {
  return new TlsResults(table);
}
