/**
 * Who may do what: for each function the tables, prefixes, queues and secrets that it uses, and the very calls
 * that it makes of them. What stands here is all that a function gets, and a function is told the name of a thing
 * only if it stands here. test/infra/aws/permissions.test.ts has the same as one table and compares it with the
 * synthesised template, so that a change here is a change there.
 */

import type { ServiceName } from '../../shared/observe/names.ts';

export type QueueVariable = 'OUTBOUND_QUEUE_URL' | 'HOME_QUEUE_URL';
export type SecretVariable = 'LOG_HASH_SECRET' | 'DKIM_SECRET';

type TableCall = 'GetItem' | 'BatchGetItem' | 'Query' | 'Scan' | 'PutItem' | 'UpdateItem' | 'DeleteItem';
type ObjectCall = 'GetObject' | 'PutObject' | 'DeleteObject' | 'AbortMultipartUpload';

export interface TableAccess {
  readonly calls: readonly TableCall[];
  /** Indexes that are queried. @default none */
  readonly indexes?: readonly string[];
}

export interface Access {
  /** By environment variable. A table without calls is named to the function, which does not touch it here. */
  readonly tables: Readonly<Record<string, TableAccess>>;
  /** By prefix in the bucket. */
  readonly objects: Readonly<Record<string, readonly ObjectCall[]>>;
  /** Whether S3 may say that an object is not there; without it, S3 says "forbidden". @default false */
  readonly missingObjects?: boolean;
  /** The queue whose items it works on. @default none */
  readonly receives?: QueueVariable;
  /** Queues that are sent to. */
  readonly sends: readonly QueueVariable[];
  /** Queues that are named and not sent to: in this mode there is nothing to send. @default none */
  readonly names?: readonly QueueVariable[];
  readonly secrets: readonly SecretVariable[];
  /** Whether it reads figures: CloudWatch's metrics, and how long the queues and their dead-letter queues are. @default false */
  readonly measures?: boolean;
  /** Whether it sends through SES, from addresses at the alias domains. @default false */
  readonly mails?: boolean;
}

/** MTA-STS policies and trust entries: what every look at a next hop reads. */
const nextHop = {
  TRUST_TABLE: { calls: ['Query'] },
  STS_POLICIES_TABLE: { calls: ['GetItem', 'PutItem'] },
} as const;

const claimAndSettle = { calls: ['GetItem', 'PutItem', 'UpdateItem'] } as const;

