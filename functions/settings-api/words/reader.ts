/** In which language somebody reads: Accept-Language (RFC 9110 section 12.5.4), matched as RFC 4647 section 3.4 does. */
import type { Language } from '../../../shared/mail/words/words.ts';

interface Wish {
  /** The primary subtag, or `*`: `de-AT` is German. */
  readonly primary: string;
  readonly quality: number;
}

/** RFC 9110 section 12.4.2: 0 to 1, three decimals; what is no such number is not wanted. */
function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
  if (given === undefined) return 1;
  return /^(?:0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?)$/.test(given) ? Number(given) : 0;
}

function wishesOf(acceptLanguage: string): readonly Wish[] {
  return acceptLanguage
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      return { primary: tag.split('-', 1)[0] ?? '', quality: qualityOf(parameters) };
    });
}

/**
 * The language of ours that is wanted most, of equal wishes the first; English where there is none, for no header
 * at all, and for `*`.
 */
export function languageFor(acceptLanguage: string | null): Language {
  let best: Wish = { primary: 'en', quality: 0 };
  for (const wish of wishesOf(acceptLanguage ?? '')) {
    const isSpoken = wish.primary === 'en' || wish.primary === 'de' || wish.primary === '*';
    if (isSpoken && wish.quality > best.quality) best = wish;
  }
  return best.primary === 'de' ? 'de' : 'en';
}
