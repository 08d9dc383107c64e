/**
 * POST /v1/messages: takes a message over, or says why not. Nothing is stored for a message that is refused.
 * No Received field is added: that is for mail that arrives by SMTP, HTTPS is no registered protocol for its
 * "with" clause (RFC 5321 section 4.4), and it would tell recipients where the owner sits.
 */
import { classify } from '../../shared/address/alias.ts';
import type { Mailbox } from '../../shared/address/mailbox.ts';
import { acceptMessage, planDeliveries } from '../../shared/delivery/acceptance.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { Alias } from '../../shared/store/aliases.ts';
import type { Delivery } from '../../shared/store/delivery.ts';
import { deriveIdentifier } from '../../shared/store/identifier.ts';
import { uploadKey } from '../../shared/store/uploads.ts';
import { AcceptedMessage } from './answers.ts';
import type { Dependencies } from './dependencies.ts';
import { tooLarge, type Draft } from './draft.ts';
import { claimRequest, type Claimed } from './idempotency.ts';
import { readForm } from './message-form.ts';
import { readUpload } from './message-upload.ts';
import { bodyProblem, problem, type Problem } from './problem.ts';
import { reply, route, type Reply, type User } from './route.ts';
import { NewMessage } from './schemas.ts';
import { loadFiles, uploadsIn } from './uploaded-files.ts';
import type { z } from 'zod';
import { say } from './words/say.ts';

export type Accepted = Reply<z.input<typeof AcceptedMessage>>;

/** Envelope sender and header From are the same mailbox here, and it must be the owner's. */
function checkSender(alias: Alias, sender: Mailbox, { domains }: Dependencies): Problem | null {
  const whose = classify(sender, domains);
  if (whose.kind !== 'alias' || whose.alias !== alias.address) {
    const detail = say('You can send from {address} (or a subaddress of it), not from {sender}.', {
      address: alias.address,
      sender: sender.address,
    });
    return bodyProblem('invalid-request', '/from', detail);
  }
  if (alias.enabled) return null;
  return problem(
    'alias-disabled',
    say('Switch {address} on before you send from it.', { address: alias.address }),
  );
}

/** What an earlier request under the same key brought about, if it got as far as acceptance. */
async function acceptedBefore(
  { id }: Claimed,
  { recipients }: Draft,
  { deliveries }: Dependencies,
): Promise<Accepted | null> {
  const domains = [...new Set(recipients.map(({ domain }) => domain))];
  const found = await Promise.all(domains.map((domain) => deliveries.get(deriveIdentifier(id, domain))));
  const existing = found.filter((delivery): delivery is Delivery => delivery !== null);
  const [first] = existing;
  if (first === undefined || existing.length < domains.length) return null;
  return reply({
    id,
    messageId: first.headerMessageId,
    deliveries: existing.map((delivery) => ({
      id: delivery.id,
      domain: delivery.domain,
      recipients: delivery.recipients.map(({ address }) => address),
      level: delivery.level,
    })),
  });
}

/** Seconds after which a client may try again when one of our stores or the queue did not answer. */
const RETRY_AFTER = '5';

/** Does what needs a store or the queue. Where one is out of reach nothing has been accepted, and we say so. */
export async function orTryLater<T>(
  work: () => Promise<T>,
  { observer }: Dependencies,
): Promise<T | Problem> {
  try {
    return await work();
  } catch (error) {
    observer.fault('a message could not be taken over', error);
    return problem(
      'try-again-later',
      say(
        'Your message has not been accepted, because a part of our system did not answer. Send it again in a moment.',
      ),
      { headers: { 'Retry-After': RETRY_AFTER } },
    );
  }
}

