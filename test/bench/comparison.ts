/**
 * Programs that do the same work in turns: warm-up first, then rounds in which each of them goes once, the
 * order turned around every time, so that a machine that slows down or speeds up favours nobody. What counts is
 * the CPU time between the first message and the last trace of work on it, per message.
 */
import { createCpuMeter, type CpuMeter } from './cpu-meter.ts';
import { watchElsewhere } from './elsewhere.ts';
import { ratiosOf, spreadOf, type Spread } from './statistics.ts';

export interface Contender {
  readonly name: string;
  /** The process whose CPU time, with that of all its descendants, is counted. */
  readonly pid: number;
  /** Brings it to the starting line; not counted. */
  prepare(messages: number): Promise<void>;
  /** Resolves when all of the work is done, queues emptied and all. Rejects where a message was not taken. */
  work(messages: number): Promise<void>;
}

export interface Plan {
  readonly title: string;
  readonly rounds: number;
  readonly warmUpMessages: number;
  readonly messagesPerRound: number;
}

export interface ComparisonRow {
  readonly name: string;
  /** Milliseconds of CPU time per message, round by round. */
  readonly rounds: readonly number[];
  readonly milliseconds: Spread;
  /** The first contender's figure divided by this one's; null in the first one's own row. */
  readonly ratio: Spread | null;
}

export interface Comparison extends Plan {
  /** Share (0 to 1) of the whole machine that programs outside of the benchmark used meanwhile: less is better. */
  readonly elsewhere: number;
  readonly rows: readonly ComparisonRow[];
}

interface Running {
  readonly contender: Contender;
  readonly meter: CpuMeter;
  readonly perMessage: number[];
}

async function turn({ contender, meter, perMessage }: Running, messages: number): Promise<void> {
  await contender.prepare(messages);
  const before = await meter.read();
  await contender.work(messages);
  perMessage.push(((await meter.read()) - before) / 1000 / messages);
}

/** Runs them against each other; the first is the one that the others are held against. */
export async function compare(plan: Plan, contenders: readonly Contender[]): Promise<Comparison> {
  await using stack = new AsyncDisposableStack();
  const meterOf = async (pid: number): Promise<CpuMeter> => {
    const meter = await createCpuMeter();
    stack.defer(() => meter.close());
    await meter.adopt(pid);
    return meter;
  };
  // All that the benchmark itself started; the contenders among it go on to meters of their own.
  const rest = await meterOf(process.pid);
  const running: Running[] = [];
  for (const contender of contenders) {
    running.push({ contender, meter: await meterOf(contender.pid), perMessage: [] });
  }
  for (const { contender } of running) {
    await contender.prepare(plan.warmUpMessages);
    await contender.work(plan.warmUpMessages);
  }
  const elsewhere = await watchElsewhere([rest, ...running.map(({ meter }) => meter)]);
  for (let round = 0; round < plan.rounds; round += 1) {
    const order = round % 2 === 0 ? running : running.toReversed();
    for (const each of order) await turn(each, plan.messagesPerRound);
  }
  const [first] = running;
  return {
    ...plan,
    elsewhere: await elsewhere(),
    rows: running.map(({ contender, perMessage }) => ({
      name: contender.name,
      rounds: perMessage,
      milliseconds: spreadOf(perMessage),
      ratio:
        first === undefined || first.contender === contender
          ? null
          : spreadOf(ratiosOf(first.perMessage, perMessage)),
    })),
  };
}
