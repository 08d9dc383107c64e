/**
 * The tokens of whoever is signed in: in the memory of this page and nowhere else, so that nothing that can read a
 * browser's storage can take them. A reload loses them, and the sign-in's own session gives new ones (flow.ts).
 */
import { createStore } from '../store.ts';

export interface Tokens {
  readonly access: string;
  /** Null where the issuer gives none: then the end of the access token asks for a new sign-in. */
  readonly refresh: string | null;
  /** Shown back to the issuer at sign-out. */
  readonly identity: string | null;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

export const tokens = createStore<Tokens | null>(null);
