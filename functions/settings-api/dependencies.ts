/** What the routes work with. Stores are named by their interfaces alone, so tests put in-memory ones here. */
import type { AliasDomains } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import type { EvidenceSigner } from '../../shared/evidence-key/signer.ts';
import type { NextHopCheck } from '../../shared/next-hop/check.ts';
import type { LookAt } from '../../shared/next-hop/presented.ts';
import type { Observer } from '../../shared/observe/observer.ts';
import type { AllowanceStore } from '../../shared/store/allowances.ts';
import type { AliasStore } from '../../shared/store/aliases.ts';
import type { AppPasswordStore } from '../../shared/store/app-passwords.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import type { DeliveryStore } from '../../shared/store/deliveries.ts';
import type { MailboxStore } from '../../shared/store/mailbox.ts';
import type { ObjectLinks } from '../../shared/store/object-links.ts';
import type { OperatorActionStore } from '../../shared/store/operator-actions.ts';
import type { OutboundItem, Queue } from '../../shared/store/queues.ts';
import type { RefusalStore } from '../../shared/store/refusals.ts';
import type { RequestStore } from '../../shared/store/requests.ts';
import type { TrustEntryStore } from '../../shared/store/trust-entries.ts';
import type { UploadStore } from '../../shared/store/uploads.ts';
import type { TokenNames } from './caller.ts';
import type { MailPrograms } from './mail-program-settings.ts';

export interface Dependencies {
  readonly aliases: AliasStore;
  readonly appPasswords: Omit<AppPasswordStore, 'verify'>;
  readonly mailbox: Omit<MailboxStore, 'file'>;
  readonly deliveries: DeliveryStore;
  readonly refusals: Pick<RefusalStore, 'list'>;
  readonly requests: RequestStore;
  readonly trustEntries: Omit<TrustEntryStore, 'remember'>;
  readonly operatorActions: OperatorActionStore;
  /** What a domain's mail servers present now. */
  readonly lookAt: LookAt;
  readonly bodies: Pick<BodyStore, 'refer' | 'get' | 'put' | 'remove'>;
  readonly uploads: UploadStore;
  readonly links: ObjectLinks;
  readonly outbound: Queue<OutboundItem>;
  readonly observer: Observer;
  /** Signs what became of messages. */
  readonly evidence: EvidenceSigner;
  readonly allowances: AllowanceStore;
  /** Looks at a recipient domain as a delivery would (shared/next-hop). */
  readonly checkNextHop: (domain: Domain) => Promise<NextHopCheck>;
  readonly domains: AliasDomains;
  /** What tokens of the sign-in call things. @default as Cognito does */
  readonly tokenNames?: TokenNames;
  /** Whether mail for a domain of ours stays inside. */
  readonly inside: (domain: Domain) => boolean;
  /** Octets. */
  readonly maxMessageSize: number;
  readonly publicUrl: URL;
  /** What mail programs have to know. */
  readonly mailPrograms: MailPrograms;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}
