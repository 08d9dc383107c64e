/**
 * One TCP or TLS connection to a name server: many questions at once, answers in any order (RFC 7766
 * sections 6.2.1 and 7), two octets of length before each message. The connection is opened at the first
 * question, closes when idle, and keeps the process alive only while an answer is awaited.
 */
import { randomInt } from 'node:crypto';
import type { Socket } from 'node:net';

export type Exchanged =
  | { readonly kind: 'answer'; readonly octets: Buffer }
  /** `fresh` false: it may be that an old connection had died, and a new one works. */
  | { readonly kind: 'lost'; readonly detail: string; readonly fresh: boolean }
  | { readonly kind: 'timeout' };

export interface Stream {
  /** Sends a query, the id of which is chosen here, and waits for the answer with that id. */
  readonly exchange: (query: Buffer, milliseconds: number) => Promise<Exchanged>;
  readonly isOpen: () => boolean;
  readonly close: () => void;
}

const IDLE_MILLISECONDS = 10_000;
const MOST_PENDING = 512;

type Pending = (exchanged: Exchanged) => void;

/** An id no other question on this connection has. */
function freeId(pending: ReadonlyMap<number, Pending>): number {
  for (;;) {
    const id = randomInt(65536);
    if (!pending.has(id)) return id;
  }
}

/** Cuts a stream of octets into messages; gives what is left of them. */
function cutMessages(octets: Buffer, take: (message: Buffer) => void): Buffer {
  let rest = octets;
  while (rest.length >= 2) {
    const length = rest.readUInt16BE();
    if (rest.length < 2 + length) break;
    take(rest.subarray(2, 2 + length));
    rest = rest.subarray(2 + length);
  }
  return rest;
}

/** Takes a socket that is connecting, and the event that says it is ready. */
export function openStream(socket: Socket, readyEvent: 'connect' | 'secureConnect'): Stream {
  const pending = new Map<number, Pending>();
  let received: Buffer[] = [];
  let total = 0;
  let open = true;
  let ready = false;
  let answered = 0;
  let failure = 'the connection was closed';

  const settle = (id: number, exchanged: Exchanged): void => {
    const waiting = pending.get(id);
    if (waiting === undefined) return;
    pending.delete(id);
    if (pending.size === 0) socket.unref();
    waiting(exchanged);
  };
  const end = (): void => {
    open = false;
    const fresh = answered === 0;
    for (const id of [...pending.keys()]) settle(id, { kind: 'lost', detail: failure, fresh });
  };
  const waitingFor = (): number => {
    const [first] = received;
    if (first === undefined || first.length < 2) return 2;
    return 2 + first.readUInt16BE();
  };

  socket.setNoDelay(true);
  socket.setTimeout(IDLE_MILLISECONDS, () => {
    if (pending.size === 0) socket.destroy();
  });
  socket.once(readyEvent, () => {
    ready = true;
  });
  socket.on('data', (chunk) => {
    received.push(chunk);
    total += chunk.length;
    if (received.length > 1 && (received[0]?.length ?? 0) >= 2 && total < waitingFor()) return;
    const rest = cutMessages(Buffer.concat(received), (message) => {
      answered += 1;
      if (message.length >= 2) settle(message.readUInt16BE(), { kind: 'answer', octets: message });
    });
    received = rest.length > 0 ? [rest] : [];
    total = rest.length;
  });
  socket.on('error', (error) => {
    failure = ready ? 'the connection broke' : `no connection (${error.message})`;
  });
  socket.once('close', end);
  socket.unref();

  return {
    isOpen: () => open && !socket.destroyed,
    close: () => {
      open = false;
      socket.destroy();
    },
    exchange: (query, milliseconds) => {
      if (!open || socket.destroyed) return Promise.resolve({ kind: 'lost', detail: failure, fresh: false });
      if (pending.size >= MOST_PENDING)
        return Promise.resolve({ kind: 'lost', detail: 'too many questions at once', fresh: true });
      const id = freeId(pending);
      const framed = Buffer.alloc(2 + query.length);
      framed.writeUInt16BE(query.length, 0);
      query.copy(framed, 2);
      framed.writeUInt16BE(id, 2);
      const answeredBefore = answered;
      return new Promise((resolve) => {
        const timer = setTimeout(() => {
          settle(id, { kind: 'timeout' });
          // Nothing at all came meanwhile: the connection is dead, whatever TCP believes.
          if (answered === answeredBefore) socket.destroy();
        }, milliseconds);
        pending.set(id, (exchanged) => {
          clearTimeout(timer);
          resolve(exchanged);
        });
        socket.ref();
        socket.write(framed);
      });
    },
  };
}
