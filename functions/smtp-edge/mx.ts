/**
 * Port 25: mail from strangers to the aliases. A recipient at an alias domain is refused unless the connection
 * is encrypted; over TLS an alias that is switched on is taken, everything else is not. What is taken gets one
 * Received field in front and is otherwise passed on octet for octet, so that signatures stay whole.
 *
 * Not done here: SPF, DKIM and DMARC, which home-delivery checks; judging whether mail is wanted.
 */
import type {
  SMTPServerAddress,
  SMTPServerDataStream,
  SMTPServerEnvelope,
  SMTPServerSession,
} from 'smtp-server';

import { classify, type AliasAddress, type Destination } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { parseMailbox, type Mailbox } from '../../shared/address/mailbox.ts';
import { fieldsNamed } from '../../shared/mail/header-section.ts';
import { composeReceived, transmissionOf } from '../../shared/mail/received.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { BodyReference } from '../../shared/store/bodies.ts';
import { createIdentifier } from '../../shared/store/identifier.ts';
import type { HomeItem, HomeRecipient } from '../../shared/store/queues.ts';
import { AliasDirectory } from './alias-directory.ts';
import { clientKey } from './client-address.ts';
import type { EdgeConfiguration } from './configuration.ts';
import type { EdgeDependencies } from './dependencies.ts';
import type { LargeMessages } from './large-messages.ts';
import { tlsOf, type Conversation, type Taken } from './listener.ts';
import type { OutdatedClients } from './outdated-clients.ts';
import { checkMailParameters, checkRecipientParameters, requiresTls } from './parameters.ts';
import { receive, type ReceptionRules, type Storage } from './reception.ts';
import { refuse, TROUBLE, type Refusal } from './reply.ts';

const MAIL_LOOP = refuse(554, '5.4.6', 'This message goes in circles: it has passed too many servers');
const TOO_MANY_MESSAGES = refuse(421, '4.7.0', 'Enough messages on one connection; please open another');
/** RFC 5321 section 4.5.3.1.3: a path of 256 octets, its angle brackets included. */
const LONGEST_SENDER = 254;
const SENDER_TOO_LONG = refuse(553, '5.1.7', 'The sender address is longer than any may be');
/** One message is handed over by one send to one queue item, which belongs to one alias domain. */
const OTHER_DOMAIN = refuse(452, '4.5.3', 'One alias domain a message; please send the rest as another');

/** Whom the transaction's recipients stand for so far. */
interface Transaction {
  readonly aliasDomain: Domain;
  /** Address written to → homes. */
  readonly recipients: Map<string, readonly HomeRecipient[]>;
}

type Mail = Extract<HomeItem, { kind: 'mail' }>;

interface Recipient {
  readonly mailbox: Mailbox;
  readonly destination: Destination;
}

export class MxConversation implements Conversation {
  readonly #configuration: EdgeConfiguration;
  readonly #dependencies: EdgeDependencies;
  readonly #storage: Storage;
  readonly #outdated: OutdatedClients;
  readonly #directory: AliasDirectory;
  readonly #whyRefused: string;
  readonly #transactions = new WeakMap<SMTPServerEnvelope, Transaction>();
  /** Refusals on their way into the owner's list. */
  readonly #recordings = new Set<Promise<void>>();

  constructor(
    configuration: EdgeConfiguration,
    dependencies: EdgeDependencies,
    places: LargeMessages,
    outdated: OutdatedClients,
  ) {
    this.#configuration = configuration;
    this.#dependencies = dependencies;
    this.#outdated = outdated;
    this.#storage = { bodies: dependencies.bodies, places };
    this.#directory = new AliasDirectory(dependencies.aliases, dependencies.now);
    this.#whyRefused = `${configuration.publicUrl.href.replace(/\/$/, '')}/why-refused`;
  }

