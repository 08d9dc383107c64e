/**
 * Time between the 202 of POST /v1/messages and the moment at which the failure notice can be read in the
 * inbox, for a recipient whose provider offers no TLS. One message at a time, the inbox asked for every few
 * milliseconds; the time ends when the notice itself, found in the list, has been fetched.
 */
import { setTimeout as wait } from 'node:timers/promises';

import type { Api } from '../e2e/api-client.ts';
import { sendText, type MessageAnswer } from '../e2e/local-system.ts';
import { createCpuMeter, type CpuMeter } from './cpu-meter.ts';
import { watchElsewhere } from './elsewhere.ts';
import type { House } from './house.ts';
import { median, percentile } from './statistics.ts';

const RECIPIENT = 'bob@plain.example';
const MESSAGES = 200;
const WARM_UP = 10;
const PAUSE_MILLISECONDS = 5;
const LONGEST_MILLISECONDS = 30_000;

export interface Latency {
  readonly title: string;
  readonly messages: number;
  /** Milliseconds. */
  readonly median: number;
  readonly percentile95: number;
  readonly most: number;
  /** Share of the whole machine that other programs used meanwhile; null where it could not be watched. */
  readonly elsewhere: number | null;
}

async function newestMessages(alice: Api): Promise<readonly MessageAnswer[]> {
  const answer = await alice('/v1/messages?folder=inbox&limit=5');
  return answer.json<{ items: MessageAnswer[] }>().items;
}

async function timeToNotice(alice: Api, subject: string): Promise<number> {
  await sendText(alice, [RECIPIENT], subject);
  const accepted = performance.now();
  const isNotice = ({ kind, subject: title }: MessageAnswer): boolean =>
    kind === 'failure-notice' && title.endsWith(subject);
  for (;;) {
    const notice = (await newestMessages(alice)).find(isNotice);
    if (notice !== undefined) {
      const { status } = await alice(`/v1/messages/${notice.id}`);
      if (status !== 200) throw new Error(`the notice is in the list and answers ${status}`);
      return performance.now() - accepted;
    }
    if (performance.now() - accepted > LONGEST_MILLISECONDS) throw new Error(`no notice for ${subject}`);
    await wait(PAUSE_MILLISECONDS);
  }
}

export async function measureLatency({ alice }: House): Promise<Latency> {
  const meter = await meterOfAll();
  try {
    const times: number[] = [];
    let elsewhere = async (): Promise<number | null> => Promise.resolve(null);
    for (let message = 0; message < WARM_UP + MESSAGES; message += 1) {
      if (message === WARM_UP && meter !== null) elsewhere = await watchElsewhere([meter]);
      const time = await timeToNotice(alice, `Measured ${message}.`);
      if (message >= WARM_UP) times.push(time);
    }
    return {
      title: 'From 202 to the failure notice in the inbox (plain.example)',
      messages: times.length,
      median: median(times),
      percentile95: percentile(times, 0.95),
      most: Math.max(...times),
      elsewhere: await elsewhere(),
    };
  } finally {
    await meter?.close();
  }
}

/** Of the whole system; null where there cannot be one (it needs root). */
async function meterOfAll(): Promise<CpuMeter | null> {
  if (process.getuid?.() !== 0) return null;
  const meter = await createCpuMeter();
  await meter.adopt(process.pid);
  return meter;
}
