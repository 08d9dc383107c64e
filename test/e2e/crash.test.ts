/**
 * Promise 3 under fire: 500 messages go out and 500 come in while the worker, or the whole system, is killed
 * with SIGKILL again and again. Afterwards every accepted message has ended exactly once, as the providers
 * and the inbox saw it. A second copy is allowed only where the system itself reports that a try was
 * interrupted in the one unavoidable window, between the final dot and its result; these are counted.
 */
import { equal, ok } from 'node:assert/strict';
import { mkdtemp, rm, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { startSimulatedInternet, type SimulatedInternet } from '../../infra/local/internet/simulation.ts';
import { mintAccessToken } from '../../infra/local/sign-in/access-token.ts';
import { openEncrypted } from '../infra/local/internet/smtp-dialogue.ts';
import { apiClient, eventually, type Api } from './api-client.ts';
import {
  ALICE,
  ALICE_ALIAS,
  type DeliveryAnswer,
  type MessageAnswer,
  type SentAnswer,
} from './local-system.ts';
import { startSystemProcess, type SystemProcess } from './system-process.ts';

const MESSAGES = Number(process.env['CRASH_MESSAGES'] ?? 500);
/** A kill after each of these shares of the work; which one it hits alternates. */
const KILLS = 8;
const DOMAINS = ['good.example', 'good.example', 'good.example', 'plain.example', 'selfsigned.example'];

/** Numbers in [0, 1) that are the same in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

class Siege {
  readonly #world: SimulatedInternet;
  readonly #directory: string;
  readonly #chance = seeded(20261123);
  #system: SystemProcess | undefined;
  #api: Api | undefined;
  /** Resolves while the system is up; a new promise for every outage. */
  #up = Promise.withResolvers<undefined>();

  constructor(world: SimulatedInternet, directory: string) {
    this.#world = world;
    this.#directory = directory;
  }

  async start(): Promise<void> {
    this.#system = await startSystemProcess(
      {
        DATA_DIR: this.#directory,
        HTTPS_PORT: '0',
        MX_PORT: '0',
        SUBMISSIONS_PORT: '0',
        SUBMISSION_PORT: '0',
        DNS_SERVERS: this.#world.dnsServers,
        DNS_TRUST_ANCHORS: this.#world.trustAnchorsFile,
        SMTP_PORT: String(this.#world.smtpPort),
        ALLOWED_NETWORKS: this.#world.allowedNetworks,
        RETRY_SCHEDULE: '1s',
        FUNCTION_TIMEOUT: '9s',
      },
      ['--internet'],
    );
    const { origin, issuer } = this.#system.running;
    const authority = await readFile(join(this.#directory, 'ca.pem'), 'utf8');
    const minted = await mintAccessToken({ dataDirectory: this.#directory, email: ALICE, issuer });
    if (minted.kind !== 'token') throw new Error(minted.message);
    this.#api = apiClient(origin, authority, minted.token);
    this.#up.resolve(undefined);
  }

  /** The API of the system as it runs now. */
  async api(): Promise<Api> {
    await this.#up.promise;
    if (this.#api === undefined) throw new Error('not started');
    return this.#api;
  }

  async mxPort(): Promise<number> {
    await this.#up.promise;
    return this.#system?.running.ports.mx ?? 0;
  }

  /** Kills the worker's process, or everything, in which case it is started again. */
  async kill(everything: boolean): Promise<void> {
    const system = this.#system;
    if (system === undefined) throw new Error('not started');
    if (!everything) {
      const pid = await system.functionPid('delivery-worker');
      if (pid !== null) process.kill(pid, 'SIGKILL');
      return;
    }
    this.#up = Promise.withResolvers();
    await system.killAll();
    await this.start();
  }

  async stop(): Promise<void> {
    equal(await this.#system?.stop(), 0);
    this.#system = undefined;
  }

  /** Whatever has happened, no process of it is left behind. */
  async end(): Promise<void> {
    await this.#system?.killAll();
  }

  chance(): number {
    return this.#chance();
  }
}

/** Sends one message over the API under one idempotency key until it is accepted. */
async function sendOut(siege: Siege, index: number): Promise<SentAnswer> {
  const to = `bob@${DOMAINS[index % DOMAINS.length] ?? ''}`;
  const call = {
    json: { from: ALICE_ALIAS, to: [to], subject: `out ${index}`, text: 'Hello' },
    headers: { 'idempotency-key': `siege-${index}` },
  };
  return eventually(
    `message ${index} accepted`,
    async () => {
      const answer = await (await siege.api())('/v1/messages', call).catch(() => null);
      return answer?.status === 202 ? answer.json<SentAnswer>() : null;
    },
    120_000,
  );
}

interface Inbound {
  /** Tries that got 250. */
  accepted: number;
  /** Tries that ended after the dot without an answer: nobody can know (RFC 1047). */
  unknown: number;
}

/** Sends one message to the alias, as a provider that tries again until it has a 250. */
async function sendIn(siege: Siege, index: number): Promise<Inbound> {
  const result: Inbound = { accepted: 0, unknown: 0 };
  const message = `From: carol@good.example\r\nSubject: in ${index}\r\n\r\nHello\r\n`;
  return eventually(
    `inbound ${index} accepted`,
    async () => {
      let dotSent = false;
      try {
        const to = { address: '127.0.0.1', port: await siege.mxPort() };
        const { dialogue } = await openEncrypted(to);
        for (const line of ['MAIL FROM:<carol@good.example>', `RCPT TO:<${ALICE_ALIAS}>`, 'DATA']) {
          if (!/^[23]/.test(await dialogue.say(line))) return null;
        }
        dialogue.send(message);
        dotSent = true;
        const reply = await dialogue.say('.');
        dialogue.socket.destroy();
        if (!reply.startsWith('250')) {
          dotSent = false;
          return null;
        }
        result.accepted += 1;
        return result;
      } catch {
        if (dotSent) result.unknown += 1;
        return null;
      }
    },
    120_000,
  );
}

/** Runs `work` for every index, `width` at a time. */
async function inParallel(
  count: number,
  width: number,
  work: (index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < count; index = next++) await work(index);
  };
  await Promise.all(Array.from({ length: width }, worker));
}

async function allPages<T>(api: Api, path: string): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const separator = path.includes('?') ? '&' : '?';
    const page: { items: T[]; next: string | null } = (
      await api(`${path}${separator}limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`)
    ).json();
    items.push(...page.items);
    cursor = page.next;
  }
  return items;
}

function countBy(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

test('whatever is killed, every accepted message ends exactly once', { timeout: 280_000 }, async (t) => {
  const directory = await mkdtemp(join(tmpdir(), 'siege-'));
  const world = await startSimulatedInternet({ directory: join(directory, 'world') });
  const siege = new Siege(world, join(directory, 'data'));
  try {
    await siege.start();
    await (
      await siege.api()
    )('/v1/alias', { method: 'PUT', json: { enabled: true } });

    // Kills fall due with the progress of the work, at points drawn by chance.
    const due = Array.from({ length: KILLS }, () => Math.floor(siege.chance() * MESSAGES * 2)).sort(
      (a, b) => a - b,
    );
    let done = 0;
    let kills = Promise.resolve();
    let killed = 0;
    const progress = (): void => {
      done += 1;
      while (due[0] !== undefined && done >= due[0]) {
        due.shift();
        killed += 1;
        const everything = killed % 2 === 0;
        kills = kills.then(() => siege.kill(everything));
      }
    };

    const inbound: Inbound[] = [];
    await Promise.all([
      inParallel(MESSAGES, 8, async (index) => {
        await sendOut(siege, index);
        progress();
      }),
      inParallel(MESSAGES, 8, async (index) => {
        inbound[index] = await sendIn(siege, index);
        progress();
      }),
    ]);
    await kills;
    equal(killed, KILLS);

    const api = await siege.api();
    const deliveries = await eventually(
      'all deliveries finished',
      async () => {
        const all = await allPages<DeliveryAnswer & { subject: string }>(api, '/v1/deliveries');
        return all.length >= MESSAGES && all.every(({ finishedAt }) => finishedAt !== null) ? all : null;
      },
      120_000,
    );
    equal(deliveries.length, MESSAGES, 'one delivery per message, however often it was submitted');

    const bounced = deliveries.filter(({ state }) => state === 'bounced').length;
    const inbox = await eventually(
      'all notices and all inbound mail in the inbox',
      async () => {
        const all = await allPages<MessageAnswer>(api, '/v1/messages?folder=inbox');
        const notices = all.filter(({ kind }) => kind === 'failure-notice').length;
        const subjects = new Set(all.map(({ subject }) => subject));
        const arrived = inbound.every((_, index) => subjects.has(`in ${index}`));
        return notices >= bounced && arrived ? all : null;
      },
      120_000,
    );

    const copies = countBy(
      ['good.example', 'selfsigned.example', 'plain.example'].flatMap((domain) =>
        world.received(domain).map(({ raw }) => /^Subject: (.*)\r$/m.exec(raw.toString())?.[1] ?? ''),
      ),
    );
    const inInbox = countBy(inbox.map(({ subject }) => subject));
    let windows = 0;
    let secondCopies = 0;
    for (const { subject, state, domain, attempts } of deliveries) {
      const seen = copies.get(subject) ?? 0;
      const notices = inInbox.get(`Not sent: ${subject}`) ?? 0;
      if (domain === 'plain.example') {
        equal(state, 'bounced', subject);
        equal(seen, 0, `${subject} was never shown`);
        equal(notices, 1, `${subject} came back once`);
        continue;
      }
      const interrupted = attempts.filter(({ detail }) =>
        /interrupted right after the end/.test(detail),
      ).length;
      equal(state, 'delivered', subject);
      equal(notices, 0, `${subject} was delivered and did not come back`);
      ok(seen >= 1 && seen <= 1 + interrupted, `${subject}: ${seen} copies, ${interrupted} interruptions`);
      windows += interrupted;
      secondCopies += seen - 1;
    }

    let repeatedByClient = 0;
    for (const [index, { accepted, unknown }] of inbound.entries()) {
      const arrived = inInbox.get(`in ${index}`) ?? 0;
      equal(accepted, 1);
      ok(arrived >= 1 && arrived <= 1 + unknown, `in ${index}: ${arrived} copies, ${unknown} unknown ends`);
      repeatedByClient += arrived - 1;
    }
    t.diagnostic(
      `${MESSAGES} out and ${MESSAGES} in, ${killed} kills; tries interrupted after the final dot: ${windows}, ` +
        `second copies from them: ${secondCopies}; inbound copies that the sender itself repeated without an ` +
        `answer to its dot: ${repeatedByClient}`,
    );
    await siege.stop();
  } finally {
    await siege.end();
    await world.close();
    await rm(directory, { recursive: true, force: true });
  }
});
