/**
 * One connection to one address of a recipient domain, up to the point where it is known what speaks for the
 * server at its other end. The observation holds facts for every level; `judge` draws the conclusion. Whoever
 * gets a session either sends the message over it or ends it.
 */
import { openSession, type EncryptedSession, type SessionOptions } from '../smtp/session.ts';
import type { Observation } from '../policy/judge.ts';
import { daneFinding, stsFinding, trustFinding } from './findings.ts';
import type { NextHopHosts, Route } from './next-hop.ts';

export interface ExaminationOptions extends SessionOptions {
  /** The port of MX hosts. */
  readonly port: number;
  /** PEM of the authorities that MTA-STS is verified against; without it the public ones. */
  readonly authorities?: string;
}

export type Examined =
  | { readonly observation: Exclude<Observation, { kind: 'encrypted' }>; readonly session: null }
  | {
      readonly observation: Extract<Observation, { kind: 'encrypted' }>;
      readonly session: EncryptedSession;
    };

/** Connects and looks. Never rejects for anything the peer or the network does. */
export async function examine(
  route: Route,
  nextHop: NextHopHosts,
  options: ExaminationOptions,
): Promise<Examined> {
  const { host, address, dane, dnssec } = route;
  const { port, authorities } = options;
  const opened = await openSession(
    {
      host,
      address,
      port,
      // RFC 7672 section 8.1: where TLSA records decide, SNI is their base domain.
      ...(dane.kind === 'records' ? { serverName: dane.base.base } : {}),
      ...(authorities === undefined ? {} : { authorities }),
    },
    options,
  );
  if (opened.session === null) return opened;
  const { session } = opened;
  const presented = { chain: session.chain, now: new Date() };
  return {
    observation: {
      ...opened.observation,
      dnssec,
      dane: daneFinding(dane, presented),
      trust: trustFinding(nextHop, host, presented),
      sts: stsFinding(nextHop.sts, host, session.verificationFailure),
      offersRequireTls: session.extensions.has('REQUIRETLS'),
    },
    session,
  };
}
