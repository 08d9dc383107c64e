/** Amounts as people say them, apart from the language's words for the units. */

/** A duration in its largest whole unit: 24 hours, 15 minutes, 90 seconds; days from two days up. */
export function wholeUnit(milliseconds: number): {
  readonly count: number;
  readonly unit: 'day' | 'hour' | 'minute' | 'second';
} {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds % 86_400 === 0 && seconds > 86_400) return { count: seconds / 86_400, unit: 'day' };
  if (seconds % 3600 === 0) return { count: seconds / 3600, unit: 'hour' };
  if (seconds % 60 === 0) return { count: seconds / 60, unit: 'minute' };
  if (seconds > 7200) return { count: Math.round(seconds / 3600), unit: 'hour' };
  if (seconds > 120) return { count: Math.round(seconds / 60), unit: 'minute' };
  return { count: seconds, unit: 'second' };
}

/** Octets as megabytes, rounded down to a tenth: what people compare their attachments with. */
export function megabytes(octets: number): number {
  return Math.max(0.1, Math.floor(octets / 100_000) / 10);
}

/** `10:15:04`, in UTC. */
export function clock(at: Date): string {
  return at.toISOString().slice(11, 19);
}
