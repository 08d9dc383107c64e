/** A few numbers for many: what tables and JSON show of a series of measurements. Pure. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** The value below which `share` (0 to 1) of the values lie, by the nearest rank. Throws where there are none. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  const found = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (found === undefined) throw new Error('no values');
  return found;
}

/** Of an even number of values the middle between the two in the middle. Throws where there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const low = sorted[Math.floor((sorted.length - 1) / 2)];
  const high = sorted[Math.floor(sorted.length / 2)];
  if (low === undefined || high === undefined) throw new Error('no values');
  return (low + high) / 2;
}

export function spreadOf(values: readonly number[]): Spread {
  return { median: median(values), least: Math.min(...values), most: Math.max(...values) };
}

/** Round by round, so that what disturbed a whole round weighs on both sides of its ratio. */
export function ratiosOf(ours: readonly number[], theirs: readonly number[]): number[] {
  return ours.map((value, round) => value / (theirs[round] ?? NaN));
}

/** `1.23 (1.10–1.40)` */
export function written({ median: middle, least, most }: Spread): string {
  return `${middle.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}
