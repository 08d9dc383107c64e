/** Domain names as text, and their order. */

/** In lower case and without the final dot: the form in which names are compared; '' is the root. */
export const canonical = (name: string): string => name.toLowerCase().replace(/\.$/, '');

export const labelsOf = (name: string): string[] =>
  canonical(name) === '' ? [] : canonical(name).split('.');

export const isBelow = (name: string, above: string): boolean =>
  above === '' ? name !== '' : name.endsWith(`.${above}`);

/** Names in canonical order: by their labels from the right, as octets (RFC 4034, 6.1). For `sort`. */
export function compareNames(one: string, other: string): number {
  const [left, right] = [labelsOf(one).reverse(), labelsOf(other).reverse()];
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const order = Buffer.compare(Buffer.from(left[i] ?? ''), Buffer.from(right[i] ?? ''));
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
