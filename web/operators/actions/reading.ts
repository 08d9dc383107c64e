/** The log as pages; the domain that it is asked for may be none, and the API says so. */
import { useState } from 'preact/hooks';

import { api, ask } from '../../api/client.ts';
import { usePages, type Pages } from '../../api/pages.ts';
import type { OperatorAction } from './changes.ts';

const PAGE = 25;

/** `domain` '' is everything. */
export function useActions(domain: string): {
  readonly list: Pages<OperatorAction>;
  /** What is wrong with the domain, in the API's words. */
  readonly error: string | null;
} {
  const [refused, setRefused] = useState<{ readonly domain: string; readonly sentence: string } | null>(null);
  const list = usePages<OperatorAction>(`operators:actions:${domain}`, async (cursor) => {
    const answer = await ask(
      api.GET('/v1/admin/actions', {
        params: { query: { limit: PAGE, ...(domain !== '' && { domain }), ...(cursor && { cursor }) } },
      }),
    );
    const error =
      answer.kind === 'problem' && answer.problem.errors.find(({ pointer }) => pointer === '/domain');
    setRefused(error ? { domain, sentence: error.detail } : null);
    return answer;
  });
  return { list, error: refused?.domain === domain ? refused.sentence : null };
}
