/**
 * The tables, as data: one place for the local system, which creates them in its stand-in, and for the CDK
 * app, which creates them in AWS. All are billed on demand, and all key attributes are strings.
 *
 * What the attributes mean is said by the store module of each entity; here are only the keys, because a
 * key cannot be changed afterwards without moving the data.
 */

/** A second way to look a table up; always projects whole items. */
export interface TableIndex {
  readonly name: string;
  readonly hash: string;
  readonly range?: string;
}

/** One table: its keys and indexes, and the environment variable that tells the functions its name. */
export interface TableSchema {
  readonly variable: string;
  readonly name: string;
  readonly hash: string;
  readonly range?: string;
  readonly indexes: readonly TableIndex[];
  /** Whether items carry `expiresAt` (epoch seconds), after which DynamoDB may delete them. */
  readonly expires: boolean;
}

/** The attribute that DynamoDB's time to live looks at, in every table that expires. */
export const expiryAttribute = 'expiresAt';

export const tables: readonly TableSchema[] = [
  {
    variable: 'ALIASES_TABLE',
    name: 'aliases',
    hash: 'address',
    indexes: [{ name: 'by-home', hash: 'home' }],
    expires: false,
  },
  {
    variable: 'APP_PASSWORDS_TABLE',
    name: 'app-passwords',
    hash: 'home',
    range: 'id',
    indexes: [],
    expires: false,
  },
  {
    // key: `inbox#<ulid>` or `sent#<ulid>`, so that a folder is a range, newest last.
    variable: 'MAILBOX_TABLE',
    name: 'mailbox',
    hash: 'home',
    range: 'key',
    indexes: [],
    expires: false,
  },
  {
    variable: 'DELIVERIES_TABLE',
    name: 'deliveries',
    hash: 'id',
    indexes: [{ name: 'by-owner', hash: 'owner', range: 'id' }],
    expires: true,
  },
  {
    variable: 'REFUSALS_TABLE',
    name: 'refusals',
    hash: 'alias',
    range: 'key',
    indexes: [],
    expires: true,
  },
  {
    variable: 'TRUST_TABLE',
    name: 'trust',
    hash: 'domain',
    range: 'id',
    indexes: [{ name: 'by-id', hash: 'id' }],
    expires: false,
  },
  {
    variable: 'OPERATOR_ACTIONS_TABLE',
    name: 'operator-actions',
    hash: 'log',
    range: 'id',
    indexes: [],
    expires: true,
  },
  { variable: 'REQUESTS_TABLE', name: 'requests', hash: 'key', indexes: [], expires: true },
  { variable: 'STS_POLICIES_TABLE', name: 'sts-policies', hash: 'domain', indexes: [], expires: true },
  {
    // key: `<recipient domain>#<place>`, so that a domain's rows are a range.
    variable: 'TLS_RESULTS_TABLE',
    name: 'tls-results',
    hash: 'day',
    range: 'key',
    indexes: [],
    expires: true,
  },
];
