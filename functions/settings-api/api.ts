/**
 * The settings API: one function behind an HTTP API. A request goes through the same gates in the same order:
 * is there such a route (404, 405), who is calling (401, 403), does the request fit (415, 413, 400, 422);
 * then the route acts. The token is verified in front of this function, not here.
 */
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

import { identify, type ApiEvent } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { problem, type Problem } from './problem.ts';
import { checkRequest, headerOf } from './request.ts';
import { renderProblem, renderReply } from './response.ts';
import type { Route, User } from './route.ts';
import { routes } from './routes.ts';
import { findRoute } from './routing.ts';

export type Api = (event: ApiEvent, context?: Context) => Promise<APIGatewayProxyStructuredResultV2>;

type Admission = { readonly kind: 'admitted'; readonly user: User | null } | Problem;

/** Lets a caller through to a route. The first call of a new user makes their alias, switched off. */
async function admit(route: Route, event: ApiEvent, dependencies: Dependencies): Promise<Admission> {
  if (route.description.access === 'public') return { kind: 'admitted', user: null };
  const identification = identify(event, dependencies.domains, dependencies.tokenNames);
  switch (identification.kind) {
    case 'nobody':
      return problem('not-signed-in', 'Send an access token: Authorization: Bearer ….', {
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    case 'stranger':
      return problem('not-allowed', identification.detail);
    case 'caller': {
      const { home, address, name, operator } = identification.caller;
      if (route.description.access === 'operator' && !operator) {
        return problem('not-allowed', 'This is for operators only.');
      }
      const { aliases } = dependencies;
      const alias = (await aliases.get(address)) ?? (await aliases.provision(address, home, name));
      return { kind: 'admitted', user: { alias, home, operator } };
    }
  }
}

interface Served {
  readonly route: string;
  readonly user: User | null;
  readonly response: APIGatewayProxyStructuredResultV2;
}

async function serve(event: ApiEvent, dependencies: Dependencies): Promise<Served> {
  const { method } = event.requestContext.http;
  const found = findRoute(routes, method, event.rawPath);
  if (found.kind === 'problem') return { route: 'none', user: null, response: renderProblem(found) };
  const { route, parameters } = found;
  const admission = await admit(route, event, dependencies);
  if (admission.kind === 'problem') {
    return { route: route.path, user: null, response: renderProblem(admission) };
  }
  const { user } = admission;
  const request = checkRequest(event, route.description, dependencies.maxMessageSize);
  if (request.kind === 'problem') return { route: route.path, user, response: renderProblem(request) };
  const call = { ...request, user, parameters, header: (name: string) => headerOf(event, name) };
  // The description that typed the action is the one that has just checked the request.
  const outcome = await route.act(call as never, dependencies);
  const response =
    outcome.kind === 'problem' ? renderProblem(outcome) : renderReply(outcome, route.description.answer);
  return { route: route.path, user, response };
}

/** Makes the handler. It always answers: what it throws inside becomes a 500 that says nothing of the inside. */
export function createApi(dependencies: Dependencies): Api {
  const { observer, now } = dependencies;
  const handler: MiddyfiedHandler<ApiEvent, APIGatewayProxyStructuredResultV2> = middy<
    ApiEvent,
    APIGatewayProxyStructuredResultV2
  >(
    async (event: ApiEvent) => {
      const startedAt = now();
      const { method } = event.requestContext.http;
      const { route, user, response } = await serve(event, dependencies);
      observer.info('request', {
        method,
        route,
        status: response.statusCode ?? null,
        milliseconds: now() - startedAt,
        user: user === null ? null : observer.hash(user.home),
      });
      return method === 'HEAD' ? { ...response, body: '' } : response;
    },
    {
      requestEnd: () => {
        observer.flush();
      },
    },
  ).onError((request) => {
    observer.fault('request failed', request.error, { method: request.event.requestContext.http.method });
    request.response = renderProblem(
      problem('internal-error', 'This is a fault of ours, and it has been recorded. Try again in a moment.'),
    );
  });
  // Middy reads the remaining time from the context; outside Lambda there is none, and it copes with that.
  return (event, context) => handler(event, context ?? ({} as Context));
}
