import { deepEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { parseDomain, type Domain } from '../../../shared/address/domain.ts';
import { levelFor, type ChosenLevel, type Level } from '../../../shared/policy/level.ts';

function domain(text: string): Domain {
  const parsed = parseDomain(text);
  if (parsed === null) throw new Error(`not a domain: ${text}`);
  return parsed;
}

const bank = domain('bank.example');
type Row = [name: string, own: Level, override: Level | null, requested: Level | null, chosen: ChosenLevel];
const rows: Row[] = [
  ['the default', 'encrypt', null, null, { level: 'encrypt', source: 'default' }],
  ['an override', 'encrypt', 'verify', null, { level: 'verify', source: 'override' }],
  [
    'an override may be lower: the owner chose it',
    'verify',
    'encrypt',
    null,
    { level: 'encrypt', source: 'override' },
  ],
  ['a message may ask for more', 'encrypt', null, 'dane-only', { level: 'dane-only', source: 'message' }],
  ['a message may not ask for less', 'verify', null, 'encrypt', { level: 'verify', source: 'default' }],
  [
    'nor for less than the override',
    'encrypt',
    'verify',
    'dane-only',
    { level: 'verify', source: 'override' },
  ],
  [
    'asking for the same changes nothing',
    'encrypt',
    null,
    'encrypt',
    { level: 'encrypt', source: 'default' },
  ],
];
for (const [name, level, override, requested, chosen] of rows) {
  test(name, () => {
    const overrides = override === null ? [] : [{ domain: bank, level: override }];
    deepEqual(levelFor({ level, overrides }, bank, requested), chosen);
  });
}

test('an override does not cover subdomains', () => {
  const settings = { level: 'encrypt', overrides: [{ domain: bank, level: 'verify' }] } as const;
  deepEqual(levelFor(settings, domain('mail.bank.example'), null), { level: 'encrypt', source: 'default' });
});
