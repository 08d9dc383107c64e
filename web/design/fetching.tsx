/** What stands where something is being fetched or could not be, and the way to what is older. */
import { Button } from './button.tsx';
import { Notice, Skeleton } from './surface.tsx';

export interface FetchingWords {
  readonly loading: string;
  readonly failed: string;
  readonly again: string;
}

/** Nothing once it is there. `onAgain` is null where trying again would not help. */
export function Fetching(props: {
  readonly state: 'loading' | 'ready' | 'failed';
  readonly words: FetchingWords;
  readonly onAgain: (() => void) | null;
}) {
  const { state, words, onAgain } = props;
  switch (state) {
    case 'loading':
      return <Skeleton label={words.loading} />;
    case 'failed':
      return (
        <Notice kind="bad" title={words.failed} live>
          {onAgain !== null && <Button onPress={onAgain}>{words.again}</Button>}
        </Notice>
      );
    case 'ready':
      return null;
  }
}

/** The button below a list that goes on; nothing at its end. */
export function More(props: {
  readonly list: { readonly next: string | null; readonly busy: boolean; readonly more: () => void };
  readonly label: string;
}) {
  const { next, busy, more } = props.list;
  if (next === null) return null;
  return (
    <div class="row">
      <Button busy={busy} onPress={more}>
        {props.label}
      </Button>
    </div>
  );
}
