/**
 * A list that comes in pages, newest first: the first page is read again now and then, older ones are added when
 * asked for. A page may be empty and still have a next one; then the next is fetched by itself, up to a limit.
 */
import { useEffect, useState } from 'preact/hooks';
import type { Answer } from './client.ts';
import { useResource } from './resource.ts';

export interface PageOf<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
}

export interface Pages<Item> {
  readonly items: readonly Item[];
  readonly state: 'loading' | 'ready' | 'failed';
  /** Cursor of what is not shown yet; null at the end. */
  readonly next: string | null;
  /** An older page is on its way. */
  readonly busy: boolean;
  readonly more: () => void;
  readonly reload: () => void;
}

interface Older<Item> {
  readonly key: string;
  readonly items: readonly Item[];
  readonly next: string | null;
}

/** Pages without anything in them that are passed over in one go. */
const MOST_EMPTY = 25;

/** The first page keeps its newest state; what has slid out of it is kept from before. */
export function joined<Item extends { readonly id: string }>(
  first: readonly Item[],
  older: readonly Item[],
): readonly Item[] {
  const seen = new Set(first.map(({ id }) => id));
  return [...first, ...older.filter(({ id }) => !seen.has(id))];
}

export function usePages<Item extends { readonly id: string }>(
  key: string,
  load: (cursor: string | null) => Promise<Answer<PageOf<Item>>>,
  options: { readonly every?: number | undefined } = {},
): Pages<Item> {
  const first = useResource(key, () => load(null), options);
  const [older, setOlder] = useState<Older<Item> | null>(null);
  const [busy, setBusy] = useState(false);
  const current = older?.key === key ? older : null;
  const items = joined(first.value?.items ?? [], current?.items ?? []);
  const next = current === null ? (first.value?.next ?? null) : current.next;

  const more = async (): Promise<void> => {
    if (busy || next === null) return;
    setBusy(true);
    let cursor: string | null = next;
    const found: Item[] = [];
    for (let pages = 0; cursor !== null && found.length === 0 && pages < MOST_EMPTY; pages += 1) {
      const answer = await load(cursor);
      if (answer.kind !== 'ok') break;
      found.push(...answer.value.items);
      cursor = answer.value.next;
    }
    // Before anything older is read, what the first page has now is kept: it moves on under us.
    const known = current === null ? (first.value?.items ?? []) : current.items;
    setOlder({ key, items: [...known, ...found], next: cursor });
    setBusy(false);
  };

  // Nothing on the first page, but something behind it: a search goes on by itself.
  const isEmpty = first.state === 'ready' && items.length === 0 && next !== null;
  useEffect(() => {
    if (isEmpty) void more();
  }, [isEmpty, key, next]);

  return {
    items,
    state: first.state,
    next,
    busy,
    more: () => void more(),
    reload: () => {
      first.reload();
    },
  };
}
