/**
 * Notices when something of a message has run, has gone anywhere, or has changed anything: what every payload of the
 * corpus would do if it could (test/mail-corpus). A canary must be heard in a reader without care, or it is none.
 */
import type { Page } from 'playwright-core';

export interface Canary {
  /** What has happened since it was last asked; empty is good. */
  heard(): Promise<readonly string[]>;
  /** Requests that left for somebody else since this was last asked, as the page was told of them. */
  left(): readonly { readonly type: string; readonly url: string }[];
}

/** Run in every document that may run script: somebody talks to the page, or the main thread stands still. */
const EAR = `addEventListener('message', ({ data }) => {
  globalThis.heardMessages = [...(globalThis.heardMessages ?? []), JSON.stringify(data) ?? 'something'];
})`;

/** What a payload would change. */
const STATE = `JSON.stringify({
  title: document.title,
  name: window.name,
  cookie: document.cookie,
  local: { ...localStorage },
  messages: globalThis.heardMessages ?? [],
  globals: ['ran', 'DOMPurify'].filter((name) => name in globalThis),
  path: location.pathname,
  frames: [...document.querySelectorAll('iframe')].map((frame) => frame.contentDocument?.title ?? 'gone elsewhere'),
  scroll: [document.documentElement.scrollWidth > innerWidth, scrollX],
  colour: getComputedStyle(document.body).backgroundColor,
})`;

export interface PageState {
  readonly title: string;
  readonly name: string;
  readonly cookie: string;
  readonly local: Readonly<Record<string, string>>;
  readonly messages: readonly string[];
  readonly globals: readonly string[];
  readonly path: string;
  readonly frames: readonly string[];
  readonly scroll: readonly [isTooWide: boolean, x: number];
  readonly colour: string;
}

export async function stateOf(page: Page): Promise<PageState> {
  return JSON.parse(await page.evaluate<string>(STATE)) as PageState;
}

/** Watches a page from now on; `own` is the origin that may be asked. */
export async function watchFor(page: Page, own: string): Promise<Canary> {
  await page.addInitScript(EAR);
  await page.evaluate(EAR);
  const context = page.context();
  const events: string[] = [];
  const requests: { type: string; url: string }[] = [];
  context.on('page', (opened) => events.push(`a window opened: ${opened.url()}`));
  page.on('dialog', (dialog) => {
    events.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('download', (download) => events.push(`a download: ${download.url()}`));
  page.on('framenavigated', (frame) => {
    const { origin, pathname } = new URL(frame.url(), own);
    const isOurs =
      frame === page.mainFrame() || frame.url() === 'about:blank' || pathname.startsWith('/frames/');
    if (origin !== own && frame.url() !== 'about:blank') events.push(`gone to ${frame.url()}`);
    else if (!isOurs) events.push(`a frame has gone to ${frame.url()}`);
  });
  page.on('console', (message) => {
    if (message.type() !== 'error') events.push(`the console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const url = request.url();
    if (url.startsWith(`${own}/`) || /^(data|blob|about):/.test(url)) return;
    requests.push({ type: request.resourceType(), url });
  });
  let before = await stateOf(page);
  return {
    async heard() {
      const now = await stateOf(page);
      const found = events.splice(0);
      for (const key of ['name', 'cookie', 'local', 'messages', 'globals', 'colour'] as const)
        if (JSON.stringify(now[key]) !== JSON.stringify(before[key]))
          found.push(`${key} is ${JSON.stringify(now[key])}`);
      for (const title of [now.title, ...now.frames])
        if (/^(ran|1|gone elsewhere)$/.test(title)) found.push(`a title is ${title}`);
      if (now.scroll[0]) found.push('the page is wider than the window');
      before = { ...now };
      return found;
    },
    left: () => requests.splice(0),
  };
}
