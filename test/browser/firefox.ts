/**
 * One tab of a Firefox as a person uses it: real keys and clicks, on what is found by the role and the name that
 * Firefox itself gives it; and the watch on what its console says in error.
 */
import { eventually } from '../e2e/api-client.ts';
import { FirefoxSession } from './firefox-session.ts';

/** Keys that are no letters, as WebDriver writes them. */
export const KEYS = { tab: '\uE004' };

const VIEWPORT = { width: 1280, height: 800 };

/** Milliseconds until something has to be there; others may use the machine. */
const PATIENCE = 15_000;

/** An element, by the name that the session has for it. */
export interface Found {
  readonly sharedId: string;
}

export class FirefoxTab {
  /** What its console has said in error: violations of a Content-Security-Policy are among that. */
  readonly complaints: string[] = [];
  /** Files that it has saved, by their whole names. They go with it. */
  readonly saved: string[] = [];
  readonly #session: FirefoxSession;
  readonly #looking = new Set<() => void>();
  #context = '';

  private constructor(session: FirefoxSession) {
    this.#session = session;
  }

  /** A new Firefox with one tab. */
  static async open(): Promise<FirefoxTab> {
    const session = await FirefoxSession.start();
    const tab = new FirefoxTab(session);
    try {
      await tab.#begin();
    } catch (error) {
      await session.end();
      throw error;
    }
    return tab;
  }

  async #begin(): Promise<void> {
    await this.#session.on('log.entryAdded', ({ level, text }) => {
      if (level === 'error') this.complaints.push(text ?? '');
    });
    await this.#session.on('browsingContext.domContentLoaded', () => {
      for (const giveUp of this.#looking) giveUp();
    });
    await this.#session.on('browsingContext.downloadEnd', ({ filepath }) => {
      if (typeof filepath === 'string') this.saved.push(filepath);
    });
    const tab = await this.#session.command<{ context: string }>('browsingContext.create', { type: 'tab' });
    this.#context = tab.context;
    await this.#command('browsingContext.setViewport', { viewport: VIEWPORT });
  }

  async #command<Result>(method: string, params: object): Promise<Result> {
    return this.#session.command(method, { context: this.#context, ...params });
  }

  /**
   * A question that may come while one document takes the place of another. Firefox answers it with an error then, or
   * never at all (locating by role, when the document goes away meanwhile). Either is null: to be asked again.
   */
  async #look<Result>(method: string, params: object): Promise<Result | null> {
    const { promise: replaced, resolve } = Promise.withResolvers<null>();
    const giveUp = (): void => {
      resolve(null);
    };
    this.#looking.add(giveUp);
    const answer = this.#command<Result>(method, params).catch(() => null);
    return Promise.race([answer, replaced]).finally(() => this.#looking.delete(giveUp));
  }

  /** Goes there, as by the address bar. */
  async goto(url: string): Promise<void> {
    await this.#command('browsingContext.navigate', { url, wait: 'complete' });
  }

  /** The first element that has this role and exactly this name, as soon as it is there. */
  async find(role: string, name: string): Promise<Found> {
    const params = { locator: { type: 'accessibility', value: { role, name } } };
    const look = async () => {
      return (await this.#look<{ nodes: Found[] }>('browsingContext.locateNodes', params))?.nodes[0];
    };
    return eventually(`${role} "${name}" in Firefox`, look, PATIENCE);
  }

  /** Waits until all these texts are seen in the element of this role and name. */
  async shows(role: string, name: string, ...texts: readonly string[]): Promise<void> {
    const isSeen = async (text: string) => {
      const seen = await this.#ask<string>(await this.find(role, name), '{ return this.innerText; }');
      return seen?.includes(text);
    };
    for (const text of texts)
      await eventually(`"${text}" in ${role} "${name}"`, () => isSeen(text), PATIENCE);
  }

  /** What the body of a function gives in the page, `this` being the element; null when it cannot be asked. */
  async #ask<Result>(element: Found, body: string): Promise<Result | null> {
    const functionDeclaration = `function () ${body}`;
    const target = { context: this.#context };
    const params = { functionDeclaration, awaitPromise: false, target, this: element };
    return (
      (await this.#look<{ result?: { value: Result } }>('script.callFunction', params))?.result?.value ?? null
    );
  }

  /** What an expression gives in the page: a text, a number, true or false; null where it throws. */
  async evaluate<Result>(expression: string): Promise<Result | null> {
    const params = { expression, awaitPromise: false, target: { context: this.#context } };
    return (
      (await this.#look<{ result?: { value: Result } }>('script.evaluate', params))?.result?.value ?? null
    );
  }

  /** A click in its middle. */
  async click(role: string, name: string): Promise<void> {
    const element = await this.find(role, name);
    await this.#ask(element, '{ this.scrollIntoView({ block: "center" }); }');
    await this.#perform('pointer', [
      { type: 'pointerMove', x: 0, y: 0, origin: { type: 'element', element } },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ]);
  }

  /** Types into what has the focus. */
  async type(text: string): Promise<void> {
    const keys = Array.from(text).flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await this.#perform('key', keys);
  }

  async #perform(type: 'pointer' | 'key', actions: readonly object[]): Promise<void> {
    await this.#command('input.performActions', { actions: [{ type, id: type, actions }] });
  }

  /** Chooses files of this machine in the first field for files. */
  async choose(...files: readonly string[]): Promise<void> {
    const locator = { type: 'css', value: 'input[type=file]' };
    const { nodes } = await this.#command<{ nodes: Found[] }>('browsingContext.locateNodes', { locator });
    await this.#command('input.setFiles', { element: nodes[0], files });
  }

  /** A picture (PNG) of the whole page. */
  async picture(): Promise<Buffer> {
    const shot = await this.#command<{ data: string }>('browsingContext.captureScreenshot', {
      origin: 'document',
    });
    return Buffer.from(shot.data, 'base64');
  }

  /** Ends this Firefox. */
  async close(): Promise<void> {
    await this.#session.end();
  }
}
