/**
 * The Lambda around the worker: one SQS batch, an item each, partial failures. The function's own timeout
 * bounds the lease, so a worker that dies is replaced when the queue brings its item back.
 */
import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import middy from '@middy/core';
import type { Context, SQSEvent, SQSRecord } from 'aws-lambda';

import { allot } from '../../shared/delivery/allotment.ts';
import { signDkim } from '../../shared/mail/dkim-signature.ts';
import { nextHopFromEnvironment } from '../../shared/next-hop/from-environment.ts';
import { METRICS } from '../../shared/observe/names.ts';
import { createObserver, type Observer } from '../../shared/observe/observer.ts';
import { inTrace, traceOf } from '../../shared/observe/trace.ts';
import { aliasStore } from '../../shared/store/aliases.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { deliveryStore } from '../../shared/store/deliveries.ts';
import { dkimKeysFor } from '../../shared/store/dkim-keys.ts';
import { queue, type HomeItem, type OutboundItem } from '../../shared/store/queues.ts';
import { tlsResultStore } from '../../shared/store/tls-results.ts';
import { readConfiguration } from './configuration.ts';
import { houseRules } from './inside.ts';
import { Worker } from './worker.ts';

interface Ready {
  readonly worker: Worker;
  readonly observer: Observer;
}

async function prepare(): Promise<Ready> {
  const configuration = readConfiguration();
  const observer = await createObserver('delivery-worker', configuration.LOG_HASH_SECRET);
  const {
    ALIAS_DOMAINS: domains,
    HOST_NAME: hostName,
    OPERATOR_ADDRESSES: operators,
    HOME_DELIVERY: homeDelivery,
  } = configuration;
  const retry = {
    schedule: configuration.RETRY_SCHEDULE,
    lifetime: configuration.RETRY_LIFETIME,
    delayNoticeAfter: configuration.DELAY_NOTICE_AFTER,
  };
  const worker = new Worker({
    deliveries: deliveryStore(configuration.DELIVERIES_TABLE),
    aliases: aliasStore(configuration.ALIASES_TABLE),
    bodies: bodyStore(configuration.BODIES_BUCKET),
    outbound: queue<OutboundItem>(configuration.OUTBOUND_QUEUE_URL),
    home: queue<HomeItem>(configuration.HOME_QUEUE_URL),
    observer,
    sign: async (message, aliasDomain) =>
      Buffer.from(signDkim(message, await dkimKeysFor(configuration.DKIM_SECRET, aliasDomain), new Date())),
    retry,
    domains,
    house: houseRules(domains, homeDelivery.kind === 'mailbox', operators),
    notices: { hostName, retry },
    smtp: nextHopFromEnvironment(configuration, observer),
    tlsResults: tlsResultStore(configuration.TLS_RESULTS_TABLE),
    chance: Math.random,
  });
  return { worker, observer };
}

let ready: Promise<Ready> | undefined;

async function workOn(record: SQSRecord, context: Context, { worker, observer }: Ready): Promise<void> {
  const sentAt = Number(record.attributes.SentTimestamp);
  observer.milliseconds(METRICS.queueAge, Date.now() - sentAt);
  try {
    await worker.work(
      JSON.parse(record.body) as OutboundItem,
      allot(Date.now(), context.getRemainingTimeInMillis()),
      sentAt,
    );
  } catch (error) {
    observer.fault('an outbound item failed', error, { sqsMessageId: record.messageId });
    throw error;
  }
}

export const handler = middy(async (event: SQSEvent, context: Context) => {
  // A preparation that failed is not kept: the next invocation begins anew.
  ready ??= prepare().catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  const prepared = await ready;
  const processor = new BatchProcessor(EventType.SQS);
  try {
    return await processPartialResponse(
      event,
      (record: SQSRecord) =>
        inTrace(traceOf(record.attributes.AWSTraceHeader), () => workOn(record, context, prepared)),
      processor,
      {
        context,
        throwOnFullBatchFailure: false,
      },
    );
  } finally {
    prepared.observer.flush();
  }
});
