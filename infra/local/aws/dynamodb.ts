import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import dynalite from 'dynalite';

/**
 * DynamoDB on this machine: dynalite in this process over LevelDB, which writes each change to the
 * operating system before it answers, so that data survive kill -9 (not a power cut).
 *
 * Not done by dynalite: transactions, streams, deletion by time to live, and
 * `ReturnValuesOnConditionCheckFailure`. The stores use conditional writes only.
 */

/** A running DynamoDB. */
export interface DynamoDb {
  readonly endpoint: string;
  close(): Promise<void>;
}

/**
 * Starts DynamoDB on a free port of 127.0.0.1, with its data in `directory`.
 *
 * Throws if another process has the directory open: LevelDB's lock belongs to a living process and
 * vanishes with it, so a LOCK file left by a killed one is no obstacle.
 */
export async function startDynamoDb(directory: string): Promise<DynamoDb> {
  await prepareStore(directory);
  const server = dynalite({ path: directory, createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  outliveBrokenRequests(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  const close = () =>
    new Promise<void>((resolve) => {
      // dynalite calls back when its store is closed too, which is later than the server's close event.
      server.close(() => {
        resolve();
      });
      server.closeIdleConnections();
      setTimeout(() => {
        server.closeAllConnections();
      }, 500).unref();
    });
  return { endpoint, close };
}

/**
 * dynalite throws from the request's error event, which ends the whole process when a client is killed
 * in the middle of a request. Such a request is over; nothing else is.
 */
function outliveBrokenRequests(server: ReturnType<typeof dynalite>): void {
  const [answer] = server.listeners('request') as ((
    request: IncomingMessage,
    response: ServerResponse,
  ) => void)[];
  if (!answer) throw new Error('dynalite no longer answers requests by a listener of its server');
  server.removeAllListeners('request');
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    answer(request, response);
    request.removeAllListeners('error');
    request.on('error', () => request.destroy());
  });
}

/** The part of dynalite's own store, LevelDB, that is needed before dynalite opens it. */
interface LevelStore {
  open(): Promise<void>;
  iterator(range: { gte: string; lt: string }): AsyncIterable<[string, { TableStatus?: string }]>;
  put(key: string, value: unknown): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens the store once before dynalite does: dynalite ends the process when it cannot open it, and a table
 * whose making was cut off by kill -9 would stay in CREATING for ever.
 */
async function prepareStore(directory: string): Promise<void> {
  const { Level } = createRequire(import.meta.resolve('dynalite'))('level') as {
    Level: new (path: string, options: { valueEncoding: 'json' }) => LevelStore;
  };
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const store = new Level(directory, { valueEncoding: 'json' });
  try {
    await store.open();
  } catch (error) {
    throw new Error(`${directory} cannot be opened; is another start using it?`, { cause: error });
  }
  for await (const [key, table] of store.iterator({ gte: 'table~', lt: 'table~~' }))
    if (table.TableStatus === 'CREATING') await store.put(key, { ...table, TableStatus: 'ACTIVE' });
  await store.close();
}
