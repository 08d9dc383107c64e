/**
 * `npm run costs`: what a deployment costs a month, by preset and volume, computed from listed prices, measured
 * requests and the templates of the CDK app. With `--write` into docs/costs.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';

import { computeTables, withTables } from './costs/document.ts';

const FILE = new URL('../docs/costs.md', import.meta.url);

const { values } = parseArgs({ options: { write: { type: 'boolean', default: false } } });
const tables = computeTables();
if (values.write) writeFileSync(FILE, withTables(readFileSync(FILE, 'utf8'), tables));
else console.log(tables);
