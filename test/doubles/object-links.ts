/** Links to an object store that nobody runs: what is asked for stands in the address. */
import type { ObjectLinks } from '../../shared/store/object-links.ts';

export function namedLinks(): ObjectLinks {
  const link = (
    method: string,
    key: string,
    values: Readonly<Record<string, string | number>>,
  ): Promise<URL> => {
    const url = new URL(`https://objects.example/${method}/${key}`);
    for (const [name, value] of Object.entries(values)) url.searchParams.set(name, String(value));
    return Promise.resolve(url);
  };
  return { toPut: (key, what) => link('put', key, what), toGet: (key, how) => link('get', key, how) };
}
