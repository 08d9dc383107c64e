/**
 * Everything that is kept: tables, message bodies, queues with their dead-letter queues, secrets, and the one
 * key that encrypts them all. Unless the configuration says "destroy" in so many words, all of it stays when the
 * stack is deleted.
 */
import { Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

import { MOST_RECEIVES, visibilityFor } from '../queues.ts';
import { expiryAttribute, tables, type TableSchema } from '../tables.ts';
import { acknowledge } from './acknowledge.ts';
import type { QueueVariable, SecretVariable } from './access.ts';

export interface StorageProps {
  readonly data: 'retain' | 'destroy';
  /**
   * Origin of the pages, which put and get objects by presigned requests. Where it is not known beforehand, any:
   * the address is the permission, and no browser adds one by itself. @default any
   */
  readonly pages?: string;
  /** Of the functions that consume the queues: nobody else sees a message for a little longer than that. */
  readonly timeouts: Readonly<Record<QueueVariable, Duration>>;
}

const LONGEST_RETENTION = Duration.days(14);
/** Bodies in transit: longer than any retry lifetime that is configured, and than a dead letter is kept. */
const TRANSIT_DAYS = 21;

export class Storage extends Construct {
  readonly key: Key;
  /** By the environment variable that names them to the functions. */
  readonly tables: ReadonlyMap<string, dynamodb.Table>;
  readonly bucket: s3.Bucket;
  readonly queues: Readonly<Record<QueueVariable, sqs.Queue>>;
  readonly deadLetters: Readonly<Record<QueueVariable, sqs.Queue>>;
  readonly secrets: Readonly<Record<SecretVariable, Secret>>;
  readonly removalPolicy: RemovalPolicy;

  constructor(scope: Construct, id: string, props: StorageProps) {
    super(scope, id);
    this.removalPolicy = props.data === 'retain' ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.key = new Key(this, 'Key', {
      description: 'Secure Alias: mail, tables, queues and secrets',
      enableKeyRotation: true,
      removalPolicy: this.removalPolicy,
    });
    // Alarms go to an encrypted topic, and CloudWatch is who writes to it.
    this.key.grantEncryptDecrypt(new ServicePrincipal('cloudwatch.amazonaws.com'));
    this.tables = new Map(tables.map((schema) => [schema.variable, this.#table(schema)]));
    this.bucket = this.#bucket(props.pages ?? '*');
    const outbound = this.#queue('Outbound', props.timeouts.OUTBOUND_QUEUE_URL);
    const home = this.#queue('Home', props.timeouts.HOME_QUEUE_URL);
    this.queues = { OUTBOUND_QUEUE_URL: outbound.queue, HOME_QUEUE_URL: home.queue };
    this.deadLetters = { OUTBOUND_QUEUE_URL: outbound.deadLetters, HOME_QUEUE_URL: home.deadLetters };
    this.secrets = {
      LOG_HASH_SECRET: this.#secret('LogHash', 'Keys the hashes of addresses in logs'),
      DKIM_SECRET: this.#secret('Dkim', 'Keys that sign for the alias domains'),
    };
  }

  /** As cdk-nag names the bucket in its findings. */
  get bucketLogicalId(): string {
    return Stack.of(this).getLogicalId(this.bucket.node.defaultChild as s3.CfnBucket);
  }

  #table(schema: TableSchema): dynamodb.Table {
    const key = (name: string) => ({ name, type: dynamodb.AttributeType.STRING });
    const keys = ({ hash, range }: { hash: string; range?: string }) => ({
      partitionKey: key(hash),
      ...(range !== undefined && { sortKey: key(range) }),
    });
    const table = new dynamodb.Table(this, `Table-${schema.name}`, {
      ...keys(schema),
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      deletionProtection: this.removalPolicy === RemovalPolicy.RETAIN,
      removalPolicy: this.removalPolicy,
      ...(schema.expires && { timeToLiveAttribute: expiryAttribute }),
    });
    for (const index of schema.indexes)
      table.addGlobalSecondaryIndex({ indexName: index.name, ...keys(index) });
    return table;
  }

  #bucket(pages: string): s3.Bucket {
    const bucket = new s3.Bucket(this, 'Bodies', {
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: this.key,
      bucketKeyEnabled: true,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      versioned: true,
      removalPolicy: this.removalPolicy,
      autoDeleteObjects: this.removalPolicy === RemovalPolicy.DESTROY,
      cors: [
        {
          allowedMethods: [s3.HttpMethods.GET, s3.HttpMethods.PUT],
          allowedOrigins: [pages],
          allowedHeaders: ['content-type'],
          maxAge: 3600,
        },
      ],
      lifecycleRules: [
        {
          id: 'transit',
          prefix: 'transit/',
          expiration: Duration.days(TRANSIT_DAYS),
          noncurrentVersionExpiration: Duration.days(1),
        },
        // What no message has taken, and what was put there to be fetched once.
        ...['uploads', 'downloads'].map((name) => ({
          id: name,
          prefix: `${name}/`,
          expiration: Duration.days(1),
          noncurrentVersionExpiration: Duration.days(1),
        })),
        { id: 'deleted', prefix: 'mailbox/', noncurrentVersionExpiration: Duration.days(30) },
        {
          id: 'unfinished',
          abortIncompleteMultipartUploadAfter: Duration.days(1),
          expiredObjectDeleteMarker: true,
        },
      ],
    });
    acknowledge(bucket, {
      'AwsSolutions-S1':
        'Access logs would be a second record of who reads which message when; functions log each access by id, and data events of CloudTrail are for the account to decide.',
    });
    return bucket;
  }

  #queue(name: string, timeout: Duration): { queue: sqs.Queue; deadLetters: sqs.Queue } {
    const common = {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: this.key,
      dataKeyReuse: Duration.hours(1),
      enforceSSL: true,
      retentionPeriod: LONGEST_RETENTION,
      removalPolicy: this.removalPolicy,
    };
    const deadLetters = new sqs.Queue(this, `${name}DeadLetters`, common);
    const queue = new sqs.Queue(this, `${name}Queue`, {
      ...common,
      visibilityTimeout: Duration.seconds(visibilityFor(timeout.toSeconds())),
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: MOST_RECEIVES },
    });
    return { queue, deadLetters };
  }

  #secret(name: string, description: string): Secret {
    const secret = new Secret(this, `${name}Secret`, {
      description,
      encryptionKey: this.key,
      generateSecretString: { passwordLength: 43, excludePunctuation: true },
      removalPolicy: this.removalPolicy,
    });
    acknowledge(secret, {
      'AwsSolutions-SMG4':
        'Rotated by hand and with notice: a new hash key breaks the trail in the logs, and a new DKIM key needs its DNS record first.',
    });
    return secret;
  }
}
