/**
 * Answers as values. Every refusal of this server is a reply code, an enhanced status (RFC 3463) and one
 * sentence that a person can act on; `SmtpReply` is the same thing in the form in which smtp-server takes it.
 * The status stands at the head of the text, where the session finds it and adds none of its own.
 */

export interface Refusal {
  readonly code: number;
  /** Enhanced status, such as `5.7.1`; its class is the code's. */
  readonly status: string;
  readonly text: string;
}

export function refuse(code: number, status: string, text: string): Refusal {
  return { code, status, text };
}

/** Trouble of our own: the client keeps the message and tries again. Never a verdict about mail. */
export const TROUBLE: Refusal = refuse(451, '4.3.0', 'Temporary trouble here; please try again later');

/** The text of a reply line after its code. */
export function replyText({ status, text }: Refusal): string {
  return `${status} ${text}`;
}

/** A reply text that begins with an enhanced status already. */
export function hasStatus(text: string): boolean {
  return /^[245]\.[0-9]{1,3}\.[0-9]{1,3} /.test(text);
}

/** A refusal on its way through smtp-server's callbacks. No stack: it is an answer, not a fault. */
export class SmtpReply extends Error {
  readonly responseCode: number;

  constructor(refusal: Refusal) {
    const depth = Error.stackTraceLimit;
    Error.stackTraceLimit = 0;
    super(replyText(refusal));
    Error.stackTraceLimit = depth;
    this.name = 'SmtpReply';
    this.responseCode = refusal.code;
  }
}