  /** Resolves once everything that was begun in the background is done. */
  async settled(): Promise<void> {
    await Promise.all(this.#recordings);
  }

  sender(address: SMTPServerAddress, session: SMTPServerSession): Refusal | null {
    if (session.transaction > this.#configuration.limits.messages) return TOO_MANY_MESSAGES;
    if (Buffer.byteLength(address.address) > LONGEST_SENDER) return SENDER_TOO_LONG;
    return checkMailParameters(address);
  }

  recipient(
    address: SMTPServerAddress,
    session: SMTPServerSession,
  ): Refusal | null | Promise<Refusal | null> {
    const recipient = this.#read(address.address);
    if (recipient === null)
      return refuse(553, '5.1.3', 'The recipient address is not one that mail can go to');
    const { mailbox, destination } = recipient;
    if (!session.secure && (destination.kind === 'alias' || destination.kind === 'role')) {
      return this.#refusePlaintext(recipient, session);
    }
    const parameters = checkRecipientParameters(address);
    if (parameters !== null) return parameters;
    switch (destination.kind) {
      case 'elsewhere':
      case 'home':
        return refuse(550, '5.7.1', `<${mailbox.address}>: this server relays no mail for other domains`);
      case 'role': {
        const homes = this.#configuration.operators.map((home) => ({ address: mailbox.address, home }));
        return this.#add(session, mailbox, homes);
      }
      case 'alias':
        return this.#addAlias(mailbox, destination.alias, session);
    }
  }

  #read(written: string): Recipient | null {
    const { aliasDomains } = this.#configuration;
    // RFC 5321 section 4.5.1: postmaster without a domain is ours; it belongs to the first alias domain.
    const [firstDomain = ''] = aliasDomains.keys();
    const text = written.toLowerCase() === 'postmaster' ? `${written}@${firstDomain}` : written;
    const mailbox = parseMailbox(text);
    return mailbox === null ? null : { mailbox, destination: classify(mailbox, aliasDomains) };
  }

  /**
   * The same answer to every address, at the same speed: the alias is looked up, and the refusal recorded,
   * after the answer. Neither can change it.
   */
  #refusePlaintext({ mailbox, destination }: Recipient, session: SMTPServerSession): Refusal {
    const { observer } = this.#dependencies;
    observer.count(METRICS.refused, 1, { reason: 'no-tls' });
    observer.info('recipient refused', {
      port: 'mx',
      client: observer.hash(session.remoteAddress),
      helo: session.hostNameAppearsAs,
      code: 550,
      status: '5.7.1',
      why: 'no-tls',
    });
    if (destination.kind === 'alias') {
      const recording = this.#record(destination.alias, mailbox.address, session)
        .catch((error: unknown) => {
          observer.fault('a refusal could not be recorded', error);
        })
        .finally(() => this.#recordings.delete(recording));
      this.#recordings.add(recording);
    }
    return refuse(
      550,
      '5.7.1',
      `<${mailbox.address}> takes mail over encrypted connections (STARTTLS) only; see ${this.#whyRefused}`,
    );
  }

  async #record(alias: AliasAddress, recipient: string, session: SMTPServerSession): Promise<void> {
    const { envelope, remoteAddress, hostNameAppearsAs } = session;
    const sender = envelope.mailFrom === false ? null : envelope.mailFrom.address;
    if ((await this.#directory.enabled(alias)) === null) return;
    const client = { address: remoteAddress, helo: hostNameAppearsAs };
    const at = new Date(this.#dependencies.now());
    const reason = this.#outdated.has(remoteAddress) ? 'tls-too-old' : 'no-tls';
    await this.#dependencies.refusals.record(alias, { recipient, sender, client, reason }, at);
  }

  async #addAlias(
    mailbox: Mailbox,
    alias: AliasAddress,
    session: SMTPServerSession,
  ): Promise<Refusal | null> {
    const found = await this.#directory.enabled(alias);
    if (found === null) {
      return refuse(550, '5.1.1', `<${mailbox.address}> does not exist here or is switched off`);
    }
    return this.#add(session, mailbox, [{ address: mailbox.address, home: found.home }]);
  }

  #add({ envelope }: SMTPServerSession, mailbox: Mailbox, homes: readonly HomeRecipient[]): Refusal | null {
    const aliasDomain = mailbox.domain;
    const transaction = this.#transactions.get(envelope) ?? { aliasDomain, recipients: new Map() };
    if (transaction.aliasDomain !== aliasDomain) return OTHER_DOMAIN;
    transaction.recipients.set(mailbox.address.toLowerCase(), homes);
    this.#transactions.set(envelope, transaction);
    return null;
  }

  async message(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Taken> {
    const { observer, now } = this.#dependencies;
    const receivedAt = now();
    const id = createIdentifier(receivedAt);
    const reception = await receive(stream, this.#rules(id, receivedAt, session), this.#storage, (error) => {
      observer.fault('the object store failed', error, { id });
    });
    switch (reception.kind) {
      case 'interrupted':
        observer.info('message interrupted', { id, port: 'mx' });
        return { kind: 'refused', refusal: TROUBLE };
      case 'refused': {
        const { code, status } = reception.refusal;
        const client = observer.hash(session.remoteAddress);
        const helo = session.hostNameAppearsAs;
        observer.info('message refused', { id, port: 'mx', client, helo, code, status });
        return reception;
      }
      case 'received':
        return this.#handOver(this.#item(id, receivedAt, reception.body, session), reception.size);
    }
  }

  #item(id: string, receivedAt: number, body: BodyReference, session: SMTPServerSession): Mail {
    const { envelope, remoteAddress, hostNameAppearsAs } = session;
    const transaction = this.#transactions.get(envelope);
    const tls = tlsOf(session);
    if (transaction === undefined || tls === null) {
      throw new Error('DATA without a recipient that was taken over TLS');
    }
    return {
      kind: 'mail',
      id,
      recipients: [...transaction.recipients.values()].flat(),
      sender: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
      receivedAt,
      client: { address: remoteAddress, helo: hostNameAppearsAs },
      tls,
      ...(requiresTls(envelope) && { requireTls: true }),
      aliasDomain: transaction.aliasDomain,
      body,
    };
  }

