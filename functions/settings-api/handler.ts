/** The Lambda function: reads its environment once, builds the stores, and serves the API with them. */
import { evidenceSignerAt } from '../../shared/evidence-key/signer.ts';
import { checkNextHop } from '../../shared/next-hop/check.ts';
import { nextHopFromEnvironment } from '../../shared/next-hop/from-environment.ts';
import { lookAtNextHop } from '../../shared/next-hop/presented.ts';
import { createObserver } from '../../shared/observe/observer.ts';
import { inTrace, traceOf } from '../../shared/observe/trace.ts';
import { DEFAULT_TIMEOUTS } from '../../shared/smtp/session.ts';
import { aliasStore } from '../../shared/store/aliases.ts';
import { allowanceStore } from '../../shared/store/allowances.ts';
import { appPasswordStore } from '../../shared/store/app-passwords.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { deliveryStore } from '../../shared/store/deliveries.ts';
import { mailboxStore } from '../../shared/store/mailbox.ts';
import { objectLinks } from '../../shared/store/object-links.ts';
import { operatorActionStore } from '../../shared/store/operator-actions.ts';
import { queue, type OutboundItem } from '../../shared/store/queues.ts';
import { refusalStore } from '../../shared/store/refusals.ts';
import { requestStore } from '../../shared/store/requests.ts';
import { trustEntryStore } from '../../shared/store/trust-entries.ts';
import { uploadStore } from '../../shared/store/uploads.ts';
import { createApi, type Api } from './api.ts';
import { readConfiguration } from './configuration.ts';

const configuration = readConfiguration();
const observer = await createObserver('settings-api', configuration.LOG_HASH_SECRET);
const nextHop = nextHopFromEnvironment(configuration, observer, {
  ...DEFAULT_TIMEOUTS,
  connect: 5000,
  greeting: 8000,
  command: 8000,
  handshake: 8000,
});
/** An HTTP API answers within 30 s or not at all: lookups of hosts, then of their addresses, then connections. */
const looking = { ...nextHop, patience: { lookups: 7000, policy: 7000 }, connectMilliseconds: 10_000 };

const domains = configuration.ALIAS_DOMAINS;
const homeDomains = new Set(domains.values());
const builtInMailbox = configuration.HOME_DELIVERY.kind === 'mailbox';
const bodies = bodyStore(configuration.BODIES_BUCKET);

const READING = { mailbox: 'pages', smtp: 'home-server', ses: 'outside-provider' } as const;

const api = createApi({
  aliases: aliasStore(configuration.ALIASES_TABLE),
  appPasswords: appPasswordStore(configuration.APP_PASSWORDS_TABLE),
  mailbox: mailboxStore(configuration.MAILBOX_TABLE, bodies),
  deliveries: deliveryStore(configuration.DELIVERIES_TABLE),
  refusals: refusalStore(configuration.REFUSALS_TABLE),
  requests: requestStore(configuration.REQUESTS_TABLE),
  trustEntries: trustEntryStore(configuration.TRUST_TABLE),
  operatorActions: operatorActionStore(configuration.OPERATOR_ACTIONS_TABLE),
  allowances: allowanceStore(configuration.REQUESTS_TABLE),
  lookAt: lookAtNextHop(looking),
  checkNextHop: (domain) => checkNextHop(domain, looking),
  bodies,
  uploads: uploadStore(configuration.REQUESTS_TABLE),
  links: objectLinks(configuration.BODIES_BUCKET, configuration.UPLOAD_ENDPOINT),
  outbound: queue<OutboundItem>(configuration.OUTBOUND_QUEUE_URL.href),
  observer,
  evidence: evidenceSignerAt(configuration.EVIDENCE_KEY),
  domains,
  tokenNames: {
    addressClaim: configuration.ADDRESS_CLAIM,
    groupsClaim: configuration.GROUPS_CLAIM,
    operatorsGroup: configuration.OPERATORS_GROUP,
  },
  inside: (domain) => domains.has(domain) || (builtInMailbox && homeDomains.has(domain)),
  maxMessageSize: configuration.MAX_MESSAGE_SIZE,
  publicUrl: configuration.PUBLIC_URL,
  mailPrograms: {
    submission: {
      host: configuration.SUBMISSION_HOST,
      submissionsPort: configuration.SUBMISSIONS_PORT,
      submissionPort: configuration.SUBMISSION_PORT,
    },
    incoming: configuration.INCOMING_SERVER,
    reading: READING[configuration.HOME_DELIVERY.kind],
  },
  now: () => Date.now(),
});

/** A message sent with this request has the request's trace. */
export const handler: Api = (event, context) => inTrace(traceOf(), () => api(event, context));
