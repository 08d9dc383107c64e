/**
 * Items of the home queue as this function takes them: the text of one queue message, and who is meant by
 * it. Only our own functions write to the queue, so an item that cannot be read is a fault and no verdict.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import { isIdentifier } from '../../shared/store/identifier.ts';
import type { HomeItem, HomeRecipient } from '../../shared/store/queues.ts';

export type MailItem = Extract<HomeItem, { kind: 'mail' }>;
export type NoticeItem = Extract<HomeItem, { kind: 'notice' }>;
export type SentItem = Extract<HomeItem, { kind: 'sent' }>;

/** All that is for one user, with every address under which the item names that user. */
export interface HomeGroup {
  readonly home: HomeAddress;
  readonly recipients: readonly HomeRecipient[];
}

/**
 * Reads the text of a queue message. Throws where it is no item: it then stays in the queue and ends in the
 * dead-letter queue, where an operator finds it whole.
 */
export function parseHomeItem(text: string): HomeItem {
  const item: unknown = JSON.parse(text);
  if (typeof item !== 'object' || item === null || !('kind' in item) || !('id' in item)) {
    throw new Error('not an item of the home queue: it has no kind or no id');
  }
  const { kind, id } = item;
  if (typeof id !== 'string' || !isIdentifier(id)) {
    throw new Error('not an item of the home queue: its id is no identifier');
  }
  if (kind !== 'mail' && kind !== 'notice' && kind !== 'sent') {
    throw new Error(`not an item of the home queue: the kind ${JSON.stringify(kind)} is unknown`);
  }
  return item as HomeItem;
}

/** One group per distinct home, in the order in which they are first named. */
export function groupByHome(recipients: readonly HomeRecipient[]): HomeGroup[] {
  const groups = new Map<HomeAddress, HomeRecipient[]>();
  for (const recipient of recipients) {
    const group = groups.get(recipient.home);
    if (group === undefined) groups.set(recipient.home, [recipient]);
    else group.push(recipient);
  }
  return [...groups].map(([home, named]) => ({ home, recipients: named }));
}
