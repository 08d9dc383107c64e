/** Who did what to the entries of one domain. */
import { Fetching, More } from '../../../design/fetching.tsx';
import { Card } from '../../../design/surface.tsx';
import { useWords } from '../../../words/words.ts';
import { ActionList } from '../../actions/action-list.tsx';
import type { useActions } from '../../actions/reading.ts';
import { operatorWords } from '../../words.ts';
import { entryWords } from './words.ts';

export function HistoryCard({ history }: { readonly history: ReturnType<typeof useActions>['list'] }) {
  const t = useWords(entryWords);
  const o = useWords(operatorWords);
  return (
    <Card label={t.history}>
      <h2>{t.history}</h2>
      <Fetching state={history.state} words={o} onAgain={history.reload} />
      {history.state === 'ready' && history.items.length === 0 && <p>{t.noHistory}</p>}
      {history.items.length > 0 && <ActionList actions={history.items} />}
      <More list={history} label={o.more} />
    </Card>
  );
}
