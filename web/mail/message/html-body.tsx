/**
 * The HTML of a message in a frame of its own, whose document is a file of ours with the strictest of policies and
 * which may not run script. Pictures from the internet come only after the person has asked for them.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';

import { Button } from '../../design/button.tsx';
import { Notice } from '../../design/surface.tsx';
import { useWords } from '../../words/words.ts';
import { withoutControls, type Message } from '../plain.ts';
import { boundHtml } from './bounds.ts';
import { useInlinePictures } from './inline-pictures.ts';
import { words } from './words.ts';

/** CSS pixels; a taller message scrolls in its frame. */
const TALLEST = 20_000;

export function HtmlBody({ message }: { readonly message: Message }) {
  const t = useWords(words);
  const [images, setImages] = useState(false);
  const [blocked, setBlocked] = useState(0);
  const [loaded, setLoaded] = useState(0);
  const frame = useRef<HTMLIFrameElement>(null);
  const [isUnshowable, setUnshowable] = useState(false);
  const inline = useInlinePictures(message);
  const { html, shortened } = useMemo(() => boundHtml(withoutControls(message.html ?? '')), [message.html]);

  useEffect(() => {
    const body = frame.current?.contentDocument?.body;
    if (loaded === 0 || !body) return;
    let isOver = false;
    let sizes: ResizeObserver | undefined;
    const fit = (): void => {
      if (frame.current !== null)
        frame.current.style.height = `${Math.min(TALLEST, Math.max(96, body.scrollHeight + 32))}px`;
    };
    const show = async (): Promise<void> => {
      const { sanitise } = await import('./sanitise.ts');
      if (isOver) return;
      const { host: ownHost } = location;
      const clean = sanitise(html, { images, inline, ownHost, leadsTo: t.leadsTo });
      body.replaceChildren(clean.content);
      frame.current?.setAttribute('data-shown', '');
      setBlocked(clean.blocked);
      sizes = new ResizeObserver(fit);
      sizes.observe(body);
      fit();
    };
    show().catch(() => {
      if (!isOver) setUnshowable(true);
    });
    return () => {
      isOver = true;
      sizes?.disconnect();
    };
  }, [html, images, inline, loaded, t]);

  return (
    <div class="stack">
      {shortened && !message.shortened && <Notice>{t.shortened}</Notice>}
      {isUnshowable && <Notice kind="warning">{t.unshowable}</Notice>}
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
