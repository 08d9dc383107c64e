/** What became of the owner's messages: one delivery per message and recipient domain, with its receipt. */
import type { z } from 'zod';

import type { Delivery } from '../../shared/store/deliveries.ts';
import { isIdentifier } from '../../shared/store/identifier.ts';
import { Deliveries, DeliveryView } from './delivery-answers.ts';
import { notFound } from './problem.ts';
import { reply, route } from './route.ts';
import { DeliveriesQuery } from './schemas.ts';

type View = z.input<typeof DeliveryView>;

function instant(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

/** The owner's view: leases, fences and what the worker notes for itself stay inside. */
function viewDelivery(delivery: Delivery): View {
  const { id, headerMessageId, subject, domain, level, state, receipt } = delivery;
  return {
    id,
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
  };
}

export const getDeliveries = route(
  'GET',
  '/v1/deliveries',
  {
    summary: 'Your deliveries, newest first',
    access: 'user',
    query: DeliveriesQuery,
    answer: { status: 200, schema: Deliveries },
  },
  async ({ user, query }, { deliveries }) => {
    const { state = null, cursor = null, limit } = query;
    const { items, next } = await deliveries.list(user.home, state, cursor, limit);
    return reply({ items: items.map(viewDelivery), next });
  },
);

export const getDelivery = route(
  'GET',
  '/v1/deliveries/{id}',
  {
    summary: 'One delivery: every attempt, and the receipt',
    access: 'user',
    answer: { status: 200, schema: DeliveryView },
    problems: ['not-found'],
  },
  async ({ user, parameters: { id } }, { deliveries }) => {
    const delivery = isIdentifier(id) ? await deliveries.get(id) : null;
    return delivery?.owner === user.home ? reply(viewDelivery(delivery)) : notFound();
  },
);
