/**
 * `npm run bench`: figures beside Postfix, under four minutes. Nothing passes or fails here, but a figure that
 * could not be taken rightly (another TLS than meant, a message lost, a meter that counts wrongly) is an error.
 *
 *   npm run bench -- [--only lookup,latency,inbound,outbound,mailbox] [--rounds 5] [--json FILE]
 *
 * Two come only when they are asked for: `mailbox`, what pages ask for, with 10,000 messages in the mailbox, and the
 * page itself where Chromium from Debian is; and `edge`, the edge within the limits of a container (root and control
 * groups, a minute and a half).
 * Lookup, latency and mailbox need nothing (lookup compares where NSD and Unbound from Debian are); the comparisons need Postfix from Debian, root, and control groups.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';

import { builtPages } from '../../infra/local/pages/built-pages.ts';
import { needs, needsRoot } from '../peers/debian-packages.ts';
import type { Comparison } from './comparison.ts';
import { checkMeter } from './cpu-meter.ts';
import { measureEdgeSizes, type EdgeSize } from './edge-size.ts';
import { openHouse } from './house.ts';
import { measureInbound } from './inbound.ts';
import { measureLatency, type Latency } from './latency.ts';
import { describeMachine } from './machine.ts';
import { DELIVERIES, measureMailbox, MESSAGES, type RequestTimes } from './mailbox.ts';
import { measureMailboxPage } from './mailbox-page.ts';
import { measureOutbound } from './outbound.ts';
import {
  comparisonLines,
  edgeSizeLines,
  latencyLines,
  machineLines,
  mailboxLine,
  type Report,
} from './report.ts';
import { liveNeeds, lookupLines, measureBesideUnbound, measureLookups } from './validated-lookup.ts';

const USUAL = ['lookup', 'latency', 'inbound', 'outbound'];
const BENCHMARKS = [...USUAL, 'mailbox', 'edge'];

function refuse(why: string): never {
  console.error(why);
  process.exit(1);
}

function readParameters(): { only: ReadonlySet<string>; rounds: number; file: string | null } {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: USUAL.join(',') },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
    },
  });
  const only = new Set(values.only.split(','));
  const unknown = [...only].filter((name) => !BENCHMARKS.includes(name));
  if (unknown.length > 0) refuse(`--only: ${unknown.join(', ')} is none of ${BENCHMARKS.join(', ')}`);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) refuse('--rounds: a whole number, such as --rounds 5');
  return { only, rounds, file: values.json ?? null };
}

/** Cut off by hand it goes through `exit`, where what stands still or runs beside it is ended. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

function say(lines: readonly string[]): void {
  console.log(lines.join('\n'));
}

const { only, rounds, file } = readParameters();
const compares = only.has('inbound') || only.has('outbound');
const missing = compares ? needsRoot('postfix') : false;
if (missing !== false) refuse(`The comparison with Postfix ${missing}; --only lookup,latency works without.`);
const machine = await describeMachine();
const meterCheck = compares ? await checkMeter() : null;
say(machineLines(machine, meterCheck));

let lookup: Report['lookup'] = null;
if (only.has('lookup')) {
  const cost = await measureLookups(20);
  lookup = { ...cost, live: liveNeeds() === false ? await measureBesideUnbound(20) : null };
  say(lookupLines(cost, lookup.live));
}
const browses = only.has('mailbox') && needs('chromium-headless-shell') === false;
const house = await openHouse(browses ? await builtPages() : null);
let latency: Latency | null = null;
let mailbox: RequestTimes[] | null = null;
let edge: EdgeSize[] | null = null;
const comparisons: Comparison[] = [];
const take = (comparison: Comparison): void => {
  comparisons.push(comparison);
  say(comparisonLines(comparison));
};
try {
  if (only.has('latency')) {
    latency = await measureLatency(house);
    say(latencyLines(latency));
  }
  if (only.has('mailbox')) {
    say([`Requests with ${MESSAGES} messages and ${DELIVERIES} deliveries in the mailbox`]);
    const tell = (times: RequestTimes): void => {
      say([mailboxLine(times)]);
    };
    mailbox = await measureMailbox(house.alice, tell);
    if (browses) mailbox.push(...(await measureMailboxPage(house.bench, tell)));
    say(['']);
  }
  if (only.has('edge'))
    edge = await measureEdgeSizes((size) => {
      say(edgeSizeLines(size));
    });
  if (only.has('inbound')) await measureInbound(house, rounds, take);
  if (only.has('outbound')) take(await measureOutbound(house, rounds));
} finally {
  await house.close();
}

if (file !== null) {
  const report: Report = {
    at: new Date().toISOString(),
    machine,
    meterCheck,
    comparisons,
    lookup,
    latency,
    mailbox,
    edge,
  };
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}
