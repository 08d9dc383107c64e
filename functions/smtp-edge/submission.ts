/**
 * Ports 465 and 587 (RFC 8314, RFC 6409): mail from our own users' mail programs. Nothing before TLS and a
 * sign-in; the envelope sender and the header From must be the owner's alias, switched on. What is accepted
 * becomes jobs at the level that the settings name at that moment (shared/delivery/acceptance.ts).
 *
 * Not done here: DKIM signatures, which the delivery worker adds; the Sent folder, which is the mail program's.
 */
import type {
  SMTPServerAddress,
  SMTPServerDataStream,
  SMTPServerEnvelope,
  SMTPServerSession,
} from 'smtp-server';

import { aliasOf, classify, type HomeAddress } from '../../shared/address/alias.ts';
import { parseMailbox, type Mailbox } from '../../shared/address/mailbox.ts';
import { acceptMessage, planDeliveries, type Plan } from '../../shared/delivery/acceptance.ts';
import type { HeaderSection } from '../../shared/mail/header-section.ts';
import { composeReceived, transmissionOf } from '../../shared/mail/received.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { Alias } from '../../shared/store/aliases.ts';
import { createIdentifier } from '../../shared/store/identifier.ts';
import type { EdgeConfiguration } from './configuration.ts';
import type { EdgeDependencies } from './dependencies.ts';
import type { LargeMessages } from './large-messages.ts';
import { tlsOf, type Conversation, type SignIn, type Taken } from './listener.ts';
import { checkMailParameters, checkRecipientParameters, requiresTls } from './parameters.ts';
import { receive, type Judgement, type Received, type ReceptionRules, type Storage } from './reception.ts';
import { refuse, TROUBLE, type Refusal } from './reply.ts';
import { SignInAttempts } from './sign-in-attempts.ts';
import { signIn } from './sign-in.ts';
import { completeHeader } from './submitted-header.ts';

const STARTTLS_FIRST = refuse(530, '5.7.0', 'Must issue a STARTTLS command first');
const BAD_RECIPIENT = refuse(553, '5.1.3', 'The recipient address is not one that mail can go to');
const TOO_MANY_MESSAGES = refuse(421, '4.7.0', 'Enough messages on one connection; please open another');

interface Transaction {
  /** The settings as they are when the transaction begins. */
  readonly alias: Alias;
  readonly sender: Mailbox;
  readonly recipients: Map<string, Mailbox>;
}

export class SubmissionConversation implements Conversation {
  readonly #configuration: EdgeConfiguration;
  readonly #dependencies: EdgeDependencies;
  readonly #storage: Storage;
  readonly #attempts: SignInAttempts;
  readonly #transactions = new WeakMap<SMTPServerEnvelope, Transaction>();

  constructor(configuration: EdgeConfiguration, dependencies: EdgeDependencies, places: LargeMessages) {
    const { failedSignIns, failedSignInWindow } = configuration.limits;
    this.#configuration = configuration;
    this.#dependencies = dependencies;
    this.#storage = { bodies: dependencies.bodies, places };
    this.#attempts = new SignInAttempts(failedSignIns, failedSignInWindow, dependencies.now);
  }

