/** Dates, times, sizes and numbers as each language writes them. Pure but for the browser's time zone. */
type Language = 'en' | 'de';

export interface Formats {
  /** `23 Nov 2026`, of an ISO date. */
  date(iso: string): string;
  /** `10:15` today, else date and time. */
  time(iso: string): string;
  /** Date and time to the second, with the time zone: for evidence. */
  exact(iso: string): string;
  /** `1.4 MB`, decimal units. */
  size(octets: number): string;
  number(value: number): string;
  /** `3 minutes ago`, `in 2 hours`. */
  ago(iso: string, now?: number): string;
  /** `a, b and c`. */
  list(items: readonly string[]): string;
}

/** Day before month in both; English as the world writes it, not as America does. */
const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', de: 'de-DE' };

const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;
const SPANS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 365 * 86400],
  ['month', 30 * 86400],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60],
];

function makeFormats(locale: string): Formats {
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const clock = new Intl.DateTimeFormat(locale, { timeStyle: 'short' });
  const both = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const exact = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long' });
  const number = new Intl.NumberFormat(locale);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const list = new Intl.ListFormat(locale, { type: 'conjunction' });
  return {
    date: (iso) => day.format(new Date(iso)),
    time(iso) {
      const then = new Date(iso);
      return (then.toDateString() === new Date().toDateString() ? clock : both).format(then);
    },
    exact: (iso) => exact.format(new Date(iso)),
    size(octets) {
      let value = octets;
      let step = 0;
      while (value >= 999.5 && step < SIZES.length - 1) {
        value /= 1000;
        step += 1;
      }
      const maximumFractionDigits = step > 0 && value < 9.95 ? 1 : 0;
      const style = {
        style: 'unit',
        unit: SIZES[step] ?? 'byte',
        unitDisplay: step === 0 ? 'long' : 'short',
      } as const;
      return new Intl.NumberFormat(locale, { ...style, maximumFractionDigits }).format(value);
    },
    number: (value) => number.format(value),
    ago(iso, now = Date.now()) {
      const seconds = Math.round((new Date(iso).getTime() - now) / 1000);
      for (const [unit, length] of SPANS) {
        if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
      }
      return relative.format(0, 'second');
    },
    list: (items) => list.format(items),
  };
}

const made = new Map<Language, Formats>();

/** The formats of a language, made once. */
export function formatsFor(language: Language): Formats {
  const known = made.get(language) ?? makeFormats(LOCALES[language]);
  made.set(language, known);
  return known;
}
