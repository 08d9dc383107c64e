/**
 * What a run leaves for the next one, in a secret of its own, since there are keys among it: the ACME account's,
 * and during a change the next one of the edge.
 */
import { z } from 'zod';

const schema = z.object({
  /** Of this directory only; another directory gets an account of its own. */
  account: z.object({ directory: z.string(), key: z.string() }).optional(),
  /** Counts changes of the edge's key. */
  keyGeneration: z.int().optional(),
  next: z
    .object({
      key: z.string(),
      /** Digest of the key that it takes the place of. */
      replaces: z.string().nullable(),
      publishedAt: z.number().nullable(),
      usedSince: z.number().nullable(),
    })
    .optional(),
  /** The last certificate that we had issued, by its SHA-256. */
  issued: z.object({ directory: z.string(), fingerprint: z.string() }).optional(),
});

export type RenewalState = z.output<typeof schema>;

/** Throws where the text is not what a run wrote: keys in it must not be lost by starting anew. */
export function parseState(text: string): RenewalState {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error('the state of the renewal is not JSON; put {} into its secret to begin anew');
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ');
  throw new Error(
    `the state of the renewal cannot be read (${places}); put {} into its secret to begin anew`,
  );
}
