/** Which times of a message are worth showing. Pure. */
import type { Message } from '../plain.ts';

/** `given`: by the sender, who may write anything. */
export type DateKind = 'received' | 'sent' | 'given' | 'accepted';

export interface MessageDate {
  readonly kind: DateKind;
  /** ISO 8601. */
  readonly at: string;
}

/** Milliseconds; clocks are off, and mail waits on its way. */
const CLOSE = 60 * 60 * 1000;

/**
 * Of what came in: when it came, which we know, and the sender's date only where that is far from it. Of what was sent:
 * its date, as its recipients see it, and when we took it where that is far from it.
 */
export function datesOf(message: Pick<Message, 'folder' | 'date' | 'receivedAt'>): readonly MessageDate[] {
  const { folder, receivedAt } = message;
  const written = Date.parse(message.date ?? '');
  const date = Number.isNaN(written) ? null : new Date(written).toISOString();
  const isFar = date !== null && Math.abs(written - Date.parse(receivedAt)) >= CLOSE;
  if (folder === 'inbox') {
    const received: MessageDate = { kind: 'received', at: receivedAt };
    return isFar ? [received, { kind: 'given', at: date }] : [received];
  }
  const sent: MessageDate = { kind: 'sent', at: date ?? receivedAt };
  return isFar ? [sent, { kind: 'accepted', at: receivedAt }] : [sent];
}
