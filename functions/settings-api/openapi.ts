/**
 * The OpenAPI 3.1 document, made of the routes' own descriptions and schemas: what is published is what
 * validates. Rules that JSON Schema cannot say are in the descriptions.
 */
import { z } from 'zod';

import { ProblemDocument } from './answers.ts';
import { PROBLEMS, problemType, type ProblemName } from './problem.ts';
import type { Answer, Description, Route } from './route.ts';
import { components } from './schemas.ts';

type Json = Record<string, unknown>;

function reference(schema: z.ZodType): Json {
  const registered = components.get(schema);
  if (registered === undefined) throw new Error('a schema of a route has no name in the OpenAPI document');
  return { $ref: `#/components/schemas/${registered.id}` };
}

/** A schema as a media type's content, with its first example beside it. */
function jsonContent(schema: z.ZodType): Json {
  const [example] = (schema.meta()?.['examples'] as unknown[] | undefined) ?? [];
  return { schema: reference(schema), ...(example === undefined ? {} : { example }) };
}

function schemas(): Json {
  const { schemas: named } = z.toJSONSchema(components, {
    io: 'input',
    uri: (id) => `#/components/schemas/${id}`,
    override: ({ jsonSchema }) => {
      // The format says it; the pattern for it is 200 characters long.
      if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
    },
  });
  return Object.fromEntries(
    Object.entries(named).map(([id, schema]) => {
      const plain: Json = { ...schema };
      delete plain['$schema'];
      delete plain['$id'];
      return [id, plain];
    }),
  );
}

function parameters(path: string, { query, headers = {} }: Description): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const { properties = {} } = query === undefined ? {} : z.toJSONSchema(query, { io: 'input' });
  const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }));
  const inHeader = Object.entries(headers).map(([name, description]) => ({
    name,
    in: 'header',
    description,
    schema: { type: 'string' },
  }));
  return [...inPath, ...inQuery, ...inHeader];
}

function requestBody({ body, takesMessage }: Description): Json {
  if (body === undefined) return {};
  const message = {
    'message/rfc822': { schema: { type: 'string', contentMediaType: 'message/rfc822' } },
  };
  const content = { 'application/json': jsonContent(body), ...(takesMessage === true ? message : {}) };
  return { requestBody: { required: true, content } };
}

function textContent(media: readonly string[]): Json {
  return Object.fromEntries(media.map((type) => [type, { schema: { type: 'string' } }]));
}

function success(answer: Answer): Json {
  const headers = Object.entries(answer.headers ?? {}).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ]);
  const content =
    'schema' in answer
      ? {
          content: { 'application/json': jsonContent(answer.schema), ...textContent(answer.alsoMedia ?? []) },
        }
      : 'media' in answer
        ? { content: { [answer.media.split(';', 1)[0] ?? answer.media]: { schema: {} } } }
        : {};
  return {
    description: answer.status === 204 ? 'Done' : 'Success',
    ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) as Json }),
    ...content,
  };
}

const ELSEWHERE: Json = {
  description: 'It is too large for this answer, and waits at another address',
  headers: {
    Location: {
      description: 'Where it is; to be asked without an access token.',
      schema: { type: 'string' },
    },
  },
};

/** Problems that follow from what a route takes, and its own. */
function problemsOf({ access, body, query, problems = [] }: Description): ProblemName[] {
  return [
    ...(access === 'public' ? [] : (['not-signed-in', 'not-allowed'] as const)),
    ...(body === undefined
      ? []
      : (['unparsable-json', 'too-large', 'unsupported-media-type', 'invalid-request'] as const)),
    ...(query === undefined || body !== undefined ? [] : (['invalid-request'] as const)),
    ...problems,
    'internal-error',
  ];
}

function refusals(description: Description): Json {
  const byStatus = new Map<number, ProblemName[]>();
  for (const name of problemsOf(description)) {
    const { status } = PROBLEMS[name];
    byStatus.set(status, [...(byStatus.get(status) ?? []), name]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, names]) => [
      String(status),
      {
        description: names.map((name) => `${PROBLEMS[name].title} (\`${problemType(name)}\`)`).join('; '),
        content: { 'application/problem+json': { schema: reference(ProblemDocument) } },
      },
    ]),
  );
}

/** `GET /v1/app-passwords/{id}` → `getAppPasswordsId`. */
function operationId({ method, path }: Route): string {
  const words = path.replace(/^\/v1/, '').split(/[^A-Za-z0-9]+/);
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function operation(route: Route): Json {
  const { description } = route;
  const takes = parameters(route.path, description);
  return {
    operationId: operationId(route),
    summary: description.summary,
    ...(description.description === undefined ? {} : { description: description.description }),
    security: description.access === 'public' ? [] : [{ token: [] }],
    ...(takes.length === 0 ? {} : { parameters: takes }),
    ...requestBody(description),
    responses: {
      [String(description.answer.status)]: success(description.answer),
      ...(description.answer.elsewhere === true && { '303': ELSEWHERE }),
      ...refusals(description),
    },
  };
}

/** Describes routes as they answer at `server`. */
export function describeApi(routes: readonly Route[], server: URL): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method.toLowerCase()]: operation(route) };
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Secure Alias',
      version: '1',
      description:
        'A second mail address whose mail travels over encrypted connections only, or comes back at once. ' +
        'Answers may gain further fields. Sentences are in English, or in German with ' +
        '`Accept-Language: de`; `Content-Language` says which.',
    },
    servers: [{ url: server.origin }],
    paths,
    components: {
      schemas: schemas(),
      securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    },
  };
}
