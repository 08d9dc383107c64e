/**
 * What just happened, for eyes and for readers of screens. The live region stands on the page from the start
 * (`<Toasts/>` in the shell): one that is put there together with its text is not read by all of them.
 */
import { useEffect, useState } from 'preact/hooks';

interface Spoken {
  readonly text: string;
  readonly shown: boolean;
  readonly id: number;
}

const SHOWN_MILLISECONDS = 6000;

let count = 0;
let listener: ((spoken: Spoken) => void) | null = null;

function say(text: string, shown: boolean): void {
  count += 1;
  listener?.({ text, shown, id: count });
}

/** Reads a text out without showing it. */
export function announce(text: string): void {
  say(text, false);
}

/** Shows a text for some seconds, and reads it out. */
export function toast(text: string): void {
  say(text, true);
}

export function Toasts() {
  const [spoken, setSpoken] = useState<Spoken | null>(null);
  useEffect(() => {
    listener = setSpoken;
    return () => {
      listener = null;
    };
  }, []);
  useEffect(() => {
    if (spoken === null) return;
    const timer = setTimeout(() => {
      setSpoken(null);
    }, SHOWN_MILLISECONDS);
    return () => {
      clearTimeout(timer);
    };
  }, [spoken]);
  return (
    <div class="toasts" role="status" aria-live="polite">
      {spoken !== null && (
        <div key={spoken.id} class={spoken.shown ? 'toast' : 'visually-hidden'}>
          {spoken.text}
        </div>
      )}
    </div>
  );
}
