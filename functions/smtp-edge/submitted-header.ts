/**
 * What submission makes of a header section (RFC 6409 section 8): From, and Sender where there is one, must be
 * the owner's alias; Date and Message-ID are added where missing; `Secure-Alias-Level` is read and taken out;
 * one Received field goes in front. Pure.
 *
 * Bcc is left alone: RFC 6409 does not count its removal among the changes a submission server may make, and
 * RFC 5322 section 3.6.3 knows a Bcc that is meant to arrive (a copy that tells its reader he was blind
 * copied). Mail programs take it out themselves.
 */
import { aliasDomainOf, classify, type AliasAddress, type AliasDomains } from '../../shared/address/alias.ts';
import {
  fieldsNamed,
  subjectOf,
  withoutFields,
  type HeaderSection,
} from '../../shared/mail/header-section.ts';
import { readOriginator } from '../../shared/mail/originator.ts';
import { composeDate, composeMessageId } from '../../shared/mail/received.ts';
import { isLevel, LEVELS, type Level } from '../../shared/policy/level.ts';
import type { Refused } from './listener.ts';
import { refuse, type Refusal } from './reply.ts';

export const LEVEL_FIELD = 'Secure-Alias-Level';

/** RFC 5322 section 3.6.4, without its obsolete forms. */
const MESSAGE_ID = /^<[^\s<>@]+@[^\s<>@]+>$/;

export interface SubmittedHeader {
  readonly kind: 'accepted';
  /** The header section as it goes out, but for the Received field. */
  readonly octets: readonly Buffer[];
  readonly messageId: string;
  readonly subject: string;
  readonly requestedLevel: Level | null;
  /** Whether it can only travel with SMTPUTF8 (RFC 6532). */
  readonly utf8: boolean;
}

/** Why this owner may not say so in From or Sender, or null. */
function checkOriginator(
  section: HeaderSection,
  name: 'From' | 'Sender',
  alias: AliasAddress,
  domains: AliasDomains,
): Refusal | null {
  const originator = readOriginator(section, name);
  if (originator.kind === 'fault') {
    return refuse(550, '5.7.1', `The header ${name} must be <${alias}>, but ${originator.detail}`);
  }
  const said = classify(originator.mailbox, domains);
  if (said.kind === 'alias' && said.alias === alias) return null;
  return refuse(
    550,
    '5.7.1',
    `The header ${name} must be <${alias}>, not <${originator.mailbox.address}>; that one is not yours to use here`,
  );
}

function readLevel(section: HeaderSection): Level | null | Refusal {
  const [field, ...more] = fieldsNamed(section, LEVEL_FIELD);
  if (field === undefined) return null;
  const text = field.value.toLowerCase();
  if (more.length === 0 && isLevel(text)) return text;
  return refuse(550, '5.6.0', `The header ${LEVEL_FIELD} must be there once, as one of ${LEVELS.join(', ')}`);
}

/** Judges and completes the header section of a message from the owner of `alias`. */
export function completeHeader(
  section: HeaderSection,
  alias: AliasAddress,
  domains: AliasDomains,
  at: Date,
): SubmittedHeader | Refused {
  const refused = (refusal: Refusal): Refused => ({ kind: 'refused', refusal });
  const from = checkOriginator(section, 'From', alias, domains);
  if (from !== null) return refused(from);
  if (fieldsNamed(section, 'Sender').length > 0) {
    const sender = checkOriginator(section, 'Sender', alias, domains);
    if (sender !== null) return refused(sender);
  }
  if (section.encoding === 'unknown-8bit') {
    return refused(refuse(550, '5.6.0', 'The header has 8-bit text that is not UTF-8 (RFC 6532)'));
  }
  const requestedLevel = readLevel(section);
  if (requestedLevel !== null && typeof requestedLevel !== 'string') return refused(requestedLevel);

  const added: string[] = [];
  if (fieldsNamed(section, 'Date').length === 0) added.push(`Date: ${composeDate(at)}\r\n`);
  // RFC 6409 section 8.3: added where missing, replaced where it is not one.
  const [given, ...more] = fieldsNamed(section, 'Message-ID');
  const valid = given !== undefined && more.length === 0 && MESSAGE_ID.test(given.value);
  const messageId = valid ? given.value : composeMessageId(aliasDomainOf(alias));
  if (!valid) added.push(`Message-ID: ${messageId}\r\n`);

  const kept = withoutFields(section, LEVEL_FIELD, ...(valid ? [] : ['Message-ID']));
  return {
    kind: 'accepted',
    octets: [...kept.fields.map(({ raw }) => raw), Buffer.from(added.join('')), kept.rest],
    messageId,
    subject: subjectOf(section),
    requestedLevel,
    utf8: section.encoding !== 'ascii',
  };
}
