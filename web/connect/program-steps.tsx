/** The steps for the usual programs, folded until wanted. */
import { Card, Details } from '../design/surface.tsx';
import { useWords } from '../words/words.ts';
import { words } from './words.ts';

const PROGRAMS = ['thunderbird', 'gmail', 'outlook', 'applemail', 'roundcube'] as const;

export function ProgramSteps({ address, host }: { readonly address: string; readonly host: string }) {
  const t = useWords(words);
  return (
    <Card label={t.steps}>
      <h2>{t.steps}</h2>
      {PROGRAMS.map((program) => (
        <Details key={program} summary={t[program]}>
          <ol class="connect-steps">
            {t[`${program}Steps`](address, host).map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </Details>
      ))}
    </Card>
  );
}
