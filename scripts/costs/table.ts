/** The tables of docs/costs.md, in Markdown. Pure. */
import type { Measured } from './measured.ts';
import { furtherItems } from './per-message.ts';
import { costOf, priceOf, regions, type Item, type Prices, type Region } from './prices.ts';

export interface Preset {
  /** In Markdown. */
  readonly name: string;
  /** Dollars a month, fixed: what was aimed at. */
  readonly aim: number;
  readonly fixed: readonly Item[];
  readonly messages: (count: number) => readonly Item[];
}

export const VOLUMES = [1000, 100_000, 10_000_000] as const;
const SHOWN: Region = 'eu-central-1';

const dollars = (amount: number): string => amount.toFixed(2);
const sum = (amounts: readonly number[]): number => amounts.reduce((total, one) => total + one, 0);

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((cell, at) => Math.max(3, cell.length, ...rows.map((row) => row[at]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(' | ')} |`;
  return [line(head), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)];
}

export function totalOf(prices: Prices, region: Region, items: readonly Item[]): number {
  return sum(items.map((item) => costOf(prices, region, item)));
}

function byService(prices: Prices, region: Region, items: readonly Item[]): Map<string, number> {
  const services = new Map<string, number>();
  for (const item of items) {
    const { service } = priceOf(prices, item.price);
    services.set(service, (services.get(service) ?? 0) + costOf(prices, region, item));
  }
  return services;
}

/** A star where the price is from memory. */
const marked = (prices: Prices, item: Item): string =>
  priceOf(prices, item.price).check.includes(SHOWN) ? '\\*' : '';

function fixedTable(prices: Prices, { fixed }: Preset): string[] {
  const rows = fixed.map((item) => [
    item.what,
    `${priceOf(prices, item.price).usd[SHOWN]}${marked(prices, item)} per ${priceOf(prices, item.price).unit}`,
    dollars(costOf(prices, SHOWN, item)),
  ]);
  return table(
    ['what', 'price', '$ a month'],
    [...rows, ['**together**', '', `**${dollars(totalOf(prices, SHOWN, fixed))}**`]],
  );
}

function volumeTable(prices: Prices, presets: readonly Preset[]): string[] {
  const rows = regions.flatMap((region) =>
    presets.map((preset) => {
      const fixed = totalOf(prices, region, preset.fixed);
      return [
        `${preset.name}, ${region}`,
        dollars(fixed),
        ...VOLUMES.map((count) => dollars(fixed + totalOf(prices, region, preset.messages(count)))),
      ];
    }),
  );
  return table(['', 'fixed', '1,000 messages', '100,000', '10,000,000'], rows);
}

function serviceTable(prices: Prices, preset: Preset): string[] {
  const columns = [preset.fixed, ...VOLUMES.map((count) => preset.messages(count))].map((items) =>
    byService(prices, SHOWN, items),
  );
  const services = [...new Set(columns.flatMap((column) => [...column.keys()]))];
  const rows = services.map((service) => [
    service,
    ...columns.map((column) => dollars(column.get(service) ?? 0)),
  ]);
  return table(['service', 'fixed', '+ 1,000 messages', '+ 100,000', '+ 10,000,000'], rows);
}

function aimLines(prices: Prices, { name, aim, fixed }: Preset): string[] {
  const total = totalOf(prices, SHOWN, fixed);
  if (total <= aim) return [`${name} was to stay under $${aim} a month fixed, and does: $${dollars(total)}.`];
  const dearest = [...byService(prices, SHOWN, fixed)].sort(([, one], [, other]) => other - one).slice(0, 4);
  const words = dearest.map(([service, cost]) => `${service} ($${dollars(cost)})`).join(', ');
  return [
    `${name} was to stay under $${aim} a month fixed, and misses that by $${dollars(total - aim)}. In the way stand: ${words}.`,
  ];
}

function priceTable(prices: Prices): string[] {
  const rows = [...prices.values()].map(({ service, unit, usd, sources, list, seen, check }) => [
    `${service}: ${unit}`,
    ...regions.map((region) => `${usd[region]}${check.includes(region) ? '\\*' : ''}`),
    sources.map((source) => `[page](${source})`).join(', '),
    list ?? '',
    seen ?? 'not yet',
  ]);
  return table(['price', ...regions, 'source', 'list of', 'read there'], rows);
}

function measuredTable({ usage }: Measured): string[] {
  const rows = usage.flatMap((size) =>
    (['in', 'out', 'read'] as const).map((which) => {
      const one = size[which];
      const reads = `${one.dynamoReadUnits} / ${one.dynamoWriteUnits}`;
      return [
        `${which}, ${size.octets / 1000} KB`,
        String(one.sqsRequests),
        reads,
        `${one.s3Writes} / ${one.s3Reads}`,
        String(one.invocations),
        String(one.lambdaMilliseconds),
        String(one.awsCalls),
        String(Math.round(one.natAwsOctets)),
        String(Math.round(one.logOctets)),
      ];
    }),
  );
  return table(
    [
      'one message',
      'SQS requests',
      'DynamoDB units read / written',
      'S3 PUT / GET',
      'invocations by queues',
      'their ms',
      'calls to AWS',
      'their octets by NAT',
      'octets of logs',
    ],
    rows,
  );
}

/** What comes on top in some houses. */
function furtherTable(prices: Prices, measured: Measured): string[] {
  const columns = VOLUMES.map((count) => furtherItems(measured, count));
  const rows = (columns[0] ?? []).map(([what], row) => [
    what,
    ...columns.map((column) => dollars(totalOf(prices, SHOWN, column[row]?.[1] ?? []))),
  ]);
  return table(['on top', '1,000 messages', '100,000', '10,000,000'], rows);
}

/** Everything between the markers. `others`: told with their sums only. */
export function costTables(
  prices: Prices,
  measured: Measured,
  presets: readonly Preset[],
  others: readonly Preset[] = [],
): string {
  const all = [...presets, ...others];
  const sections = [
    ['## What a month costs', '', ...volumeTable(prices, all), '', ...furtherTable(prices, measured)],
    all.flatMap((preset) => [...aimLines(prices, preset), '']).slice(0, -1),
    ...presets.map((preset) => [`## Fixed: ${preset.name} in ${SHOWN}`, '', ...fixedTable(prices, preset)]),
    ...presets.map((preset) => [
      `## By service: ${preset.name} in ${SHOWN}`,
      '',
      ...serviceTable(prices, preset),
    ]),
    [
      '## Measured',
      '',
      `Averages of ${measured.messages} messages each, ${measured.at}, on ${measured.machine} (\`npm run bench:usage\`):`,
      '',
      ...measuredTable(measured),
    ],
    ['## Prices in dollars', '', 'A star: from memory, to be checked.', '', ...priceTable(prices)],
  ];
  return sections.map((lines) => lines.join('\n')).join('\n\n');
}
