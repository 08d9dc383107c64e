/** Whether the network is there: as the browser says, and as the last request found. */
import { createStore } from '../store.ts';

export const connection = createStore(true);

/** An answer came. One that was on its way when the network went away says nothing of now. */
export function answered(): void {
  if (navigator.onLine) connection.set(true);
}

/** Milliseconds between looks for a server that was not to be reached. */
const AGAIN = 3000;

let isLooking = false;

/** Whether anything answers; what it says is for the requests to deal with. */
async function isThere(): Promise<boolean> {
  try {
    await fetch('/healthz', { cache: 'no-store' });
    return true;
  } catch {
    return false;
  }
}

/** A server that was away tells nobody when it is back, and pages wait with their requests until then. */
async function lookForServer(): Promise<void> {
  if (isLooking) return;
  isLooking = true;
  while (!connection.get()) {
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
    if (navigator.onLine && document.visibilityState === 'visible' && (await isThere())) connection.set(true);
  }
  isLooking = false;
}

/** Follows the browser's own word from now on, and the server's. */
export function watchConnection(): void {
  connection.set(navigator.onLine);
  addEventListener('online', () => {
    connection.set(true);
  });
  addEventListener('offline', () => {
    connection.set(false);
  });
  connection.subscribe(() => {
    if (!connection.get()) void lookForServer();
  });
  if (!connection.get()) void lookForServer();
}
