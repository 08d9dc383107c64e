/**
 * Answers recorded from a signed world of 42 zones (NSD behind Unbound), with the clock they were recorded
 * at, the world's trust anchor, and what Unbound, validating, said of each case.
 */
import { readFileSync } from 'node:fs';

import type { Ask } from '../../../shared/dns/dnssec/chain.ts';
import type { TrustAnchors } from '../../../shared/dns/dnssec/trust-anchors.ts';
import type { QueryType } from '../../../shared/dns/lookup.ts';
import { decodeMessage } from '../../../shared/dns/wire/message.ts';

interface Recording {
  readonly now: number;
  readonly anchors: readonly {
    readonly keyTag: number;
    readonly algorithm: number;
    readonly digestType: number;
    readonly digest: string;
  }[];
  readonly answers: Readonly<Record<string, string>>;
  /** Name, type, Unbound's verdict, and whether the answer may count as secure. */
  readonly expect: readonly (readonly [string, QueryType, string, boolean])[];
}

const recording = JSON.parse(
  readFileSync(new URL('./fixtures/fixtures.json', import.meta.url), 'utf8'),
) as Recording;

export const recordedCases = recording.expect;

export const recordedClock = (): number => recording.now * 1000;

export const recordedAnchors: TrustAnchors = {
  delegation: recording.anchors.map(({ digest, ...rest }) => ({
    kind: 'DS',
    ...rest,
    digest: Buffer.from(digest, 'hex'),
  })),
  keys: [],
};

/** The recorded octets by `name/type`, in lower case as names are compared. */
export const recordedAnswers: ReadonlyMap<string, Buffer> = new Map(
  Object.entries(recording.answers).map(([key, octets]) => [
    key.replace('./', '/').toLowerCase(),
    Buffer.from(octets, 'base64'),
  ]),
);

/** Answers from the recording; what was not recorded is a question that nobody answers. */
export function replay(answers: ReadonlyMap<string, Buffer> = recordedAnswers): Ask {
  return (name, type) => {
    const octets = answers.get(`${name}/${type}`);
    return Promise.resolve(
      octets === undefined ? { kind: 'failed', detail: 'not recorded' } : decodeMessage(octets),
    );
  };
}
