/**
 * Which figures of the house are worth a look. The limits are those of the alarms (infra/aws), so that this page and a
 * mail from an alarm never disagree; where an alarm waits for more than one period, a figure here only says that it
 * was so in some quarter of an hour. Pure.
 */
import type { components } from '../../api/schema.d.ts';

export type SystemHealth = components['schemas']['SystemHealth'];
export type MeasuredFigure = SystemHealth['figures'][number];
export type Queue = SystemHealth['queues'][number];

/** `look`: now; `was`: within the day, and not in its last quarter of an hour; `nothing`: nothing was measured. */
export type Judgement = 'fine' | 'look' | 'was' | 'nothing';

/** One line of the page: a figure, or all reasons of one that is counted by reason. */
export interface Line {
  readonly id: string;
  readonly figures: readonly MeasuredFigure[];
}

/** In the order of the questions that an operator has. */
export const GROUPS = {
  flow: ['mail-in', 'api-mail-in', 'delivered', 'deferred', 'brought-home'],
  back: ['came-back', 'time-to-bounce', 'time-to-bounce-worst'],
  late: ['lateness-out', 'lateness-home'],
  turnedAway: ['refused-plaintext', 'open-connections'],
  proof: ['dnssec-validates', 'trusted-provider-changed', 'certificate-days'],
  broken: ['faults-edge', 'faults-out', 'faults-home', 'faults-api'],
} as const;
export type Group = keyof typeof GROUPS | 'other';

/** Figures by group; one that this page does not know yet is among the others, under its own id. */
export function groupsOf(figures: readonly MeasuredFigure[]): { group: Group; lines: Line[] }[] {
  const ids = [...new Set(figures.map(({ id }) => id))];
  const lineOf = (id: string): Line => ({ id, figures: figures.filter((figure) => figure.id === id) });
  const known = new Set<string>(Object.values(GROUPS).flat());
  const named = Object.entries(GROUPS).map(([group, own]) => ({
    group: group as Group,
    lines: own.map(lineOf),
  }));
  const others = ids.filter((id) => !known.has(id)).map(lineOf);
  return [...named, ...(others.length > 0 ? [{ group: 'other' as const, lines: others }] : [])];
}

/** Five minutes late: the alarm "oldest-job". */
export const LATE_MILLISECONDS = 300_000;
/** Fifty tries put off in five minutes, three times running: the alarm "everything-deferred". */
export const DEFERRED_PER_QUARTER = 150;
/** The alarm "certificate-ends". */
export const ENDS_SOON_DAYS = 14;

type Worth = (value: number) => boolean;
const anyAtAll: Worth = (value) => value > 0;
const late: Worth = (value) => value >= LATE_MILLISECONDS;

const WORTH: Readonly<Record<string, Worth>> = {
  deferred: (value) => value >= DEFERRED_PER_QUARTER,
  'lateness-out': late,
  'lateness-home': late,
  'dnssec-validates': (value) => value < 1,
  'trusted-provider-changed': anyAtAll,
  'certificate-days': (value) => value < ENDS_SOON_DAYS,
  'faults-edge': anyAtAll,
  'faults-out': anyAtAll,
  'faults-home': anyAtAll,
  'faults-api': anyAtAll,
};

/** What is measured daily or hourly holds until it is measured again, whatever the clock says. */
const STAYS = new Set(['dnssec-validates', 'trusted-provider-changed', 'certificate-days']);
/** The quarter of an hour that has just begun, and the one before. */
const RECENT_PERIODS = 2;

export function judge({ id, figures }: Line, { to, period }: Pick<SystemHealth, 'to' | 'period'>): Judgement {
  const points = figures.flatMap((figure) => figure.points);
  if (points.length === 0) return 'nothing';
  const worth = WORTH[id];
  const bad = worth === undefined ? [] : points.filter(({ value }) => worth(value));
  if (bad.length === 0) return 'fine';
  const latest = Math.max(...points.map(({ at }) => Date.parse(at)));
  const since = STAYS.has(id) ? latest : Date.parse(to) - RECENT_PERIODS * period * 1000;
  return bad.some(({ at }) => Date.parse(at) >= since) ? 'look' : 'was';
}

export function judgeQueue({ deadLetters }: Queue): Judgement {
  return deadLetters > 0 ? 'look' : 'fine';
}

/** What stands for the whole day: sums over the reasons, otherwise what the one figure says; null for nothing. */
export function overallOf({ figures }: Line): number | null {
  const values = figures.map(({ overall }) => overall).filter((value) => value !== null);
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
}

export interface Bar {
  readonly slot: number;
  /** Of the highest, above 0 and up to 1. */
  readonly height: number;
}

/** How the day went, a bar for each period in which there was anything. */
export function barsOf(
  { figures }: Line,
  { from, period }: Pick<SystemHealth, 'from' | 'period'>,
): readonly Bar[] {
  const sums = new Map<number, number>();
  for (const { at, value } of figures.flatMap(({ points }) => points)) {
    const slot = Math.floor((Date.parse(at) - Date.parse(from)) / (period * 1000));
    sums.set(slot, (sums.get(slot) ?? 0) + value);
  }
  const highest = Math.max(0, ...sums.values());
  if (highest === 0) return [];
  return [...sums]
    .filter(([, value]) => value > 0)
    .map(([slot, value]) => ({ slot, height: value / highest }))
    .sort((one, other) => one.slot - other.slot);
}
