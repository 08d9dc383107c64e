/** The API's own sentences by the place that they are about, such as `/notAfter`; '' for the whole. Pure. */
import type { Answer } from '../api/client.ts';

export type Complaints = ReadonlyMap<string, string>;

export const NO_COMPLAINTS: Complaints = new Map();

/**
 * What to say of an answer that is not a success. `noAnswer` is said where the network went before the answer came:
 * whether it was done is not known. Nothing where the shell says it already: signed out.
 */
export function complaintsOf(answer: Exclude<Answer<unknown>, { kind: 'ok' }>, noAnswer: string): Complaints {
  switch (answer.kind) {
    case 'problem':
    case 'changed':
    case 'busy': {
      const { errors, detail } = answer.problem;
      if (errors.length === 0) return new Map([['', detail]]);
      return new Map(errors.map((error) => [error.pointer, error.detail]));
    }
    case 'offline':
      return new Map([['', noAnswer]]);
    case 'signed-out':
      return NO_COMPLAINTS;
  }
}

/** Those that belong to none of the fields that are on the page. */
export function beside(complaints: Complaints, fields: readonly string[]): string[] {
  return [...complaints].filter(([pointer]) => !fields.includes(pointer)).map(([, sentence]) => sentence);
}
