/**
 * The message/rfc822 form of POST /v1/messages: a whole message, sent as it is. Its body is not touched; of
 * its header, Bcc and Secure-Alias-Level go, and Message-ID and Date come where they are missing
 * (RFC 6409 section 8).
 */
import { MAX_RECIPIENTS } from '../../shared/delivery/acceptance.ts';
import {
  fieldsNamed,
  serialize,
  subjectOf,
  withFieldsFirst,
  withoutFields,
  type HeaderSection,
} from '../../shared/mail/header-section.ts';
import { readOriginator, readRecipients } from '../../shared/mail/originator.ts';
import { composeDate } from '../../shared/mail/received.ts';
import { isLevel, type Level } from '../../shared/policy/level.ts';
import { messageIdOf, readMessage, traitsOf, type ComposedMessage, type Draft, type Issue } from './draft.ts';
import { bodyProblem, type Problem } from './problem.ts';
import { say, sayAgain } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

const LEVEL_FIELD = 'Secure-Alias-Level';

/** Looser than RFC 5322 section 3.6.4: one thing in angle brackets, as other people's programs write it. */
const MESSAGE_ID = /^<[^<>\s]{1,900}>$/;

function refuse(pointer: string, detail: Sentence): Problem {
  return bodyProblem('invalid-request', pointer, detail);
}

/** The header that asks for more than the settings (docs/integrate.md); at most one, and a level we know. */
function readRequestedLevel(section: HeaderSection): { level: Level | null } | Problem {
  const fields = fieldsNamed(section, LEVEL_FIELD);
  const value = fields[0]?.value.toLowerCase();
  if (value === undefined) return { level: null };
  if (fields.length === 1 && isLevel(value)) return { level: value };
  return refuse(
    '/secure-alias-level',
    say('{field} must stand there once and name a level.', { field: LEVEL_FIELD }),
  );
}

function compose(section: HeaderSection, issue: Issue): ComposedMessage | Problem {
  const [messageIdField, ...more] = fieldsNamed(section, 'Message-ID');
  const given = messageIdField?.value ?? null;
  if (more.length > 0 || (given !== null && !MESSAGE_ID.test(given))) {
    return refuse('/message-id', say('Message-ID must stand there once, as <…@…>, or be left to us.'));
  }
  const headerMessageId = given ?? messageIdOf(issue);
  const added = [
    ...(given === null ? [`Message-ID: ${headerMessageId}\r\n`] : []),
    ...(fieldsNamed(section, 'Date').length === 0 ? [`Date: ${composeDate(new Date(issue.at))}\r\n`] : []),
  ];
  const kept = withoutFields(section, 'Bcc', LEVEL_FIELD);
  const outgoing = added.length === 0 ? kept : withFieldsFirst(kept, added.join(''));
  const subject = subjectOf(section).replaceAll(/\p{Cc}+/gu, ' ');
  return {
    kind: 'composed',
    raw: serialize(outgoing),
    headerMessageId,
    subject,
    ...traitsOf(outgoing),
  };
}

/** Reads an uploaded message. */
export function readUpload(raw: Buffer): Draft | Problem {
  const section = readMessage(raw, '');
  if (section.kind === 'problem') return section;
  const from = readOriginator(section, 'From');
  if (from.kind === 'fault')
    return refuse('/from', say('{detail}.', { detail: sayAgain(from.detail, { name: 'From' }) }));
  const readers = readRecipients(section);
  if (readers.kind === 'fault')
    return refuse(
      `/${readers.field.toLowerCase()}`,
      say('{detail}.', { detail: sayAgain(readers.detail, { name: readers.field }) }),
    );
  const recipients = readers.mailboxes.map(({ mailbox }) => mailbox);
  if (recipients.length === 0) return refuse('/to', say('There is no recipient in To, Cc or Bcc.'));
  if (recipients.length > MAX_RECIPIENTS) {
    return refuse(
      '/to',
      say('To, Cc and Bcc name {count} recipients; at most {limit} go.', {
        count: recipients.length,
        limit: MAX_RECIPIENTS,
      }),
    );
  }
  const requested = readRequestedLevel(section);
  if ('kind' in requested) return requested;
  return {
    kind: 'draft',
    sender: from.mailbox,
    recipients,
    requestedLevel: requested.level,
    // RFC 8689 has it in the envelope only, and this form has none but the header.
    requireTls: false,
    compose: (issue) => Promise.resolve(compose(section, issue)),
  };
}
