/**
 * The live transcript as Server-Sent Events (HTML Living Standard, section 9.2): what happens at all providers, in one
 * stream, numbered. Who comes back with `Last-Event-ID` (browsers do by themselves) or `?after=` gets what they missed,
 * as far as the last two thousand events go.
 */
import type { ServerResponse } from 'node:http';

import type { SimulationEvent } from './views.ts';

const KEPT = 2000;
const MOST_READERS = 20;
/** Octets that a reader may be behind before it is cut off; it comes back and asks for what it missed. */
const MOST_UNREAD = 4 * 1024 * 1024;
const HEARTBEAT = 20_000;

export class EventStream {
  readonly #kept: { readonly id: number; readonly text: string }[] = [];
  readonly #readers = new Set<ServerResponse>();
  readonly #heartbeat = setInterval(() => {
    for (const reader of this.#readers) reader.write(': still here\n\n');
  }, HEARTBEAT).unref();
  #count = 0;

  emit(event: SimulationEvent): void {
    this.#count += 1;
    const text = `id: ${this.#count}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
    this.#kept.push({ id: this.#count, text });
    if (this.#kept.length > KEPT) this.#kept.shift();
    for (const reader of this.#readers) {
      if (reader.writableLength > MOST_UNREAD) reader.destroy();
      else reader.write(text);
    }
  }

  /** Answers with the stream, from behind the event `after` on, or from now on. False: too many are reading. */
  serve(response: ServerResponse, after: number | null): boolean {
    if (this.#readers.size >= MOST_READERS) return false;
    response.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    // A number from before a restart is larger than any of ours: then all that is kept is news.
    const from = after === null ? this.#count : after > this.#count ? 0 : after;
    response.write('retry: 1000\n\n');
    for (const { id, text } of this.#kept) if (id > from) response.write(text);
    this.#readers.add(response);
    response.once('close', () => this.#readers.delete(response));
    return true;
  }

  close(): void {
    clearInterval(this.#heartbeat);
    for (const reader of this.#readers) reader.end();
  }
}
