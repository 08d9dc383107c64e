/** The figures as people read them. */
import type { Comparison } from './comparison.ts';
import type { MeterCheck } from './cpu-meter.ts';
import { LARGE_AT_ONCE, type EdgeSize } from './edge-size.ts';
import type { Latency } from './latency.ts';
import type { RequestTimes } from './mailbox.ts';
import type { Machine } from './machine.ts';
import { written } from './statistics.ts';
import type { LiveCost, LookupCost } from './validated-lookup.ts';

export interface Report {
  readonly at: string;
  readonly machine: Machine;
  readonly meterCheck: MeterCheck | null;
  readonly comparisons: readonly Comparison[];
  readonly latency: Latency | null;
  readonly mailbox: readonly RequestTimes[] | null;
  readonly edge: readonly EdgeSize[] | null;
  readonly lookup: (LookupCost & { readonly live: LiveCost | null }) | null;
}

/** Above this share others' work shows in the figures: caches and processors are shared. */
const QUIET_ENOUGH = 0.1;

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd((widths[column] ?? 0) + 2))
      .join('')
      .trimEnd(),
  );
}

function elsewhereLine(share: number): string {
  const advice = share > QUIET_ENOUGH ? ': take these figures again on a quiet one' : '';
  return `  Other programs used ${Math.round(share * 100)} % of the machine meanwhile${advice}.`;
}

/** The lines of one comparison. */
export function comparisonLines({ title, rounds, messagesPerRound, elsewhere, rows }: Comparison): string[] {
  const [first] = rows;
  return [
    `${title}: ${rounds} rounds of ${messagesPerRound} messages`,
    ...table([
      ['', 'CPU ms per message, median (least–most)', `${first?.name ?? ''} / this one`],
      ...rows.map(({ name, milliseconds, ratio }) => [
        name,
        written(milliseconds),
        ratio === null ? '' : written(ratio),
      ]),
    ]).map((line) => `  ${line}`),
    elsewhereLine(elsewhere),
    '',
  ];
}

/** The lines of the latency figure. */
export function latencyLines({ title, messages, median, percentile95, most, elsewhere }: Latency): string[] {
  const [middle, high, worst] = [median, percentile95, most].map((value) => Math.round(value));
  return [
    `${title}: ${messages} messages`,
    `  median ${middle ?? ''} ms, 95 % within ${high ?? ''} ms, worst ${worst ?? ''} ms`,
    ...(elsewhere === null ? [] : [elsewhereLine(elsewhere)]),
    '',
  ];
}

/** The lines of the edge in one size. */
export function edgeSizeLines({ cores, memoryMiB, idle, large, small, open }: EdgeSize): string[] {
  const whole = (value: number): string => String(Math.round(value));
  return [
    `The edge with ${cores} of a processor and ${memoryMiB} MiB; ${whole(idle)} MiB resident before`,
    `  20 KB, a connection each: ${whole(small.perSecond)} a second, at most ${whole(small.peak)} MiB, greeting within ${small.longestGreeting} ms`,
    `  ${LARGE_AT_ONCE} messages of 25 MiB at once: ${large.seconds.toFixed(1)} s, at most ${whole(large.peak)} MiB, greeting within ${large.longestGreeting} ms`,
    `  ${open.connections} silent connections with TLS: at most ${whole(open.peak)} MiB`,
    '',
  ];
}

/** The line of one kind of request. */
export function mailboxLine({ name, requests, median, percentile95, most }: RequestTimes): string {
  const [middle, high, worst] = [median, percentile95, most].map((value) => Math.round(value));
  return `  ${name.padEnd(40)} median ${middle ?? ''} ms, 95 % within ${high ?? ''} ms, worst ${worst ?? ''} ms (${requests})`;
}

export function machineLines(machine: Machine, check: MeterCheck | null): string[] {
  const { processor, cores, memoryGibibytes, kernel, node, openSsl, postfix, load } = machine;
  return [
    `${processor}, ${cores} cores, ${memoryGibibytes} GiB, ${kernel}; load before the start ${load.toFixed(2)}`,
    `Node ${node} with OpenSSL ${openSsl}; ${postfix === null ? 'no Postfix' : `Postfix ${postfix}`}`,
    ...(check === null
      ? []
      : [
          `CPU meter against a process that counts itself: ${check.meter.toFixed(1)} ms, ${check.process.toFixed(1)} ms`,
        ]),
    '',
  ];
}
