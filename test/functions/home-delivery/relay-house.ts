/** The relay in a house of doubles: stores and queues in memory, the home server on a real socket. */
import { allot } from '../../../shared/delivery/allotment.ts';
import type { MailItem, NoticeItem } from '../../../functions/home-delivery/item.ts';
import { homeServerCarrier } from '../../../functions/home-delivery/home-server-carrier.ts';
import { Relay } from '../../../functions/home-delivery/relay.ts';
import { createAuthority } from '../../../infra/local/internet/certificates.ts';
import type { HomeAddress } from '../../../shared/address/alias.ts';
import type { Domain } from '../../../shared/address/domain.ts';
import { DEFAULT_TIMEOUTS } from '../../../shared/smtp/session.ts';
import { createIdentifier } from '../../../shared/store/identifier.ts';
import type { HomeItem, OutboundItem } from '../../../shared/store/queues.ts';
import { memoryBodies } from '../../doubles/bodies.ts';
import { memoryDeliveries } from '../../doubles/deliveries.ts';
import { memoryObserver } from '../../doubles/observer.ts';
import { memoryQueue } from '../../doubles/queue.ts';
import { startHomeServer, type HomeServerDouble, type Script } from './home-server-double.ts';

export const alice = 'alice@example.org' as HomeAddress;
export const bob = 'bob@example.org' as HomeAddress;
export const aliasDomain = 'secure.example.org' as Domain;
export const text = 'From: Carol <carol@out.example>\r\nSubject: Hello\r\n\r\nHi Alice\r\n.dot\r\n';

export const hostName = 'mx.secure.example.org';

/** The authority that the relay is configured with. */
export const authority = await createAuthority({ commonName: 'private authority of example.org' });

const running: HomeServerDouble[] = [];
/** Stops every server that `house` has started. */
export async function stopHomeServers(): Promise<void> {
  await Promise.all(running.map((server) => server.close()));
}

/** Mail from outside to Alice, unless said otherwise. */
export function mail(more: Partial<MailItem> = {}): MailItem {
  return {
    kind: 'mail',
    id: createIdentifier(),
    recipients: [{ address: 'alice@secure.example.org', home: alice }],
    sender: 'carol@out.example',
    receivedAt: Date.now(),
    client: { address: '192.0.2.7', helo: 'mx.out.example' },
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384' },
    aliasDomain,
    body: { inline: Buffer.from(text).toString('base64') },
    ...more,
  };
}

/** A failure notice for Alice. */
export function notice(more: Partial<NoticeItem> = {}): NoticeItem {
  return {
    kind: 'notice',
    id: createIdentifier(),
    noticeKind: 'failure-notice',
    recipient: { address: 'alice@secure.example.org', home: alice },
    aliasDomain,
    deliveryId: createIdentifier(),
    at: Date.now(),
    body: {
      inline: Buffer.from('Subject: Not sent: x\r\n\r\nYour message was not sent.\r\n').toString('base64'),
    },
    ...more,
  };
}

/** What the relay's checks of origin add. */
export const results = `Authentication-Results: ${hostName}; spf=pass\r\n`;

export const genuine = { names: ['mail.example.org'] } as const;

/**
 * A home server that plays a script, and a relay to it; everything else in memory. Steps named in
 * `killedBefore` fail as if the function had died right before them.
 */
export async function house(
  script: Omit<Script, 'certificate'> & Partial<Pick<Script, 'certificate'>> = {},
  more: { readonly lifetime?: number } = {},
) {
  const certificate = script.certificate ?? (await authority.issue(genuine));
  const server = await startHomeServer({ ...script, certificate });
  running.push(server);
  const deliveries = memoryDeliveries();
  const home = memoryQueue<HomeItem>();
  const outbound = memoryQueue<OutboundItem>();
  const observer = memoryObserver();
  const bodies = memoryBodies();
  const killedBefore = new Set<'settle' | 'dischargeNotice'>();
  const kill = (step: 'settle' | 'dischargeNotice'): void => {
    if (killedBefore.has(step)) throw new Error('killed');
  };
  const relay = new Relay({
    carrier: homeServerCarrier(
      {
        host: 'mail.example.org',
        port: server.port,
        implicitTls: script.implicitTls ?? false,
        authorities: authority.certificatePem,
        clientName: hostName,
        timeouts: DEFAULT_TIMEOUTS,
        lookUp: () => Promise.resolve(['127.0.0.1']),
      },
      {
        bodies,
        authenticate: (message) => Promise.resolve(Buffer.concat([Buffer.from(results), message])),
      },
    ),
    deliveries: {
      ...deliveries,
      announceFinalDot: (delivery) => deliveries.announceFinalDot(delivery),
      settle: async (delivery, progress) => {
        kill('settle');
        return deliveries.settle(delivery, progress);
      },
      dischargeNotice: async (id, noticeId) => {
        kill('dischargeNotice');
        return deliveries.dischargeNotice(id, noticeId);
      },
    },
    bodies,
    home,
    outbound,
    observer,
    schedule: [50],
    lifetime: more.lifetime ?? 86_400_000,
    hostName,
    chance: () => 0,
  });
  const deliver = (item: MailItem | NoticeItem): Promise<void> =>
    relay.deliver(item, allot(Date.now(), 30_000));
  return { server, deliveries, home, outbound, observer, bodies, deliver, killedBefore };
}

/** Makes the next try of every delivery due, as time would. */
export function makeDue({ deliveries }: Pick<Awaited<ReturnType<typeof house>>, 'deliveries'>): void {
  for (const [id, delivery] of deliveries.items) {
    const nextAttemptAt = delivery.nextAttemptAt === null ? null : 0;
    deliveries.items.set(id, { ...delivery, nextAttemptAt });
  }
}

/** Lets the leases of dead workers run out, as time would. */
export function expireLeases({ deliveries }: Pick<Awaited<ReturnType<typeof house>>, 'deliveries'>): void {
  for (const [id, delivery] of deliveries.items) deliveries.items.set(id, { ...delivery, leaseUntil: 0 });
}
