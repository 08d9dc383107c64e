/** Attached pictures that the HTML of a message shows: fetched when it does, one by one, and kept until it is left. */
import { useEffect, useState } from 'preact/hooks';

import { authorized } from '../../api/transport.ts';
import type { Message } from '../plain.ts';
import { shownPictures } from './shown-pictures.ts';

/** Addresses (`blob:`) by Content-ID without brackets; empty until they are there. */
export function useInlinePictures(message: Message): ReadonlyMap<string, string> {
  const [inline, setInline] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const wanted = shownPictures(message);
    if (wanted.length === 0) return;
    const made = new Map<string, string>();
    const leaving = new AbortController();
    const fetchOne = async ({ index, contentId, type }: (typeof wanted)[number]): Promise<void> => {
      const path = `/v1/messages/${message.id}/attachments/${index}`;
      const answer = await authorized(path, { headers: { accept: '*/*' }, signal: leaving.signal });
      if (answer?.ok !== true) return;
      const octets = await answer.arrayBuffer();
      // The server calls all of them octets; only what the list calls a picture comes here.
      if (!leaving.signal.aborted) made.set(contentId, URL.createObjectURL(new Blob([octets], { type })));
    };
    void Promise.allSettled(wanted.map(fetchOne)).then(() => {
      if (!leaving.signal.aborted) setInline(new Map(made));
    });
    return () => {
      leaving.abort();
      for (const url of made.values()) URL.revokeObjectURL(url);
    };
  }, [message]);
  return inline;
}
