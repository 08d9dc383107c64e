/** docs/costs.md: what people wrote around the tables stays as it is. Pure, but for `computeTables`. */
import { egresses, egressOf, presetNames, type Egress, type PresetName } from '../../infra/aws/presets.ts';
import { fixedItems } from './fixed.ts';
import { readMeasured } from './measured.ts';
import { messageItems } from './per-message.ts';
import { readPrices } from './prices.ts';
import { costTables, type Preset } from './table.ts';
import { synthesise } from './templates.ts';

const BEGIN = '<!-- begin: npm run costs -- --write -->';
const END = '<!-- end -->';

/** What was aimed at, in dollars a month before the first message. */
const AIMS: Readonly<Record<PresetName, number>> = { minimal: 40, production: 120 };

/** From the templates, the listed prices and the measurement, all as they are now. */
export function computeTables(): string {
  const measured = readMeasured();
  const preset = (name: PresetName, egress?: Egress): Preset => {
    const synthesised = synthesise(name, egress === undefined ? {} : { egress });
    const { sizes, domains, egress: way } = synthesised.configuration;
    const size = {
      memoryMiB: sizes.worker.memoryMiB,
      zone: domains.some(({ zone }) => zone !== undefined),
      natGateways: way === 'nat-gateway',
    };
    return {
      name: egress === undefined ? `\`${name}\`` : `\`${name}\` with \`${egress}\``,
      aim: AIMS[name],
      fixed: fixedItems(synthesised),
      messages: (count) => messageItems(measured, size, count),
    };
  };
  const usual = presetNames.map((name) => preset(name));
  const others = presetNames.map((name) => {
    const other = egresses.find((egress) => egress !== egressOf[name]);
    return preset(name, other);
  });
  return costTables(readPrices(), measured, usual, others);
}

/** Puts the tables between the markers. Throws where the markers are not there. */
export function withTables(document: string, tables: string): string {
  const begin = document.indexOf(BEGIN);
  const end = document.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`the document has no "${BEGIN}" before "${END}"`);
  return `${document.slice(0, begin + BEGIN.length)}\n\n${tables}\n\n${document.slice(end)}`;
}
