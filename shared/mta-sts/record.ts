/**
 * The TXT record by which a domain says that it has an MTA-STS policy, and which version of it
 * (RFC 8461 section 3.1): `v=STSv1; id=20160831085700Z` at `_mta-sts` below the domain. Pure.
 */

export type StsRecord =
  | { readonly kind: 'record'; readonly id: string }
  /** There is no record that counts; `detail` says why not where something is there. */
  | { readonly kind: 'none'; readonly detail: string };

const LONGEST = 4096;
const EXTENSION = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,31}=[\x21-\x3a\x3c\x3e-\x7e]+$/;

/** Where the record of a domain is. */
export function stsRecordName(domain: string): string {
  return `_mta-sts.${domain}`;
}

function readRecord(text: string): StsRecord {
  const [, ...fields] = text.split(/[ \t]*;[ \t]*/);
  // A delimiter may stand at the end.
  if (fields.at(-1) === '') fields.pop();
  const malformed = fields.find((field) => !EXTENSION.test(field));
  if (malformed !== undefined) return { kind: 'none', detail: 'the record is malformed' };
  const ids = fields.filter((field) => field.startsWith('id='));
  const [id] = ids;
  if (id === undefined || ids.length > 1 || !/^id=[A-Za-z0-9]{1,32}$/.test(id)) {
    return { kind: 'none', detail: 'the record has no identifier' };
  }
  return { kind: 'record', id: id.slice('id='.length) };
}

/**
 * Takes all TXT records of the name, each with its strings joined. Those that do not begin with the version
 * are of others; unless exactly one is left, the domain has no policy that could be found now.
 */
export function readStsRecord(texts: readonly string[]): StsRecord {
  const records = texts.filter((text) => /^v=STSv1[ \t]*;/.test(text));
  const [record] = records;
  if (record === undefined) return { kind: 'none', detail: 'there is no record' };
  if (records.length > 1) return { kind: 'none', detail: 'there are several records' };
  return record.length > LONGEST ? { kind: 'none', detail: 'the record is too long' } : readRecord(record);
}
