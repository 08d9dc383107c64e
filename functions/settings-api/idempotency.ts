/**
 * Idempotency-Key (draft-ietf-httpapi-idempotency-key-header): a client that did not see the answer may send
 * the same request again under the same key. The first one fixes the identifiers; the repetition works under
 * them, so whatever had happened happens no second time.
 */
import { createHash } from 'node:crypto';

import type { HomeAddress } from '../../shared/address/alias.ts';
import { createIdentifier } from '../../shared/store/identifier.ts';
import type { RequestStore } from '../../shared/store/requests.ts';
import { problem, type Problem } from './problem.ts';
import { say } from './words/say.ts';

const KEY = /^[\x20-\x7e]{1,255}$/;

export interface Claimed {
  readonly kind: 'claimed';
  /** Identifier of the message that the request makes. */
  readonly id: string;
  /** Milliseconds. */
  readonly at: number;
  readonly repeated: boolean;
}

/** Claims a request's key; without a key every request is a new one. `content` is what the key stands for. */
export async function claimRequest(
  key: string | null,
  home: HomeAddress,
  content: readonly (string | Buffer)[],
  now: number,
  requests: RequestStore,
): Promise<Claimed | Problem> {
  const seed = createIdentifier(now);
  if (key === null) return { kind: 'claimed', id: seed, at: now, repeated: false };
  if (!KEY.test(key)) {
    const detail = say('Idempotency-Key must be 1 to 255 printable ASCII characters.');
    return problem('invalid-request', detail, {
      errors: [{ in: 'header', pointer: '/idempotency-key', detail }],
    });
  }
  const hash = createHash('sha256');
  for (const part of content) hash.update(part).update('\n');
  const fingerprint = hash.digest('hex');
  const stored = await requests.claim(home, key, { fingerprint, seed, at: now });
  if (stored.fingerprint !== fingerprint) {
    return problem(
      'idempotency-key-reused',
      say('This Idempotency-Key came with another request before. Use a new key for a new message.'),
    );
  }
  return { kind: 'claimed', id: stored.seed, at: stored.at, repeated: stored.seed !== seed };
}
