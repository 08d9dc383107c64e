/** Lines of a conversation between mail servers: who said it, and whether anybody on the way could read it. */
import { Icon } from '../design/icon.tsx';
import { useWords } from '../words/words.ts';
import type { LineView } from './api.ts';
import { words } from './words.ts';

export function Lines({ lines }: { readonly lines: readonly (LineView & { readonly domain?: string })[] }) {
  const t = useWords(words);
  return (
    <ol class="transcript">
      {lines.map((line, index) => (
        <li key={`${String(index)}${line.at}`} class={line.encrypted ? 'line-encrypted' : 'line-open'}>
          <span class="line-mark">
            {line.encrypted && <Icon name="lock" />}
            <span class="visually-hidden">{line.encrypted ? t.locked : t.open}: </span>
          </span>
          <span class="quiet">
            {line.domain === undefined ? '' : `${line.domain} `}
            {line.from === 'server' ? '←' : '→'}
          </span>{' '}
          {line.text}
        </li>
      ))}
    </ol>
  );
}
