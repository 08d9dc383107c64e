/** How an entry stands, in a word or three. */
import { Badge, type BadgeKind } from '../../design/surface.tsx';
import { useWords } from '../../words/words.ts';
import { endsSoon, stateOf, type EntryState, type TrustEntry, type TrustPreview } from './standing.ts';
import { words } from './words.ts';
import '../operators.css';

const LOOKS: Readonly<Record<EntryState, BadgeKind>> = {
  ended: 'neutral',
  'authority-ended': 'bad',
  shown: 'good',
  changed: 'bad',
  'not-shown': 'neutral',
  'not-seen': 'waiting',
  counts: 'good',
};

export function StateBadge(props: { readonly entry: TrustEntry; readonly preview: TrustPreview | null }) {
  const t = useWords(words);
  const { entry, preview } = props;
  const now = Date.now();
  const state = stateOf(entry, preview, now);
  return (
    <span class="badges">
      <Badge kind={LOOKS[state]}>{t.state[state]}</Badge>
      {endsSoon(entry, now) && <Badge kind="waiting">{t.endsSoon}</Badge>}
    </span>
  );
}
