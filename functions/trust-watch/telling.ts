/**
 * What operators hear of, and when again: a finding is told once, and once more every seven days for as long
 * as it lasts. Pure.
 */
import type { StoredTrustEntry, Told } from '../../shared/store/trust-entries.ts';
import type { Finding } from './findings.ts';

/** An hour less than seven days, so that a run a little early on the seventh day still counts. */
const SILENCE = (7 * 24 - 1) * 3600 * 1000;
/** A server farm that shows another certificate every time must not make an item grow without end. */
const MOST_REMEMBERED = 50;

const isRecent = ({ at }: Told, now: Date): boolean => now.getTime() - Date.parse(at) < SILENCE;

/** Whether a finding is to be told now. */
export function isDue({ entry, key }: Finding, now: Date): boolean {
  return !entry.told.some((told) => told.finding === key && isRecent(told, now));
}

export interface Memory {
  readonly entry: StoredTrustEntry;
  readonly told: readonly Told[];
}

/** What to remember once these findings have been told: one memory for each entry concerned. */
export function memoriesOf(findings: readonly Finding[], now: Date): Memory[] {
  const byEntry = new Map<string, { entry: StoredTrustEntry; keys: string[] }>();
  for (const { entry, key } of findings) {
    const known = byEntry.get(entry.id);
    if (known === undefined) byEntry.set(entry.id, { entry, keys: [key] });
    else known.keys.push(key);
  }
  return [...byEntry.values()].map(({ entry, keys }) => {
    const kept = entry.told.filter((told) => isRecent(told, now) && !keys.includes(told.finding));
    const fresh = [...new Set(keys)].map((finding) => ({ finding, at: now.toISOString() }));
    return { entry, told: [...kept, ...fresh].slice(-MOST_REMEMBERED) };
  });
}
