/** `admin trust list [DOMAIN]`: the trust store as a table. */
import type { z } from 'zod';

import type { TrustEntries, TrustEntryView } from '../../functions/settings-api/trust-answers.ts';
import { columns } from './columns.ts';
import { UsageError, type Command } from './command.ts';
import { valueOf, type CallApi } from './operator-api.ts';
import { domainFrom, parseParameters } from './parameters.ts';

export type Entry = z.output<typeof TrustEntryView>;

/** Every entry, of one domain or of all, in the order of domains. Throws `CommandFailure`. */
export async function readEntries(call: CallApi, domain: string | null): Promise<Entry[]> {
  const entries: Entry[] = [];
  let cursor: string | null = null;
  do {
    const query = new URLSearchParams({
      limit: '100',
      ...(domain === null ? {} : { domain }),
      ...(cursor === null ? {} : { cursor }),
    });
    const page: z.output<typeof TrustEntries> = valueOf(
      await call('GET', `/v1/admin/trust?${query.toString()}`),
    );
    entries.push(...page.items);
    cursor = page.next;
  } while (cursor !== null);
  return entries.sort((one, other) =>
    `${one.domain} ${one.addedAt}`.localeCompare(`${other.domain} ${other.addedAt}`),
  );
}

const day = (time: string | null): string => time?.slice(0, 10) ?? '–';

/** Entries as a table, with their warnings below. */
export function entryTable(entries: readonly Entry[]): string[] {
  const rows = entries.map((entry) => [
    entry.domain,
    entry.kind,
    entry.sha256,
    entry.ended ? `ended ${day(entry.notAfter)}` : day(entry.notAfter),
    day(entry.certificateNotAfter),
    entry.id,
    entry.note,
  ]);
  const table = columns([['domain', 'kind', 'SHA-256', 'until', 'certificate until', 'id', 'note'], ...rows]);
  return [...table, ...entries.flatMap(({ id, warnings }) => warnings.map((text) => `${id}: ${text}`))];
}

export const trustList: Command = {
  name: 'trust list',
  usage: '[DOMAIN]',
  purpose: 'show what is trusted, of all domains or of one',
  async run(parameters, { api, print }) {
    const { positionals } = parseParameters(parameters, {});
    const [name, more] = positionals;
    if (more !== undefined) throw new UsageError(`"${more}" is too much: one domain at most`);
    const domain = name === undefined ? null : domainFrom(name);
    const entries = await readEntries(await api(), domain);
    if (entries.length === 0) {
      print(domain === null ? 'The trust store is empty.' : `${domain} is not in the trust store.`);
      return;
    }
    for (const line of entryTable(entries)) print(line);
  },
};
