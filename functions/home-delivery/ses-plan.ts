/**
 * What goes to SES for one item and one home: the message in the form that SES carries, a hint in its place, or
 * nothing. Whatever is decided here, the message is in the built-in mailbox already. Pure.
 *
 * Nothing that comes of our own sending is sent on again: not what comes back to our bounce address, not a copy
 * that a home has forwarded to the alias, and there is no hint about a notice.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { fieldsNamed, readHeaderSection, type HeaderSection } from '../../shared/mail/header-section.ts';
import type { RelayItem } from './carrier.ts';
import { groupByHome } from './item.ts';
import { forwardedForm, LOOP_FIELD, noticeForm } from './ses-forward.ts';
import { composeHint, type HintReason } from './ses-hint.ts';

/** SendRawEmail takes messages up to this size. */
export const SES_LIMIT = 10 * 1024 * 1024;

export type SesPlan =
  | { readonly kind: 'keep'; readonly reason: 'own-bounce' | 'loop' | 'no-hint'; readonly detail: string }
  | { readonly kind: 'hint'; readonly reason: HintReason; readonly raw: Buffer }
  | {
      readonly kind: 'send';
      readonly raw: Buffer;
      /** What goes instead where SES refuses it; null where nothing does. */
      readonly hint: ((reason: HintReason) => Buffer) | null;
    };

/** The envelope sender of everything that SES sends for us. Mail to it is postmaster's, and stays here. */
export function bounceAddress(aliasDomain: Domain): string {
  return `postmaster+home@${aliasDomain}`;
}

/** A notice of ours, a null sender, an answer by a program (RFC 3834): no further message is made of these. */
function isAnswer(item: RelayItem, header: HeaderSection | null): boolean {
  if (item.kind === 'notice' || item.sender === '') return true;
  const [field] = header === null ? [] : fieldsNamed(header, 'Auto-Submitted');
  return /^auto-(replied|notified)\b/i.test(field?.value ?? '');
}

function recipientOf(item: RelayItem, home: HomeAddress): string {
  if (item.kind === 'notice') return item.recipient.address;
  const group = groupByHome(item.recipients).find((one) => one.home === home);
  return group?.recipients[0]?.address ?? home;
}

/** `mark` is the home's, see LOOP_FIELD. */
export function planForSes(item: RelayItem, home: HomeAddress, message: Buffer, mark: string): SesPlan {
  const { aliasDomain } = item;
  const recipient = recipientOf(item, home);
  if (recipient.toLowerCase() === bounceAddress(aliasDomain)) {
    const detail = 'what came back from a home is not sent to a home again';
    return { kind: 'keep', reason: 'own-bounce', detail };
  }
  const section = readHeaderSection(message, message.length);
  const header = section.kind === 'section' ? section : null;
  if (header !== null && fieldsNamed(header, LOOP_FIELD).some(({ value }) => value === mark)) {
    return { kind: 'keep', reason: 'loop', detail: 'the home has forwarded it back to the alias' };
  }
  const hint = isAnswer(item, header)
    ? null
    : (reason: HintReason): Buffer =>
        composeHint({
          reason,
          id: item.id,
          home,
          recipient,
          aliasDomain,
          receivedAt: item.kind === 'mail' ? item.receivedAt : item.at,
          size: message.length,
          header,
          mark,
        });
  const instead = (reason: HintReason): SesPlan =>
    hint === null
      ? { kind: 'keep', reason: 'no-hint', detail: `not for SES (${reason}), and no hint about an answer` }
      : { kind: 'hint', reason, raw: hint(reason) };
  // SES speaks TLS to the next server, and promises nothing of the rest of the way (RFC 8689).
  if (item.requireTls === true && item.kind === 'mail') return instead('requiretls');
  if (header === null) return instead('content');
  const raw =
    item.kind === 'notice'
      ? noticeForm(header, mark)
      : forwardedForm(header, { recipient, aliasDomain, mark });
  return raw.length > SES_LIMIT ? instead('size') : { kind: 'send', raw, hint };
}
