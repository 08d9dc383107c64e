/**
 * What happens to one item of the home queue: inbound mail and notices go home, where home is the built-in
 * mailbox, the organisation's own server, or an outside provider behind SES; copies for the Sent folder stay in
 * the built-in mailbox in every mode, since that is what the settings page and the API show.
 *
 * Nothing here decides whether mail is wanted: the edge has accepted it, so it comes home, whatever SPF, DKIM
 * and DMARC say of it. Their verdicts are recorded in the header and filtered by the reader.
 */
import { METRICS } from '../../shared/observe/names.ts';
import type { HomeItem } from '../../shared/store/queues.ts';
import type { Allotment } from '../../shared/delivery/allotment.ts';
import { fileMail, fileNotice, fileSent, type MailboxDependencies } from './mailbox-delivery.ts';
import type { Relay } from './relay.ts';

export interface Homecoming extends MailboxDependencies {
  /** Null where home is the built-in mailbox. */
  readonly relay: Pick<Relay, 'deliver'> | null;
  /** What goes through the relay is filed in the built-in mailbox, too. @default false */
  readonly filesCopies?: boolean;
}

/**
 * Takes one item. Resolves when it may be deleted from the queue; rejects where a fault of ours stands in the
 * way, and then the queue brings it back, and at last puts it among the dead letters. `sentAt`: when the queue was
 * given it.
 */
export async function bringHome(
  item: HomeItem,
  allotment: Allotment,
  homecoming: Homecoming,
  sentAt = Date.now(),
): Promise<void> {
  const { relay, filesCopies = false, observer } = homecoming;
  // What goes into the mailbox is due at once; a relay has its retries, and tells by them.
  if (relay === null || item.kind === 'sent')
    observer.milliseconds(METRICS.lateness, Math.max(0, Date.now() - sentAt));
  if (item.kind === 'sent') return fileSent(item, homecoming);
  // Filed before anybody else has it, and not again with every retry: the owner may have deleted it since.
  if (relay === null || (filesCopies && (item.tries ?? 0) === 0)) {
    await (item.kind === 'notice' ? fileNotice(item, homecoming) : fileMail(item, homecoming));
  }
  await relay?.deliver(item, allotment, sentAt);
}
