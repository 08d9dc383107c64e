/**
 * The OpenAPI document as clients get it, and checks against it. The schemas are rebuilt from the published
 * JSON alone, so that what is tested is the document and not the code that made it.
 */
import { z } from 'zod';

import { openHouse } from './house.ts';

interface MediaType {
  readonly schema: Record<string, unknown>;
  readonly example?: unknown;
}
interface Response {
  readonly description: string;
  readonly content?: Record<string, MediaType>;
  readonly headers?: Record<string, unknown>;
}
export interface Operation {
  readonly operationId: string;
  readonly security: readonly Record<string, unknown>[];
  readonly parameters?: readonly { name: string; in: string; schema: Record<string, unknown> }[];
  readonly requestBody?: { readonly content: Record<string, MediaType> };
  readonly responses: Record<string, Response>;
}
export interface Published {
  readonly openapi: string;
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, { examples?: unknown[] }> };
}

const { json } = await openHouse().ask('GET', '/v1/openapi.json', { as: null });
export const published = json as Published;

/** Every operation with its method in upper case. */
export const operations = Object.entries(published.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

export function operationOf(method: string, path: string): Operation {
  const operation = published.paths[path]?.[method.toLowerCase()];
  if (operation === undefined) throw new Error(`${method} ${path} is not published`);
  return operation;
}

/** A validator of a schema that stands in the document. `closed` also refuses fields that it does not name. */
export function validatorOf(schema: Record<string, unknown>, closed = false): z.ZodType {
  const standalone = { ...schema, $defs: published.components.schemas };
  const text = JSON.stringify(standalone).replaceAll('#/components/schemas/', '#/$defs/');
  const read = JSON.parse(text, (_key, value: unknown) =>
    closed && isObjectSchema(value) ? { ...value, additionalProperties: false } : value,
  ) as z.core.JSONSchema.JSONSchema;
  return z.fromJSONSchema(read);
}

/** An object of named fields; a map from any name to something says itself what it takes. */
function isObjectSchema(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    'type' in value &&
    value.type === 'object' &&
    'properties' in value
  );
}

/** The sentences of everything that does not fit; empty where all does. */
export function faultsOf(schema: Record<string, unknown>, value: unknown, closed = false): string[] {
  const result = validatorOf(schema, closed).safeParse(value);
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('/')}: ${issue.message}`);
}
