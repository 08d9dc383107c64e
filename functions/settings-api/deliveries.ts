/** What became of the owner's messages: one delivery per message and recipient domain, with its receipt. */
import type { z } from 'zod';

import { phaseOf, type Delivery, type DeliveryState } from '../../shared/store/delivery.ts';
import { ATTEMPTS_KEPT } from '../../shared/store/delivery-size.ts';
import { isIdentifier } from '../../shared/store/identifier.ts';
import { decodeCursor, encodeCursor, type Page } from '../../shared/store/table.ts';
import { Deliveries, DeliveryView } from './delivery-answers.ts';
import { notFound } from './problem.ts';
import { reply, route } from './route.ts';
import { DeliveriesQuery } from './schemas.ts';

type View = z.input<typeof DeliveryView>;

/** Attempts of each delivery in a list; how the others went is in the delivery itself. */
const ATTEMPTS_LISTED = 5;
/** Octets of the deliveries in one answer; a Lambda function's has 6 MB at most, base64 and all. */
const LARGEST_PAGE = 4_000_000;

function instant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

/** The owner's view: leases, fences and what the worker notes for itself stay inside. */
function viewDelivery(delivery: Delivery, now: number): View {
  const { id, headerMessageId, subject, domain, level, state, receipt, owes, noticeId = null } = delivery;
  return {
    id,
    sentId: delivery.messageId,
    messageId: headerMessageId,
    subject,
    recipients: delivery.recipients.map(({ address, state: its, status, reason, detail }) => ({
      address,
      state: its,
      status,
      reason,
      detail,
    })),
    domain,
    level,
    state,
    phase: phaseOf(delivery, now),
    noticeId: owes?.noticeId === noticeId ? null : noticeId,
    createdAt: new Date(delivery.createdAt).toISOString(),
    finishedAt: instant(delivery.finishedAt),
    nextAttemptAt: delivery.finishedAt === null ? instant(delivery.nextAttemptAt) : null,
    attempts: delivery.attempts.map(({ at, host, address, outcome, reason, detail, smtp, tls }) => ({
      at,
      host,
      address,
      outcome,
      reason,
      detail,
      smtp: smtp === null ? null : { code: smtp.code, status: smtp.status, text: smtp.text },
      tls: tls === null ? null : { version: tls.version, cipher: tls.cipher },
    })),
    receipt: receipt === null ? null : viewReceipt(receipt),
  };
}

function viewReceipt(receipt: NonNullable<Delivery['receipt']>): NonNullable<View['receipt']> {
  const {
    at,
    host,
    address,
    level,
    tls,
    certificate,
    dnssec,
    dane,
    trust,
    sts,
    requireTls,
    reply: answered,
    messageSha256,
  } = receipt;
  return {
    at,
    host,
    address,
    level,
    tls,
    certificate,
    dnssec,
    dane,
    trust,
    sts,
    requireTls,
    reply: answered,
    ...(messageSha256 !== undefined && { messageSha256 }),
  };
}

/** Ends a page before it is too large; there is always one delivery in it, or it would never end. */
function fitPage(
  { items, next }: Page<Delivery>,
  now: number,
): { readonly items: View[]; readonly next: string | null } {
  const views: View[] = [];
  let octets = 0;
  for (const [index, delivery] of items.entries()) {
    const view = viewDelivery({ ...delivery, attempts: delivery.attempts.slice(-ATTEMPTS_LISTED) }, now);
    octets += Buffer.byteLength(JSON.stringify(view));
    const before = items[index - 1];
    if (octets > LARGEST_PAGE && before !== undefined) return { items: views, next: encodeCursor(before.id) };
    views.push(view);
  }
  return { items: views, next };
}

/** A page of the few deliveries that one message has. */
function pageOf(
  all: readonly Delivery[],
  state: DeliveryState | null,
  cursor: string | null,
  limit: number,
): Page<Delivery> {
  const after = cursor === null ? null : decodeCursor(cursor);
  const left = all
    .filter((delivery) => state === null || delivery.state === state)
    .filter(({ id }) => after === null || id < after);
  const items = left.slice(0, limit);
  const last = left.length > limit ? items.at(-1) : undefined;
  return { items, next: last === undefined ? null : encodeCursor(last.id) };
}

export const getDeliveries = route(
  'GET',
  '/v1/deliveries',
  {
    summary: 'Your deliveries, newest first',
    description:
      `Each with its last ${ATTEMPTS_LISTED} attempts; a single delivery has all that are kept. A page may have ` +
      'fewer items than `limit`, even none: only `"next": null` says that it is the last one. `messageId` is the ' +
      '`id` that `POST /v1/messages` gave, which is that of the copy in the folder `sent`, too.',
    access: 'user',
    query: DeliveriesQuery,
    answer: { status: 200, schema: Deliveries },
  },
  async ({ user, query }, { deliveries, now }) => {
    const { state = null, messageId = null, cursor = null, limit } = query;
    const page =
      messageId === null
        ? await deliveries.list(user.home, state, cursor, limit)
        : pageOf(await deliveries.ofMessage(user.home, messageId), state, cursor, limit);
    return reply(fitPage(page, now()));
  },
);

export const getDelivery = route(
  'GET',
  '/v1/deliveries/{id}',
  {
    summary: 'One delivery: its attempts, and the receipt',
    description:
      `The last ${ATTEMPTS_KEPT} attempts are kept, or all of the last try. Texts of other servers are shortened, ` +
      'those of earlier attempts first.',
    access: 'user',
    answer: { status: 200, schema: DeliveryView },
    problems: ['not-found'],
  },
  async ({ user, parameters: { id } }, { deliveries, now }) => {
    const delivery = isIdentifier(id) ? await deliveries.get(id) : null;
    return delivery?.owner === user.home ? reply(viewDelivery(delivery, now())) : notFound();
  },
);
