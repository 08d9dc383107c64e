/**
 * Chromium from Debian, driven by playwright-core, and the watch on what a browser complains about: a violated
 * Content-Security-Policy, an uncaught error, anything on the console that says error.
 */
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

import { debianPackages } from '../peers/debian-packages.ts';

const { program } = debianPackages.find(({ name }) => name === 'chromium-headless-shell') ?? { program: '' };

/** `options` are further ones of Chromium's command line. */
export async function startBrowser(options: readonly string[] = []): Promise<Browser> {
  const asRoot = process.getuid?.() === 0;
  return chromium.launch({
    executablePath: program,
    args: [...(asRoot ? ['--no-sandbox'] : []), ...options],
  });
}

export interface Watch {
  /** What was complained about so far. */
  readonly complaints: readonly string[];
  /** A complaint that the test means to cause. */
  expect(pattern: RegExp): void;
}

/** Chromium calls every answer of 4xx or 5xx an error, and a network that was taken away; pages deal with both. */
const NO_COMPLAINT =
  /^Failed to load resource: (the server responded with a status of [45]|net::ERR_INTERNET_DISCONNECTED)/;

/** Told of by the page itself: a violation that is only counted is none that is logged. */
const REPORT_VIOLATIONS = `addEventListener('securitypolicyviolation', (event) => {
  console.error('CSP: ' + event.violatedDirective + ' forbids ' + event.blockedURI + ' at ' + event.sourceFile);
})`;

/** Watches all pages of a context from now on. */
export async function watch(context: BrowserContext): Promise<Watch> {
  const complaints: string[] = [];
  const expected: RegExp[] = [];
  const complain = (page: Page, text: string): void => {
    if (NO_COMPLAINT.test(text) || expected.some((pattern) => pattern.test(text))) return;
    complaints.push(`${new URL(page.url()).pathname}: ${text}`);
  };
  await context.addInitScript(REPORT_VIOLATIONS);
  context.on('console', (message) => {
    const page = message.page();
    if (message.type() === 'error' && page !== null) complain(page, message.text());
  });
  context.on('weberror', (webError) => {
    const page = webError.page();
    if (page !== null) complain(page, String(webError.error()));
  });
  return {
    complaints,
    expect(pattern) {
      expected.push(pattern);
    },
  };
}
