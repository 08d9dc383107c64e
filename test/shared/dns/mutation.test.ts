/** Three thousand damaged answers, always the same. `npm run dns:fuzz` goes on for as long as one likes. */
import { ok } from 'node:assert/strict';
import { test } from 'node:test';

import { fuzz } from './fuzzing.ts';

test('damaged answers never become secure with other records, and none costs too much', async () => {
  const { verdicts } = await fuzz(20261124, (cases) => cases >= 3000);
  // The damage reached every kind of verdict: a test of which all answers failed to parse would say nothing.
  for (const kind of ['secure', 'insecure', 'bogus', 'failed'])
    ok((verdicts.get(kind) ?? 0) > 0, `${kind} never came up`);
});
