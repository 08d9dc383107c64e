/**
 * Whom a message says it is from, for showing. RFC 5322 section 3.6 has exactly one From field, of one mailbox or
 * several; what comes from outside may have two fields, and text between the addresses. A reader who is shown one of
 * them only is told a lie by whoever wrote the other. So every mailbox of every field is here, and a field in which
 * an address would get lost is given as it stands, less its angle brackets. Nothing is decided by it: who may send as
 * whom is read strictly.
 */
import { addressParser, decodeWords } from 'postal-mime';

import { parseAddressList } from './address-list.ts';

export interface Originator {
  /** Display name, decoded; empty where there is none, or where there are several mailboxes. */
  readonly name: string;
  /** Where a field cannot be read: all of it. */
  readonly address: string;
}

/** Of a field that is no address list; longer ones are cut. */
const LONGEST_UNREADABLE = 4000;

const GAPS = /[<>\s]+/gu;

function addressesIn(text: string): string[] {
  return text.split(/[\s<>()[\],;:"]+/u).filter((word) => word.includes('@'));
}

/** What stands where only an address may. */
function bracketed(text: string): string[] {
  return text
    .split('<')
    .slice(1)
    .flatMap((part) => addressesIn(part.split('>', 1)[0] ?? ''));
}

function asItStands(text: string): Originator {
  return { name: '', address: decodeWords(text).replaceAll(GAPS, ' ').trim() };
}

/** What the lenient parser finds, if no address gets lost on the way; else the field itself. */
function readLeniently(value: string): Originator[] {
  const text = value.slice(0, LONGEST_UNREADABLE);
  const found = addressParser(text)
    .flatMap((entry) => entry.group ?? [entry])
    .filter(({ address }) => address.includes('@'))
    .map(({ name, address }) => ({ name, address }));
  const kept = found.map(({ name, address }) => `${name} ${address}`).join(' ');
  const isAddress = (text: string): boolean => found.some(({ address }) => address === text);
  const isWhole =
    addressesIn(text).every((address) => kept.includes(address)) && bracketed(text).every(isAddress);
  return found.length > 0 && isWhole ? found : [asItStands(text)];
}

function read(value: string): Originator[] {
  const list = parseAddressList(value);
  if (list.kind === 'fault') return readLeniently(value);
  return list.mailboxes.map(({ name, mailbox }) => ({ name, address: mailbox.address }));
}

/**
 * Reads the values of all From fields, in their order. Where there is more than one mailbox they are given by
 * address alone: no name of one is then taken for a name of another. Total.
 */
export function readOriginators(values: readonly string[]): Originator[] {
  const all = values.flatMap(read);
  if (all.length < 2) return all;
  return all.map(({ address }) => ({ name: '', address }));
}
