/**
 * Files on their way into a message: a place is asked for, the octets go there with progress, and what is ready is
 * named in the message. XMLHttpRequest, because fetch tells nothing of an upload that is going on.
 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { api, ask } from '../api/client.ts';

export type FileState =
  /** Out of the message that is forwarded. */
  | { readonly kind: 'fetching' }
  | { readonly kind: 'uploading'; readonly sent: number }
  | { readonly kind: 'ready'; readonly uploadId: string }
  /** `why`: the API's sentence, or which of ours. */
  | { readonly kind: 'failed'; readonly why: string | null; readonly step: 'fetch' | 'upload' | 'empty' };

export interface Attachment {
  readonly id: number;
  readonly name: string;
  readonly size: number;
  readonly state: FileState;
}

/** Where the octets come from; null where they could not be had. */
type Source = () => Promise<Blob | null>;

interface Work {
  readonly source: Source;
  readonly type: string;
  readonly abort: AbortController;
}

/** Octets of a file in a message: base64 in lines (RFC 2045 section 6.8). */
export function sizeInMessage(octets: number): number {
  return Math.ceil(octets / 57) * 78;
}

/** A type without parameters; what is none, or would be a message of parts, goes as octets. */
export function typeOf(type: string): string {
  const isType = /^[a-z0-9.+-]+\/[a-z0-9.+-]+$/i.test(type) && !/^multipart\//i.test(type);
  return isType ? type : 'application/octet-stream';
}

/** One line without control characters, as the API takes it. */
export function nameOf(name: string): string {
  return (
    name
      .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')
      .trim()
      .slice(0, 255) || 'file'
  );
}

async function put(
  url: string,
  headers: Readonly<Record<string, string>>,
  content: Blob,
  signal: AbortSignal,
  onProgress: (sent: number) => void,
): Promise<boolean> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded }) => {
      onProgress(loaded);
    };
    request.onload = () => {
      resolve(request.status >= 200 && request.status < 300);
    };
    request.onerror =
      request.onabort =
      request.ontimeout =
        () => {
          resolve(false);
        };
    signal.addEventListener('abort', () => {
      request.abort();
    });
    if (signal.aborted) resolve(false);
    else request.send(content);
  });
}

export interface Attachments {
  readonly items: readonly Attachment[];
  add(files: Iterable<File>): void;
  /** One whose octets have to be fetched first. */
  addFrom(
    file: { readonly name: string; readonly type: string; readonly size: number },
    source: Source,
  ): void;
  retry(id: number): void;
  remove(id: number): void;
}

export function useAttachments(onReady: (name: string) => void): Attachments {
  const [items, setItems] = useState<readonly Attachment[]>([]);
  const works = useRef(new Map<number, Work>());
  const count = useRef(0);
  useEffect(() => {
    const running = works.current;
    return () => {
      for (const { abort } of running.values()) abort.abort();
    };
  }, []);

  const set = (id: number, state: FileState): void => {
    setItems((now) => now.map((each) => (each.id === id ? { ...each, state } : each)));
  };

  const run = async (id: number, name: string): Promise<void> => {
    const work = works.current.get(id);
    if (work === undefined) return;
    const { source, type, abort } = work;
    const isOver = (): boolean => abort.signal.aborted;
    const content = await source();
    if (isOver()) return;
    if (content === null) {
      set(id, { kind: 'failed', why: null, step: 'fetch' });
      return;
    }
    if (content.size === 0) {
      set(id, { kind: 'failed', why: null, step: 'empty' });
      return;
    }
    set(id, { kind: 'uploading', sent: 0 });
    const body = { filename: name, contentType: type, size: content.size };
    const answer = await ask(api.POST('/v1/uploads', { body }));
    if (answer.kind !== 'ok') {
      const why =
        answer.kind === 'problem' || answer.kind === 'busy'
          ? (answer.problem.errors[0]?.detail ?? answer.problem.detail)
          : null;
      set(id, { kind: 'failed', why, step: 'upload' });
      return;
    }
    const { id: uploadId, url, headers } = answer.value;
    const giveUp = (): void => {
      void ask(api.DELETE('/v1/uploads/{id}', { params: { path: { id: uploadId } } }));
    };
    if (isOver()) {
      giveUp();
      return;
    }
    const isThere = await put(url, headers, content, abort.signal, (sent) => {
      set(id, { kind: 'uploading', sent });
    });
    if (!isThere) giveUp();
    if (isOver()) return;
    set(id, isThere ? { kind: 'ready', uploadId } : { kind: 'failed', why: null, step: 'upload' });
    if (isThere) onReady(name);
  };

  const begin = (file: { name: string; type: string; size: number }, source: Source, state: FileState) => {
    count.current += 1;
    const id = count.current;
    const name = nameOf(file.name);
    works.current.set(id, { source, type: typeOf(file.type), abort: new AbortController() });
    setItems((now) => [...now, { id, name, size: file.size, state }]);
    void run(id, name);
  };

  return {
    items,
    add(files) {
      for (const file of files) begin(file, () => Promise.resolve(file), { kind: 'uploading', sent: 0 });
    },
    addFrom(file, source) {
      begin(file, source, { kind: 'fetching' });
    },
    retry(id) {
      const item = items.find((each) => each.id === id);
      if (item === undefined) return;
      set(id, { kind: 'fetching' });
      void run(id, item.name);
    },
    remove(id) {
      works.current.get(id)?.abort.abort();
      works.current.delete(id);
      const state = items.find((each) => each.id === id)?.state;
      if (state?.kind === 'ready')
        void ask(api.DELETE('/v1/uploads/{id}', { params: { path: { id: state.uploadId } } }));
      setItems((now) => now.filter((each) => each.id !== id));
    },
  };
}
