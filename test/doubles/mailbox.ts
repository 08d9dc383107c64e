/** A mailbox in memory: filing the same message twice leaves the first one's item, as the table does. */
import { FOLDERS, type MailboxMessage, type MailboxStore } from '../../shared/store/mailbox.ts';
import { decodeCursor, encodeCursor } from '../../shared/store/table.ts';

interface Filed {
  readonly message: MailboxMessage;
  readonly body: Buffer;
}

export interface MemoryMailbox extends MailboxStore {
  /** Everything filed, oldest first. */
  all(): Filed[];
  /** How often `file` was called, repetitions included. */
  filings: number;
}

function keyOf({ home, folder, id }: Pick<MailboxMessage, 'home' | 'folder' | 'id'>): string {
  return `${home}/${folder}#${id}`;
}

export function memoryMailbox(): MemoryMailbox {
  const filed = new Map<string, Filed>();
  const mailbox: MemoryMailbox = {
    filings: 0,
    all: () => [...filed.values()],
    file: (message, body) => {
      mailbox.filings += 1;
      const before = filed.get(keyOf(message));
      filed.set(keyOf(message), { message: before?.message ?? message, body });
      return Promise.resolve();
    },
    list: (home, folder, cursor, limit) => mailbox.search(home, folder, () => true, cursor, limit),
    search: (home, folder, fits, cursor, limit) => {
      const after = cursor === null ? null : decodeCursor(cursor);
      const messages = mailbox
        .all()
        .map(({ message }) => message)
        .filter((message) => message.home === home && message.folder === folder && fits(message))
        .filter(({ id }) => after === null || `${folder}#${id}` < after)
        .sort((one, other) => (one.id < other.id ? 1 : -1));
      const items = messages.slice(0, limit);
      const last = messages.length > limit ? items.at(-1) : undefined;
      return Promise.resolve({
        items,
        next: last === undefined ? null : encodeCursor(`${folder}#${last.id}`),
      });
    },
    get: (home, id) => {
      const found = FOLDERS.map((folder) => filed.get(keyOf({ home, folder, id })));
      return Promise.resolve(found.find((entry) => entry !== undefined)?.message ?? null);
    },
    raw: (message) => Promise.resolve(filed.get(keyOf(message))?.body ?? null),
    mark: (message, unread) => {
      const found = filed.get(keyOf(message));
      if (found === undefined) return Promise.resolve(null);
      const marked = { ...found.message, unread };
      filed.set(keyOf(message), { ...found, message: marked });
      return Promise.resolve(marked);
    },
    remove: (message) => {
      filed.delete(keyOf(message));
      return Promise.resolve();
    },
  };
  return mailbox;
}
