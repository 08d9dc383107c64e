/**
 * What each level would say about a recipient domain, found out as a delivery would find it out, but for the
 * mail: the same lookups, the same connections up to TLS, the same rules. Nothing of a message is involved.
 */
import type { Domain } from '../address/domain.ts';
import { foldHosts, type NotMetOutcome } from '../policy/fold.ts';
import { judge, type Observation } from '../policy/judge.ts';
import { LEVELS, type Level } from '../policy/level.ts';
import type { Reason } from '../policy/reason.ts';
import { examine, type ExaminationOptions } from './examination.ts';
import { lookUpNextHop, type NextHopHosts, type NextHopSources, type Route } from './next-hop.ts';
import { beforeAnyConnection, beforeConnecting } from './shortcuts.ts';

export interface LevelVerdict {
  /** `temporary`: not to be told now; a delivery would try again. */
  readonly verdict: 'met' | 'policy' | 'temporary';
  readonly reason: Reason | null;
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
}

const byLevel = (verdictOf: (level: Level) => LevelVerdict): Record<Level, LevelVerdict> => ({
  encrypt: verdictOf('encrypt'),
  'dane-only': verdictOf('dane-only'),
  verify: verdictOf('verify'),
});

/** Looks at every address of every host, side by side. Rejects only where our own trust store cannot be read. */
export async function checkNextHop(
  domain: Domain,
  options: NextHopSources & ExaminationOptions,
): Promise<NextHopCheck> {
  const nextHop = await lookUpNextHop(domain, LEVELS, options);
  const nowhere = (detail: string): NextHopCheck => ({
    levels: byLevel(() => ({ verdict: 'policy', reason: 'no-mail-server', detail })),
    seen: [],
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
      return { levels: byLevel((level) => concluded(level, [observation])), seen: [] };
    }
    case 'no-domain':
      return nowhere(`the domain ${domain} does not exist`);
    case 'null-mx':
      return nowhere(`${domain} says that it takes no mail (null MX, RFC 7505)`);
    case 'no-hosts':
      return nowhere(nextHop.detail);
    case 'hosts':
      break;
  }
  const seen = await Promise.all(
    nextHop.routes.map(async (route): Promise<SeenRoute> => {
      const { observation, session } = await examine(route, nextHop, options);
      session?.channel.quit();
      return { route, observation };
    }),
  );
  return { levels: byLevel((level) => verdictOf(level, nextHop, seen)), seen };
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
    if (outcome.kind === 'met') return { verdict: 'met', reason: null, detail: outcome.detail };
    notMet.push(outcome);
  }
  const { kind, reason, detail } = foldHosts(notMet);
  return { verdict: kind === 'retry' ? 'temporary' : 'policy', reason, detail };
}
