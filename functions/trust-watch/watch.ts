/**
 * One run of the daily watch over the trust store: looks at every domain in it, counts what is found, tells
 * the operators of what they have not heard lately, and only then remembers that. A run that is repeated after
 * a crash sends the same notice under the same identifier, which is filed once.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { oneLine } from '../../shared/mail/header-text.ts';
import type { LookAt } from '../../shared/next-hop/presented.ts';
import { METRICS, type MetricName } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import { createIdentifier, deriveIdentifier } from '../../shared/store/identifier.ts';
import type { HomeItem, Queue } from '../../shared/store/queues.ts';
import type { TrustEntryStore } from '../../shared/store/trust-entries.ts';
import { findAll, isTrustedNow, type Finding } from './findings.ts';
import { composeWatchNotice } from './notice.ts';
import { isDue, memoriesOf } from './telling.ts';

export interface WatchDependencies {
  readonly trustEntries: Pick<TrustEntryStore, 'list' | 'entriesFor' | 'remember'>;
  readonly lookAt: LookAt;
  readonly home: Queue<HomeItem>;
  readonly bodies: Pick<BodyStore, 'refer'>;
  readonly observer: Observer;
  readonly operators: readonly HomeAddress[];
  /** Whose postmaster writes. */
  readonly aliasDomain: Domain;
}

export interface WatchRun {
  /** When the run was due: the same for every repetition of it. */
  readonly at: Date;
  /** False when no more domains should be begun. */
  readonly hasTime: () => boolean;
}

/** Providers that are looked at at the same time. */
const AT_ONCE = 5;

async function domainsOf({ trustEntries }: WatchDependencies): Promise<Domain[]> {
  const domains = new Set<Domain>();
  let cursor: string | null = null;
  do {
    const page = await trustEntries.list(null, cursor, 100);
    for (const { domain } of page.items) domains.add(domain);
    cursor = page.next;
  } while (cursor !== null);
  return [...domains].sort();
}

async function findingsOf(
  domain: Domain,
  { at }: WatchRun,
  dependencies: WatchDependencies,
): Promise<Finding[]> {
  const { trustEntries, lookAt } = dependencies;
  const watched = { domain, entries: await trustEntries.entriesFor(domain), now: at };
  return findAll(watched, isTrustedNow(watched) ? await lookAt(domain) : null);
}

/** Looks at all domains. One that makes us fail is a fault of ours, and keeps none of the others from it. */
async function lookAtAll(
  domains: readonly Domain[],
  run: WatchRun,
  dependencies: WatchDependencies,
): Promise<Finding[]> {
  const { observer } = dependencies;
  const findings: Finding[] = [];
  const waiting = [...domains];
  const lookOn = async (): Promise<void> => {
    while (run.hasTime()) {
      const domain = waiting.shift();
      if (domain === undefined) return;
      try {
        findings.push(...(await findingsOf(domain, run, dependencies)));
      } catch (error) {
        observer.fault('a provider in the trust store could not be looked at', error, { domain });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lookOn));
  if (waiting.length > 0) {
    const error = new Error(`${waiting.length} domains were not looked at for want of time`);
    observer.fault('the watch over the trust store was cut short', error, { domains: waiting.length });
  }
  return findings.sort((one, other) =>
    `${one.domain} ${one.key}`.localeCompare(`${other.domain} ${other.key}`),
  );
}

const METRIC_OF: Readonly<Record<Finding['kind'], MetricName>> = {
  changed: METRICS.trustedProviderChanged,
  'entry-ending': METRICS.trustEntryEnding,
  'certificate-ending': METRICS.trustEntryEnding,
  lapsed: METRICS.trustEntryEnding,
  unchecked: METRICS.trustedProviderUnchecked,
};

/** Counts and logs, whether or not it is told: an alarm lasts as long as what it is about. */
function observe(finding: Finding, { observer }: WatchDependencies): void {
  const { kind, domain, entry } = finding;
  observer.count(METRIC_OF[kind]);
  observer.warn('watch over the trust store', {
    finding: kind,
    domain,
    entryId: entry.id,
    ...('host' in finding ? { host: oneLine(finding.host, 255), sha256: finding.sha256 } : {}),
    ...('at' in finding ? { ends: finding.at } : {}),
    ...('detail' in finding ? { detail: oneLine(finding.detail, 500) } : {}),
  });
}

/** Sends the notice: to the operators, as mail to the postmaster of our own domain. */
async function tell(
  findings: readonly Finding[],
  { at }: WatchRun,
  { home, bodies, operators, aliasDomain }: WatchDependencies,
): Promise<string> {
  const occasion = findings.map(({ domain, key }) => `${domain} ${key}`).join('\n');
  const place = createIdentifier(at.getTime()).slice(0, 10);
  const id = deriveIdentifier(place, `trust-watch\n${at.toISOString()}\n${occasion}`);
  const messageId = `<${id.toLowerCase()}@${aliasDomain}>`;
  const notice = composeWatchNotice({ findings, aliasDomain, messageId, at });
  await home.send({
    kind: 'mail',
    id,
    recipients: operators.map((operator) => ({ address: `postmaster@${aliasDomain}`, home: operator })),
    sender: '',
    receivedAt: at.getTime(),
    client: null,
    tls: null,
    aliasDomain,
    body: await bodies.refer(notice, id),
  });
  return id;
}

/** Does one run. Throws where tables or queue are out of reach; then the run is to be repeated. */
export async function watchTrustStore(run: WatchRun, dependencies: WatchDependencies): Promise<void> {
  const { trustEntries, observer, operators } = dependencies;
  const domains = await domainsOf(dependencies);
  const findings = await lookAtAll(domains, run, dependencies);
  for (const finding of findings) observe(finding, dependencies);
  const due = findings.filter((finding) => isDue(finding, run.at));
  const summary = { domains: domains.length, findings: findings.length, told: due.length };
  if (due.length === 0) {
    observer.info('trust store watched', { ...summary, noticeId: null });
    return;
  }
  if (operators.length === 0) {
    observer.fault('nobody can be told', new Error('OPERATOR_ADDRESSES names nobody'), summary);
    return;
  }
  const noticeId = await tell(due, run, dependencies);
  for (const { entry, told } of memoriesOf(due, run.at)) await trustEntries.remember(entry, told);
  observer.info('trust store watched', { ...summary, noticeId });
}
