/**
 * Sending again what came back: the very message, as it lies in Sent, to those it did not reach, under the
 * settings as they are now. It is the same message with the same meaning, so Message-ID and Date stay (RFC 5322
 * section 3.6.4) and no Resent fields come (section 3.6.6: they are for passing on what one has received). Docs:
 * decision 41.
 */
import { parseMailbox, type Mailbox } from '../../shared/address/mailbox.ts';
import { readHeaderSection } from '../../shared/mail/header-section.ts';
import { readOriginator } from '../../shared/mail/originator.ts';
import type { Delivery } from '../../shared/store/delivery.ts';
import { isIdentifier } from '../../shared/store/identifier.ts';
import { AcceptedMessage } from './answers.ts';
import type { Dependencies } from './dependencies.ts';
import { traitsOf, type Draft } from './draft.ts';
import { claimRequest } from './idempotency.ts';
import { open } from './open-message.ts';
import { notFound, problem, type Problem } from './problem.ts';
import { route, type User } from './route.ts';
import { acceptOnce, orTryLater } from './send-message.ts';
import { say } from './words/say.ts';

/** Those of a delivery that it did not reach. */
function cameBackFor({ recipients }: Delivery): readonly Mailbox[] {
  return recipients
    .filter(({ state }) => state === 'bounced')
    .flatMap(({ address }) => parseMailbox(address) ?? []);
}

async function findCopy(user: User, messageId: string, dependencies: Dependencies): Promise<Buffer | null> {
  const copy = await dependencies.mailbox.get(user.home, messageId);
  return copy?.folder === 'sent' ? open(copy, dependencies) : null;
}

/** The message again; what it asked for beyond the settings (a stricter level, REQUIRETLS) it asks for again. */
function draftAgain(raw: Buffer, delivery: Delivery, recipients: readonly Mailbox[]): Draft | null {
  const section = readHeaderSection(raw, raw.length);
  if (section.kind === 'fault') return null;
  const from = readOriginator(section, 'From');
  if (from.kind === 'fault') return null;
  const { headerMessageId, subject, level, levelSource, requireTls = false } = delivery;
  return {
    kind: 'draft',
    sender: from.mailbox,
    recipients,
    requestedLevel: levelSource === 'message' ? level : null,
    requireTls,
    compose: () =>
      Promise.resolve({ kind: 'composed' as const, raw, headerMessageId, subject, ...traitsOf(section) }),
  };
}

async function prepare(user: User, delivery: Delivery, dependencies: Dependencies): Promise<Draft | Problem> {
  const recipients = cameBackFor(delivery);
  if (recipients.length === 0) {
    return problem('nothing-came-back', say('This delivery has reached everybody, or is still under way.'));
  }
  const raw = await findCopy(user, delivery.messageId, dependencies);
  const draft = raw === null ? null : draftAgain(raw, delivery, recipients);
  return (
    draft ??
    problem('copy-is-gone', say('The copy in the folder sent has been deleted. Write the message anew.'))
  );
}

export const postResend = route(
  'POST',
  '/v1/deliveries/{id}/resend',
  {
    summary: 'Send a message again to those for whom it came back',
    description:
      'The same message with the same Message-ID, as it lies in the folder `sent`, to the recipients of this ' +
      'delivery that it did not reach, under your present settings. It becomes a message of its own, with an own ' +
      '`id`, deliveries and copy in `sent`.',
    access: 'user',
    headers: {
      'Idempotency-Key':
        'Makes a repetition harmless for 24 hours: 1 to 255 printable characters of your choice.',
    },
    answer: { status: 202, schema: AcceptedMessage },
    problems: [
      'not-found',
      'nothing-came-back',
      'copy-is-gone',
      'too-large',
      'invalid-request',
      'alias-disabled',
      'idempotency-key-reused',
      'try-again-later',
    ],
  },
  async ({ user, parameters: { id }, header }, dependencies) => {
    const { deliveries, requests, now } = dependencies;
    const delivery = isIdentifier(id) ? await deliveries.get(id) : null;
    if (delivery?.owner !== user.home) return notFound();
    const draft = await prepare(user, delivery, dependencies);
    if (draft.kind === 'problem') return draft;
    const content = ['resend', id];
    const claimed = await orTryLater(
      () => claimRequest(header('idempotency-key'), user.home, content, now(), requests),
      dependencies,
    );
    return claimed.kind === 'problem' ? claimed : acceptOnce(draft, claimed, user, dependencies);
  },
);
