/**
 * The SMTP edge: port 25 for the world (mx.ts), ports 465 and 587 for our users (submission.ts), one health
 * port. A message is accepted only once it is durable: small ones inside the queue message, large ones in the
 * object store with the queue message naming them (reception.ts, spool.ts), so many at once as there is memory for
 * (large-messages.ts). The state of a session lives and
 * dies with its connection; everything else is in the stores that are passed in.
 *
 * The way of a connection: port.ts accepts and counts it, proxy-protocol.ts learns who it is, listener.ts
 * speaks SMTP with it through connection.ts, and a conversation answers.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

import { METRICS } from '../../shared/observe/names.ts';
import { daysLeft, readCertificate, readReplacement } from './certificate.ts';
import type { EdgeConfiguration, EdgePorts } from './configuration.ts';
import type { EdgeDependencies } from './dependencies.ts';
import { createHealthServer } from './health.ts';
import { LargeMessages } from './large-messages.ts';
import { Census } from './limits.ts';
import { Listener } from './listener.ts';
import { MxConversation } from './mx.ts';
import { OutdatedClients } from './outdated-clients.ts';
import { Port } from './port.ts';
import { refuse } from './reply.ts';
import { SubmissionConversation } from './submission.ts';

const SHUTTING_DOWN = refuse(421, '4.3.2', 'This server is going down for now; try again in a moment');

export interface Edge {
  readonly ports: EdgePorts;
  /** Open SMTP connections. */
  connections(): number;
  /** Says how many there are, and writes what was counted; to be called now and then. */
  report(): void;
  /** No new connections; idle sessions end, running messages finish; what takes too long is cut. */
  drain(): Promise<void>;
  /** Uses the certificate as it is now. False where it is unchanged; throws where it is no pair, or has ended. */
  reloadCertificate(): Promise<boolean>;
  /** Days until the certificate in use ends. */
  certificateDaysLeft(): number;
}

/** Starts listening. Throws where a port is taken or the certificate unusable; nothing is left open then. */
export async function startEdge(
  configuration: EdgeConfiguration,
  dependencies: EdgeDependencies,
): Promise<Edge> {
  const { observer, now } = dependencies;
  let certificate = await readCertificate(configuration.certificate);
  const { largeMessages, largeMessagePatience, silence } = configuration.limits;
  // A client that is held back must not look like a silent one.
  const places = new LargeMessages(largeMessages, Math.min(largeMessagePatience, silence / 2));
  const outdated = new OutdatedClients(now);
  const mx = new MxConversation(configuration, dependencies, places, outdated);
  const submission = new SubmissionConversation(configuration, dependencies, places);
  const listeners = {
    // Strangers' servers send from addresses such as `user.@example.com`; what they are called is their affair.
    mx: new Listener(
      {
        name: 'mx',
        implicitTls: false,
        options: { disabledCommands: ['AUTH'], lenientAddressParsing: true },
        onOutdated: (address) => {
          outdated.note(address);
        },
      },
      mx,
      configuration,
      certificate,
      observer,
    ),
    submissions: new Listener(
      { name: 'submissions', implicitTls: true },
      submission,
      configuration,
      certificate,
      observer,
    ),
    submission: new Listener(
      { name: 'submission', implicitTls: false },
      submission,
      configuration,
      certificate,
      observer,
    ),
  };
  const census = new Census(configuration.limits);
  const open = (listener: Listener): Port => new Port(listener, census, configuration, observer);
  const ports = {
    mx: open(listeners.mx),
    submissions: open(listeners.submissions),
    submission: open(listeners.submission),
  };
  let draining = false;
  const health = createHealthServer(() => draining);

  const closeAll = async (): Promise<void> => {
    for (const port of Object.values(ports)) port.retire(SHUTTING_DOWN);
    let deadline: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      deadline = setTimeout(resolve, configuration.drainTimeout);
    });
    await Promise.race([census.empty().then(() => mx.settled()), patience]);
    clearTimeout(deadline);
    for (const port of Object.values(ports)) port.cut();
    health.close();
    health.closeAllConnections();
    observer.flush();
  };

  const listenHealth = async (): Promise<number> => {
    health.listen(configuration.ports.health, configuration.listenAddress);
    await once(health, 'listening');
    return (health.address() as AddressInfo).port;
  };

  const asked = configuration.ports;
  const listening = await Promise.allSettled([
    ports.mx.listen(asked.mx),
    ports.submissions.listen(asked.submissions),
    ports.submission.listen(asked.submission),
    listenHealth(),
  ]);
  const failed = listening.find((result) => result.status === 'rejected');
  if (failed !== undefined) {
    await closeAll();
    throw failed.reason;
  }
  const [mxPort = 0, submissionsPort = 0, submissionPort = 0, healthPort = 0] = listening.map((result) =>
    result.status === 'fulfilled' ? result.value : 0,
  );

  let drained: Promise<void> | null = null;
  return {
    ports: { mx: mxPort, submissions: submissionsPort, submission: submissionPort, health: healthPort },
    connections: () => census.total,
    report: () => {
      observer.count(METRICS.openConnections, census.total);
      observer.flush();
    },
    drain: () => {
      draining = true;
      drained ??= closeAll();
      return drained;
    },
    reloadCertificate: async () => {
      const fresh = await readReplacement(configuration.certificate, certificate, now());
      if (fresh === null) return false;
      for (const listener of Object.values(listeners)) {
        listener.updateSecureContext({ key: fresh.key, cert: fresh.chain });
      }
      certificate = fresh;
      return true;
    },
    certificateDaysLeft: () => daysLeft(certificate, now()),
  };
}
