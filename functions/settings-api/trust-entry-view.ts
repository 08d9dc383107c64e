/** A stored entry of the trust store as operators see it, with what may surprise them about it. Pure. */
import type { z } from 'zod';

import type { StoredTrustEntry } from '../../shared/store/trust-entries.ts';
import type { TrustEntryView } from './trust-answers.ts';
import { say } from './words/say.ts';
import type { Sentence } from './words/sentence.ts';

/** Versions begin anew where an entry was removed and added again, so the tag has the time of adding, too. */
export function entityTag({ version, addedAt }: StoredTrustEntry): string {
  return `"${version}-${Date.parse(addedAt).toString(36)}"`;
}

/**
 * An entry may end after the certificate that it was made from: a pinned certificate or key counts whatever
 * its dates say, so the operator's own end is what limits it. That is said, not refused.
 */
function warningsOf(entry: StoredTrustEntry, now: number): Sentence[] {
  const { kind, pem, notAfter, certificateNotAfter } = entry;
  const end = certificateNotAfter === null ? null : Date.parse(certificateNotAfter);
  const date = certificateNotAfter?.slice(0, 10) ?? '';
  return [
    ...(end !== null && end <= now
      ? [
          kind === 'ca'
            ? say('The authority ended on {date}. From then on nothing matches this entry.', { date })
            : say(
                'The certificate ended on {date}. What is pinned goes on matching: dates do not count for it.',
                { date },
              ),
        ]
      : []),
    ...(end !== null && end > now && notAfter !== null && Date.parse(notAfter) > end
      ? [
          kind === 'ca'
            ? say(
                'The authority ends on {date}, before this entry does. From then on nothing matches this entry.',
                { date },
              )
            : say(
                'The certificate ends on {date}, before this entry does. What is pinned goes on matching: dates do not count for it.',
                { date },
              ),
        ]
      : []),
    ...(kind === 'ca' && pem === null
      ? [
          say(
            'Given by its digest only, the authority must be among the certificates that the server presents.',
          ),
        ]
      : []),
  ];
}

/** What operators see of the stored item. `now` in milliseconds. */
export function viewTrustEntry(entry: StoredTrustEntry, now: number): z.input<typeof TrustEntryView> {
  const { id, domain, kind, sha256, pem, note, notAfter, certificateNotAfter } = entry;
  const { addedBy, addedAt, changedBy, changedAt } = entry;
  return {
    id,
    domain,
    kind,
    sha256,
    pem,
    note,
    notAfter,
    certificateNotAfter,
    ended: notAfter !== null && !(now < Date.parse(notAfter)),
    warnings: warningsOf(entry, now),
    addedBy,
    addedAt,
    changedBy,
    changedAt,
    etag: entityTag(entry),
  };
}
