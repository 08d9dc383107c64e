/** Actions of operators in words: who, what, when, and folded away what changed. */
import type { ComponentChildren } from 'preact';

import { Badge, Details } from '../../design/surface.tsx';
import { Facts } from '../../design/table.tsx';
import { LEVELS } from '../../levels/kinds.ts';
import { levelWords } from '../../levels/words.ts';
import { useFormats, useWords } from '../../words/words.ts';
import { Digest } from '../trust/digest.tsx';
import { operatorWords } from '../words.ts';
import { changesOf, kindOf, type Change, type OperatorAction } from './changes.ts';
import { words } from './words.ts';
import './actions.css';

export function ActionList({ actions }: { readonly actions: readonly OperatorAction[] }) {
  return (
    <ol class="actions">
      {actions.map((action) => (
        <Action key={action.id} action={action} />
      ))}
    </ol>
  );
}

function useSentence(action: OperatorAction): string {
  const t = useWords(words);
  const f = useFormats();
  const domains = f.list(action.domains);
  if (action.action === 'overrides-set') return t.what[action.action](action.subject, domains);
  const kind = kindOf(action);
  const kinds: Readonly<Record<string, string>> = t.kind;
  return t.what[action.action]((kind === null ? undefined : kinds[kind]) ?? t.kind.other, domains);
}

function Action({ action }: { readonly action: OperatorAction }) {
  const t = useWords(words);
  const f = useFormats();
  const changes = changesOf(action);
  const sentence = useSentence(action);
  return (
    <li class="action">
      <p>
        <strong>{action.operator}</strong> {sentence}
      </p>
      <p class="row">
        <time class="quiet small" dateTime={action.at}>
          {f.exact(action.at)}
        </time>
        {action.outcome !== 'done' && (
          <Badge kind={action.outcome === 'begun' ? 'waiting' : 'neutral'}>{t.outcome[action.outcome]}</Badge>
        )}
      </p>
      {changes.length > 0 && (
        <Details summary={t.details}>
          <Changes changes={changes} isChange={action.before !== null && action.after !== null} />
        </Details>
      )}
    </li>
  );
}

function Changes({ changes, isChange }: { readonly changes: readonly Change[]; readonly isChange: boolean }) {
  const t = useWords(words);
  const o = useWords(operatorWords);
  const levels = useWords(levelWords);
  const f = useFormats();
  const fields: Readonly<Record<string, string>> = t.field;

  const textOf = (name: string, value: string | null): string => {
    if (name === 'notAfter') return value === null ? t.never : f.exact(value);
    if (value === null || value === '') return t.nothing;
    if (name === 'expert') return value === 'true' ? t.on : t.off;
    if (name === 'kind') return (o.kind as Readonly<Record<string, string>>)[value] ?? value;
    const level = LEVELS.find((each) => each === value);
    return level !== undefined && fields[name] === undefined ? levels.name[level] : value;
  };
  const shown = ({ name, from, to }: Change): ComponentChildren => {
    if (isChange) return t.fromTo(textOf(name, from), textOf(name, to));
    const value = to ?? from;
    return name === 'sha256' && value !== null ? <Digest hex={value} /> : textOf(name, value);
  };
  return (
    <Facts
      facts={changes.map(
        (change) => [fields[change.name] ?? t.levelFor(change.name), shown(change)] as const,
      )}
    />
  );
}
