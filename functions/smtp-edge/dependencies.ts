/** What the edge works with, as interfaces: the real stores in main.ts, kept in memory in the tests. */
import type { Observer } from '../../shared/observe/observer.ts';
import type { AliasStore } from '../../shared/store/aliases.ts';
import type { AppPasswordStore } from '../../shared/store/app-passwords.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import type { DeliveryStore } from '../../shared/store/deliveries.ts';
import type { HomeItem, OutboundItem, Queue } from '../../shared/store/queues.ts';
import type { RefusalStore } from '../../shared/store/refusals.ts';

export interface EdgeDependencies {
  readonly aliases: Pick<AliasStore, 'get'>;
  readonly appPasswords: Pick<AppPasswordStore, 'verify'>;
  readonly refusals: Pick<RefusalStore, 'record'>;
  readonly deliveries: DeliveryStore;
  readonly bodies: Pick<BodyStore, 'open'>;
  readonly outbound: Queue<OutboundItem>;
  readonly home: Queue<HomeItem>;
  readonly observer: Observer;
  /** Milliseconds. */
  readonly now: () => number;
}
