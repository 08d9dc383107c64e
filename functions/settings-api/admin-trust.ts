/**
 * The trust store, for operators: which certificates, keys and private authorities of other providers they
 * have checked by hand, for the level `verify`. What is pasted is read by shared/tls/trust-material.ts; none
 * of it is repeated in an answer or a log line, because it may be a private key pasted by mistake.
 */
import type { HomeAddress } from '../../shared/address/alias.ts';
import type { Domain } from '../../shared/address/domain.ts';
import type { ActionState } from '../../shared/store/operator-actions.ts';
import { trustEntryId, type StoredTrustEntry } from '../../shared/store/trust-entries.ts';
import { isIdentifier } from '../../shared/store/identifier.ts';
import { readTrustMaterial } from '../../shared/tls/trust-material.ts';
import type { Dependencies } from './dependencies.ts';
import { ifMatchHolds } from './entity-tag.ts';
import { bodyProblem, notFound, problem, type Problem } from './problem.ts';
import { recorded } from './recorded.ts';
import { noContent, reply, route } from './route.ts';
import { TrustEntries, TrustEntryView } from './trust-answers.ts';
import { entityTag, viewTrustEntry } from './trust-entry-view.ts';
import { NewTrustEntry, TrustEntryChange, TrustQuery } from './trust-schemas.ts';
import { say, sayAgain } from './words/say.ts';
import { wholeSentence } from './words/sentence.ts';

/** Enough for any rotation; every one is read and tried at each delivery under `verify`. */
export const MOST_ENTRIES_PER_DOMAIN = 50;
/** How often a change without If-Match is tried anew on top of somebody else's. */
const CHANGE_TRIES = 3;

const answer = {
  schema: TrustEntryView,
  headers: { ETag: 'Strong entity tag of the entry, for If-Match.' },
} as const;
const ifMatch = { 'If-Match': 'Entity tag of the entry that you have seen, or `*`.' };

/** Domains whose mail never leaves the house have no entries. */
export function refuseOwnDomain(domain: Domain, { inside }: Pick<Dependencies, 'inside'>): Problem | null {
  return inside(domain)
    ? bodyProblem(
        'invalid-request',
        '/domain',
        say('{domain} is our own domain: mail to it never leaves the house.', { domain }),
      )
    : null;
}

function refusePast(notAfter: string | null | undefined, now: number): Problem | null {
  return notAfter !== null && notAfter !== undefined && Date.parse(notAfter) <= now
    ? bodyProblem(
        'invalid-request',
        '/notAfter',
        say('This end has passed: it is {now} now.', { now: new Date(now).toISOString() }),
      )
    : null;
}

/** What the log of operators' actions says of an entry. */
function stateOf({
  kind,
  sha256,
  note,
  notAfter,
}: Pick<StoredTrustEntry, 'kind' | 'sha256' | 'note' | 'notAfter'>): ActionState {
  return { kind, sha256, note, notAfter };
}

export const getTrustEntries = route(
  'GET',
  '/v1/admin/trust',
  {
    summary: 'The trust store, all of it or of one domain, in no particular order',
    access: 'operator',
    query: TrustQuery,
    answer: { status: 200, schema: TrustEntries },
  },
  async ({ query: { domain = null, cursor = null, limit } }, { trustEntries, now }) => {
    const { items, next } = await trustEntries.list(domain, cursor, limit);
    return reply({ items: items.map((entry) => viewTrustEntry(entry, now())), next });
  },
);

export const postTrustEntry = route(
  'POST',
  '/v1/admin/trust',
  {
    summary: 'Trust a certificate, a public key or a private authority of another provider',
    description:
      'Check it first on a way that does not lead over the mail server, by telephone for example. A domain may ' +
      'have several entries, for a rotation: one match suffices. An entry may end after its certificate does; ' +
      '`warnings` then says so.',
    access: 'operator',
    body: NewTrustEntry,
    answer: { status: 201, ...answer },
    problems: ['trust-entry-exists', 'too-many-trust-entries', 'not-recorded'],
  },
  async ({ user, body }, dependencies) => {
    const { trustEntries, observer, now } = dependencies;
    const { domain, kind, note, notAfter } = body;
    const refusal = refuseOwnDomain(domain, dependencies) ?? refusePast(notAfter, now());
    if (refusal !== null) return refusal;
    const reading = readTrustMaterial(body, new Date(now()));
    if (reading.kind === 'fault') {
      // The sentences of trust-material begin in lower case, to stand behind a pointer.
      return bodyProblem(
        'invalid-request',
        `/${reading.field}`,
        wholeSentence(sayAgain(reading.text, reading.values)),
      );
    }
    const { sha256, pem, certificateNotAfter } = reading;
    const existing = await trustEntries.entriesFor(domain);
    const isThere = existing.some((entry) => entry.kind === kind && entry.sha256 === sha256);
    if (!isThere && existing.length >= MOST_ENTRIES_PER_DOMAIN) {
      return problem(
        'too-many-trust-entries',
        say('{domain} has {count} entries. Remove those that are not needed any more.', {
          domain,
          count: existing.length,
        }),
      );
    }
    const fresh = { domain, kind, sha256, pem, note, notAfter, certificateNotAfter };
    const acted = await recorded(
      dependencies,
      {
        operator: user.home,
        action: 'trust-entry-added',
        subject: trustEntryId(fresh),
        domains: [domain],
        before: null,
        after: stateOf(fresh),
      },
      () => trustEntries.add(fresh, user.home, new Date(now())),
      (added) => added.kind === 'added',
    );
    if (acted.kind === 'problem') return acted;
    const addition = acted.value;
    if (addition.kind === 'exists') {
      const { id, addedAt } = addition.entry;
      return problem(
        'trust-entry-exists',
        say('{domain} has this {kind} already, since {date}: entry {id}. Change that one.', {
          domain,
          kind,
          date: addedAt.slice(0, 10),
          id,
        }),
      );
    }
    const { entry } = addition;
    observer.info('trust entry added', { operator: user.home, domain, entryId: entry.id, kind, notAfter });
    return reply(viewTrustEntry(entry, now()), { ETag: entityTag(entry) });
  },
);

