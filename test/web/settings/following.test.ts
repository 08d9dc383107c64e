/** What following a suggestion makes of the settings: the one thing that was suggested, and nothing else. */
import { deepEqual, equal } from 'node:assert/strict';
import { test } from 'node:test';

import { follow, levelOf, type Suggestion } from '../../../web/settings/following.ts';
import type { Settings } from '../../../web/settings/versions.ts';

const settings: Settings = {
  enabled: true,
  expert: false,
  level: 'encrypt',
  overrides: [{ domain: 'bank.example', level: 'verify' }],
  language: 'de',
};
const stricter: Suggestion = { kind: 'stricter-level-works', level: 'dane-only', domains: 2, messages: 3 };
const weaker = (domain: string): Suggestion => ({
  kind: 'level-made-mail-come-back',
  domain,
  level: 'verify',
  messages: 1,
  suggested: 'encrypt',
});

test('a stricter level for everybody, in expert mode', () => {
  equal(levelOf(stricter), 'dane-only');
  deepEqual(follow(settings, stricter), { ...settings, expert: true, level: 'dane-only' });
});

test('another level for one domain: instead of the one that it has, or as a further one', () => {
  equal(levelOf(weaker('bank.example')), 'encrypt');
  const [override] = settings.overrides;
  const instead = [{ domain: 'bank.example', level: 'encrypt' as const }];
  deepEqual(follow(settings, weaker('bank.example')), { ...settings, expert: true, overrides: instead });
  const further = [override, { domain: 'plain.example', level: 'encrypt' as const }];
  deepEqual(follow(settings, weaker('plain.example')), { ...settings, expert: true, overrides: further });
});
