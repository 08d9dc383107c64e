/** What would happen to mail for somebody, under each level, and host by host what that rests on. */
import { useState } from 'preact/hooks';

import { english } from '../../shared/mail/words/english.ts';
import { german } from '../../shared/mail/words/german.ts';
import { whySentence } from '../../shared/mail/words/words.ts';
import { api, ask } from '../api/client.ts';
import { Badge, Details, Notice, Spinner } from '../design/surface.tsx';
import { Facts } from '../design/table.tsx';
import { LEVELS, VERDICT_KIND } from '../levels/kinds.ts';
import { levelWords } from '../levels/words.ts';
import { useLanguage, useWords } from '../words/words.ts';
import { HostFacts } from './host-facts.tsx';
import { explain, type Check, type Explanation } from './verdict.ts';
import { words } from './words.ts';
import './check-result.css';

export type CheckState =
  | { readonly kind: 'none' }
  | { readonly kind: 'looking' }
  | { readonly kind: 'seen'; readonly check: Check }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Looks at a recipient's servers; sends nothing. */
export function useCheck(): { readonly state: CheckState; readonly look: (recipient: string) => void } {
  const [state, setState] = useState<CheckState>({ kind: 'none' });
  const look = async (recipient: string): Promise<void> => {
    setState({ kind: 'looking' });
    const answer = await ask(api.POST('/v1/checks', { body: { recipient } }));
    switch (answer.kind) {
      case 'ok':
        setState({ kind: 'seen', check: answer.value });
        break;
      case 'problem': {
        const { errors, detail } = answer.problem;
        setState({ kind: 'refused', sentence: errors[0]?.detail ?? detail });
        break;
      }
      case 'busy':
        setState({ kind: 'refused', sentence: answer.problem.detail });
        break;
      case 'changed':
      case 'offline':
      case 'signed-out':
        // The shell says so, and nothing is known here.
        setState({ kind: 'none' });
    }
  };
  return { state, look: (recipient) => void look(recipient) };
}

export function CheckResult({ state }: { readonly state: CheckState }) {
  const t = useWords(words);
  switch (state.kind) {
    case 'none':
      return null;
    case 'looking':
      return <Spinner label={t.checking} />;
    case 'refused':
      return <Notice kind="bad" title={state.sentence} live />;
    case 'seen':
      return <Seen check={state.check} />;
  }
}

function Seen({ check }: { readonly check: Check }) {
  const t = useWords(words);
  const levels = useWords(levelWords);
  const say = useLanguage() === 'de' ? german : english;
  const sentenceOf = (explanation: Explanation): string =>
    explanation.kind === 'unmet'
      ? whySentence(say, check.domain, explanation.why)
      : t.explanation[explanation.kind];
  return (
    <section class="check-result" aria-label={t.result(check.domain)} role="status">
      <h3>{t.result(check.domain)}</h3>
      <ul class="check-verdicts">
        {LEVELS.map((level) => {
          const { verdict } = check.levels[level];
          return (
            <li key={level} class="stack-tight">
              <span class="row">
                <Badge kind={VERDICT_KIND[verdict]}>{levels.verdict[verdict]}</Badge>
                <span>
                  {levels.name[level]} <code class="quiet small">{level}</code>
                </span>
              </span>
              <span class="quiet">{sentenceOf(explain(level, check))}</span>
            </li>
          );
        })}
      </ul>
      <Details summary={t.hosts}>
        <div class="host-facts">
          <h4>{t.seenAs}</h4>
          <Facts facts={LEVELS.map((level) => [levels.name[level], check.levels[level].detail] as const)} />
        </div>
        {check.hosts.length === 0 ? (
          <p class="host-facts">{t.noHosts}</p>
        ) : (
          check.hosts.map((host) => <HostFacts key={host.host} host={host} />)
        )}
      </Details>
    </section>
  );
}
