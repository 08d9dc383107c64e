/**
 * The process: environment in, edge up, signals handled. Prints one line on stderr for each thing that is
 * wrong with the environment; otherwise structured log lines on stdout. As a child process it tells its
 * parent the ports and goes when the parent goes.
 */
import { METRICS } from '../../shared/observe/names.ts';
import { createObserver, type Observer } from '../../shared/observe/observer.ts';
import { aliasStore } from '../../shared/store/aliases.ts';
import { appPasswordStore } from '../../shared/store/app-passwords.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { deliveryStore } from '../../shared/store/deliveries.ts';
import { queue } from '../../shared/store/queues.ts';
import { refusalStore } from '../../shared/store/refusals.ts';
import { EnvironmentProblems } from '../../shared/configuration/environment.ts';
import type { CertificateSource } from './certificate.ts';
import { readEdgeEnvironment } from './configuration.ts';
import { startEdge, type Edge } from './edge.ts';

/** How often the certificate is looked at: files cost nothing, a secret is a request each time. */
const CERTIFICATE_CHECK_MILLISECONDS = { files: 5000, secret: 5 * 60_000 };
const CERTIFICATE_METRIC_MILLISECONDS = 5 * 60_000;
const FLUSH_MILLISECONDS = 15_000;

function environmentOrExit(): ReturnType<typeof readEdgeEnvironment> {
  try {
    return readEdgeEnvironment();
  } catch (error) {
    if (!(error instanceof EnvironmentProblems)) throw error;
    process.stderr.write(error.lines.map((line) => `${line}\n`).join(''));
    process.exit(1);
  }
}

function watchCertificate(edge: Edge, observer: Observer, source: CertificateSource['kind']): void {
  let failing = false;
  const check = async (): Promise<void> => {
    try {
      if (await edge.reloadCertificate())
        observer.info('certificate reloaded', { daysLeft: edge.certificateDaysLeft() });
      failing = false;
    } catch (error) {
      // Once per failure: files may be half written right now, and the old pair still serves.
      if (!failing) observer.fault('the new certificate is unusable; the old pair stays', error);
      failing = true;
    }
  };
  setInterval(() => void check(), CERTIFICATE_CHECK_MILLISECONDS[source]).unref();
  process.on('SIGHUP', () => void check());
  const measure = (): void => {
    observer.count(METRICS.certificateDaysLeft, edge.certificateDaysLeft());
  };
  measure();
  setInterval(measure, CERTIFICATE_METRIC_MILLISECONDS).unref();
}

/** Ports that are taken, files that are not there, secrets out of reach: one line, and a restart is the cure. */
function startFailed(error: unknown): never {
  process.stderr.write(`The edge cannot start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

const { configuration, resources } = environmentOrExit();
const observer = await createObserver('smtp-edge', resources.logHashSecret).catch(startFailed);
const edge = await startEdge(configuration, {
  aliases: aliasStore(resources.aliasesTable),
  appPasswords: appPasswordStore(resources.appPasswordsTable),
  refusals: refusalStore(resources.refusalsTable),
  deliveries: deliveryStore(resources.deliveriesTable),
  bodies: bodyStore(resources.bodiesBucket),
  outbound: queue(resources.outboundQueue),
  home: queue(resources.homeQueue),
  observer,
  now: Date.now,
}).catch(startFailed);

let leaving = false;
async function leave(why: string): Promise<void> {
  if (leaving) return;
  leaving = true;
  observer.info('draining', { why });
  await edge.drain();
  process.exit(0);
}
process.on('SIGTERM', () => void leave('SIGTERM'));
process.on('SIGINT', () => void leave('SIGINT'));
process.on('disconnect', () => void leave('parent gone'));
watchCertificate(edge, observer, configuration.certificate.kind);
setInterval(() => {
  edge.report();
}, FLUSH_MILLISECONDS).unref();

observer.info('listening', { ...edge.ports });
process.send?.({ kind: 'listening', ports: edge.ports });