  /** Once the queue has the item, the message is ours. */
  async #handOver(item: Mail, size: number): Promise<Taken> {
    const { observer, home } = this.#dependencies;
    const { id } = item;
    try {
      await home.send(item);
    } catch (error) {
      // Nobody knows now whether the item is on its way, so a stored body stays for it; the bucket's lifecycle
      // rule ends it if there is none.
      observer.fault('the home queue failed', error, { id });
      return { kind: 'refused', refusal: TROUBLE };
    }
    observer.count(METRICS.accepted);
    observer.info('message accepted', {
      id,
      port: 'mx',
      sender: observer.hash(item.sender),
      recipients: item.recipients.length,
      size,
      tls: item.tls?.version,
      requireTls: item.requireTls ?? false,
    });
    return { kind: 'taken', text: `2.0.0 Accepted as ${id}` };
  }

  #rules(id: string, receivedAt: number, session: SMTPServerSession): ReceptionRules<null> {
    const { limits, maxMessageSize, hostName } = this.#configuration;
    const { envelope } = session;
    return {
      sender: { kind: 'stranger', client: clientKey(session.remoteAddress) },
      id,
      longestLine: limits.lineFromOutside,
      numberLines: false,
      longestHeader: limits.headerSection,
      largestMessage: maxMessageSize,
      judge: (section, octets) => {
        if (fieldsNamed(section, 'Received').length > limits.receivedFields) {
          return { kind: 'refused', refusal: MAIL_LOOP };
        }
        const received = composeReceived({
          heloName: session.hostNameAppearsAs,
          clientAddress: session.remoteAddress,
          clientName: null,
          hostName,
          protocol: transmissionOf({
            tls: session.secure,
            authenticated: false,
            smtpUtf8: envelope.smtpUtf8 === true,
          }),
          tls: tlsOf(session),
          id,
          recipient: envelope.rcptTo.length === 1 ? (envelope.rcptTo[0]?.address ?? null) : null,
          at: new Date(receivedAt),
        });
        return { kind: 'passed', header: [Buffer.from(received), octets], finding: null };
      },
    };
  }
}
