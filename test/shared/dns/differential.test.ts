/**
 * Some hundred altered answers to our validator and to Unbound, always the same: nothing is secure to us that
 * is not to Unbound. `npm run dns:differential` does thousands, docs/decisions/0011 says what they showed.
 */
import { deepEqual, ok } from 'node:assert/strict';
import { test } from 'node:test';

import { needs } from '../../peers/debian-packages.ts';
import { compareOnAltered } from './live/differential.ts';
import { startLiveWorld } from './live/live-world.ts';

const skip = needs('nsd', 'unbound', 'bind9-utils');

test('altered answers: secure to us only if to Unbound, with the same records', { skip }, async () => {
  await using world = await startLiveWorld();
  const { verdicts, conflicts } = await compareOnAltered(world, { cases: 400, seed: 20261125 });
  deepEqual(conflicts, []);
  // Cases that all ended alike would say nothing.
  for (const verdict of [
    'secure records | secure records',
    'secure no-data | secure no-data',
    'bogus | bogus',
  ])
    ok((verdicts.get(verdict) ?? 0) >= 10, `${verdict}: ${JSON.stringify([...verdicts])}`);
});
