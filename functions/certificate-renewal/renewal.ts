/**
 * One run for a certificate of an ACME server: looks at the secret, asks plan.ts what to do, does it, and looks
 * again until there is nothing left to do today. Each step is written down before the next one. Whatever goes
 * wrong, the certificate in the secret stays as it is, and the next run tries again.
 */
import { METRICS } from '../../shared/observe/names.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import type { CertificateRequest, OrderOutcome } from './acme-order.ts';
import { faultOf, isSelfSigned, keyOf, makeKey, pairText, readPair, type Pair } from './pair.ts';
import { nextStep, type Facts, type Why } from './plan.ts';
import { tlsaRecords } from './records.ts';
import { parseState, type RenewalState } from './state.ts';
import type { Zone } from './zone.ts';

/** One secret. */
export interface Kept {
  read(): Promise<string>;
  replace(text: string): Promise<void>;
}

export interface RenewalSettings {
  readonly host: string;
  readonly directory: string;
  readonly contacts: readonly string[];
  /** Raised by one, it asks for a change of the key. */
  readonly keyGeneration: number;
  /** Seconds; null where the zone is not signed, and has no TLSA records. */
  readonly tlsaTtl: number | null;
}

export interface RenewalDependencies {
  /** Chain and key of the edge. */
  readonly pair: Kept;
  readonly state: Kept;
  readonly zone: Zone;
  readonly order: (request: CertificateRequest) => Promise<OrderOutcome>;
  readonly observer: Observer;
  readonly now: () => number;
}

export type RenewalOutcome = 'kept' | 'waiting' | 'renewed' | 'failed';

/** Issue twice and everything between is fewer; more would be a circle. */
const MOST_STEPS = 8;

/** Of a run: what the secrets held when it last looked. */
interface Seen {
  readonly pair: Pair;
  readonly state: RenewalState;
}

export async function renewCertificate(
  settings: RenewalSettings,
  dependencies: RenewalDependencies,
): Promise<RenewalOutcome> {
  const { observer } = dependencies;
  let renewed = false;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (steps === 0) await fixGeneration(settings, dependencies);
    const seen = await look(dependencies);
    // At every run, so that what somebody has changed by mistake is put right, and a run cut short made up for.
    if (steps === 0) await publishTlsa(seen, settings, dependencies);
    const step = nextStep(factsOf(seen, settings, dependencies.now()));
    switch (step.kind) {
      case 'keep':
        observer.info('the certificate is kept', { ends: seen.pair.certificate?.validTo ?? null });
        return renewed ? 'renewed' : 'kept';
      case 'wait':
        observer.info('a change of the key waits for caches', { until: new Date(step.until).toISOString() });
        return renewed ? 'renewed' : 'waiting';
      case 'publish-next':
        await publishNext(seen, settings, dependencies);
        break;
      case 'note-use':
        await noteUse(seen, settings, dependencies);
        break;
      case 'retire-old':
        await retireOld(seen, settings, dependencies);
        break;
      case 'issue':
        if (renewed) throw new Error(`the certificate that was just issued is not kept (${step.why})`);
        if (!(await issue(step.key, step.why, seen, settings, dependencies))) return 'failed';
        renewed = true;
    }
  }
  throw new Error(`the renewal has not come to an end in ${MOST_STEPS} steps`);
}

/** At the first run: the key that is there then is of the present generation, and is not asked to go. */
async function fixGeneration(
  { keyGeneration }: RenewalSettings,
  dependencies: RenewalDependencies,
): Promise<void> {
  const state = parseState(await dependencies.state.read());
  if (state.keyGeneration === undefined) await save({ ...state, keyGeneration }, dependencies);
}

async function look({ pair, state }: RenewalDependencies): Promise<Seen> {
  const [text, stateText] = await Promise.all([pair.read(), state.read()]);
  return { pair: readPair(text), state: parseState(stateText) };
}

const save = (state: RenewalState, { state: kept }: RenewalDependencies): Promise<void> =>
  kept.replace(JSON.stringify(state));

