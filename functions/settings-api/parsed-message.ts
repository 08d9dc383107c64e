/**
 * A message taken apart for reading. It came from anywhere: whatever the parser gives up on is shown as one
 * attachment, unharmed. HTML is handed on as it is, since only the page that shows it can fence it in.
 */
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import type { z } from 'zod';

import type { ParsedMessage } from './answers.ts';
import { formatCorrespondent } from './correspondent.ts';

type Parts = Omit<
  z.input<typeof ParsedMessage>,
  'id' | 'folder' | 'kind' | 'receivedAt' | 'size' | 'tls' | 'deliveryId' | 'unread'
>;

/** What the mailbox's list says of it, for where the message itself says nothing readable. */
export interface Listed {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
}

function addresses(list: readonly Address[] | undefined): string[] {
  return (list ?? [])
    .flatMap((entry) => entry.group ?? [entry])
    .map(({ name, address }) => formatCorrespondent(name, address))
    .filter((text) => text !== '');
}

function attachment({ filename, mimeType, disposition, contentId, content }: Attachment) {
  const octets =
    typeof content === 'string' ? Buffer.from(content, 'base64') : Buffer.from(content as ArrayBuffer);
  return {
    filename,
    contentType: mimeType,
    disposition,
    contentId: contentId ?? null,
    size: octets.length,
    content: octets.toString('base64'),
  };
}

function partsOf(email: Email, listed: Listed): Parts {
  const from = addresses(email.from === undefined ? [] : [email.from]).join(', ');
  return {
    from: from === '' ? listed.from : from,
    to: email.to === undefined ? [...listed.to] : addresses(email.to),
    cc: addresses(email.cc),
    replyTo: addresses(email.replyTo),
    subject: email.subject ?? listed.subject,
    date: email.date ?? null,
    messageId: email.messageId ?? null,
    inReplyTo: email.inReplyTo ?? null,
    references: email.references ?? null,
    text: email.text ?? null,
    html: email.html ?? null,
    attachments: email.attachments.map(attachment),
  };
}

/** Parses; attached messages (the original in a notice) stay attachments. */
export async function parseMessage(raw: Buffer, listed: Listed): Promise<Parts> {
  try {
    return partsOf(await PostalMime.parse(raw, { forceRfc822Attachments: true }), listed);
  } catch {
    const whole = {
      filename: 'message.eml',
      mimeType: 'message/rfc822',
      disposition: 'attachment',
      content: raw,
    };
    return partsOf({ headers: [], headerLines: [], attachments: [whole] }, listed);
  }
}
