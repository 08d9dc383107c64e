/**
 * What the sender of refused mail is sent: a notice onto the outbound queue, as mail of the system itself
 * (no owner, null reverse-path) at the level `encrypt`, so that it too leaves over TLS only or not at all.
 * All identifiers follow from the delivery, and its time is when the delivery ended: composed twice after a
 * crash it is the same notice, and the outbound worker sends it once.
 *
 * About a message that came with REQUIRETLS, for whatever reason it is refused, the notice goes with REQUIRETLS
 * and holds the header only (RFC 8689 section 5). Where the way back does not offer it, the notice ends there;
 * the redacted one that section 5 allows to the sender's postmaster is not sent.
 */
import { isAscii } from 'node:buffer';

import { needsSmtpUtf8, parseMailbox, type Mailbox } from '../../shared/address/mailbox.ts';
import { composeRelayFailureNotice } from '../../shared/mail/delivery-status.ts';
import { fieldsNamed, readHeaderSection, subjectOf } from '../../shared/mail/header-section.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import type { Delivery } from '../../shared/store/delivery.ts';
import { deriveIdentifier } from '../../shared/store/identifier.ts';
import type { AcceptedMessage, OutboundItem } from '../../shared/store/queues.ts';
import type { MailItem } from './item.ts';
import { noticeIdOf } from './relay-conclusion.ts';

/** Whom to tell that mail was refused, or null: nobody is told about a notice (RFC 5321 section 6.1). */
export function senderToTell(item: MailItem): Mailbox | null {
  return item.sender === '' ? null : parseMailbox(item.sender);
}

/** Whether the header section is written in UTF-8 (RFC 6532). */
export function hasUtf8Header(message: Buffer): boolean {
  const section = readHeaderSection(message, message.length);
  return section.kind === 'section' && section.encoding === 'utf-8';
}

/** Subject and Message-ID of the original; empty and null where its header section cannot be read. */
function originalOf(octets: Buffer): { readonly subject: string; readonly messageId: string | null } {
  const section = readHeaderSection(octets, octets.length);
  if (section.kind === 'fault') return { subject: '', messageId: null };
  return { subject: subjectOf(section), messageId: fieldsNamed(section, 'Message-ID')[0]?.value ?? null };
}

/** The notice itself: RFC 3464, the original's header only. Pure. */
function compose(
  item: MailItem,
  sender: Mailbox,
  delivery: Delivery,
  original: Buffer,
  hostName: string,
): Pick<AcceptedMessage, 'headerMessageId' | 'subject'> & { readonly octets: Buffer } {
  const { aliasDomain, recipients, receivedAt } = item;
  const at = new Date(delivery.finishedAt ?? delivery.createdAt);
  const { subject, messageId } = originalOf(original);
  const headerMessageId = `<${noticeIdOf(delivery).toLowerCase()}@${aliasDomain}>`;
  const [record] = delivery.recipients;
  const detail = record?.detail ?? 'it could not be delivered';
  const octets = composeRelayFailureNotice({
    hostName,
    aliasDomain,
    arrivedAt: new Date(receivedAt),
    originalMessageId: messageId,
    // The name in our API is of no use to somebody who has no account here.
    messageId: null,
    to: sender.address,
    subject,
    at,
    noticeId: headerMessageId,
    // Told under the addresses that the sender wrote to.
    failed: recipients.map(({ address: recipient }) => ({
      recipient,
      status: record?.status ?? '5.0.0',
      reason: record?.reason ?? 'home-refused',
      remoteHost: delivery.attempts.at(-1)?.host ?? null,
      remoteAddress: null,
      reply: record?.reason === 'home-refused' ? detail : null,
      detail,
      at,
    })),
    original,
  });
  return { octets, headerMessageId, subject };
}

/** The item for the outbound queue that tells the sender of a delivery that has ended as refused. */
export async function senderNotice(
  item: MailItem,
  sender: Mailbox,
  delivery: Delivery,
  { bodies, hostName }: { readonly bodies: BodyStore; readonly hostName: string },
): Promise<OutboundItem> {
  const original = await bodies.load(item.body);
  const { octets, headerMessageId, subject } = compose(item, sender, delivery, original, hostName);
  const noticeId = noticeIdOf(delivery);
  return {
    kind: 'accepted',
    message: {
      messageId: noticeId,
      headerMessageId,
      owner: null,
      alias: null,
      sender: '',
      aliasDomain: item.aliasDomain,
      subject,
      language: 'en',
      acceptedAt: delivery.finishedAt ?? delivery.createdAt,
      size: octets.length,
      eightBit: !isAscii(octets),
      smtpUtf8: needsSmtpUtf8(sender.address) || hasUtf8Header(octets),
      ...(item.requireTls === true && { requireTls: true }),
    },
    orders: [
      {
        id: deriveIdentifier(noticeId, sender.domain),
        domain: sender.domain,
        recipients: [sender.address],
        level: 'encrypt',
        levelSource: 'default',
      },
    ],
    body: await bodies.refer(octets, noticeId),
  };
}
