/**
 * Firefox from Debian as a process, and the commands and events of WebDriver BiDi (W3C), which it speaks over a
 * WebSocket by itself: playwright-core drives only a Firefox of its own making.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { debianPackages } from '../peers/debian-packages.ts';

const { program } = debianPackages.find(({ name }) => name === 'firefox-esr') ?? { program: '' };

/** All but this machine is behind a proxy that nobody has started, which would be asked for names, too. */
const PREFERENCES = {
  'network.proxy.type': 1,
  'network.proxy.socks': '127.0.0.1',
  'network.proxy.socks_port': 9,
  'network.proxy.socks_remote_dns': true,
  'intl.accept_languages': 'en-GB',
  'ui.prefersReducedMotion': 1,
};

/** An answer has the number of its command; an event has none. */
interface Message {
  readonly id?: number;
  readonly type: 'success' | 'error' | 'event';
  readonly method?: string;
  readonly result?: unknown;
  readonly message?: string;
  readonly params?: unknown;
}

/** The events that are listened to, with what the standard says of each. */
interface Events {
  readonly 'log.entryAdded': { readonly level: string; readonly text: string | null };
  readonly 'browsingContext.domContentLoaded': object;
  readonly 'browsingContext.downloadEnd': { readonly filepath?: string | null };
}

export class FirefoxSession {
  readonly #process: ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Message) => void>();
  readonly #listeners = new Map<string, (params: unknown) => void>();
  #count = 0;

  private constructor(process: ChildProcess, profile: string, socket: WebSocket) {
    this.#process = process;
    this.#profile = profile;
    this.#socket = socket;
    socket.addEventListener('message', ({ data }) => {
      const message = JSON.parse(String(data)) as Message;
      if (message.id === undefined) this.#listeners.get(message.method ?? '')?.(message.params);
      else this.#waiting.get(message.id)?.(message);
    });
    socket.addEventListener('close', () => {
      for (const answer of this.#waiting.values()) answer({ type: 'error', message: 'Firefox has ended' });
    });
  }

  /** Starts one with an empty profile. Throws with what it said where it does not start. */
  static async start(): Promise<FirefoxSession> {
    const profile = await mkdtemp(join(tmpdir(), 'firefox-'));
    const preferences = Object.entries(PREFERENCES).map((preference) => {
      return `user_pref(${preference.map((part) => JSON.stringify(part)).join(', ')});\n`;
    });
    await writeFile(join(profile, 'user.js'), preferences.join(''));
    const child = spawn(program, ['--headless', '--profile', profile, '--remote-debugging-port=0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, HOME: profile },
    });
    try {
      const socket = new WebSocket(`${await announced(child)}/session`);
      await once(socket, 'open');
      const session = new FirefoxSession(child, profile, socket);
      // Our authority is made at the first start; a test of browsers' trust it is not.
      const capabilities = { alwaysMatch: { acceptInsecureCerts: true } };
      await session.command('session.new', { capabilities });
      return session;
    } catch (error) {
      await end(child, profile);
      throw error;
    }
  }

  /** Calls a command; `Result` is what the standard says of its answer. Throws where the answer is an error. */
  async command<Result>(method: string, params: object): Promise<Result> {
    if (this.#socket.readyState !== WebSocket.OPEN) throw new Error(`${method}: Firefox has ended`);
    this.#count += 1;
    const id = this.#count;
    const answered = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params }));
    const { type, result, message } = await answered;
    this.#waiting.delete(id);
    if (type === 'error') throw new Error(`${method}: ${message ?? ''}`);
    return result as Result;
  }

  /** Listens to an event from now on, in all tabs and frames. */
  async on<Name extends keyof Events>(event: Name, listener: (params: Events[Name]) => void): Promise<void> {
    this.#listeners.set(event, (params) => {
      listener(params as Events[Name]);
    });
    await this.command('session.subscribe', { events: [event] });
  }

  /** Ends the process, and removes all that it kept. */
  async end(): Promise<void> {
    this.#socket.close();
    await end(this.#process, this.#profile);
  }
}

async function end(child: ChildProcess, profile: string): Promise<void> {
  if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  await rm(profile, { recursive: true, force: true, maxRetries: 10 });
}

/** The address where it listens; rejects with what it said where it ended instead. */
async function announced(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      const address = /WebDriver BiDi listening on (ws:\S+)/.exec(said)?.[1];
      if (address !== undefined) resolve(address);
    });
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error(`Firefox ended: ${said}`));
    });
  });
}
