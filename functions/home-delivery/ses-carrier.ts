/**
 * Amazon SES as the way home, for homes at outside providers. What SES has taken is not delivered yet: the
 * provider may refuse it later, and then it comes back to our bounce address, long after. So everything that
 * goes this way is in the built-in mailbox first (homecoming.ts), and no refusal loses anything.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import { METRICS } from '../../shared/observe/names.ts';
import type { LogFields, Observer } from '../../shared/observe/observer.ts';
import type { BodyStore } from '../../shared/store/bodies.ts';
import type { Authenticate } from './authentication.ts';
import type { Carrier, RelayItem } from './carrier.ts';
import { attemptOf, type HomeAnswer, type Offered, type OfferOptions } from './home-server.ts';
import type { Ses } from './ses-client.ts';
import { bounceAddress, planForSes, type SesPlan } from './ses-plan.ts';
import { judgeSesError, type SesTrouble, type SesVerdict } from './ses-verdict.ts';

export interface SesDependencies {
  readonly bodies: Pick<BodyStore, 'load'>;
  readonly authenticate: Authenticate;
  readonly observer: Observer;
}

type Sent = { readonly kind: 'taken'; readonly messageId: string } | SesVerdict;

/** Temporary, by what it is about (RFC 3463): the account's policy, or the way. */
function statusOf(trouble: SesTrouble): string {
  return trouble === 'unavailable' || trouble === 'throttled' ? '4.4.1' : '4.7.0';
}

function answerOf(sent: Sent, said: string): HomeAnswer {
  switch (sent.kind) {
    case 'taken':
      return {
        kind: 'delivered',
        status: '2.0.0',
        detail: `${said} as ${sent.messageId}`,
        receipt: null,
      };
    case 'refused':
      return {
        kind: 'refused',
        reason: sent.trouble === 'size' ? 'message-too-large' : 'home-refused',
        status: sent.trouble === 'size' ? '5.3.4' : '5.6.0',
        detail: sent.detail,
      };
    case 'deferred': {
      const { trouble, detail, misconfigured } = sent;
      return { kind: 'deferred', status: statusOf(trouble), detail, misconfigured };
    }
  }
}

class SesCarrier implements Carrier {
  readonly name = 'SES';
  readonly keepsCopy = true;
  readonly #ses: Ses;
  readonly #with: SesDependencies;

  constructor(ses: Ses, dependencies: SesDependencies) {
    this.#ses = ses;
    this.#with = dependencies;
  }

  async offer(item: RelayItem, home: HomeAddress, options: OfferOptions): Promise<Offered> {
    const { bodies, authenticate, observer } = this.#with;
    const octets = await bodies.load(item.body);
    const message =
      item.kind === 'mail' && item.client !== null
        ? await authenticate(octets, { sender: item.sender, client: item.client })
        : octets;
    const plan = planForSes(item, home, message, observer.hash(`home ${home}`));
    const answer = await this.#carryOut(plan, item, home, options);
    return { answer, attempts: [attemptOf({ host: 'SES' }, null, answer)] };
  }

  async #carryOut(
    plan: SesPlan,
    item: RelayItem,
    home: HomeAddress,
    { deadline, mayComplete }: OfferOptions,
  ): Promise<HomeAnswer> {
    if (plan.kind === 'keep') return this.#keep(plan, item);
    // As before a final dot: after this, nobody knows whether a crash came before or after it was taken.
    if (!(await mayComplete())) return { kind: 'lease-lost' };
    const send = (raw: Buffer): Promise<Sent> => this.#send(raw, item, home, deadline);
    const sent = await send(plan.raw);
    if (plan.kind === 'hint') return this.#hinted(sent, plan.reason, item);
    if (sent.kind === 'taken') this.#with.observer.count(METRICS.forwarded);
    if (sent.kind !== 'refused' || plan.hint === null) return answerOf(sent, 'taken by SES');
    const reason = sent.trouble === 'size' ? 'size' : 'content';
    return this.#hinted(await send(plan.hint(reason)), reason, item);
  }

  #hinted(sent: Sent, reason: string, item: RelayItem): HomeAnswer {
    if (sent.kind === 'taken') {
      this.#with.observer.count(METRICS.hinted);
      this.#with.observer.warn('not for SES: the owner has a hint, the message is in the built-in mailbox', {
        itemId: item.id,
        reason,
      });
    }
    return answerOf(sent, `a hint in its place (${reason}) taken by SES`);
  }

  #keep({ reason, detail }: Extract<SesPlan, { kind: 'keep' }>, item: RelayItem): HomeAnswer {
    const { observer } = this.#with;
    observer.count(METRICS.keptInMailbox, 1, { reason });
    if (reason === 'own-bounce') observer.count(METRICS.homeBounced);
    const fields: LogFields = { itemId: item.id, reason };
    observer.warn(`kept in the built-in mailbox only: ${detail}`, fields);
    return { kind: 'delivered', status: '2.0.0', detail, receipt: null };
  }

  async #send(raw: Buffer, item: RelayItem, home: HomeAddress, deadline: number): Promise<Sent> {
    const source = bounceAddress(item.aliasDomain);
    const reply = await this.#ses.send({ source, destination: home, raw, deadline });
    if (reply.kind === 'taken') return reply;
    const verdict = judgeSesError(reply, item.aliasDomain);
    this.#with.observer.count(METRICS.homeTrouble, 1, { reason: verdict.trouble });
    return verdict;
  }
}

export function sesCarrier(ses: Ses, dependencies: SesDependencies): Carrier {
  return new SesCarrier(ses, dependencies);
}
