/**
 * How many large messages may come in at once. Each one holds a part of an upload in memory while it does
 * (shared/store/bodies.ts); without a bound, some dozen clients would take the process to its end, and with it
 * everybody's mail. So a large message needs a place. While there is none, the client's octets are simply not
 * read, and TCP slows it down; an honest one is only later. Whoever still has none when patience ends is told
 * `452 4.3.1` (RFC 5321 section 4.2.3, RFC 3463 section 3.4) and comes back.
 *
 * Small messages need no place and wait for nobody. Why no disk instead: docs/decisions/0047.
 */
import { INLINE_LIMIT, PART_OCTETS } from '../../shared/store/bodies.ts';

const MIB = 1024 * 1024;

/** The program itself, at work (docs/performance.md). */
const BASE = 150 * MIB;
/** A connection with TLS, and what a message on it may hold before it counts as large. */
const PER_CONNECTION = 192 * 1024 + INLINE_LIMIT;
/** Measured: beside the part itself the buffers of both connections, and parts before it that are not collected yet. */
const PER_PLACE = 1.5 * PART_OCTETS;
/** Of the memory, kept free. */
const SPARE = 1 / 8;
const FEWEST = 4;
const MOST = 128;

/** How many large messages a process has places for, if it may use so many octets and has so many connections. */
export function placesWithin(memory: number, connections: number): number {
  const left = memory * (1 - SPARE) - BASE - connections * PER_CONNECTION;
  return Math.min(MOST, Math.max(FEWEST, Math.floor(left / PER_PLACE)));
}

/** Whose message it is: a stranger's server by its address, or a user of ours by the home address. */
export interface Sender {
  readonly kind: 'stranger' | 'user';
  readonly client: string;
}

/** Gives the place back; a second time changes nothing. */
export type Leave = () => void;

interface Waiter {
  readonly sender: Sender;
  readonly enter: (leave: Leave | null) => void;
}

/**
 * The places of one process. One client has a quarter of them at most, so that no single one keeps all others
 * out; strangers together three quarters, so that our own users always get their mail away.
 */
export class LargeMessages {
  readonly #places: number;
  readonly #patience: number;
  readonly #ofOneClient: number;
  readonly #ofStrangers: number;
  readonly #byClient = new Map<string, number>();
  #taken = 0;
  #strangers = 0;
  /** In the order of their coming. */
  readonly #waiting = new Set<Waiter>();

  /** `patience`: milliseconds that a message waits. */
  constructor(places: number, patience: number) {
    this.#places = places;
    this.#patience = patience;
    this.#ofOneClient = Math.max(1, Math.floor(places / 4));
    this.#ofStrangers = Math.max(1, Math.floor((places * 3) / 4));
  }

  /** Takes a place, at once or as soon as there is one; null where patience ends before, or `gone` is aborted. */
  enter(sender: Sender, gone: AbortSignal): Promise<Leave | null> {
    if (gone.aborted) return Promise.resolve(null);
    if (this.#hasRoom(sender)) return Promise.resolve(this.#take(sender));
    return new Promise((resolve) => {
      const giveUp = (): void => {
        waiter.enter(null);
      };
      const patience = setTimeout(giveUp, this.#patience);
      const waiter: Waiter = {
        sender,
        enter: (leave) => {
          this.#waiting.delete(waiter);
          clearTimeout(patience);
          gone.removeEventListener('abort', giveUp);
          resolve(leave);
        },
      };
      gone.addEventListener('abort', giveUp);
      this.#waiting.add(waiter);
    });
  }

  #hasRoom({ kind, client }: Sender): boolean {
    return (
      this.#taken < this.#places &&
      (kind === 'user' || this.#strangers < this.#ofStrangers) &&
      (this.#byClient.get(client) ?? 0) < this.#ofOneClient
    );
  }

  #take(sender: Sender): Leave {
    this.#count(sender, 1);
    let here = true;
    return () => {
      if (!here) return;
      here = false;
      this.#count(sender, -1);
      for (const waiter of this.#waiting) {
        if (this.#hasRoom(waiter.sender)) waiter.enter(this.#take(waiter.sender));
      }
    };
  }

  #count({ kind, client }: Sender, change: 1 | -1): void {
    const ofClient = (this.#byClient.get(client) ?? 0) + change;
    if (ofClient > 0) this.#byClient.set(client, ofClient);
    else this.#byClient.delete(client);
    this.#taken += change;
    if (kind === 'stranger') this.#strangers += change;
  }
}
