/**
 * Listed prices in US dollars, each with the pages that have it and the day on which it was read there. AWS's own pages
 * fill in their figures by script, and its price list is behind an address that not everybody can reach, so most pages
 * are copies of that list; `list` is the day of AWS's list that the copy was made of. `check` names the regions whose
 * figure is from memory: it was on no page that could be read, and the table says so.
 *
 * Free tiers are left out: they end, or are shared with everything else in the account.
 */
import { readFileSync } from 'node:fs';

export const regions = ['eu-central-1', 'us-east-1'] as const;
export type Region = (typeof regions)[number];

export interface Price {
  readonly id: string;
  readonly service: string;
  readonly unit: string;
  readonly usd: Readonly<Record<Region, number>>;
  /** Where it is, or was, to be found. */
  readonly sources: readonly string[];
  /** Of AWS's own list that the page is a copy of, or of the page itself; null where neither says. */
  readonly list: string | null;
  /** The day; null where the page is only where to look, and nothing was read on it. */
  readonly seen: string | null;
  readonly check: readonly Region[];
}

export type Prices = ReadonlyMap<string, Price>;

export function readPrices(): Prices {
  const list = JSON.parse(readFileSync(new URL('prices.json', import.meta.url), 'utf8')) as Price[];
  return new Map(list.map((price) => [price.id, price]));
}

/** Throws for a price that is not listed: a bug of the table. */
export function priceOf(prices: Prices, id: string): Price {
  const price = prices.get(id);
  if (price === undefined) throw new Error(`no price is listed for ${id}`);
  return price;
}

/** So many units of a price, by the month. */
export interface Item {
  /** What it is, in the words of the table. */
  readonly what: string;
  readonly price: string;
  readonly quantity: number;
}

export function costOf(prices: Prices, region: Region, { price, quantity }: Item): number {
  return priceOf(prices, price).usd[region] * quantity;
}
