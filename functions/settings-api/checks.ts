/**
 * "What would happen to mail for this recipient?": looks at the recipient's servers as a delivery would, under
 * the same rules, and sends no mail. Bounded per user, because each look makes connections to strangers.
 */
import type { z } from 'zod';

import type { Domain } from '../../shared/address/domain.ts';
import type { NextHopCheck, SeenRoute } from '../../shared/next-hop/check.ts';
import { judge, type Observation } from '../../shared/policy/judge.ts';
import { tlsaText } from '../../shared/tls/tlsa.ts';
import { Check } from './check-answers.ts';
import { problem } from './problem.ts';
import { reply, route } from './route.ts';
import { NewCheck } from './schemas.ts';
import { say } from './words/say.ts';

type CheckView = z.input<typeof Check>;
type HostView = CheckView['hosts'][number];

/** In a minute: a person who types a dozen recipients stays well below it. */
const CHECKS_PER_MINUTE = 60;

/** Whether the host offered STARTTLS, as far as it came. */
function offersStartTls({ kind }: Observation): boolean | null {
  switch (kind) {
    case 'starttls-missing':
    case 'starttls-refused':
      return false;
    case 'starttls-deferred':
    case 'tls-unacceptable':
    case 'handshake-broken':
    case 'encrypted':
      return true;
    case 'unreachable':
    case 'address-not-allowed':
    case 'lookup-failed':
    case 'greeting-refused':
    case 'conversation-broken':
    case 'dane-unavailable':
    case 'domain-not-listed':
      return null;
  }
}

/** What stood in the way under the least strict level: then it stands in the way of all. */
function obstacleOf(observation: Observation): string | null {
  const outcome = judge({ level: 'encrypt', requireTls: false }, observation);
  return outcome.kind === 'met' ? null : outcome.detail;
}

/** One host of several addresses, shown by the first of them that came as far as encryption. */
function viewHost(routes: readonly SeenRoute[]): HostView[] {
  const shown = routes.find(({ observation }) => observation.kind === 'encrypted') ?? routes[0];
  if (shown === undefined) return [];
  const { route: way, observation } = shown;
  const { host, preference, dane, dnssec } = way;
  const encrypted = observation.kind === 'encrypted' ? observation : null;
  const sts = encrypted?.sts ?? { kind: 'none' };
  return [
    {
      host,
      preference,
      addresses: routes.map(({ route: { address } }) => address),
      dnssec: { ...dnssec },
      starttls: offersStartTls(observation),
      tls: encrypted?.tls ?? null,
      certificate: encrypted?.certificate ?? null,
      tlsa: dane.kind === 'records' ? dane.records.map(tlsaText) : [],
      dane: encrypted?.dane.kind === 'matched' ? { ...encrypted.dane.evidence } : null,
      trust: encrypted?.trust.kind === 'matched' ? { ...encrypted.trust.evidence } : null,
      sts:
        sts.kind === 'none'
          ? null
          : sts.kind === 'satisfied'
            ? {
                satisfied: true,
                detail: `the policy names it as ${sts.evidence.mx}, and its certificate verifies`,
              }
            : { satisfied: false, detail: sts.detail },
      requireTls: encrypted?.offersRequireTls ?? false,
      detail: obstacleOf(observation),
    },
  ];
}

/** A host of which only that is known: its lookup failed, or its addresses are none that we connect to. */
function viewKnown(observation: Observation): HostView {
  return {
    host: observation.host,
    preference: null,
    addresses: observation.address === null ? [] : [observation.address],
    dnssec: {
      mx: null,
      address: observation.kind === 'lookup-failed' ? (observation.security ?? null) : null,
      tlsa: null,
    },
    starttls: null,
    tls: null,
    certificate: null,
    tlsa: [],
    dane: null,
    trust: null,
    sts: null,
    requireTls: false,
    detail: obstacleOf(observation),
  };
}

function viewCheck(domain: Domain, { levels, seen, known }: NextHopCheck): CheckView {
  const hosts = Map.groupBy(seen, ({ route: { host } }) => host);
  // A host with some addresses and one failed lookup is there already.
  const others = known.filter(({ host }) => !hosts.has(host) && host !== domain);
  return {
    domain,
    levels: { ...levels },
    hosts: [...[...hosts.values()].flatMap(viewHost), ...others.map(viewKnown)],
  };
}

/** Mail between our own users never leaves the house. */
function stayingInside(domain: Domain): CheckView {
  const detail = say('mail to {domain} stays inside, on our own servers', { domain });
  const met = { verdict: 'met', reason: null, status: null, detail } as const;
  return { domain, levels: { encrypt: met, 'dane-only': met, verify: met }, hosts: [] };
}

export const postCheck = route(
  'POST',
  '/v1/checks',
  {
    summary: 'What each level would say about a recipient, without sending mail',
    description:
      'Looks the recipient’s mail servers up and connects to them, as a delivery would, and shows what it saw. ' +
      `At most ${CHECKS_PER_MINUTE} in a minute.`,
    access: 'user',
    body: NewCheck,
    answer: { status: 200, schema: Check },
    problems: ['too-many-requests'],
  },
  async ({ user, body }, { allowances, checkNextHop, inside, now }) => {
    const { domain } = body.recipient.mailbox;
    if (inside(domain)) return reply(stayingInside(domain));
    const wait = await allowances.take('checks', user.home, CHECKS_PER_MINUTE, now());
    if (wait !== null) {
      return problem(
        'too-many-requests',
        say('There were more than {count} checks in this minute.', { count: CHECKS_PER_MINUTE }),
        {
          headers: { 'Retry-After': String(wait) },
        },
      );
    }
    return reply(viewCheck(domain, await checkNextHop(domain)));
  },
);
