/** Which of the media types that a route offers a client would rather have (RFC 9110 section 12.5.1). */

interface Range {
  readonly type: string;
  readonly quality: number;
}

function ranges(accept: string): Range[] {
  return accept
    .toLowerCase()
    .split(',')
    .map((part) => {
      const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim());
      const given = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { type, quality: given === undefined ? 1 : Number(given) || 0 };
    });
}

/** The quality of the most specific range that a type falls into; 0 where none does. */
function qualityOf(media: string, accepted: readonly Range[]): number {
  const [main = ''] = media.split('/', 1);
  for (const candidate of [media, `${main}/*`, '*/*']) {
    const range = accepted.find(({ type }) => type === candidate);
    if (range !== undefined) return range.quality;
  }
  return 0;
}

/** The best of `offered`, of equal ones the first. Where the client takes none of them it gets the first. */
export function preferredMedia<const Media extends string>(
  accept: string | null,
  offered: readonly [Media, ...Media[]],
): Media {
  const accepted = ranges(accept ?? '*/*');
  let [best] = offered;
  for (const media of offered) if (qualityOf(media, accepted) > qualityOf(best, accepted)) best = media;
  return best;
}
