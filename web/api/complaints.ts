/** The API's own sentences by the place that they are about, such as `/notAfter`; '' for the whole. Pure. */
import type { Problem } from './client.ts';

export type Complaints = ReadonlyMap<string, string>;

export const NO_COMPLAINTS: Complaints = new Map();

/** Never empty: what names no place is about the whole. */
export function complaintsIn({ errors, detail }: Pick<Problem, 'errors' | 'detail'>): Complaints {
  if (errors.length === 0) return new Map([['', detail]]);
  return new Map(errors.map((error) => [error.pointer, error.detail]));
}
