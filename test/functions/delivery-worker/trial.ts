/** One try at a delivery to a provider of the simulated internet, with what the test wants to be different. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { RecipientOutcome, TryResult } from '../../../functions/delivery-worker/outcome.ts';
import { tryDelivery } from '../../../functions/delivery-worker/try.ts';
import { startSimulatedInternet, type SimulatedInternet } from '../../../infra/local/internet/simulation.ts';
import type { HomeAddress } from '../../../shared/address/alias.ts';
import { parseDomain } from '../../../shared/address/domain.ts';
import type { SecureResolver } from '../../../shared/dns/secure-resolver.ts';
import type { StsPolicies } from '../../../shared/mta-sts/policy.ts';
import type { Level } from '../../../shared/policy/level.ts';
import { parseNetworks } from '../../../shared/smtp/allowed-networks.ts';
import { DEFAULT_TIMEOUTS } from '../../../shared/smtp/session.ts';
import { newDelivery, type Delivery } from '../../../shared/store/delivery.ts';
import type { TrustEntry } from '../../../shared/tls/trust.ts';
import { noPolicies } from '../../doubles/fixed-policies.ts';
import { simulatedDns } from '../../world/simulated-dns.ts';

export const MESSAGE = Buffer.from(
  'From: alice@secure.example.org\r\nSubject: secret-subject\r\n\r\n.leading dot\r\nsecret-body\r\n..two\r\n',
);
const SENDER = 'alice@secure.example.org';

export interface Trial {
  readonly recipients?: readonly string[];
  readonly level?: Level;
  readonly eightBit?: boolean;
  readonly mayComplete?: () => Promise<boolean>;
  readonly deadline?: number;
  readonly allowed?: string;
  readonly trust?: readonly TrustEntry[];
  readonly sts?: StsPolicies;
  readonly requireTls?: boolean;
  readonly resolver?: SecureResolver;
}

export interface TrialGround {
  readonly world: SimulatedInternet;
  /** Faults of our own that were raised. */
  readonly alarms: string[];
  attempt(domain: string, trial?: Trial): Promise<TryResult>;
  close(): Promise<void>;
}

function deliveryTo(domainName: string, recipients: readonly string[], level: Level): Delivery {
  const domain = parseDomain(domainName);
  if (domain === null) throw new Error(domainName);
  return newDelivery(
    {
      messageId: 'M',
      headerMessageId: '<m@secure.example.org>',
      owner: 'alice@example.org' as HomeAddress,
      alias: null,
      sender: SENDER,
      aliasDomain: domain,
      subject: '',
      language: 'en',
      acceptedAt: Date.now(),
      size: MESSAGE.length,
      eightBit: false,
      smtpUtf8: false,
    },
    { id: 'D', domain, recipients, level, levelSource: 'default' },
  );
}

/** Starts a simulated internet of the test's own, with DNS validated from its root. */
export async function openTrialGround(): Promise<TrialGround> {
  const directory = await mkdtemp(join(tmpdir(), 'try-'));
  const world = await startSimulatedInternet({ directory });
  const dns = simulatedDns(world);
  const alarms: string[] = [];
  const attempt = async (domain: string, trial: Trial = {}): Promise<TryResult> => {
    const recipients = trial.recipients ?? [`bob@${domain}`];
    const networks = parseNetworks([trial.allowed ?? world.allowedNetworks]);
    if ('bad' in networks) throw new Error(networks.bad);
    const envelope = {
      sender: SENDER,
      recipients,
      eightBit: trial.eightBit ?? false,
      smtpUtf8: false,
      requireTls: trial.requireTls ?? false,
    };
    return tryDelivery(
      deliveryTo(domain, recipients, trial.level ?? 'encrypt'),
      envelope,
      () => Promise.resolve([MESSAGE]),
      {
        resolver: trial.resolver ?? dns.resolver,
        sts: trial.sts ?? noPolicies,
        trust: {
          entriesFor: (domain) =>
            Promise.resolve((trial.trust ?? []).filter((entry) => entry.domain === domain)),
        },
        authorities: world.authorityPem,
        alarm: (detail) => alarms.push(detail),
        clientName: 'mx.secure.example.org',
        port: world.smtpPort,
        allowedNetworks: networks.networks,
        timeouts: DEFAULT_TIMEOUTS,
        deadline: trial.deadline ?? Date.now() + 20_000,
        mayComplete: trial.mayComplete ?? (() => Promise.resolve(true)),
      },
    );
  };
  return {
    world,
    alarms,
    attempt,
    async close() {
      dns.close();
      await world.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The outcome of the one recipient, or the first. */
export function only(result: TryResult): RecipientOutcome {
  const [outcome] = result.outcomes.values();
  if (outcome === undefined) throw new Error('no outcome');
  return outcome;
}

/** `delivered`, `bounced starttls-not-supported 5.7.4`, `deferred`, `deferred under the short cap`. */
export function inWords(outcome: RecipientOutcome): string {
  switch (outcome.kind) {
    case 'delivered':
      return 'delivered';
    case 'bounced':
      return `bounced ${outcome.reason} ${outcome.status}`;
    case 'deferred':
      return outcome.shortCap ? 'deferred under the short cap' : 'deferred';
  }
}