function factsOf({ pair, state }: Seen, settings: RenewalSettings, now: number): Facts {
  const { certificate, key } = pair;
  const { next, issued, keyGeneration = settings.keyGeneration } = state;
  return {
    now,
    current: key,
    certificate:
      certificate === null
        ? null
        : {
            notBefore: certificate.validFromDate.getTime(),
            notAfter: certificate.validToDate.getTime(),
            selfSigned: isSelfSigned(certificate),
            coversHost: certificate.checkHost(settings.host, { subject: 'never' }) !== undefined,
            otherDirectory:
              issued?.fingerprint === certificate.fingerprint256 && issued.directory !== settings.directory,
          },
    next: next === undefined ? null : { ...next, digest: keyOf(next.key).digest },
    keyChangeWanted: settings.keyGeneration > keyGeneration,
    tlsaTtl: settings.tlsaTtl === null ? null : settings.tlsaTtl * 1000,
  };
}

async function publishTlsa(
  { pair, state: { next } }: Seen,
  { host, tlsaTtl }: RenewalSettings,
  { zone }: RenewalDependencies,
): Promise<void> {
  const keys = [pair.key?.digest, next && keyOf(next.key).digest, next?.replaces];
  const digests = keys.filter((digest) => typeof digest === 'string');
  if (tlsaTtl !== null && digests.length > 0) await zone.publish(tlsaRecords(host, digests, tlsaTtl));
}

async function publishNext(
  seen: Seen,
  settings: RenewalSettings,
  dependencies: RenewalDependencies,
): Promise<void> {
  const { state, pair } = seen;
  const made = { key: makeKey(), replaces: pair.key?.digest ?? null, publishedAt: null, usedSince: null };
  const next = state.next ?? made;
  // Kept before it is published: a record of a key that nobody has would stand for ever.
  await save({ ...state, next }, dependencies);
  await publishTlsa({ pair, state: { ...state, next } }, settings, dependencies);
  await save({ ...state, next: { ...next, publishedAt: dependencies.now() } }, dependencies);
  dependencies.observer.info('the next key is made and published', { digest: keyOf(next.key).digest });
}

async function noteUse(
  { state }: Seen,
  { keyGeneration }: RenewalSettings,
  dependencies: RenewalDependencies,
): Promise<void> {
  const { next } = state;
  if (next === undefined) return;
  await save({ ...state, keyGeneration, next: { ...next, usedSince: dependencies.now() } }, dependencies);
}

async function retireOld(
  { pair, state }: Seen,
  settings: RenewalSettings,
  dependencies: RenewalDependencies,
): Promise<void> {
  const rest = { ...state, next: undefined };
  // Written down first: should this run end here, the next one publishes what is left.
  await save(rest, dependencies);
  await publishTlsa({ pair, state: rest }, settings, dependencies);
  dependencies.observer.info('the old key is out of use and out of DNS');
}

async function issue(
  which: 'current' | 'next',
  why: Why,
  { pair, state }: Seen,
  settings: RenewalSettings,
  dependencies: RenewalDependencies,
): Promise<boolean> {
  const { host, directory, contacts } = settings;
  const { observer } = dependencies;
  const key = which === 'next' ? state.next?.key : pair.key?.pem;
  if (key === undefined) throw new Error(`there is no ${which} key`);
  const account = state.account?.directory === directory ? state.account : { directory, key: makeKey() };
  const kept = { ...state, account };
  // An account whose key is lost counts towards rate limits all the same.
  if (account !== state.account) await save(kept, dependencies);
  const fail = (reason: string, detail: string, retryAfter: string | null): false => {
    observer.warn('the certificate is not renewed; the old one stays', {
      why,
      directory,
      reason,
      detail,
      retryAfter,
      ends: pair.certificate?.validTo ?? null,
    });
    observer.count(METRICS.certificateRenewalFailed);
    return false;
  };
  const outcome = await dependencies.order({ directory, accountKey: account.key, contacts, host, key });
  if (outcome.kind === 'refused') return fail(outcome.type, outcome.detail, outcome.retryAfter);
  const text = pairText(outcome.chain, key);
  const fault = faultOf(text, host, dependencies.now());
  if (fault !== null) return fail('unfit', fault, null);
  const fresh = readPair(text).certificate;
  await dependencies.pair.replace(text);
  await save({ ...kept, issued: { directory, fingerprint: fresh?.fingerprint256 ?? '' } }, dependencies);
  observer.info('a new certificate is in the secret', { why, key: which, ends: fresh?.validTo ?? null });
  return true;
}
