/** The Lambda function: reads its environment once, builds the stores, and serves the API with them. */
import { aliasDomains, homeDelivery, size, text, url } from '../../shared/configuration/values.ts';
import { readEnvironment, required, withDefault } from '../../shared/configuration/environment.ts';
import { keyLocation } from '../../shared/evidence-key/configuration.ts';
import { evidenceSignerAt } from '../../shared/evidence-key/signer.ts';
import { checkNextHop } from '../../shared/next-hop/check.ts';
import { nextHopFromEnvironment, nextHopVariables } from '../../shared/next-hop/from-environment.ts';
import { lookAtNextHop } from '../../shared/next-hop/presented.ts';
import { createObserver } from '../../shared/observe/observer.ts';
import { DEFAULT_TIMEOUTS } from '../../shared/smtp/session.ts';
import { aliasStore } from '../../shared/store/aliases.ts';
import { allowanceStore } from '../../shared/store/allowances.ts';
import { appPasswordStore } from '../../shared/store/app-passwords.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { deliveryStore } from '../../shared/store/deliveries.ts';
import { mailboxStore } from '../../shared/store/mailbox.ts';
import { queue, type OutboundItem } from '../../shared/store/queues.ts';
import { refusalStore } from '../../shared/store/refusals.ts';
import { requestStore } from '../../shared/store/requests.ts';
import { trustEntryStore } from '../../shared/store/trust-entries.ts';
import { createApi } from './api.ts';

const environment = readEnvironment({
  ALIAS_DOMAINS: required(aliasDomains),
  ALIASES_TABLE: required(text),
  APP_PASSWORDS_TABLE: required(text),
  MAILBOX_TABLE: required(text),
  DELIVERIES_TABLE: required(text),
  REFUSALS_TABLE: required(text),
  REQUESTS_TABLE: required(text),
  ...nextHopVariables,
  HOME_DELIVERY: withDefault(homeDelivery, 'mailbox'),
  BODIES_BUCKET: required(text),
  OUTBOUND_QUEUE_URL: required(url),
  LOG_HASH_SECRET: required(text),
  EVIDENCE_KEY: required(keyLocation),
  MAX_MESSAGE_SIZE: withDefault(size, '25MiB'),
  PUBLIC_URL: required(url),
});

const observer = await createObserver('settings-api', environment.LOG_HASH_SECRET);
const nextHop = nextHopFromEnvironment(environment, observer, {
  ...DEFAULT_TIMEOUTS,
  connect: 5000,
  greeting: 8000,
  command: 8000,
  handshake: 8000,
});
/** An HTTP API answers within 30 s or not at all: lookups of hosts, then of their addresses, then connections. */
const looking = { ...nextHop, patience: { lookups: 7000, policy: 7000 }, connectMilliseconds: 10_000 };

const domains = environment.ALIAS_DOMAINS;
const homeDomains = new Set(domains.values());
const builtInMailbox = environment.HOME_DELIVERY.kind === 'mailbox';
const bodies = bodyStore(environment.BODIES_BUCKET);

export const handler = createApi({
  aliases: aliasStore(environment.ALIASES_TABLE),
  appPasswords: appPasswordStore(environment.APP_PASSWORDS_TABLE),
  mailbox: mailboxStore(environment.MAILBOX_TABLE, bodies),
  deliveries: deliveryStore(environment.DELIVERIES_TABLE),
  refusals: refusalStore(environment.REFUSALS_TABLE),
  requests: requestStore(environment.REQUESTS_TABLE),
  trustEntries: trustEntryStore(environment.TRUST_TABLE),
  allowances: allowanceStore(environment.REQUESTS_TABLE),
  lookAt: lookAtNextHop(looking),
  checkNextHop: (domain) => checkNextHop(domain, looking),
  bodies,
  outbound: queue<OutboundItem>(environment.OUTBOUND_QUEUE_URL.href),
  observer,
  evidence: evidenceSignerAt(environment.EVIDENCE_KEY),
  domains: environment.ALIAS_DOMAINS,
  inside: (domain) => domains.has(domain) || (builtInMailbox && homeDomains.has(domain)),
  maxMessageSize: environment.MAX_MESSAGE_SIZE,
  publicUrl: environment.PUBLIC_URL,
  now: () => Date.now(),
});
