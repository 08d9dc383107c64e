/**
 * The settings API: one function behind an HTTP API. A request goes through the same gates in the same order:
 * is there such a route (404, 405), who is calling (401, 403), does the request fit (415, 413, 400, 422);
 * then the route acts, and what came of it is said in the reader's language. The token is verified in front of this
 * function, not here.
 */
import middy, { type MiddyfiedHandler } from '@middy/core';
import type { APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';

import type { Language } from '../../shared/mail/words/words.ts';
import type { Alias } from '../../shared/store/aliases.ts';
import { identify, type ApiEvent } from './caller.ts';
import type { Dependencies } from './dependencies.ts';
import { problem, type Problem } from './problem.ts';
import { checkRequest, headerOf } from './request.ts';
import { renderProblem, renderReply } from './response.ts';
import type { Answer, Reply, Route, User } from './route.ts';
import { routes } from './routes.ts';
import { findRoute } from './routing.ts';
import { languageFor } from './words/reader.ts';
import { say } from './words/say.ts';

export type Api = (event: ApiEvent, context?: Context) => Promise<APIGatewayProxyStructuredResultV2>;

type Admission = { readonly kind: 'admitted'; readonly user: User | null } | Problem;

/** Until its owner has changed anything, an alias speaks the language that its owner reads; the first change keeps it. */
function inReadersLanguage(alias: Alias, event: ApiEvent): Alias {
  return alias.version === 1 ? { ...alias, language: readerOf(event) } : alias;
}

/** Lets a caller through to a route. The first call of a new user makes their alias, switched off. */
async function admit(route: Route, event: ApiEvent, dependencies: Dependencies): Promise<Admission> {
  if (route.description.access === 'public') return { kind: 'admitted', user: null };
  const identification = identify(event, dependencies.domains, dependencies.tokenNames);
  switch (identification.kind) {
    case 'nobody':
      return problem('not-signed-in', say('Send an access token: Authorization: Bearer ….'), {
        headers: { 'WWW-Authenticate': 'Bearer' },
      });
    case 'stranger':
      return problem('not-allowed', identification.detail);
    case 'caller': {
      const { home, address, name, operator } = identification.caller;
      if (route.description.access === 'operator' && !operator) {
        return problem('not-allowed', say('This is for operators only.'));
      }
      const { aliases } = dependencies;
      const stored = (await aliases.get(address)) ?? (await aliases.provision(address, home, name));
      return { kind: 'admitted', user: { alias: inReadersLanguage(stored, event), home, operator } };
    }
  }
}

interface Served {
  readonly route: string;
  readonly user: User | null;
  readonly outcome:
    Problem | { readonly kind: 'replied'; readonly reply: Reply<unknown>; readonly answer: Answer };
}

async function serve(event: ApiEvent, dependencies: Dependencies): Promise<Served> {
  const { method } = event.requestContext.http;
  const found = findRoute(routes, method, event.rawPath);
  if (found.kind === 'problem') return { route: 'none', user: null, outcome: found };
  const { route, parameters } = found;
  const admission = await admit(route, event, dependencies);
  if (admission.kind === 'problem') return { route: route.path, user: null, outcome: admission };
  const { user } = admission;
  const request = checkRequest(event, route.description, dependencies.maxMessageSize);
  if (request.kind === 'problem') return { route: route.path, user, outcome: request };
  const call = { ...request, user, parameters, header: (name: string) => headerOf(event, name) };
  // The description that typed the action is the one that has just checked the request.
  const outcome = await route.act(call as never, dependencies);
  if (outcome.kind === 'problem') return { route: route.path, user, outcome };
  const { answer } = route.description;
  return { route: route.path, user, outcome: { kind: 'replied', reply: outcome, answer } };
}

function render({ outcome }: Served, event: ApiEvent): APIGatewayProxyStructuredResultV2 {
  const language = readerOf(event);
  return outcome.kind === 'problem'
    ? renderProblem(outcome, language)
    : renderReply(outcome.reply, outcome.answer, language);
}

function readerOf(event: ApiEvent): Language {
  return languageFor(headerOf(event, 'accept-language'));
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
      const served = await serve(event, dependencies);
      const { route, user } = served;
      const response = render(served, event);
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
      problem(
        'internal-error',
        say('This is a fault of ours, and it has been recorded. Try again in a moment.'),
      ),
      readerOf(request.event),
    );
  });
  // Middy reads the remaining time from the context; outside Lambda there is none, and it copes with that.
  return (event, context) => handler(event, context ?? ({} as Context));
}
