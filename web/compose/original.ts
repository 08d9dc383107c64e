/** The draft that answering or forwarding a message begins with. */
import { formatsFor } from '../words/formats.ts';
import type { Language } from '../words/language.ts';
import type { components } from '../api/schema.d.ts';
import {
  answeringAddress,
  forwardSubject,
  quote,
  replyRecipients,
  replySubject,
  tagOf,
} from './answering.ts';
import { EMPTY, type Draft } from '../drafts/drafts.ts';
import { textOfHtml } from './html-text.ts';
import { words } from './words.ts';

export type Message = components['schemas']['Message'];

export type Start =
  | { readonly kind: 'new'; readonly to: string }
  | { readonly kind: 'reply' | 'replyAll' | 'forward'; readonly id: string };

/** What the address of the page asks for. */
export function startOf(query: Readonly<Record<string, string>>): Start {
  for (const kind of ['reply', 'replyAll', 'forward'] as const) {
    const id = query[kind];
    if (id !== undefined && id !== '') return { kind, id };
  }
  return { kind: 'new', to: query['to'] ?? '' };
}

/** Which draft belongs to it. */
export function contextOf(start: Start): string {
  if (start.kind === 'new') return start.to === '' ? '' : `to=${start.to}`;
  return `${start.kind}=${start.id}`;
}

function bodyOf({ text, html }: Message): string {
  if (text !== null && text.trim() !== '') return text;
  return html === null ? '' : textOfHtml(html);
}

/** What a file without a name is called, by its type. */
const NAMES: Readonly<Record<string, string>> = {
  'message/rfc822': 'message.eml',
  'message/global': 'message.eml',
  'application/pdf': 'file.pdf',
  'application/zip': 'file.zip',
  'image/gif': 'picture.gif',
  'image/jpeg': 'picture.jpg',
  'image/png': 'picture.png',
  'image/webp': 'picture.webp',
  'text/calendar': 'event.ics',
  'text/html': 'file.html',
  'text/plain': 'file.txt',
};

/**
 * A message as it is forwarded, the attachments in their places. A notice of ours goes as its text only: it may be
 * meant for the administrators of the other side, whom the message that came back is no business of.
 */
export function forwardedFrom(message: Message): Message {
  if (message.kind !== 'mail') return { ...message, attachments: [] };
  const attachments = message.attachments.map((each) => {
    const type = each.contentType.split(';')[0]?.trim().toLowerCase() ?? '';
    return { ...each, filename: each.filename?.trim() ? each.filename : (NAMES[type] ?? 'file') };
  });
  return { ...message, attachments };
}

/** `own`: the addresses that are left out of the recipients; the first is the alias that one sends from. */
export function draftFrom(
  kind: 'reply' | 'replyAll' | 'forward',
  message: Message,
  own: readonly string[],
  language: Language,
): Draft {
  const t = words[language];
  const when = formatsFor(language).exact(message.date ?? message.receivedAt);
  const body = bodyOf(message);
  const [alias = ''] = own;
  const tag = tagOf(answeringAddress(message, alias) ?? alias);
  if (kind === 'forward') {
    const { forwardedFields: names } = t;
    const head = [
      `---------- ${t.forwarded} ----------`,
      `${names.from}: ${message.from}`,
      `${names.date}: ${when}`,
      `${names.subject}: ${message.subject}`,
      `${names.to}: ${message.to.join(', ')}`,
    ];
    const text = `\n\n${head.join('\n')}\n\n${body.replaceAll(/\r\n?/g, '\n')}`;
    return { ...EMPTY, tag, subject: forwardSubject(message.subject), text };
  }
  const { to, cc } = replyRecipients(message, own, kind === 'replyAll');
  const quoted = quote(body);
  return {
    ...EMPTY,
    tag,
    to: to.join(', '),
    cc: cc.join(', '),
    subject: replySubject(message.subject),
    text: quoted === '' ? '' : `\n\n${t.wrote(when, message.from)}\n${quoted}\n`,
    inReplyTo: message.messageId,
  };
}