/** What is going to become of an entry; null: it is removed. */
type Becomes = (entry: StoredTrustEntry) => StoredTrustEntry | null;

/** Does `act` on the entry as it stands, under the condition of If-Match; null from `act`: somebody was first. */
async function onEntry<T>(
  id: string,
  condition: string | null,
  dependencies: Dependencies,
  operator: HomeAddress,
  becomes: Becomes,
  act: (entry: StoredTrustEntry) => Promise<T | null>,
): Promise<{ readonly kind: 'done'; readonly entry: StoredTrustEntry; readonly value: T } | Problem> {
  for (let tries = 0; tries < CHANGE_TRIES; tries += 1) {
    const entry = isIdentifier(id) ? await dependencies.trustEntries.get(id) : null;
    if (entry === null) return notFound();
    if (!ifMatchHolds(condition, entityTag(entry))) {
      return problem(
        'precondition-failed',
        say('Read the entry again, and repeat your change on top of it.'),
      );
    }
    const next = becomes(entry);
    const acted = await recorded(
      dependencies,
      {
        operator,
        action: next === null ? 'trust-entry-removed' : 'trust-entry-changed',
        subject: entry.id,
        domains: [entry.domain],
        before: stateOf(entry),
        after: next === null ? null : stateOf(next),
      },
      () => act(entry),
      (value) => value !== null,
    );
    if (acted.kind === 'problem') return acted;
    if (acted.value !== null) return { kind: 'done', entry, value: acted.value };
  }
  return problem('changed-meanwhile', say('Others keep changing this entry at the same moment. Try again.'));
}

export const patchTrustEntry = route(
  'PATCH',
  '/v1/admin/trust/{id}',
  {
    summary: 'Change the note or the end of an entry; what is absent stays',
    access: 'operator',
    body: TrustEntryChange,
    headers: ifMatch,
    answer: { status: 200, ...answer },
    problems: ['not-found', 'precondition-failed', 'changed-meanwhile', 'not-recorded'],
  },
  async ({ user, parameters, body, header }, dependencies) => {
    const { trustEntries, observer, now } = dependencies;
    const refusal = refusePast(body.notAfter, now());
    if (refusal !== null) return refusal;
    const change = {
      ...(body.note === undefined ? {} : { note: body.note }),
      ...(body.notAfter === undefined ? {} : { notAfter: body.notAfter }),
    };
    const done = await onEntry(
      parameters.id,
      header('if-match'),
      dependencies,
      user.home,
      (entry) => ({ ...entry, ...change }),
      (entry) => trustEntries.change(entry, change, user.home, new Date(now())),
    );
    if (done.kind === 'problem') return done;
    const { id: entryId, domain, kind, notAfter } = done.value;
    observer.info('trust entry changed', { operator: user.home, domain, entryId, kind, notAfter });
    return reply(viewTrustEntry(done.value, now()), { ETag: entityTag(done.value) });
  },
);

export const deleteTrustEntry = route(
  'DELETE',
  '/v1/admin/trust/{id}',
  {
    summary: 'Trust it no more; mail under `verify` that rested on it comes back from now on',
    access: 'operator',
    headers: ifMatch,
    answer: { status: 204, empty: true },
    problems: ['not-found', 'precondition-failed', 'changed-meanwhile', 'not-recorded'],
  },
  async ({ user, parameters, header }, dependencies) => {
    const { trustEntries, observer } = dependencies;
    const done = await onEntry(
      parameters.id,
      header('if-match'),
      dependencies,
      user.home,
      () => null,
      async (entry) => ((await trustEntries.remove(entry)) ? true : null),
    );
    if (done.kind === 'problem') return done;
    const { id: entryId, domain, kind, sha256 } = done.entry;
    observer.info('trust entry removed', { operator: user.home, domain, entryId, kind, sha256 });
    return noContent();
  },
);
