/**
 * Final delivery (RFC 5321 section 4.4) into the built-in mailbox: once per item and home, however often the
 * queue brings the item, because the identifier under which it is filed follows from both.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import { deriveIdentifier } from '../../shared/store/identifier.ts';
import type { MailboxMessage, MailboxStore } from '../../shared/store/mailbox.ts';
import type { Authenticate } from './authentication.ts';
import { groupByHome, type MailItem, type NoticeItem, type SentItem } from './item.ts';
import { readListing } from './listing.ts';
import { withFinalTrace } from './final-trace.ts';

export interface MailboxDependencies {
  readonly mailbox: Pick<MailboxStore, 'file'>;
  readonly bodies: Pick<BodyStore, 'load'>;
  readonly observer: Observer;
  readonly authenticate: Authenticate;
}

/** The identifier of inbound mail in one mailbox; never that of the sender's own copy of the same message. */
export function mailIdOf(item: Pick<MailItem, 'id'>, home: HomeAddress): string {
  return deriveIdentifier(item.id, `inbox ${home}`);
}

type Filing = Omit<MailboxMessage, 'from' | 'to' | 'subject' | 'size'>;

async function file(
  itemId: string,
  filing: Filing,
  octets: Buffer,
  dependencies: MailboxDependencies,
): Promise<void> {
  const { mailbox, observer } = dependencies;
  await mailbox.file({ ...filing, ...readListing(octets), size: octets.length }, octets);
  observer.count(METRICS.filed);
  const { id, folder, kind, home, deliveryId } = filing;
  observer.info('filed', { itemId, filedId: id, folder, kind, home: observer.hash(home), deliveryId });
}

/** Files inbound mail once in each home; recipients of one home share a copy. */
export async function fileMail(item: MailItem, dependencies: MailboxDependencies): Promise<void> {
  const { authenticate, bodies } = dependencies;
  const { sender, client, tls } = item;
  const original = await bodies.load(item.body);
  const message = client === null ? original : await authenticate(original, { sender, client });
  // One after the other: a message of 25 MiB to many homes is in memory once at a time.
  for (const { home, recipients } of groupByHome(item.recipients)) {
    const addresses = recipients.map(({ address }) => address);
    const filing: Filing = {
      home,
      folder: 'inbox',
      id: mailIdOf(item, home),
      kind: 'mail',
      receivedAt: new Date(item.receivedAt).toISOString(),
      tls,
      deliveryId: null,
      unread: true,
    };
    await file(item.id, filing, withFinalTrace(message, sender, addresses), dependencies);
  }
}

/** Files a notice of ours as it was composed. */
export async function fileNotice(item: NoticeItem, dependencies: MailboxDependencies): Promise<void> {
  const { address, home } = item.recipient;
  const filing: Filing = {
    home,
    folder: 'inbox',
    id: item.id,
    kind: item.noticeKind,
    receivedAt: new Date(item.at).toISOString(),
    tls: null,
    deliveryId: item.deliveryId,
    unread: true,
  };
  const original = await dependencies.bodies.load(item.body);
  await file(item.id, filing, withFinalTrace(original, '', [address]), dependencies);
}

/** Files the owner's own copy of a message, unchanged, in every mode of home delivery. */
export async function fileSent(item: SentItem, dependencies: MailboxDependencies): Promise<void> {
  const filing: Filing = {
    home: item.home,
    folder: 'sent',
    id: item.id,
    kind: 'mail',
    receivedAt: new Date(item.at).toISOString(),
    tls: null,
    deliveryId: null,
  };
  await file(item.id, filing, await dependencies.bodies.load(item.body), dependencies);
}
