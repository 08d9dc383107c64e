/** The built-in mailbox: lists, single messages parsed, marks, removal. Octets are in attachments.ts, sending in
 * send-message.ts. */
import type { MailboxMessage } from '../../shared/store/mailbox.ts';
import { Messages, MessageSummary, ParsedMessage } from './answers.ts';
import { finder } from './message-search.ts';
import { find, open } from './open-message.ts';
import { parseMessage } from './parsed-message.ts';
import { notFound } from './problem.ts';
import { noContent, reply, route } from './route.ts';
import { MessageChange, MessageQuery, MessagesQuery } from './schemas.ts';

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
    description:
      'An attachment carries its `content` as base64 while all of them together are small, else null; with ' +
      '`attachments=listed` it is always null. `GET /v1/messages/{id}/attachments/{index}` has the octets.',
    query: MessageQuery,
    answer: { status: 200, schema: ParsedMessage },
    problems: ['not-found'],
  },
  async ({ user, parameters, query: { attachments } }, dependencies) => {
    const message = await find(user, parameters.id, dependencies);
    const raw = message === null ? null : await open(message, dependencies);
    if (message === null || raw === null) return notFound();
    const parts = await parseMessage(raw, message, attachments === 'included');
    return reply({ ...summarize(message), ...parts });
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
