/**
 * The JSON form of POST /v1/messages: fields in, a MIME message out. Files and URLs are never read on a
 * client's behalf, Bcc stays out of the header, and a client without a display name gets the alias's.
 */
import MailComposer, { type MailComposerAttachment } from 'nodemailer/lib/mail-composer';

import type { NamedMailbox } from '../../shared/mail/address-list.ts';
import { messageIdOf, readMessage, traitsOf, type ComposedMessage, type Draft, type Issue } from './draft.ts';
import type { Problem } from './problem.ts';
import type { NewMessage } from './schemas.ts';
import type { AttachedFile } from './uploaded-files.ts';

function inHeader({ name, mailbox }: NamedMailbox): { name: string; address: string } {
  return { name, address: mailbox.address };
}

/** Text lines end with CRLF in MIME's canonical form, also inside an encoding (RFC 2045 section 6.6). */
function canonical(text: string): string {
  return text.replaceAll(/\r\n|\r|\n/g, '\r\n');
}

function attach({ filename, contentType, content }: AttachedFile): MailComposerAttachment {
  return { filename, contentType, content, contentDisposition: 'attachment' };
}

async function compose(
  form: NewMessage,
  issue: Issue,
  loadFiles: LoadFiles,
): Promise<ComposedMessage | Problem> {
  const { from, to, cc, text, html, subject, inReplyTo } = form;
  const files = await loadFiles();
  if ('kind' in files) return files;
  const headerMessageId = messageIdOf(issue);
  const nobodyVisible = to.length + cc.length === 0;
  const raw = await new MailComposer({
    from: { name: from.name === '' ? issue.alias.name : from.name, address: from.mailbox.address },
    to: nobodyVisible ? 'Undisclosed recipients:;' : to.map(inHeader),
    cc: cc.map(inHeader),
    subject,
    messageId: headerMessageId,
    date: new Date(issue.at),
    ...(inReplyTo === undefined ? {} : { inReplyTo, references: inReplyTo }),
    ...(text === undefined ? {} : { text: canonical(text) }),
    ...(html === undefined ? {} : { html: canonical(html) }),
    attachments: files.map(attach),
    newline: 'win',
    // Everything follows from the identifier, so a repetition makes the same octets.
    baseBoundary: issue.id.toLowerCase(),
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build();
  // Only an attached message travels unencoded, so what breaks a rule here is in an attachment.
  const section = readMessage(raw, '/attachments');
  if (section.kind === 'problem') return section;
  return { kind: 'composed', raw, headerMessageId, subject, ...traitsOf(section) };
}

/** The attachments with their octets, once they are needed. */
type LoadFiles = () => Promise<readonly AttachedFile[] | Problem>;

/** Takes the form as the schema has checked it. */
export function readForm(form: NewMessage, loadFiles: LoadFiles): Draft {
  const recipients = [...form.to, ...form.cc, ...form.bcc].map(({ mailbox }) => mailbox);
  return {
    kind: 'draft',
    sender: form.from.mailbox,
    recipients,
    requestedLevel: null,
    requireTls: form.requireTls,
    compose: (issue) => compose(form, issue, loadFiles),
  };
}