export const access: Readonly<Record<ServiceName, Access>> = {
  'smtp-edge': {
    tables: {
      ALIASES_TABLE: { calls: ['GetItem'] },
      APP_PASSWORDS_TABLE: { calls: ['Query', 'GetItem', 'UpdateItem'] },
      DELIVERIES_TABLE: { calls: ['PutItem'] },
      REFUSALS_TABLE: { calls: ['UpdateItem'] },
    },
    objects: { 'transit/': ['PutObject', 'AbortMultipartUpload'] },
    sends: ['OUTBOUND_QUEUE_URL', 'HOME_QUEUE_URL'],
    secrets: ['LOG_HASH_SECRET'],
  },
  'settings-api': {
    tables: {
      ALIASES_TABLE: { calls: ['GetItem', 'Query', 'Scan', 'PutItem'], indexes: ['by-home'] },
      APP_PASSWORDS_TABLE: { calls: ['Query', 'PutItem', 'DeleteItem'] },
      MAILBOX_TABLE: { calls: ['BatchGetItem', 'Query', 'UpdateItem', 'DeleteItem'] },
      DELIVERIES_TABLE: { calls: ['GetItem', 'Query', 'PutItem'], indexes: ['by-owner'] },
      REFUSALS_TABLE: { calls: ['Query'] },
      REQUESTS_TABLE: { calls: ['GetItem', 'PutItem', 'UpdateItem'] },
      OPERATOR_ACTIONS_TABLE: { calls: ['Query', 'PutItem', 'UpdateItem'] },
      ...nextHop,
      TRUST_TABLE: {
        calls: ['GetItem', 'Query', 'Scan', 'PutItem', 'UpdateItem', 'DeleteItem'],
        indexes: ['by-id'],
      },
    },
    objects: {
      'mailbox/': ['GetObject', 'DeleteObject'],
      'transit/': ['PutObject', 'AbortMultipartUpload'],
      'uploads/': ['GetObject', 'PutObject', 'DeleteObject'],
      'downloads/': ['GetObject', 'PutObject', 'AbortMultipartUpload'],
    },
    missingObjects: true,
    sends: ['OUTBOUND_QUEUE_URL'],
    names: ['HOME_QUEUE_URL'],
    secrets: ['LOG_HASH_SECRET'],
    measures: true,
  },
  'delivery-worker': {
    tables: {
      ALIASES_TABLE: { calls: ['GetItem', 'Query'], indexes: ['by-home'] },
      DELIVERIES_TABLE: claimAndSettle,
      ...nextHop,
      TLS_RESULTS_TABLE: { calls: ['UpdateItem'] },
    },
    objects: { 'transit/': ['GetObject', 'PutObject', 'AbortMultipartUpload'] },
    receives: 'OUTBOUND_QUEUE_URL',
    sends: ['OUTBOUND_QUEUE_URL', 'HOME_QUEUE_URL'],
    secrets: ['LOG_HASH_SECRET', 'DKIM_SECRET'],
  },
  'home-delivery': {
    tables: { MAILBOX_TABLE: { calls: ['PutItem'] }, DELIVERIES_TABLE: { calls: [] } },
    objects: {
      'transit/': ['GetObject'],
      'mailbox/': ['PutObject', 'AbortMultipartUpload'],
    },
    receives: 'HOME_QUEUE_URL',
    sends: [],
    names: ['OUTBOUND_QUEUE_URL', 'HOME_QUEUE_URL'],
    secrets: ['LOG_HASH_SECRET'],
  },
  'trust-watch': {
    tables: { ...nextHop, TRUST_TABLE: { calls: ['Query', 'Scan', 'UpdateItem'] } },
    objects: { 'transit/': ['PutObject', 'AbortMultipartUpload'] },
    sends: ['HOME_QUEUE_URL'],
    secrets: ['LOG_HASH_SECRET'],
  },
  'tls-reports': {
    tables: { TLS_RESULTS_TABLE: { calls: ['Query', 'UpdateItem'] } },
    objects: { 'transit/': ['PutObject', 'AbortMultipartUpload'] },
    sends: ['OUTBOUND_QUEUE_URL'],
    secrets: ['LOG_HASH_SECRET'],
  },
  /** Beside the certificate's own secret and records, which certificate-renewal.ts allows by name. */
  'certificate-renewal': { tables: {}, objects: {}, sends: [], secrets: ['LOG_HASH_SECRET'] },
};

/**
 * Home delivery to a server of the organisation: leases and retries as the worker has them, notices to outside
 * senders, and copies for the Sent folder still into the mailbox.
 */
export const relayAccess: Access = {
  tables: { MAILBOX_TABLE: { calls: ['PutItem'] }, DELIVERIES_TABLE: claimAndSettle },
  objects: {
    'transit/': ['GetObject', 'PutObject', 'AbortMultipartUpload'],
    'mailbox/': ['PutObject', 'AbortMultipartUpload'],
  },
  receives: 'HOME_QUEUE_URL',
  sends: ['OUTBOUND_QUEUE_URL', 'HOME_QUEUE_URL'],
  secrets: ['LOG_HASH_SECRET'],
};

/**
 * Home delivery through SES: leases and retries, everything into the mailbox first. Nobody outside is told of a
 * refusal (docs/decisions/0023), so nothing is sent to the outbound queue.
 */
export const sesAccess: Access = {
  ...relayAccess,
  objects: { 'transit/': ['GetObject'], 'mailbox/': ['PutObject', 'AbortMultipartUpload'] },
  sends: ['HOME_QUEUE_URL'],
  names: ['OUTBOUND_QUEUE_URL'],
  mails: true,
};
