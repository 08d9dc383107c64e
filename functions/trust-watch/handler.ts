/**
 * The daily watch as a Lambda function, called by a schedule; what a run does is in watch.ts. Every few minutes it is
 * called with `check: "validation"`, and looks at nothing but whether DNSSEC validation works (validation.ts).
 */
import middy from '@middy/core';
import type { Context, ScheduledEvent } from 'aws-lambda';

import { recursiveResolver, type RecursiveResolver } from '../../shared/dns/recursive-resolver.ts';
import { nextHopFromEnvironment } from '../../shared/next-hop/from-environment.ts';
import { lookAtNextHop } from '../../shared/next-hop/presented.ts';
import { createObserver } from '../../shared/observe/observer.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { queue, type HomeItem } from '../../shared/store/queues.ts';
import { trustEntryStore } from '../../shared/store/trust-entries.ts';
import { readConfiguration } from './configuration.ts';
import { checkValidation, reportValidation } from './validation.ts';
import { watchTrustStore, type WatchDependencies } from './watch.ts';

/** Most time for the servers of one domain. */
const LOOK_MILLISECONDS = 30_000;
/** What the looks under way, the notice and its memory need at the end; less where the whole time is short. */
const RESERVE = 60_000;

interface Ready {
  readonly watch: WatchDependencies;
  /** With nothing remembered, and to be closed. */
  readonly freshResolver: () => RecursiveResolver;
}

async function prepare(): Promise<Ready> {
  const configuration = readConfiguration();
  const [aliasDomain] = configuration.ALIAS_DOMAINS.keys();
  if (aliasDomain === undefined) throw new Error('ALIAS_DOMAINS names no domain');
  const observer = await createObserver('trust-watch', configuration.LOG_HASH_SECRET);
  const nextHop = nextHopFromEnvironment(configuration, observer);
  const watch = {
    trustEntries: trustEntryStore(configuration.TRUST_TABLE),
    lookAt: lookAtNextHop({ ...nextHop, connectMilliseconds: LOOK_MILLISECONDS }),
    home: queue<HomeItem>(configuration.HOME_QUEUE_URL),
    bodies: bodyStore(configuration.BODIES_BUCKET),
    observer,
    operators: configuration.OPERATOR_ADDRESSES,
    aliasDomain,
  };
  const { DNS_SERVERS: servers, DNS_TRUST: trust, DNS_TRUST_ANCHORS: anchors } = configuration;
  return { watch, freshResolver: () => recursiveResolver({ servers, trust, anchors }) };
}

let ready: Promise<Ready> | undefined;

/** What a schedule says. */
type Occasion = Partial<Pick<ScheduledEvent, 'time'>> & { readonly check?: 'validation' };

/** When the schedule says that the run was due; a repetition of the event says the same. */
function dueAt(event: Occasion): Date {
  const time = Date.parse(event.time ?? '');
  return new Date(Number.isNaN(time) ? Date.now() : time);
}

async function lookAtValidation({ watch: { observer }, freshResolver }: Ready): Promise<void> {
  const resolver = freshResolver();
  try {
    reportValidation(await checkValidation(resolver.lookup), observer);
  } finally {
    resolver.close();
    observer.flush();
  }
}

export const handler = middy(async (event: Occasion, context: Context) => {
  // A preparation that failed is not kept: the next invocation begins anew.
  ready ??= prepare().catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  const prepared = await ready;
  if (event.check === 'validation') return lookAtValidation(prepared);
  const { watch: dependencies } = prepared;
  const { observer } = dependencies;
  try {
    const reserve = Math.min(RESERVE, context.getRemainingTimeInMillis() / 4);
    const hasTime = (): boolean => context.getRemainingTimeInMillis() > reserve;
    await watchTrustStore({ at: dueAt(event), hasTime }, dependencies);
  } catch (error) {
    observer.fault('the watch over the trust store failed', error);
    throw error;
  } finally {
    observer.flush();
  }
});
