/**
 * The HTML of a message in a frame of its own, whose document is a file of ours with the strictest of policies and
 * which may not run script. Pictures from the internet come only after the person has asked for them.
 */
import { useEffect, useRef, useState } from 'preact/hooks';

import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/surface.tsx';
import { useWords } from '../../words/words.ts';
import type { Message } from '../plain.ts';
import { words } from './words.ts';

/** Characters that are put into the frame; more would only keep the browser busy. */
const MOST_HTML = 1_000_000;
/** CSS pixels; a taller message scrolls in its frame. */
const TALLEST = 20_000;

/** Addresses of small attached pictures, until the message is left. */
function useInline(attachments: Message['attachments']): ReadonlyMap<string, string> {
  const [inline, setInline] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const made = new Map<string, string>();
    for (const { contentId, content, contentType } of attachments) {
      if (contentId === null || content === null || !/^image\/(png|gif|jpe?g|webp)$/i.test(contentType))
        continue;
      const octets = Uint8Array.from(atob(content), (character) => character.charCodeAt(0));
      const url = URL.createObjectURL(new Blob([octets], { type: contentType }));
      made.set(contentId.replace(/^<|>$/g, ''), url);
    }
    setInline(made);
    return () => {
      for (const url of made.values()) URL.revokeObjectURL(url);
    };
  }, [attachments]);
  return inline;
}

export function HtmlBody({ message }: { readonly message: Message }) {
  const t = useWords(words);
  const [images, setImages] = useState(false);
  const [blocked, setBlocked] = useState(0);
  const [loaded, setLoaded] = useState(0);
  const frame = useRef<HTMLIFrameElement>(null);
  const inline = useInline(message.attachments);
  const html = message.html ?? '';

  useEffect(() => {
    const shown = frame.current?.contentWindow;
    const body = frame.current?.contentDocument?.body;
    if (loaded === 0 || !shown || !body) return;
    let isOver = false;
    let sizes: ResizeObserver | undefined;
    void import('./sanitise.ts').then(({ sanitise }) => {
      if (isOver) return;
      const clean = sanitise(html.slice(0, MOST_HTML), shown, { images, inline });
      body.replaceChildren(clean.content);
      frame.current?.setAttribute('data-shown', '');
      setBlocked(clean.blocked);
      const fit = (): void => {
        if (frame.current !== null)
          frame.current.style.height = `${Math.min(TALLEST, Math.max(96, body.scrollHeight + 32))}px`;
      };
      sizes = new ResizeObserver(fit);
      sizes.observe(body);
      fit();
    });
    return () => {
      isOver = true;
      sizes?.disconnect();
    };
  }, [html, images, inline, loaded]);

  return (
    <div class="stack">
      {html.length > MOST_HTML && <Notice>{t.tooLong}</Notice>}
      {blocked > 0 && !images && (
        <Notice title={t.imagesBlocked}>
          <p>{t.imagesSays}</p>
          <div class="row">
            <Button
              onPress={() => {
                setLoaded(0);
                setImages(true);
              }}
            >
              {t.showImages}
            </Button>
          </div>
        </Notice>
      )}
      <iframe
        key={String(images)}
        ref={frame}
        class="message-frame"
        title={t.body}
        sandbox="allow-same-origin allow-popups allow-popups-to-escape-sandbox"
        src={images ? '/frames/message-with-images.html' : '/frames/message.html'}
        onLoad={() => {
          setLoaded((count) => count + 1);
        }}
      />
    </div>
  );
}
