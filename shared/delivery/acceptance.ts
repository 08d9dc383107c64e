/**
 * Taking responsibility for a message from one of our users, the same for submission and for the API: fix
 * the level per recipient domain, split into one job per domain, and hand it to the outbound queue in a
 * single SendMessage. That send is the commit point: before it nothing has happened, after it the message
 * will be delivered or come back. Body and checks of the header are the caller's.
 */
import { aliasDomainOf } from '../address/alias.ts';
import type { Domain } from '../address/domain.ts';
import { needsSmtpUtf8, type Mailbox } from '../address/mailbox.ts';
import { levelFor, type Level } from '../policy/level.ts';
import type { Alias } from '../store/aliases.ts';
import type { BodyReference } from '../store/bodies.ts';
import type { DeliveryStore } from '../store/deliveries.ts';
import { deriveIdentifier } from '../store/identifier.ts';
import type { AcceptedMessage, DeliveryOrder, OutboundItem, Queue } from '../store/queues.ts';

/** Most recipients of one message (RFC 5321 section 4.5.3.1.8 asks for at least 100). */
export const MAX_RECIPIENTS = 100;

export interface Submitted {
  /** Identifier of the message; the identifiers of its deliveries follow from it. */
  readonly messageId: string;
  readonly alias: Alias;
  /** Envelope sender: the alias or a subaddress of it. */
  readonly sender: Mailbox;
  readonly recipients: readonly Mailbox[];
  /** What the message itself asks for (header `Secure-Alias-Level`), or null. */
  readonly requestedLevel: Level | null;
  /** Whether the rest of the way must be encrypted, too (REQUIRETLS, RFC 8689). */
  readonly requireTls: boolean;
  readonly headerMessageId: string;
  readonly subject: string;
  readonly acceptedAt: number;
  readonly size: number;
  readonly eightBit: boolean;
  /** Whether the header section holds octets over 127 (RFC 6532). */
  readonly utf8Headers: boolean;
}

export interface Plan {
  readonly message: AcceptedMessage;
  readonly orders: readonly DeliveryOrder[];
}

/** Plans the jobs; pure. Recipients named twice are delivered to once. */
export function planDeliveries(submitted: Submitted): Plan {
  const byDomain = new Map<Domain, Set<string>>();
  for (const { domain, address } of submitted.recipients) {
    byDomain.set(domain, (byDomain.get(domain) ?? new Set()).add(address));
  }
  const orders: DeliveryOrder[] = [];
  for (const [domain, addresses] of byDomain) {
    const { level, source } = levelFor(submitted.alias, domain, submitted.requestedLevel);
    const id = deriveIdentifier(submitted.messageId, domain);
    orders.push({ id, domain, recipients: [...addresses], level, levelSource: source });
  }
  const addresses = [submitted.sender, ...submitted.recipients].map(({ address }) => address);
  const message: AcceptedMessage = {
    messageId: submitted.messageId,
    headerMessageId: submitted.headerMessageId,
    owner: submitted.alias.home,
    alias: submitted.alias.address,
    sender: submitted.sender.address,
    aliasDomain: aliasDomainOf(submitted.alias.address),
    subject: submitted.subject,
    language: submitted.alias.language,
    acceptedAt: submitted.acceptedAt,
    size: submitted.size,
    eightBit: submitted.eightBit,
    smtpUtf8: submitted.utf8Headers || addresses.some(needsSmtpUtf8),
    ...(submitted.requireTls && { requireTls: true }),
  };
  return { message, orders };
}

/**
 * Commits a plan. Throws where the queue cannot be reached: then nothing was accepted. The items of the
 * deliveries are made right after, so that a reader finds them at once; where that fails the worker makes
 * them, and the failure goes to `onLateFault`.
 */
export async function acceptMessage(
  plan: Plan,
  body: BodyReference,
  outbound: Queue<OutboundItem>,
  deliveries: DeliveryStore,
  onLateFault: (error: unknown) => void,
): Promise<void> {
  await outbound.send({ kind: 'accepted', message: plan.message, orders: plan.orders, body });
  try {
    await Promise.all(plan.orders.map((order) => deliveries.open(plan.message, order)));
  } catch (error) {
    onLateFault(error);
  }
}
