/** The Lambda function: reads its environment once, builds the stores, and serves the API with them. */
import { aliasDomains, size, text, url } from '../../shared/configuration/values.ts';
import { readEnvironment, required, withDefault } from '../../shared/configuration/environment.ts';
import { createObserver } from '../../shared/observe/observer.ts';
import { aliasStore } from '../../shared/store/aliases.ts';
import { appPasswordStore } from '../../shared/store/app-passwords.ts';
import { bodyStore } from '../../shared/store/bodies.ts';
import { deliveryStore } from '../../shared/store/deliveries.ts';
import { mailboxStore } from '../../shared/store/mailbox.ts';
import { queue, type OutboundItem } from '../../shared/store/queues.ts';
import { refusalStore } from '../../shared/store/refusals.ts';
import { requestStore } from '../../shared/store/requests.ts';
import { trustEntryStore } from '../../shared/store/trust-entries.ts';
import { createApi } from './api.ts';
import { createLookAt } from './look-at.ts';

const environment = readEnvironment({
  ALIAS_DOMAINS: required(aliasDomains),
  ALIASES_TABLE: required(text),
  APP_PASSWORDS_TABLE: required(text),
  MAILBOX_TABLE: required(text),
  DELIVERIES_TABLE: required(text),
  REFUSALS_TABLE: required(text),
  REQUESTS_TABLE: required(text),
  TRUST_TABLE: required(text),
  BODIES_BUCKET: required(text),
  OUTBOUND_QUEUE_URL: required(url),
  LOG_HASH_SECRET: required(text),
  MAX_MESSAGE_SIZE: withDefault(size, '25MiB'),
  PUBLIC_URL: required(url),
});

const bodies = bodyStore(environment.BODIES_BUCKET);

export const handler = createApi({
  aliases: aliasStore(environment.ALIASES_TABLE),
  appPasswords: appPasswordStore(environment.APP_PASSWORDS_TABLE),
  mailbox: mailboxStore(environment.MAILBOX_TABLE, bodies),
  deliveries: deliveryStore(environment.DELIVERIES_TABLE),
  refusals: refusalStore(environment.REFUSALS_TABLE),
  requests: requestStore(environment.REQUESTS_TABLE),
  trustEntries: trustEntryStore(environment.TRUST_TABLE),
  // The one place where this function looks at other providers' mail servers.
  lookAt: createLookAt(),
  bodies,
  outbound: queue<OutboundItem>(environment.OUTBOUND_QUEUE_URL.href),
  observer: await createObserver('settings-api', environment.LOG_HASH_SECRET),
  domains: environment.ALIAS_DOMAINS,
  maxMessageSize: environment.MAX_MESSAGE_SIZE,
  publicUrl: environment.PUBLIC_URL,
  now: () => Date.now(),
});
