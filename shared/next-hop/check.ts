/**
 * What each level would say about a recipient domain, found out as a delivery would find it out, but for the
 * mail: the same lookups, the same connections up to TLS, the same rules. Nothing of a message is involved.
 */
import type { Domain } from '../address/domain.ts';
import { foldHosts, type NotMetOutcome } from '../policy/fold.ts';
import { judge, type Observation } from '../policy/judge.ts';
import { LEVELS, type Level } from '../policy/level.ts';
import type { Reason } from '../policy/reason.ts';
import { notAsked } from './dane-plan.ts';
import { examine, type ExaminationOptions } from './examination.ts';
import { lookUpNextHop, type NextHopHosts, type NextHopSources, type Route } from './next-hop.ts';
import { beforeAnyConnection, beforeConnecting } from './shortcuts.ts';

export interface LevelVerdict {
  /** `temporary`: not to be told now; a delivery would try again. */
  readonly verdict: 'met' | 'policy' | 'temporary';
  readonly reason: Reason | null;
  /** Enhanced status (RFC 3463) that a delivery would record; null where it would go. */
  readonly status: string | null;
  /** One sentence. */
  readonly detail: string;
}

export interface SeenRoute {
  readonly route: Route;
  readonly observation: Observation;
}

export interface NextHopCheck {
  readonly levels: Readonly<Record<Level, LevelVerdict>>;
  /** In the order in which a delivery would try them. */
  readonly seen: readonly SeenRoute[];
  /** Hosts of which something is known without a connection. */
  readonly known: readonly Observation[];
}

/** What a check works with; the connections have their time after the lookups, however long those took. */
export interface CheckOptions extends NextHopSources, Omit<ExaminationOptions, 'deadline'> {
  readonly connectMilliseconds: number;
}

const byLevel = (verdictOf: (level: Level) => LevelVerdict): Record<Level, LevelVerdict> => ({
  encrypt: verdictOf('encrypt'),
  'dane-only': verdictOf('dane-only'),
  verify: verdictOf('verify'),
});

/** Looks at every address of every host, side by side. Rejects only where our own trust store cannot be read. */
export async function checkNextHop(domain: Domain, options: CheckOptions): Promise<NextHopCheck> {
  const nextHop = await lookUpNextHop(domain, LEVELS, options);
  const nowhere = (status: string, detail: string): NextHopCheck => ({
    levels: byLevel(() => ({ verdict: 'policy', reason: 'no-mail-server', status, detail })),
    seen: [],
    known: [],
  });
  switch (nextHop.kind) {
    case 'failed': {
      const { detail, ownFault } = nextHop;
      const observation: Observation = {
        kind: 'lookup-failed',
        host: domain,
        address: null,
        detail,
        ownFault,
      };
      return {
        levels: byLevel((level) => concluded(level, [beforeAnyConnection(level, nextHop) ?? observation])),
        seen: [],
        known: [observation],
      };
    }
    case 'no-domain':
      return nowhere('5.1.2', `the domain ${domain} does not exist`);
    case 'null-mx':
      return nowhere('5.1.10', `${domain} says that it takes no mail (null MX, RFC 7505)`);
    case 'no-hosts':
      return nowhere('5.1.2', nextHop.detail);
    case 'hosts':
      break;
  }
  const connecting = { ...options, deadline: Date.now() + options.connectMilliseconds };
  const look = async (route: Route): Promise<SeenRoute> => {
    const { observation, session } = await examine(route, nextHop, connecting);
    session?.channel.quit();
    return { route, observation };
  };
  const seen = await Promise.all(nextHop.routes.map(look));
  // A delivery under `verify` knows no TLSA records, and so says another name in SNI where the host is an alias.
  const sameUnderVerify = ({ route: { dane, host } }: SeenRoute): boolean =>
    nextHop.trust.length === 0 || dane.kind !== 'records' || dane.base.base === host;
  const underVerify = await Promise.all(
    seen.map(async (one) => (sameUnderVerify(one) ? one : look({ ...one.route, dane: notAsked.plan }))),
  );
  return {
    levels: byLevel((level) => verdictOf(level, nextHop, level === 'verify' ? underVerify : seen)),
    seen,
    known: nextHop.known,
  };
}

/** Under one level: a host that is not connected to counts as what a delivery would note instead. */
function verdictOf(level: Level, nextHop: NextHopHosts, seen: readonly SeenRoute[]): LevelVerdict {
  const settled = beforeAnyConnection(level, nextHop);
  return concluded(
    level,
    settled === null
      ? [
          ...nextHop.known,
          ...seen.map(({ route, observation }) => beforeConnecting(level, route) ?? observation),
        ]
      : [settled],
  );
}

function concluded(level: Level, observations: readonly Observation[]): LevelVerdict {
  const notMet: NotMetOutcome[] = [];
  for (const observation of observations) {
    const outcome = judge({ level, requireTls: false }, observation);
    if (outcome.kind === 'met') return { verdict: 'met', reason: null, status: null, detail: outcome.detail };
    notMet.push(outcome);
  }
  const { kind, reason, status, detail } = foldHosts(notMet);
  return { verdict: kind === 'retry' ? 'temporary' : 'policy', reason, status, detail };
}
