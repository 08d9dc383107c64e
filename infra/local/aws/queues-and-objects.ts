import type { AddressInfo } from 'node:net';
import { buildApp } from 'fauxqs';
import { PersistenceManager } from '../../../node_modules/fauxqs/dist/persistence.js';
import { S3Store } from '../../../node_modules/fauxqs/dist/s3/s3Store.js';
import { SnsStore } from '../../../node_modules/fauxqs/dist/sns/snsStore.js';
import { SqsStore, type SqsQueue } from '../../../node_modules/fauxqs/dist/sqs/sqsStore.js';
import {
  keepTrace,
  putTraceBack,
  type AskedBody,
  type ReceivedMessage,
  type SentBody,
} from './trace-attribute.ts';

/**
 * SQS and S3 on this machine: fauxqs in this process, everything written through to one SQLite file, so
 * that messages (ready, delayed and in flight with their deadlines) and objects survive kill -9.
 *
 * fauxqs is put together here from its parts rather than with its `startFauxqs`, which listens on all
 * addresses of the machine, and so that what it gets wrong can be set right:
 * - a dead letter is deleted from one queue and then inserted into the other; a crash between loses it;
 * - ChangeMessageVisibility(0) fails when there is a database, and hides the message;
 * - it knows no AWSTraceHeader: here it travels among the message's own attributes, and is put back (trace-attribute.ts);
 * - a poller that went away while waiting still receives, and the message hides until its timeout;
 * - PutObject over 11 MiB is refused, If-None-Match is ignored, and ?tagging or ?acl replaces the body.
 *
 * Not done: SNS, retention periods, long-term statistics, access control. ListObjectsV2 sorts keys by
 * locale, not by bytes: pages (over 1000 keys) are reliable only for keys of one case.
 */

/** Messages in the dead-letter move replace their row instead of being deleted and inserted again. */
class Database extends PersistenceManager {
  #receiving = false;

  receive<T>(dequeue: () => T): T {
    this.#receiving = true;
    try {
      return dequeue();
    } finally {
      this.#receiving = false;
    }
  }

  override deleteMessage(messageId: string): void {
    // Within a receive this is the first half of a dead-letter move; the second half is an
    // INSERT OR REPLACE by message id, which moves the row in one statement.
    if (!this.#receiving) super.deleteMessage(messageId);
  }
}

class Queues extends SqsStore {
  readonly #database: Database;

  constructor(database: Database) {
    super();
    this.#database = database;
  }

  override createQueue(...parameters: Parameters<SqsStore['createQueue']>): SqsQueue {
    const queue = super.createQueue(...parameters);
    const dequeue = queue.dequeue.bind(queue);
    queue.dequeue = (...wanted) => this.#database.receive(() => dequeue(...wanted));
    return queue;
  }
}

/** A running SQS and S3; both answer at the same endpoint. */
export interface QueuesAndObjects {
  readonly endpoint: string;
  close(): Promise<void>;
}

interface SqsBody {
  QueueUrl?: string;
  VisibilityTimeout?: number;
  Entries?: { VisibilityTimeout?: number }[];
}

/** The SQS action that a request asks for, by its header; undefined for S3. */
function actionOf(request: { headers: Record<string, string | string[] | undefined> }): string | undefined {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? target.replace('AmazonSQS.', '') : undefined;
}

function isThere(store: S3Store, bucket: string, key: string): boolean {
  try {
    store.headObject(bucket, key);
    return true;
  } catch {
    // No such bucket or key; what that means is for the operation itself to say.
    return false;
  }
}

/** Large enough for a whole message in one PutObject. */
const largestRequest = 64 * 1024 * 1024;
/** Seconds: fauxqs treats exactly zero wrongly; one millisecond from now is the same to any client. */
const atOnce = 0.001;
const unsupportedSubresources = ['tagging', 'acl', 'versioning', 'policy', 'retention', 'legal-hold'];

/**
 * Starts SQS and S3 on a free port of 127.0.0.1, with their data in `<dataDirectory>/fauxqs.db`.
 *
 * The directory must not be in use by another process; this is not checked here.
 */
export async function startQueuesAndObjects(dataDirectory: string): Promise<QueuesAndObjects> {
  const database = new Database(dataDirectory);
  const sqsStore = new Queues(database);
  const snsStore = new SnsStore();
  const s3Store = new S3Store();
  database.load(sqsStore, snsStore, s3Store);
  sqsStore.persistence = database;
  s3Store.persistence = database;
  for (const queue of sqsStore.listQueues().queues) queue.persistence = database;

  const app = buildApp({ logger: false, host: 'localhost', stores: { sqsStore, snsStore, s3Store } });

  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: largestRequest }, (_request, body, done) => {
    done(null, body);
  });

  app.addHook('onRequest', (request, reply, done) => {
    const query = request.query as Record<string, unknown>;
    if (unsupportedSubresources.some((name) => name in query)) {
      void reply.code(501).type('application/xml').send('<Error><Code>NotImplemented</Code></Error>');
      return;
    }
    done();
  });

  app.addHook('preHandler', (request, reply, done) => {
    const { bucket, '*': key } = request.params as { bucket?: string; '*'?: string };
    // Asked once the body is there and the object is written next, so that of two writers one is refused.
    if (request.method === 'PUT' && request.headers['if-none-match'] === '*' && bucket && key) {
      if (isThere(s3Store, bucket, key)) {
        void reply.code(412).type('application/xml').send('<Error><Code>PreconditionFailed</Code></Error>');
        return;
      }
    }
    if (actionOf(request)?.startsWith('SendMessage')) keepTrace(request.body as SentBody);
    if (actionOf(request)?.startsWith('ChangeMessageVisibility')) {
      const body = request.body as SqsBody;
      for (const change of [body, ...(body.Entries ?? [])])
        if (change.VisibilityTimeout === 0) change.VisibilityTimeout = atOnce;
    }
    done();
  });

  // A receiver that has gone away (stopped, killed) cannot handle what it waited for: give it back.
  app.addHook('preSerialization', (request, _reply, payload, done) => {
    if (actionOf(request) !== 'ReceiveMessage') {
      done(null, payload);
      return;
    }
    const { Messages = [] } = payload as { Messages?: (ReceivedMessage & { ReceiptHandle: string })[] };
    for (const message of Messages) putTraceBack(message, request.body as AskedBody);
    if (!request.raw.socket.writable) {
      const queue = sqsStore.getQueue((request.body as SqsBody).QueueUrl ?? '');
      for (const { ReceiptHandle } of Messages) queue?.changeVisibility(ReceiptHandle, atOnce);
    }
    done(null, payload);
  });

  await app.listen({ port: 0, host: '127.0.0.1' });
  const { port } = app.server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: async () => {
      sqsStore.shutdown();
      await app.close();
      database.close();
    },
  };
}
