/** What a validating Unbound says of a name, in the words of our own lookups. */
import type { Client } from '../../../../shared/dns/client.ts';
import type { QueryType } from '../../../../shared/dns/lookup.ts';
import { responseCodes } from '../../../../shared/dns/wire/message.ts';
import type { Rdata } from '../../../../shared/dns/wire/rdata.ts';
import { parseName } from '../../../../shared/dns/wire/name.ts';
import { recordTypes } from '../../../../shared/dns/wire/record-types.ts';

export interface UnboundVerdict {
  /** `bogus` is Unbound's SERVFAIL, whatever the cause; `unreadable` an answer that we cannot decode. */
  readonly kind: 'secure' | 'insecure' | 'bogus' | 'unreadable';
  readonly found: 'records' | 'no-data' | 'no-domain';
  /** The data of the records of the asked type, as comparable texts. */
  readonly records: readonly string[];
}

/** A set of records in one order, each record once. */
export const comparable = (records: readonly Rdata[]): readonly string[] =>
  [...new Set(records.map((data) => JSON.stringify(data)))].sort();

export async function askUnbound(client: Client, text: string, type: QueryType): Promise<UnboundVerdict> {
  const name = parseName(text);
  if (name === null) throw new Error(`${text} is no name`);
  const number = recordTypes[type];
  const reply = await client.ask({ name, type: number, checking: 'wanted' }, 30_000);
  if (reply.kind === 'malformed') return { kind: 'unreadable', found: 'no-data', records: [] };
  if (reply.kind !== 'message') throw new Error(`Unbound on ${text} ${type}: ${reply.detail}`);
  const { responseCode, authenticData, answer } = reply;
  if (responseCode !== responseCodes.noError && responseCode !== responseCodes.nxdomain)
    return { kind: 'bogus', found: 'no-data', records: [] };
  const records = comparable(answer.filter((record) => record.type === number).map(({ data }) => data));
  const none = responseCode === responseCodes.nxdomain ? 'no-domain' : 'no-data';
  return {
    kind: authenticData ? 'secure' : 'insecure',
    found: records.length > 0 ? 'records' : none,
    records,
  };
}
