/**
 * TLS reports (RFC 8460) as a Lambda function on a schedule, once an hour: which domain gets one is in run.ts
 * and domain-report.ts; this file only puts the parts together. The day before is reported on, or the one that
 * an operator asks for with `{"day":"2026-11-24"}`.
 */
import middy from '@middy/core';
import type { Context } from 'aws-lambda';

import { allot } from '../../shared/delivery/allotment.ts';
import { recursiveResolver } from '../../shared/dns/recursive-resolver.ts';
import { createObserver } from '../../shared/observe/observer.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { queue, type OutboundItem } from '../../shared/store/queues.ts';
import { tlsResultStore } from '../../shared/store/tls-results.ts';
import { uploadReport } from '../../shared/tls-reporting/report-upload.ts';
import { readConfiguration } from './configuration.ts';
import { sendReports, type RunDependencies } from './run.ts';
import { dayAskedFor, dayBefore } from './schedule.ts';

async function prepare(): Promise<RunDependencies> {
  const configuration = readConfiguration();
  const { ALIAS_DOMAINS: domains, ALLOWED_NETWORKS: allowedNetworks } = configuration;
  const [first] = domains;
  if (first === undefined) throw new Error('there is no alias domain to send reports from');
  const [submitter, organization] = first;
  const { resolver } = recursiveResolver({
    servers: configuration.DNS_SERVERS,
    trust: configuration.DNS_TRUST,
    anchors: configuration.DNS_TRUST_ANCHORS,
  });
  return {
    results: tlsResultStore(configuration.TLS_RESULTS_TABLE),
    observer: await createObserver('tls-reports', configuration.LOG_HASH_SECRET),
    names: resolver,
    bodies: bodyStore(configuration.BODIES_BUCKET),
    outbound: queue<OutboundItem>(configuration.OUTBOUND_QUEUE_URL),
    upload: (url, gzip, deadline) => uploadReport(url, gzip, deadline, { resolver, allowedNetworks }),
    ourDomains: new Set<string>([...domains.keys(), ...domains.values()]),
    submitter,
    organization,
  };
}

let ready: Promise<RunDependencies> | undefined;

export const handler = middy(async (event: unknown, context: Context) => {
  // A preparation that failed is not kept: the next invocation begins anew.
  ready ??= prepare().catch((error: unknown) => {
    ready = undefined;
    throw error;
  });
  const dependencies = await ready;
  const now = Date.now();
  const asked = dayAskedFor(event);
  try {
    await sendReports(
      {
        day: asked ?? dayBefore(now),
        whenDue: asked === null,
        now,
        ...allot(now, context.getRemainingTimeInMillis()),
      },
      dependencies,
    );
  } finally {
    dependencies.observer.flush();
  }
});