  readonly signIn: NonNullable<Conversation['signIn']> = async (credentials, session): Promise<SignIn> => {
    const { appPasswords, observer } = this.#dependencies;
    const { aliasDomains } = this.#configuration;
    const { remoteAddress } = session;
    const result = await signIn(credentials, remoteAddress, aliasDomains, appPasswords, this.#attempts);
    if (result.kind === 'refused') {
      const client = observer.hash(remoteAddress);
      observer.info('sign-in refused', { client, status: result.refusal.status });
    }
    return result;
  };

  async sender(address: SMTPServerAddress, session: SMTPServerSession): Promise<Refusal | null> {
    if (!session.secure) return STARTTLS_FIRST;
    if (session.transaction > this.#configuration.limits.messages) return TOO_MANY_MESSAGES;
    const parameters = checkMailParameters(address);
    if (parameters !== null) return parameters;
    const { aliasDomains, publicUrl } = this.#configuration;
    // Made by `signIn`; the library asks for it before MAIL.
    const home = session.user as HomeAddress;
    const own = aliasOf(home, aliasDomains);
    const { envelope } = session;
    const alias = own === null ? null : await this.#dependencies.aliases.get(own);
    if (own === null || alias?.enabled !== true) {
      const name = own === null ? 'Your secure address' : `Your secure address <${own}>`;
      return refuse(550, '5.7.1', `${name} is switched off; switch it on at ${publicUrl.href}`);
    }
    const mailbox = parseMailbox(address.address);
    const said = mailbox === null ? null : classify(mailbox, aliasDomains);
    if (mailbox === null || said?.kind !== 'alias' || said.alias !== own) {
      const instead = address.address === '' ? 'the null sender' : `<${address.address}>`;
      return refuse(550, '5.7.1', `The sender must be <${own}>, not ${instead}`);
    }
    this.#transactions.set(envelope, { alias, sender: mailbox, recipients: new Map() });
    return null;
  }

  recipient(address: SMTPServerAddress, session: SMTPServerSession): Refusal | null {
    const parameters = checkRecipientParameters(address);
    if (parameters !== null) return parameters;
    const mailbox = parseMailbox(address.address);
    if (mailbox === null) return BAD_RECIPIENT;
    this.#transactions.get(session.envelope)?.recipients.set(mailbox.address, mailbox);
    return null;
  }

  async message(stream: SMTPServerDataStream, session: SMTPServerSession): Promise<Taken> {
    const { observer, now } = this.#dependencies;
    const { limits, maxMessageSize } = this.#configuration;
    const acceptedAt = now();
    const id = createIdentifier(acceptedAt);
    const rules: ReceptionRules<Plan> = {
      sender: { kind: 'user', client: session.user as HomeAddress },
      id,
      longestLine: limits.lineFromUsers,
      numberLines: true,
      longestHeader: limits.headerSection,
      largestMessage: maxMessageSize,
      judge: (section) => this.#judge(section, session, id, acceptedAt),
    };
    const reception = await receive(stream, rules, this.#storage, (error) => {
      observer.fault('the object store failed', error, { id });
    });
    switch (reception.kind) {
      case 'interrupted':
        observer.info('message interrupted', { id, port: 'submission' });
        return { kind: 'refused', refusal: TROUBLE };
      case 'refused': {
        const { code, status } = reception.refusal;
        observer.info('message refused', { id, port: 'submission', code, status });
        return reception;
      }
      case 'received':
        return this.#accept(reception, tlsOf(session)?.version);
    }
  }

  /** Plans the deliveries as soon as the header is there, so that a refusal comes before the body is stored. */
  #judge(
    section: HeaderSection,
    session: SMTPServerSession,
    id: string,
    acceptedAt: number,
  ): Judgement<Plan> {
    const transaction = this.#transactions.get(session.envelope);
    if (transaction === undefined) throw new Error('DATA without a sender that was taken');
    const { alias, sender, recipients } = transaction;
    const { aliasDomains } = this.#configuration;
    const header = completeHeader(section, alias.address, aliasDomains, new Date(acceptedAt));
    if (header.kind === 'refused') return header;
    const plan = planDeliveries({
      messageId: id,
      alias,
      sender,
      recipients: [...recipients.values()],
      requestedLevel: header.requestedLevel,
      requireTls: requiresTls(session.envelope),
      headerMessageId: header.messageId,
      subject: header.subject,
      acceptedAt,
      // Size and kind of the body are known at the final dot.
      size: 0,
      eightBit: false,
      utf8Headers: header.utf8,
    });
    const received = this.#received(session, transaction, id, acceptedAt);
    return { kind: 'passed', header: [received, ...header.octets], finding: plan };
  }

  /**
   * The client's address and its HELO name stay out of what recipients see: the field would tell each of them
   * from where a person writes. The log knows the session; abuse is traced by the message's identifier.
   */
  #received(session: SMTPServerSession, { recipients }: Transaction, id: string, at: number): Buffer {
    const [recipient, ...others] = recipients.keys();
    const smtpUtf8 = session.envelope.smtpUtf8 === true;
    const field = composeReceived({
      heloName: null,
      clientAddress: null,
      clientName: null,
      hostName: this.#configuration.hostName,
      protocol: transmissionOf({ tls: true, authenticated: true, smtpUtf8 }),
      tls: tlsOf(session),
      id,
      recipient: recipient !== undefined && others.length === 0 ? recipient : null,
      at: new Date(at),
    });
    return Buffer.from(field);
  }

  async #accept({ finding, body, size, eightBit }: Received<Plan>, tls: string | undefined): Promise<Taken> {
    const { observer, outbound, deliveries } = this.#dependencies;
    const complete: Plan = { ...finding, message: { ...finding.message, size, eightBit } };
    const { messageId: id, sender, requireTls = false } = complete.message;
    try {
      await acceptMessage(complete, body, outbound, deliveries, (error) => {
        observer.fault('the deliveries of a message could not be opened', error, { id });
      });
    } catch (error) {
      observer.fault('the outbound queue failed', error, { id });
      return { kind: 'refused', refusal: TROUBLE };
    }
    observer.count(METRICS.accepted);
    observer.info('message accepted', {
      id,
      port: 'submission',
      sender: observer.hash(sender),
      deliveries: complete.orders.map((order) => order.id),
      size,
      tls,
      requireTls,
    });
    return { kind: 'taken', text: `2.0.0 Accepted as ${id}` };
  }
}
