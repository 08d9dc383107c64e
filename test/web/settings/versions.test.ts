/** Two versions of the settings: which are the same, when a person has to choose, and where complaints are said. */
import { deepEqual, equal } from 'node:assert/strict';
import { describe, test } from 'node:test';

import { complaintsIn } from '../../../web/api/complaints.ts';
import {
  aboutNewOverride,
  aboutTheRest,
  isSame,
  meet,
  settingsOf,
  whileSaving,
  type Meeting,
  type Override,
  type Settings,
} from '../../../web/settings/versions.ts';

const bank: Override = { domain: 'bank.example', level: 'verify' };
const clinic: Override = { domain: 'clinic.example', level: 'dane-only' };
const saved: Settings = {
  enabled: true,
  expert: true,
  level: 'encrypt',
  overrides: [bank, clinic],
  language: 'en',
};
const withLevel: Settings = { ...saved, level: 'dane-only' };
const german: Settings = { ...saved, language: 'de' };

test('settings are taken out of what the API gives, and nothing else with them', () => {
  const alias = { ...saved, address: 'a@secure.example.org', home: 'a@example.org', updatedAt: '' };
  deepEqual(settingsOf(alias), saved);
});

describe('the same settings', () => {
  const rows: [string, Settings, boolean][] = [
    ['themselves', { ...saved }, true],
    ['overrides in another order', { ...saved, overrides: [clinic, bank] }, true],
    [
      'a domain as a person types it',
      { ...saved, overrides: [{ ...bank, domain: ' Bank.Example' }, clinic] },
      true,
    ],
    ['switched off', { ...saved, enabled: false }, false],
    ['no expert', { ...saved, expert: false }, false],
    ['another level', withLevel, false],
    ['another language', german, false],
    ['an override less', { ...saved, overrides: [bank] }, false],
    ['an override more', { ...saved, overrides: [bank, clinic, { ...bank, domain: 'x.example' }] }, false],
    ['an override of another level', { ...saved, overrides: [{ ...bank, level: 'encrypt' }, clinic] }, false],
    [
      'an override of another domain',
      { ...saved, overrides: [{ ...bank, domain: 'x.example' }, clinic] },
      false,
    ],
  ];
  for (const [what, other, expected] of rows)
    test(what, () => {
      equal(isSame(saved, other), expected);
      equal(isSame(other, saved), expected);
    });
});

describe('somebody else was first', () => {
  const rows: [string, Settings, Settings, Meeting][] = [
    ['with just what was wanted', withLevel, withLevel, { kind: 'saved' }],
    [
      'with the language only: what was wanted goes on top',
      withLevel,
      german,
      { kind: 'again', settings: { ...withLevel, language: 'de' } },
    ],
    ['with another language, where the language was wanted, too', german, { ...saved }, { kind: 'choose' }],
    ['with another level', withLevel, { ...saved, level: 'verify' }, { kind: 'choose' }],
    ['with another level and the language', withLevel, { ...german, level: 'verify' }, { kind: 'choose' }],
    ['with the switch', withLevel, { ...saved, enabled: false }, { kind: 'choose' }],
    ['with an override', withLevel, { ...saved, overrides: [] }, { kind: 'choose' }],
  ];
  for (const [what, mine, theirs, expected] of rows)
    test(what, () => {
      deepEqual(meet(saved, mine, theirs), expected);
    });
});

test('while a wish is being saved the controls show it; rows and the mode stay until it is done', () => {
  const wish: Settings = {
    ...withLevel,
    expert: false,
    overrides: [
      { ...bank, level: 'encrypt' },
      { domain: 'new', level: 'verify' },
    ],
  };
  deepEqual(whileSaving(saved, wish), {
    ...withLevel,
    overrides: [{ ...bank, level: 'encrypt' }, clinic],
  });
});

describe('complaints', () => {
  const problem = (errors: [string, string][]) =>
    complaintsIn({
      detail: 'All of it.',
      errors: errors.map(([pointer, detail]) => ({ pointer, detail })),
    });
  const rows: [string, [string, string][], string | undefined, string[]][] = [
    ['about the whole', [], undefined, ['All of it.']],
    ['about the new domain', [['/overrides/2/domain', 'no domain']], 'no domain', []],
    ['about the list', [['/overrides', 'too many']], 'too many', []],
    ['about a domain that is there', [['/overrides/0/domain', 'ours']], undefined, ['ours']],
    [
      'about several things',
      [
        ['/level', 'expert'],
        ['/overrides/2/domain', 'no domain'],
      ],
      'no domain',
      ['expert'],
    ],
  ];
  for (const [what, errors, atField, elsewhere] of rows)
    test(`${what}: each sentence is said once`, () => {
      const complaints = problem(errors);
      equal(aboutNewOverride(complaints, saved.overrides.length), atField);
      deepEqual(aboutTheRest(complaints, saved.overrides.length), elsewhere);
    });
});
