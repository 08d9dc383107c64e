/**
 * Home delivery as a Lambda function: the home queue is its event source, and everything that a user of ours
 * gets comes through here. This file only puts the parts together; what happens to an item is in
 * homecoming.ts.
 */
import { lookup } from 'node:dns/promises';
import { readFile } from 'node:fs/promises';

import middy from '@middy/core';
import type { Context, SQSEvent } from 'aws-lambda';

import type { HomeDelivery } from '../../shared/configuration/values.ts';
import { recursiveResolver } from '../../shared/dns/recursive-resolver.ts';
import { createObserver, type Observer } from '../../shared/observe/observer.ts';
import { DEFAULT_TIMEOUTS } from '../../shared/smtp/session.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { deliveryStore } from '../../shared/store/deliveries.ts';
import { mailboxStore } from '../../shared/store/mailbox.ts';
import { queue, type HomeItem, type OutboundItem } from '../../shared/store/queues.ts';
import { authenticator, dnsLookup } from './authentication.ts';
import { takeBatch } from './batch.ts';
import type { Carrier } from './carrier.ts';
import { readConfiguration, type HomeConfiguration } from './configuration.ts';
import { homeServerCarrier } from './home-server-carrier.ts';
import type { HomeServer } from './home-server.ts';
import { bringHome, type Homecoming } from './homecoming.ts';
import { Relay } from './relay.ts';
import { sesCarrier, type SesDependencies } from './ses-carrier.ts';
import { sesClient } from './ses-client.ts';

/**
 * The configured server. Its address comes from the operating system's resolver, unlike those of strangers:
 * it may be a name that only the own network knows, and the certificate proves it in any case.
 */
async function homeServer(
  { host, port, implicitTls, authorityFile }: Extract<HomeDelivery, { kind: 'smtp' }>,
  clientName: string,
): Promise<HomeServer> {
  return {
    host,
    port,
    implicitTls,
    authorities: authorityFile === null ? null : await readFile(authorityFile, 'utf8'),
    clientName,
    timeouts: DEFAULT_TIMEOUTS,
    lookUp: async (name) => (await lookup(name, { all: true })).map(({ address }) => address),
  };
}

/** The way home that is configured; null where home is the built-in mailbox. */
async function carrierFor(
  { HOME_DELIVERY: homeDelivery, HOST_NAME: hostName, SES_CONFIGURATION_SET }: HomeConfiguration,
  dependencies: SesDependencies,
): Promise<Carrier | null> {
  switch (homeDelivery.kind) {
    case 'mailbox':
      return null;
    case 'smtp':
      return homeServerCarrier(await homeServer(homeDelivery, hostName), dependencies);
    case 'ses':
      return sesCarrier(sesClient(SES_CONFIGURATION_SET), dependencies);
  }
}

interface Ready {
  readonly homecoming: Homecoming;
  readonly observer: Observer;
}

async function prepare(): Promise<Ready> {
  const configuration = readConfiguration();
  const { HOST_NAME: hostName } = configuration;
  const observer = await createObserver('home-delivery', configuration.LOG_HASH_SECRET);
  const bodies = bodyStore(configuration.BODIES_BUCKET);
  const authenticate = authenticator(
    hostName,
    dnsLookup(
      recursiveResolver({
        servers: configuration.DNS_SERVERS,
        trust: configuration.DNS_TRUST,
        anchors: configuration.DNS_TRUST_ANCHORS,
      }).lookup,
    ),
  );
  const carrier = await carrierFor(configuration, { bodies, observer, authenticate });
  const relay =
    carrier === null
      ? null
      : new Relay({
          carrier,
          hostName,
          deliveries: deliveryStore(configuration.DELIVERIES_TABLE),
          bodies,
          home: queue<HomeItem>(configuration.HOME_QUEUE_URL),
          outbound: queue<OutboundItem>(configuration.OUTBOUND_QUEUE_URL),
          observer,
          schedule: configuration.RETRY_SCHEDULE,
          lifetime: configuration.RETRY_LIFETIME,
          chance: Math.random,
        });
  const mailbox = mailboxStore(configuration.MAILBOX_TABLE, bodies);
  const filesCopies = carrier?.keepsCopy ?? false;
  return { homecoming: { mailbox, bodies, observer, authenticate, relay, filesCopies }, observer };
}

let ready: Promise<Ready> | undefined;

export const handler = middy(async (event: SQSEvent, context: Context) => {
  // A preparation that failed is not kept: the next invocation begins anew.
  ready ??= prepare().catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  const { homecoming, observer } = await ready;
  try {
    return await takeBatch(
      event,
      context,
      (item, allotment, sentAt) => bringHome(item, allotment, homecoming, sentAt),
      observer,
    );
  } finally {
    observer.flush();
  }
});
