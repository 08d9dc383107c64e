/**
 * What happens to one item of the home queue: inbound mail and notices go home, where home is the built-in
 * mailbox or the organisation's own server; copies for the Sent folder stay in the built-in mailbox in every
 * mode, since that is what the settings page and the API show.
 *
 * Nothing here decides whether mail is wanted: the edge has accepted it, so it comes home, whatever SPF, DKIM
 * and DMARC say of it. Their verdicts are recorded in the header and filtered by the reader.
 */
import type { HomeItem } from '../../shared/store/queues.ts';
import type { Allotment } from '../../shared/delivery/allotment.ts';
import { fileMail, fileNotice, fileSent, type MailboxDependencies } from './mailbox-delivery.ts';
import type { Relay } from './relay.ts';

export interface Homecoming extends MailboxDependencies {
  /** Null where home is the built-in mailbox. */
  readonly relay: Pick<Relay, 'deliver'> | null;
}

/**
 * Takes one item. Resolves when it may be deleted from the queue; rejects where a fault of ours stands in the
 * way, and then the queue brings it back, and at last puts it among the dead letters.
 */
export async function bringHome(item: HomeItem, allotment: Allotment, homecoming: Homecoming): Promise<void> {
  const { relay } = homecoming;
  switch (item.kind) {
    case 'sent':
      return fileSent(item, homecoming);
    case 'notice':
      return relay === null ? fileNotice(item, homecoming) : relay.deliver(item, allotment);
    case 'mail':
      return relay === null ? fileMail(item, homecoming) : relay.deliver(item, allotment);
  }
}
