/** All conversations as they happen (Server-Sent Events; the browser comes back by itself and asks for the rest). */
import { useEffect, useState } from 'preact/hooks';

import { Card } from '../design/surface.tsx';
import { useWords } from '../words/words.ts';
import type { LineView, SimulationEvent } from './api.ts';
import { Lines } from './lines.tsx';
import { words } from './words.ts';

type Line = LineView & { readonly domain: string };

/** Lines that stay on the page. */
const MOST_LINES = 200;

export function LiveTranscript() {
  const t = useWords(words);
  const [lines, setLines] = useState<readonly Line[]>([]);
  useEffect(() => {
    const source = new EventSource('/simulation/events');
    source.onmessage = ({ data }: MessageEvent<string>) => {
      const event = JSON.parse(data) as SimulationEvent;
      if (event.kind !== 'line') return;
      const line = { ...event.line, domain: event.domain };
      setLines((before) => [...before, line].slice(-MOST_LINES));
    };
    return () => {
      source.close();
    };
  }, []);
  return (
    <Card label={t.live}>
      <h2>{t.live}</h2>
      <p>{t.liveSays}</p>
      {lines.length === 0 ? (
        <p class="quiet">{t.waiting}</p>
      ) : (
        // Scrolls by itself, so it takes the focus for people without a mouse (WCAG 2.1.1).
        <div class="live" tabIndex={0} role="log" aria-label={t.live}>
          <Lines lines={lines} />
        </div>
      )}
    </Card>
  );
}
