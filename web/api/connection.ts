/** Whether the network is there: as the browser says, and as the last request found. */
import { createStore } from '../store.ts';

export const connection = createStore(true);

/** Follows the browser's own word from now on. */
export function watchConnection(): void {
  connection.set(navigator.onLine);
  addEventListener('online', () => {
    connection.set(true);
  });
  addEventListener('offline', () => {
    connection.set(false);
  });
}
