/**
 * Which day is reported on, and when (RFC 8460 section 4.1): a whole UTC day, the one before, and some hours
 * after it has ended, each domain at a time of its own, so that a receiver of many domains' reports is not
 * sent them all at midnight. The function runs every hour and takes what is due; what it could not send comes
 * again at the next runs (section 5.5: for a day). Pure.
 */
import { createHash } from 'node:crypto';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The UTC day before an instant's. */
export function dayBefore(now: number): string {
  return new Date(now - DAY).toISOString().slice(0, 10);
}

/** When a day's report to a domain may leave: one to five hours after the day's end. */
export function dueAt(day: string, domain: string): number {
  const share = createHash('sha256').update(domain).digest().readUInt32BE() / 2 ** 32;
  return Date.parse(`${day}T00:00:00Z`) + DAY + HOUR + share * 4 * HOUR;
}

/**
 * The day that an operator asks for by hand, as `{"day":"2026-11-24"}`; null for the scheduler's events and
 * for anything that is no day.
 */
export function dayAskedFor(event: unknown): string | null {
  if (typeof event !== 'object' || event === null || !('day' in event)) return null;
  const { day } = event;
  if (typeof day !== 'string' || !/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(day)) return null;
  const parsed = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(day) ? day : null;
}
