import { notEqual } from 'node:assert/strict';
import { test } from 'node:test';

import { standardDomains } from '../../../../infra/local/internet/domains.ts';
import { inGerman } from '../../../../infra/local/simulation/german.ts';

for (const { domain, description } of standardDomains) {
  test(`${domain} is described in German, too`, () => {
    notEqual(inGerman(description), description);
  });
}
