/**
 * From method and path to the route. An unknown path is 404, a known one with another method 405 with what it
 * allows (RFC 9110 section 15.5.6). HEAD is GET without the body.
 */
import { notFound, problem, type Problem } from './problem.ts';
import type { Route } from './route.ts';
import { say } from './words/say.ts';

export interface Found {
  readonly kind: 'found';
  readonly route: Route;
  readonly parameters: Readonly<Record<string, string>>;
}

/** Matches segment by segment; gives the decoded parameters, or null. */
function matchPath(pattern: string, path: string): Record<string, string> | null {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return null;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of expected.entries()) {
    const value = given[index] ?? '';
    if (!segment.startsWith('{')) {
      if (segment !== value) return null;
    } else {
      const decoded = decodeSegment(value);
      if (decoded === null || decoded === '') return null;
      parameters[segment.slice(1, -1)] = decoded;
    }
  }
  return parameters;
}

function decodeSegment(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

export function findRoute(routes: readonly Route[], method: string, path: string): Found | Problem {
  const allowed: string[] = [];
  for (const route of routes) {
    const parameters = matchPath(route.path, path);
    if (parameters === null) continue;
    if (route.method === method || (route.method === 'GET' && method === 'HEAD')) {
      return { kind: 'found', route, parameters };
    }
    allowed.push(...(route.method === 'GET' ? ['GET', 'HEAD'] : [route.method]));
  }
  if (allowed.length === 0) return notFound();
  const Allow = allowed.join(', ');
  return problem('method-not-allowed', say('Here you can use {methods}.', { methods: Allow }), {
    headers: { Allow },
  });
}
