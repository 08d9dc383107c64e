/** Lines of a conversation between mail servers: who said it, and whether anybody on the way could read it. */
import { Icon } from '../design/icon.tsx';
import { useWords } from '../words/words.ts';
import type { LineView } from './api.ts';
import { words } from './words.ts';

export interface SpokenLine extends LineView {
  readonly domain: string;
  /** Whether we have connected to the provider, or the provider to us. */
  readonly direction: 'to-provider' | 'from-provider';
}

/** Lines of one conversation with a provider. */
export function linesWith(
  domain: string,
  direction: SpokenLine['direction'],
  lines: readonly LineView[],
): SpokenLine[] {
  return lines.map((line) => ({ ...line, domain, direction }));
}

export function Lines({ lines }: { readonly lines: readonly SpokenLine[] }) {
  const t = useWords(words);
  const speaker = ({ from, direction, domain }: SpokenLine): string => {
    if (from === 'note') return domain;
    return (from === 'client') === (direction === 'to-provider') ? t.us(domain) : domain;
  };
  return (
    <ol class="transcript">
      {lines.map((line, index) => (
        <li key={`${String(index)}${line.at}`} class={line.encrypted ? 'line-encrypted' : 'line-open'}>
          <span class="line-mark">
            {line.encrypted && <Icon name="lock" />}
            <span class="visually-hidden">{line.encrypted ? t.locked : t.open}: </span>
          </span>
          <span class="quiet">{speaker(line)}:</span> {line.text}
        </li>
      ))}
    </ol>
  );
}
