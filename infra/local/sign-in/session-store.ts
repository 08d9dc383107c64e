import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/**
 * Where oidc-provider keeps sessions, grants, codes and refresh tokens: one SQLite table in
 * `DATA_DIR/sign-in/sessions.db`, so that a restart signs nobody out. Expired rows are never found, and
 * are removed at the next start.
 */

type Payload = Record<string, unknown> & { grantId?: string; uid?: string; userCode?: string };

/** One kind of record, in the shape that oidc-provider asks for ("adapter"). */
export interface Adapter {
  upsert(id: string, payload: Payload, expiresIn?: number): Promise<void>;
  find(id: string): Promise<Payload | undefined>;
  findByUid(uid: string): Promise<Payload | undefined>;
  findByUserCode(userCode: string): Promise<Payload | undefined>;
  consume(id: string): Promise<void>;
  destroy(id: string): Promise<void>;
  revokeByGrantId(grantId: string): Promise<void>;
}

export interface SessionStore {
  adapter(model: string): Adapter;
  close(): void;
}

const schema = `
  CREATE TABLE IF NOT EXISTS records (
    model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL,
    grant_id TEXT, uid TEXT, expires INTEGER,
    PRIMARY KEY (model, id)
  );
  CREATE INDEX IF NOT EXISTS by_grant ON records (grant_id);
  CREATE INDEX IF NOT EXISTS by_uid ON records (model, uid);
`;

/** Opens the store, making it if needed. */
export function openSessionStore(dataDirectory: string): SessionStore {
  const directory = join(dataDirectory, 'sign-in');
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'sessions.db');
  const database = new DatabaseSync(file);
  chmodSync(file, 0o600);
  database.exec(`PRAGMA journal_mode = WAL; ${schema}`);
  const now = () => Math.floor(Date.now() / 1000);
  database.prepare('DELETE FROM records WHERE expires <= ?').run(now());

  const current = '(expires IS NULL OR expires > ?)';
  const byId = database.prepare(`SELECT payload FROM records WHERE model = ? AND id = ? AND ${current}`);
  const byUid = database.prepare(`SELECT payload FROM records WHERE model = ? AND uid = ? AND ${current}`);
  const write = database.prepare('INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?, ?)');
  const consume = database.prepare(
    "UPDATE records SET payload = json_set(payload, '$.consumed', ?) WHERE model = ? AND id = ?",
  );
  const remove = database.prepare('DELETE FROM records WHERE model = ? AND id = ?');
  const revoke = database.prepare('DELETE FROM records WHERE model = ? AND grant_id = ?');
  const read = (row: Record<string, unknown> | undefined) =>
    Promise.resolve(row ? (JSON.parse(String(row['payload'])) as Payload) : undefined);
  const done = () => Promise.resolve();

  return {
    adapter: (model) => ({
      upsert: (id, payload, expiresIn) => {
        const expires = expiresIn === undefined ? null : now() + expiresIn;
        write.run(model, id, JSON.stringify(payload), payload.grantId ?? null, payload.uid ?? null, expires);
        return done();
      },
      find: (id) => read(byId.get(model, id, now())),
      findByUid: (uid) => read(byUid.get(model, uid, now())),
      // The device flow, which alone has user codes, is off.
      findByUserCode: () => Promise.resolve(undefined),
      consume: (id) => {
        consume.run(now(), model, id);
        return done();
      },
      destroy: (id) => {
        remove.run(model, id);
        return done();
      },
      revokeByGrantId: (grantId) => {
        revoke.run(model, grantId);
        return done();
      },
    }),
    close: () => {
      database.close();
    },
  };
}
