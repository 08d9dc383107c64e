/** All conversations as they happen (Server-Sent Events; the browser comes back by itself and asks for the rest). */
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';

import { Card } from '../design/surface.tsx';
import { useWords } from '../words/words.ts';
import type { SimulationEvent } from './api.ts';
import { Lines, type SpokenLine } from './lines.tsx';
import { words } from './words.ts';

/** Lines that stay on the page. */
const MOST_LINES = 200;
/** Pixels from the end at which one still counts as reading along. */
const NEAR_THE_END = 40;

export function LiveTranscript() {
  const t = useWords(words);
  const [lines, setLines] = useState<readonly SpokenLine[]>([]);
  useEffect(() => {
    const source = new EventSource('/simulation/events');
    source.addEventListener('line', ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as Extract<SimulationEvent, { kind: 'line' }>;
      const { line, domain, direction } = event;
      setLines((before) => [...before, { ...line, domain, direction }].slice(-MOST_LINES));
    });
    return () => {
      source.close();
    };
  }, []);
  return (
    <Card label={t.live}>
      <h2>{t.live}</h2>
      <p>{t.liveSays}</p>
      {lines.length === 0 ? <p class="quiet">{t.waiting}</p> : <Log label={t.live} lines={lines} />}
    </Card>
  );
}

/** Follows what is added, unless one has scrolled back to read. */
function Log({ label, lines }: { readonly label: string; readonly lines: readonly SpokenLine[] }) {
  const box = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  useLayoutEffect(() => {
    const { current } = box;
    if (current !== null && follows.current) current.scrollTop = current.scrollHeight;
  }, [lines]);
  return (
    // Scrolls by itself, so it takes the focus for people without a mouse (WCAG 2.1.1).
    <div
      ref={box}
      class="live"
      tabIndex={0}
      role="log"
      aria-label={label}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        follows.current = scrollHeight - scrollTop - clientHeight < NEAR_THE_END;
      }}
    >
      <Lines lines={lines} />
    </div>
  );
}
