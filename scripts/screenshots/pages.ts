/** The pages that pictures are taken of: where they are, who looks at them, and what is done there first. */
import type { Page } from 'playwright-core';

import type { Api } from '../../test/e2e/api-client.ts';
import { awaitInbox } from '../../test/e2e/local-system.ts';
import { ALICE, OPERATOR } from './scene.ts';

export interface Shot {
  readonly name: string;
  readonly who: string;
  /** An address, or where to find it once the system runs. */
  readonly path: string | ((api: Api) => Promise<string>);
  readonly act?: (page: Page) => Promise<void>;
  /** Its name among the pictures of the documentation, if it is one of them. */
  readonly docs?: string;
}

function inInbox(kind: string): Shot['path'] {
  return async (api) => `/mail/inbox/${(await awaitInbox(api, (message) => message.kind === kind, kind)).id}`;
}

async function write(page: Page): Promise<void> {
  const to = ['good', 'plain', 'dane'].map((name) => `dora@${name}.example`).join(', ');
  await page.locator('[name=to]').fill(to);
  await page.locator('[name=subject]').fill('Findings of Tuesday');
  await page.locator('[name=text]').fill('Dear Dora,\n\nhere are the findings.\n\nAlice');
  const buffer = Buffer.alloc(184_000, 'x');
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'findings.pdf', mimeType: 'application/pdf', buffer });
  await page.locator('.compose-file progress').waitFor({ state: 'detached' });
  await page.locator('.compose-verdicts .badge').nth(2).waitFor();
}

async function send(page: Page): Promise<void> {
  await write(page);
  await page.locator('button[type=submit]').click();
  await page.locator('main .timeline-good').nth(3).waitFor();
  await page.locator('main a[href^="/mail/inbox/"]').waitFor();
}

/** A new page gets a line here. */
export const SHOTS: readonly Shot[] = [
  { name: 'mail', path: '/mail', who: ALICE },
  { name: 'message', path: inInbox('mail'), who: ALICE },
  { name: 'notice', path: inInbox('failure-notice'), who: ALICE, docs: 'notice' },
  { name: 'compose', path: '/compose', who: ALICE, act: write, docs: 'writing' },
  { name: 'compose-sent', path: '/compose', who: ALICE, act: send, docs: 'became' },
  { name: 'deliveries', path: '/deliveries', who: ALICE },
  { name: 'refused', path: '/refused', who: ALICE },
  { name: 'connect', path: '/connect', who: ALICE },
  { name: 'settings', path: '/settings', who: ALICE, docs: 'settings' },
  { name: 'verify', path: '/verify', who: ALICE },
  { name: 'trust', path: '/operators/trust', who: OPERATOR },
  { name: 'trust-same', path: '/operators/trust/pinned.example', who: OPERATOR },
  { name: 'trust-changed', path: '/operators/trust/repinned.example', who: OPERATOR, docs: 'trust' },
  { name: 'trust-new', path: '/operators/trust/good.example', who: OPERATOR },
  { name: 'aliases', path: '/operators/aliases', who: OPERATOR },
  { name: 'health', path: '/operators/health', who: OPERATOR },
  { name: 'actions', path: '/operators/actions', who: OPERATOR },
  { name: 'simulation', path: '/simulated-internet', who: ALICE },
  { name: 'not-found', path: '/nothing', who: ALICE },
];
