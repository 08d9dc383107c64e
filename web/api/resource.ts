/**
 * What pages show of the API: read once, kept by key, shown at once when one comes back, and read again in the
 * background. Two components with one key share one request.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { connection } from './connection.ts';
import type { Answer } from './client.ts';

export interface Resource<Value> {
  readonly value: Value | undefined;
  readonly etag: string | null;
  /** `failed` only where there is nothing to show; a failed re-reading keeps what there was. */
  readonly state: 'loading' | 'ready' | 'failed';
  /** Of the last reading: says why it failed. */
  readonly answer: Answer<Value> | undefined;
  readonly reload: () => void;
  /** Puts what an own change has brought. */
  set(value: Value, etag?: string | null): void;
}

/** Milliseconds between readings; undefined for one reading only. */
export type Rhythm<Value> = number | undefined | ((known: Value | undefined) => number | undefined);

interface Entry {
  value: unknown;
  etag: string | null;
  answer: Answer<unknown> | undefined;
  running: Promise<void> | null;
  /** How it was read last. */
  load: (() => Promise<Answer<unknown>>) | null;
  /** Counts own changes: an answer that was asked for before one is out of date. */
  version: number;
  readonly listeners: Set<() => void>;
}

const entries = new Map<string, Entry>();

function entryOf(key: string): Entry {
  const known = entries.get(key);
  if (known !== undefined) return known;
  const made: Entry = {
    value: undefined,
    etag: null,
    answer: undefined,
    running: null,
    load: null,
    version: 0,
    listeners: new Set(),
  };
  entries.set(key, made);
  return made;
}

function tell(entry: Entry): void {
  for (const listener of [...entry.listeners]) listener();
}

async function read(entry: Entry, load: () => Promise<Answer<unknown>>): Promise<void> {
  const { version } = entry;
  const answer = await load();
  if (entry.version !== version) return;
  entry.answer = answer;
  if (answer.kind === 'ok') {
    entry.value = answer.value;
    entry.etag = answer.etag;
  }
  tell(entry);
}

async function reload(key: string, load: () => Promise<Answer<unknown>>): Promise<void> {
  const entry = entryOf(key);
  entry.load = load;
  if (entry.running !== null) return entry.running;
  const running = read(entry, load).finally(() => {
    if (entry.running === running) entry.running = null;
  });
  entry.running = running;
  return running;
}

/** What is known under a key, and all that begin with it, is out of date: what is on the page is read again at once. */
export function forget(prefix: string): void {
  for (const [key, entry] of entries) {
    if (!key.startsWith(prefix)) continue;
    if (entry.listeners.size === 0 || entry.load === null) {
      entries.delete(key);
      continue;
    }
    // An answer that was asked for before is out of date as well.
    entry.version += 1;
    entry.running = null;
    void reload(key, entry.load);
  }
}

/**
 * What the key stands for. `every` reads it again after so many milliseconds while the page is visible and the
 * network is there; it may depend on what is known by now. A null key reads nothing.
 */
export function useResource<Value>(
  key: string | null,
  load: () => Promise<Answer<Value>>,
  options: { readonly every?: Rhythm<Value> } = {},
): Resource<Value> {
  const entry = key === null ? undefined : entryOf(key);
  const value = entry?.value as Value | undefined;
  const every = typeof options.every === 'function' ? options.every(value) : options.every;
  const [, redraw] = useState(0);
  const latest = useRef(load);
  latest.current = load;

  useEffect(() => {
    if (key === null) return;
    const entry = entryOf(key);
    const listener = (): void => {
      redraw((count) => count + 1);
    };
    const again = (): void => {
      if (document.visibilityState === 'visible') void reload(key, () => latest.current());
    };
    entry.listeners.add(listener);
    void reload(key, () => latest.current());
    const stopWaiting = connection.subscribe(() => {
      if (connection.get() && entry.answer?.kind === 'offline') again();
    });
    return () => {
      entry.listeners.delete(listener);
      stopWaiting();
    };
  }, [key]);

  useEffect(() => {
    if (key === null || every === undefined) return;
    const again = (): void => {
      if (document.visibilityState === 'visible' && connection.get())
        void reload(key, () => latest.current());
    };
    const timer = setInterval(again, every);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, [key, every]);

  const answer = entry?.answer as Answer<Value> | undefined;
  const failed = answer !== undefined && answer.kind !== 'ok';
  return {
    value,
    etag: entry?.etag ?? null,
    state: value !== undefined || answer?.kind === 'ok' ? 'ready' : failed ? 'failed' : 'loading',
    answer,
    reload: () => {
      if (key !== null) void reload(key, () => latest.current());
    },
    set(next, etag) {
      if (entry === undefined) return;
      entry.value = next;
      if (etag !== undefined) entry.etag = etag;
      entry.answer = { kind: 'ok', value: next, etag: entry.etag };
      entry.version += 1;
      tell(entry);
    },
  };
}
