/**
 * One route: its method and path, what it takes and gives as schemas, and what it does. The same description
 * validates requests, types the action and makes the OpenAPI document, so the three cannot disagree.
 */
import type { z } from 'zod';

import type { Alias } from '../../shared/store/aliases.ts';
import type { Dependencies } from './dependencies.ts';
import type { Problem, ProblemName } from './problem.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
export type Access = 'public' | 'user' | 'operator';

/** The signed-in owner with the alias as it stands. */
export interface User {
  readonly alias: Alias;
  readonly home: Alias['home'];
  readonly operator: boolean;
}

/** Names in braces in a path: `/v1/messages/{id}` has `id`. */
export type PathParameters<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & PathParameters<Rest>
  : unknown;

/** A success: the value, checked by the compiler against the route's schema, and header fields. */
export interface Reply<Value> {
  readonly kind: 'reply';
  readonly value: Value;
  readonly headers: Readonly<Record<string, string>>;
  /** The answer is elsewhere, at `Location`. @default the status of the description */
  readonly status?: 303;
}

export function reply<Value>(value: Value, headers: Readonly<Record<string, string>> = {}): Reply<Value> {
  return { kind: 'reply', value, headers };
}

/** A success that is to be fetched from somewhere else (RFC 9110 section 15.4.4). */
export function seeOther(location: URL): Reply<never> {
  return { kind: 'reply', value: undefined as never, headers: { Location: location.href }, status: 303 };
}

/** A success without a body. */
export function noContent(): Reply<undefined> {
  return reply(undefined);
}

/** What a success consists of: JSON of a schema, octets or text of a media type, or nothing. */
export type Answer = {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** May also be a 303 to where it is. @default false */
  readonly elsewhere?: true;
} & (
  | {
      readonly schema: z.ZodType;
      /** Further media types, by the client's Accept; such a reply is text and names its Content-Type itself. */
      readonly alsoMedia?: readonly string[];
    }
  | { readonly media: string }
  | { readonly empty: true }
);

export type ValueOf<A extends Answer> = A extends { schema: infer Schema extends z.ZodType }
  ? z.input<Schema> | (A extends { alsoMedia: readonly string[] } ? string : never)
  : A extends { media: string }
    ? Buffer | string
    : undefined;

export interface Description<
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Query extends z.ZodObject | undefined = z.ZodObject | undefined,
  A extends Answer = Answer,
  Who extends Access = Access,
  Takes extends boolean = boolean,
> {
  readonly summary: string;
  /** Longer explanation in Markdown, for the OpenAPI document. */
  readonly description?: string;
  readonly access: Who;
  readonly body?: Body;
  /** Also takes a whole message as message/rfc822, up to the message size limit. */
  readonly takesMessage?: Takes;
  readonly query?: Query;
  /** Request header fields that the action looks at, with what they are for. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly answer: A;
  /** Problems of its own, beside those that follow from the rest of the description. */
  readonly problems?: readonly ProblemName[];
}

type Output<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

/** A request after all checks that follow from the description. */
export interface Call<Parameters, Body, Query, Who extends Access> {
  readonly user: Who extends 'public' ? null : User;
  readonly parameters: Parameters;
  readonly query: Query;
  /** What the schema made of the JSON; a Buffer where the route takes messages and got one. */
  readonly body: Body;
  /** The body as it came, for fingerprints. */
  readonly octets: Buffer;
  /** A header field by its lower-case name. */
  readonly header: (name: string) => string | null;
}

export interface Route {
  readonly method: Method;
  readonly path: string;
  readonly description: Description;
  readonly act: (
    call: Call<never, never, never, never>,
    dependencies: Dependencies,
  ) => Promise<Reply<unknown> | Problem>;
}

/**
 * Declares a route. The action gets the checked request and what it works with, and gives a reply of the
 * described schema or a problem; it throws only where the infrastructure fails.
 */
export function route<
  const Path extends string,
  Who extends Access,
  A extends Answer,
  Body extends z.ZodType | undefined = undefined,
  Query extends z.ZodObject | undefined = undefined,
  Takes extends boolean = false,
>(
  method: Method,
  path: Path,
  description: Description<Body, Query, A, Who, Takes>,
  act: (
    call: Call<
      PathParameters<Path>,
      Output<Body> | (Takes extends true ? Buffer : never),
      Output<Query>,
      Who
    >,
    dependencies: Dependencies,
  ) => Promise<Reply<ValueOf<A>> | Problem> | Reply<ValueOf<A>> | Problem,
): Route {
  return {
    method,
    path,
    description,
    act: async (call, dependencies) => act(call, dependencies),
  };
}
