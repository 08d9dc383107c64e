/** Figures as people read them: counts, days, and spans of time from milliseconds to hours. Pure. */
import type { MeasuredFigure } from './judgement.ts';

const LOCALES = { en: 'en-GB', de: 'de-DE' } as const;

const SPANS = [
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
  ['millisecond', 1],
] as const;

function written(language: 'en' | 'de', value: number, unit: string): string {
  return new Intl.NumberFormat(LOCALES[language], {
    style: 'unit',
    unit,
    unitDisplay: unit === 'millisecond' ? 'short' : 'long',
    maximumFractionDigits: value < 10 && unit !== 'millisecond' ? 1 : 0,
  }).format(value);
}

/** `1,204`, `58 days`, `850 ms`, `2.4 seconds`, `24 hours`. */
export function amountOf(value: number, unit: MeasuredFigure['unit'], language: 'en' | 'de'): string {
  switch (unit) {
    case 'count':
      return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: 0 }).format(value);
    case 'days':
      return written(language, Math.floor(value), 'day');
    case 'seconds':
      return amountOf(value * 1000, 'milliseconds', language);
    case 'milliseconds': {
      const [name, length] = SPANS.find(([, each]) => value >= each) ?? (['second', 1000] as const);
      return written(language, value / length, name);
    }
  }
}
