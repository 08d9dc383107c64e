/**
 * Mail between our own users never leaves the house: it goes from the outbound queue to the home queue. An
 * alias takes it where it is switched on, a home address where its mailbox is the built-in one, and the role
 * addresses of an alias domain go to the operators.
 */
import { classify, homeOf, type AliasDomains, type HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import { parseMailbox } from '../../shared/address/mailbox.ts';
import type { AliasStore } from '../../shared/store/aliases.ts';
import type { BodyReference } from '../../shared/store/bodies.ts';
import type { Delivery } from '../../shared/store/delivery.ts';
import type { AcceptedMessage, HomeItem, HomeRecipient, Queue } from '../../shared/store/queues.ts';
import type { RecipientOutcome, TryResult } from './outcome.ts';

export interface HouseRules {
  readonly operators: readonly HomeAddress[];
  /** Whether mail for a domain is delivered inside. */
  isInside(domain: Domain): boolean;
}

/** Alias domains always are; home domains are where their mailboxes are the built-in ones. */
export function houseRules(
  domains: AliasDomains,
  builtInMailbox: boolean,
  operators: readonly HomeAddress[],
): HouseRules {
  const homes = new Set(domains.values());
  return {
    operators,
    isInside: (domain) => domains.has(domain) || (builtInMailbox && homes.has(domain)),
  };
}

export interface InsideDelivery {
  readonly delivery: Delivery;
  readonly message: AcceptedMessage;
  readonly body: BodyReference;
  readonly recipients: readonly string[];
}

interface InsideDependencies {
  readonly aliases: AliasStore;
  readonly home: Queue<HomeItem>;
  readonly house: HouseRules;
  readonly domains: AliasDomains;
}

/** The homes behind one of our own addresses; empty where nobody has it. */
async function homesOf(
  address: string,
  { aliases, house, domains }: InsideDependencies,
): Promise<readonly HomeAddress[]> {
  const mailbox = parseMailbox(address);
  if (mailbox === null) return [];
  const destination = classify(mailbox, domains);
  switch (destination.kind) {
    case 'alias': {
      const alias = await aliases.get(destination.alias);
      return alias?.enabled === true ? [homeOf(destination.alias, domains)] : [];
    }
    case 'role':
      return house.operators;
    case 'home': {
      const alias = await aliases.ofHome(destination.home);
      return alias === null ? [] : [destination.home];
    }
    case 'elsewhere':
      return [];
  }
}

/** Hands the message to the home queue under the delivery's identifier, so that a repetition files it once. */
export async function deliverInside(
  { delivery, message, body, recipients }: InsideDelivery,
  dependencies: InsideDependencies,
): Promise<TryResult> {
  const outcomes = new Map<string, RecipientOutcome>();
  const known: HomeRecipient[] = [];
  for (const address of recipients) {
    const homes = await homesOf(address, dependencies);
    known.push(...homes.map((home) => ({ address, home })));
    outcomes.set(
      address,
      homes.length > 0
        ? { kind: 'delivered', status: '2.0.0', detail: 'delivered inside, without leaving our servers' }
        : {
            kind: 'bounced',
            reason: 'unknown-local-recipient',
            status: '5.1.1',
            detail: `nobody here has the address ${address}`,
          },
    );
  }
  if (known.length > 0) {
    await dependencies.home.send({
      kind: 'mail',
      id: delivery.id,
      recipients: known,
      sender: message.sender,
      receivedAt: Date.now(),
      client: null,
      tls: null,
      ...(message.requireTls === true && { requireTls: true }),
      aliasDomain: message.aliasDomain,
      body,
    });
  }
  const inside = known.length > 0;
  return {
    attempts: [
      {
        at: new Date().toISOString(),
        host: null,
        address: null,
        outcome: inside ? 'met' : 'refused',
        reason: inside ? null : 'unknown-local-recipient',
        detail: inside ? 'delivered inside, without leaving our servers' : 'nobody here has this address',
        smtp: null,
        tls: null,
      },
    ],
    outcomes,
    receipt: null,
    exposed: false,
    tlsResults: [],
  };
}