async function accept(draft: Draft, claimed: Claimed, user: User, dependencies: Dependencies) {
  const { id, at } = claimed;
  const { alias } = user;
  const refusal = checkSender(alias, draft.sender, dependencies);
  if (refusal !== null) return refusal;
  const message = await draft.compose({ id, at, alias });
  if (message.kind === 'problem') return message;
  const { raw, headerMessageId, subject, eightBit, utf8Headers } = message;
  if (raw.length > dependencies.maxMessageSize) return tooLarge(raw.length, dependencies.maxMessageSize);
  const { sender, recipients, requestedLevel, requireTls } = draft;
  const plan = planDeliveries({
    messageId: id,
    alias,
    sender,
    recipients,
    requestedLevel,
    requireTls,
    headerMessageId,
    subject,
    acceptedAt: at,
    size: raw.length,
    eightBit,
    utf8Headers,
  });
  const { bodies, outbound, deliveries, observer } = dependencies;
  const committed = await orTryLater(async () => {
    const body = await bodies.refer(raw, id);
    await acceptMessage(plan, body, outbound, deliveries, (error) => {
      observer.fault('a delivery is not in its table yet', error, { messageId: id });
    });
    return { kind: 'committed' as const };
  }, dependencies);
  if (committed.kind === 'problem') return committed;
  observer.count(METRICS.accepted);
  observer.info('accepted', {
    messageId: id,
    via: 'api',
    size: raw.length,
    deliveries: plan.orders.map((order) => order.id),
  });
  return reply({
    id,
    messageId: headerMessageId,
    deliveries: plan.orders.map(({ id: delivery, domain, recipients: to, level }) => ({
      id: delivery,
      domain,
      recipients: [...to],
      level,
    })),
  });
}

/** Removes files that a message has taken; what fails here is removed by the bucket after a day. */
async function closeUploads(
  ids: readonly string[],
  { home }: User,
  dependencies: Dependencies,
): Promise<void> {
  if (ids.length === 0) return;
  const { uploads, bodies, observer } = dependencies;
  try {
    await uploads.close(home, ids);
    await Promise.all(ids.map((id) => bodies.remove(uploadKey(id))));
  } catch (error) {
    observer.fault('uploads that a message has taken were not removed', error);
  }
}

/**
 * Accepts under the identifiers of the claim, unless an earlier request under the same key got there first.
 * Uploads go only once the deliveries are in their table: until then a repetition needs them to compose again.
 */
export async function acceptOnce(
  draft: Draft,
  claimed: Claimed,
  user: User,
  dependencies: Dependencies,
  uploads: readonly string[] = [],
): Promise<Accepted | Problem> {
  const earlier = () => orTryLater(() => acceptedBefore(claimed, draft, dependencies), dependencies);
  const before = claimed.repeated ? await earlier() : null;
  if (before !== null) return before;
  const outcome = await accept(draft, claimed, user, dependencies);
  if (uploads.length === 0) return outcome;
  const accepted = await earlier();
  if (accepted?.kind !== 'reply') return outcome;
  await closeUploads(uploads, user, dependencies);
  // Where the same request ran twice at once, the other one may have taken the uploads away.
  return outcome.kind === 'problem' ? accepted : outcome;
}

export const postMessage = route(
  'POST',
  '/v1/messages',
  {
    summary: 'Send a message',
    description:
      'Takes JSON, or a whole message as `message/rfc822` (recipients from To, Cc and Bcc; Bcc is removed; ' +
      '`Secure-Alias-Level` asks for more than the settings and is removed). A recipient is a plain address ' +
      'or `"Name" <address>`; at most 100 in all. Attachments come in the request or, larger ones, through `POST /v1/uploads`. After 202 each delivery ends delivered or bounced.',
    access: 'user',
    body: NewMessage,
    takesMessage: true,
    headers: {
      'Idempotency-Key':
        'Makes a repetition harmless for 24 hours: 1 to 255 printable characters of your choice.',
    },
    answer: { status: 202, schema: AcceptedMessage },
    problems: ['alias-disabled', 'idempotency-key-reused', 'try-again-later'],
  },
  async ({ user, body, octets, header }, dependencies): Promise<Accepted | Problem> => {
    const draft = Buffer.isBuffer(body)
      ? readUpload(body)
      : readForm(body, () => loadFiles(body.attachments, user.home, dependencies));
    if (draft.kind === 'problem') return draft;
    const uploads = Buffer.isBuffer(body) ? [] : uploadsIn(body.attachments);
    const content = [Buffer.isBuffer(body) ? 'message/rfc822' : 'application/json', octets];
    const key = header('idempotency-key');
    const { now, requests } = dependencies;
    const claimed = await orTryLater(
      () => claimRequest(key, user.home, content, now(), requests),
      dependencies,
    );
    if (claimed.kind === 'problem') return claimed;
    return acceptOnce(draft, claimed, user, dependencies, uploads);
  },
);
