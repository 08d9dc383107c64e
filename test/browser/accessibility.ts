/** What axe finds on a page by the rules of WCAG 2.2, levels A and AA. */
import { AxeBuilder } from '@axe-core/playwright';
import { deepEqual } from 'node:assert/strict';
import type { Page } from 'playwright-core';

const LEVELS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Fails with each rule that is broken, and where. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).withTags(LEVELS).analyze();
  const found = violations.flatMap(({ id, help, nodes }) =>
    nodes.map(
      ({ target, failureSummary }) => `${id} (${help}) at ${target.join(' ')}: ${failureSummary ?? ''}`,
    ),
  );
  deepEqual(found, [], `axe at ${page.url()}`);
}
