/**
 * Tells a recipient's DNS trouble from our own: where a lookup got no answer at all, the root is asked for its name
 * servers, which every resolver that works can tell. If that gets no answer either, it is our resolvers, or the way
 * to them, and nobody's mail must come back for it.
 */
import type { Client } from './client.ts';
import type { Looked, Lookup } from './lookup.ts';
import { root } from './wire/name.ts';

const ROOT_MILLISECONDS = 3000;
/** How long one finding holds: many lookups fail at once in an outage. */
const FINDING_MILLISECONDS = 5000;
const NAME_SERVERS = 2;

/** Gives the lookup with an outage of ours as `own-fault` instead of `failed`. */
export function withOutages(
  lookup: Lookup,
  client: Pick<Client, 'ask'>,
  clock: () => number = Date.now,
): Lookup {
  let finding: { readonly at: number; readonly answered: Promise<boolean> } | null = null;
  const someoneAnswers = (): Promise<boolean> => {
    if (finding === null || clock() - finding.at > FINDING_MILLISECONDS) {
      const answered = client
        .ask({ name: root, type: NAME_SERVERS, checking: 'disabled' }, ROOT_MILLISECONDS)
        .then(({ kind }) => kind === 'message');
      finding = { at: clock(), answered };
    }
    return finding.answered;
  };
  return {
    lookup: async (name, type): Promise<Looked> => {
      const looked = await lookup.lookup(name, type);
      if (looked.kind !== 'failed' || (await someoneAnswers())) return looked;
      return { kind: 'own-fault', detail: `no name server of ours answers (${looked.detail})` };
    },
  };
}
