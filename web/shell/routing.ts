/** Which route a path belongs to. preact-iso matches one pattern; the first of ours that matches counts. */
import { exec } from 'preact-iso/router';
import { routes, type Route } from './routes.ts';

export interface Match {
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Null where there is no such page; a path that is no proper encoding has none. */
export function findRoute(path: string): Match | null {
  for (const route of routes) {
    try {
      const match = exec(path, route.path);
      // Typed as always there, but is missing where the pattern does not match.
      if ((match as unknown) !== undefined) return { route, parameters: match.params };
    } catch (error) {
      if (error instanceof URIError) return null;
      throw error;
    }
  }
  return null;
}

/** Whether a path may be seen without signing in. */
export function isPublic(path: string): boolean {
  return findRoute(path)?.route.access === 'public';
}

/**
 * Links that the pages follow by themselves; others (the API's documents, the sign-in) are the browser's.
 * For preact-iso's `scope`, which is given the link's own text.
 */
export const OWN_LINKS = /^\/(?!\/|v1\/|healthz|why-refused|objects\/|\.well-known\/|oidc\/)/;
