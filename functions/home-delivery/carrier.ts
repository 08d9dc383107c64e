/**
 * A way home that leads out of our hands. The relay knows when a message is due and remembers what became of
 * it; a carrier offers it once and says what was answered. There are two: the organisation's own server
 * (home-server-carrier.ts) and Amazon SES (ses-carrier.ts).
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Offered, OfferOptions } from './home-server.ts';
import type { MailItem, NoticeItem } from './item.ts';

export type RelayItem = MailItem | NoticeItem;

export interface Carrier {
  /** As log lines call it: "the home server". */
  readonly name: string;
  /**
   * The built-in mailbox has everything that goes this way, too. Then nothing is lost by a refusal, and no
   * sender is told of one.
   */
  readonly keepsCopy: boolean;
  /** Offers one item for one home. Throws only for faults of ours. */
  offer(item: RelayItem, home: HomeAddress, options: OfferOptions): Promise<Offered>;
}
