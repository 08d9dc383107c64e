/** What operators read of an answer that is not a success, at its field or beside the form. Pure. */
import { complaintsIn, NO_COMPLAINTS, type Complaints } from '../api/complaints.ts';
import type { Answer } from '../api/client.ts';

/**
 * What to say of an answer that is not a success. `noAnswer` is said where the network went before the answer came:
 * whether it was done is not known. Nothing where the shell says it already: signed out.
 */
export function complaintsOf(answer: Exclude<Answer<unknown>, { kind: 'ok' }>, noAnswer: string): Complaints {
  switch (answer.kind) {
    case 'problem':
    case 'changed':
    case 'busy':
      return complaintsIn(answer.problem);
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
