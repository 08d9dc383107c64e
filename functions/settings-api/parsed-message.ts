/**
 * A message taken apart for reading. It came from anywhere: whatever the parser gives up on is shown as one
 * attachment, unharmed, and whatever is longer than an answer may be is cut. HTML is handed on as it is, since
 * only the page that shows it can fence it in.
 */
import PostalMime, { type Address, type Attachment, type Email } from 'postal-mime';
import type { z } from 'zod';

import { readOriginators } from '../../shared/mail/originators.ts';
import { cutTo } from './answer-size.ts';
import type { ParsedMessage } from './answers.ts';
import { cleanName } from './attachment-name.ts';
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

/** Together below what an answer may weigh (answer-size.ts). */
const MOST = {
  text: 500_000,
  html: 1_500_000,
  contents: 2_500_000,
  attachments: 500,
  addresses: 200,
  address: 1000,
  subject: 2000,
  identifier: 2000,
  references: 20_000,
} as const;

/** One attachment: its octets and what the message says of them, cleaned where a browser would believe it. */
export interface Part {
  readonly filename: string | null;
  readonly contentType: string;
  readonly disposition: string | null;
  readonly contentId: string | null;
  readonly octets: Buffer;
}

function addresses(list: readonly Address[] | undefined): string[] {
  return (list ?? [])
    .flatMap((entry) => entry.group ?? [entry])
    .slice(0, MOST.addresses)
    .map(({ name, address }) => cutTo(formatCorrespondent(name, address), MOST.address))
    .filter((text) => text !== '');
}

/** The parser's own word is the first mailbox of the first field; whoever stands behind it is to be seen, too. */
function senders({ headers }: Email): string {
  const values = headers.filter(({ key }) => key === 'from').map(({ value }) => value);
  const all = readOriginators(values).filter(({ address }) => address !== '');
  const texts = all.slice(0, MOST.addresses).map(({ name, address }) => formatCorrespondent(name, address));
  return cutTo(texts.join(', '), MOST.addresses * MOST.address);
}

function partOf({ filename, mimeType, disposition, contentId, content }: Attachment): Part {
  const octets =
    typeof content === 'string' ? Buffer.from(content, 'base64') : Buffer.from(content as ArrayBuffer);
  return {
    filename: cleanName(filename),
    contentType: cutTo(mimeType, 255),
    disposition: disposition === null ? null : cutTo(disposition, 255),
    contentId: contentId === undefined ? null : cutTo(contentId, MOST.address),
    octets,
  };
}

function identifier(text: string | undefined): string | null {
  return text === undefined ? null : cutTo(text, MOST.identifier);
}

/** Gives each attachment its content while there is room for it. */
function listAttachments(parts: readonly Part[], withContents: boolean): Parts['attachments'] {
  let room: number = withContents ? MOST.contents : 0;
  return parts.slice(0, MOST.attachments).map(({ octets, ...described }) => {
    const weight = Math.ceil(octets.length / 3) * 4;
    const fits = withContents && weight <= room;
    if (fits) room -= weight;
    return { ...described, size: octets.length, content: fits ? octets.toString('base64') : null };
  });
}

/** The parser's word; attached messages (the original in a notice) stay attachments. Total. */
async function read(raw: Buffer): Promise<Email> {
  try {
    return await PostalMime.parse(raw, { forceRfc822Attachments: true });
  } catch {
    const whole = {
      filename: 'message.eml',
      mimeType: 'message/rfc822',
      disposition: 'attachment' as const,
      content: raw,
    };
    return { headers: [], headerLines: [], attachments: [whole] };
  }
}

/** Parses for showing. */
export async function parseMessage(raw: Buffer, listed: Listed, withContents = true): Promise<Parts> {
  const email = await read(raw);
  const from = senders(email);
  const { text = null, html = null } = email;
  const shown = {
    text: text === null ? null : cutTo(text, MOST.text),
    html: html === null ? null : cutTo(html, MOST.html),
  };
  return {
    from: from === '' ? listed.from : from,
    to: email.to === undefined ? [...listed.to] : addresses(email.to),
    cc: addresses(email.cc),
    replyTo: addresses(email.replyTo),
    subject: email.subject === undefined ? listed.subject : cutTo(email.subject, MOST.subject),
    date: email.date === undefined ? null : cutTo(email.date, 255),
    messageId: identifier(email.messageId),
    inReplyTo: identifier(email.inReplyTo),
    references: email.references === undefined ? null : cutTo(email.references, MOST.references),
    ...shown,
    shortened: shown.text !== text || shown.html !== html || email.attachments.length > MOST.attachments,
    attachments: listAttachments(email.attachments.map(partOf), withContents),
  };
}

/** One attachment by its place in the list; null where there is none. */
export async function extractAttachment(raw: Buffer, index: number): Promise<Part | null> {
  const found = (await read(raw)).attachments[index];
  return found === undefined ? null : partOf(found);
}
