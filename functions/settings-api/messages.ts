/** The built-in mailbox: lists, single messages parsed and as they came, removal. Sending is send-message.ts. */
import { isIdentifier } from '../../shared/store/identifier.ts';
import type { MailboxMessage } from '../../shared/store/mailbox.ts';
import { Messages, MessageSummary, ParsedMessage } from './answers.ts';
import type { Dependencies } from './dependencies.ts';
import { finder } from './message-search.ts';
import { parseMessage } from './parsed-message.ts';
import { notFound } from './problem.ts';
import { noContent, reply, route, type User } from './route.ts';
import { MessageChange, MessagesQuery } from './schemas.ts';

function summarize(message: MailboxMessage) {
  const { id, folder, kind, from, to, subject, receivedAt, size, tls, deliveryId, unread = false } = message;
  return {
    id,
    folder,
    kind,
    from,
    to: [...to],
    subject,
    receivedAt,
    size,
    tls: tls === null ? null : { version: tls.version, cipher: tls.cipher },
    deliveryId,
    unread,
  };
}

async function find(user: User, id: string, { mailbox }: Dependencies): Promise<MailboxMessage | null> {
  return isIdentifier(id) ? mailbox.get(user.home, id) : null;
}

/** The message with its octets; null where there is none, also where it was removed between the two reads. */
async function open(
  user: User,
  id: string,
  dependencies: Dependencies,
): Promise<{ message: MailboxMessage; raw: Buffer } | null> {
  const message = await find(user, id, dependencies);
  if (message === null) return null;
  const raw = await dependencies.mailbox.raw(message);
  if (raw !== null) return { message, raw };
  dependencies.observer.warn('a message is listed, but its body is gone', { messageId: id });
  return null;
}

export const getMessages = route(
  'GET',
  '/v1/messages',
  {
    summary: 'A folder of your mailbox, newest first',
    description:
      'With `search`, one request looks at so many messages and no more: a page may have fewer items than ' +
      '`limit`, even none, and only `"next": null` says that it is the last one.',
    access: 'user',
    query: MessagesQuery,
    answer: { status: 200, schema: Messages },
  },
  async ({ user, query: { folder, search = null, cursor = null, limit } }, { mailbox }) => {
    const { items, next } =
      search === null
        ? await mailbox.list(user.home, folder, cursor, limit)
        : await mailbox.search(user.home, folder, finder(search), cursor, limit);
    return reply({ items: items.map(summarize), next });
  },
);

export const getMessage = route(
  'GET',
  '/v1/messages/{id}',
  {
    summary: 'One message, parsed',
    access: 'user',
    answer: { status: 200, schema: ParsedMessage },
    problems: ['not-found'],
  },
  async ({ user, parameters }, dependencies) => {
    const opened = await open(user, parameters.id, dependencies);
    if (opened === null) return notFound();
    const parts = await parseMessage(opened.raw, opened.message);
    return reply({ ...summarize(opened.message), ...parts });
  },
);

export const getRawMessage = route(
  'GET',
  '/v1/messages/{id}/raw',
  {
    summary: 'One message, octet for octet',
    access: 'user',
    answer: { status: 200, media: 'message/rfc822' },
    problems: ['not-found'],
  },
  async ({ user, parameters }, dependencies) => {
    const opened = await open(user, parameters.id, dependencies);
    if (opened === null) return notFound();
    return reply(opened.raw, { 'Content-Disposition': `attachment; filename="${opened.message.id}.eml"` });
  },
);

export const patchMessage = route(
  'PATCH',
  '/v1/messages/{id}',
  {
    summary: 'Mark a message as read or unread',
    access: 'user',
    body: MessageChange,
    answer: { status: 200, schema: MessageSummary },
    problems: ['not-found'],
  },
  async ({ user, parameters, body: { unread } }, dependencies) => {
    const message = await find(user, parameters.id, dependencies);
    if (message === null) return notFound();
    const marked = await dependencies.mailbox.mark(message, unread);
    return marked === null ? notFound() : reply(summarize(marked));
  },
);

export const deleteMessage = route(
  'DELETE',
  '/v1/messages/{id}',
  {
    summary: 'Remove a message for good',
    access: 'user',
    answer: { status: 204, empty: true },
    problems: ['not-found'],
  },
  async ({ user, parameters }, dependencies) => {
    const message = await find(user, parameters.id, dependencies);
    if (message === null) return notFound();
    await dependencies.mailbox.remove(message);
    return noContent();
  },
);
