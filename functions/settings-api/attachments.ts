/**
 * Attachments and whole messages as octets. They are a stranger's: always for saving, never of a type that a
 * browser shows or runs. What is too large for an answer is fetched from the object store by a link that ends
 * after minutes (303, RFC 9110 section 15.4.4).
 */
import type { MailboxMessage } from '../../shared/store/mailbox.ts';
import { mailboxKey } from '../../shared/store/mailbox.ts';
import { LARGEST_OCTETS } from './answer-size.ts';
import { saveAs } from './attachment-name.ts';
import type { Dependencies } from './dependencies.ts';
import { find, open } from './open-message.ts';
import { extractAttachment } from './parsed-message.ts';
import { notFound } from './problem.ts';
import { reply, route, seeOther, type Reply } from './route.ts';

const FOR_SAVING = 'application/octet-stream';
const LINK_SECONDS = 300;

async function linkTo(key: string, name: string, { links }: Dependencies): Promise<Reply<never>> {
  const disposition = saveAs(name);
  return seeOther(await links.toGet(key, { disposition, contentType: FOR_SAVING, seconds: LINK_SECONDS }));
}

function nameOf({ id }: MailboxMessage): string {
  return `${id}.eml`;
}

export const getRawMessage = route(
  'GET',
  '/v1/messages/{id}/raw',
  {
    summary: 'One message, octet for octet',
    description: `A message of more than ${LARGEST_OCTETS} octets is at the address in \`Location\`, for ${LINK_SECONDS} seconds.`,
    access: 'user',
    answer: { status: 200, media: 'message/rfc822', elsewhere: true },
    problems: ['not-found'],
  },
  async ({ user, parameters }, dependencies) => {
    const message = await find(user, parameters.id, dependencies);
    if (message === null) return notFound();
    if (message.size > LARGEST_OCTETS) return linkTo(mailboxKey(message), nameOf(message), dependencies);
    const opened = await open(message, dependencies);
    if (opened === null) return notFound();
    return reply(opened, { 'Content-Disposition': saveAs(nameOf(message)) });
  },
);

export const getAttachment = route(
  'GET',
  '/v1/messages/{id}/attachments/{index}',
  {
    summary: 'The octets of one attachment, for saving',
    description:
      '`index` is its place in the list of the parsed message, from 0. The type is always ' +
      `\`${FOR_SAVING}\`. One of more than ${LARGEST_OCTETS} octets is at the address in \`Location\`, ` +
      `for ${LINK_SECONDS} seconds.`,
    access: 'user',
    answer: { status: 200, media: FOR_SAVING, elsewhere: true },
    problems: ['not-found'],
  },
  async ({ user, parameters: { id, index } }, dependencies) => {
    const message = /^[0-9]{1,5}$/.test(index) ? await find(user, id, dependencies) : null;
    const raw = message === null ? null : await open(message, dependencies);
    const part = raw === null ? null : await extractAttachment(raw, Number(index));
    if (message === null || part === null) return notFound();
    const name = part.filename ?? `attachment-${index}`;
    if (part.octets.length <= LARGEST_OCTETS) {
      return reply(part.octets, { 'Content-Disposition': saveAs(name) });
    }
    // Only in the message so far; the bucket removes it again after a day.
    const key = `downloads/${message.id}-${Number(index)}`;
    await dependencies.bodies.put(key, part.octets);
    return linkTo(key, name, dependencies);
  },
);
